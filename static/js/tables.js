// A table of the clipboard (Word, Excel, a page) as lines and tabs, which is what the server reads.
const [LEFT, ABOVE, BOLD] = ["<<", "^^", "**"]; // as reports/blocks/grids.py and cells.py read them
const HEAD_ROWS = 2; // so many first rows that are wholly bold are headings, which are printed bold anyway

const quoted = (text) => (/["\t\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

const SHEETS = /<style[^>]*>([\s\S]*?)<\/style>/gi;
const isHeavy = (weight) => /bold|[6-9]00/.test(weight);
const weightIn = (style) => /font-weight:\s*([^;}]+)/.exec(style ?? "")?.[1];

function boldClasses(html) { // Excel says in a style sheet which of its cells are bold
  const rules = [...html.matchAll(SHEETS)].flatMap(([, sheet]) => [...sheet.matchAll(/\.([\w-]+)\s*\{([^}]*)\}/g)]);
  return new Set(rules.filter(([, , body]) => isHeavy(weightIn(body) ?? "")).map(([, name]) => name));
}

// Styles of its own are none of this page's business: its policy would report each.
const parsed = (html) => new DOMParser().parseFromString(
  html.replace(SHEETS, "").replace(/<[^>]+>/g, (tag) => tag.replace(/\sstyle=/gi, " data-style=")), "text/html",
);

function isBold(text, cell, classes) {
  for (let part = text.parentElement; part; part = part === cell ? null : part.parentElement) {
    const weight = weightIn(part.dataset.style);
    if (weight) return isHeavy(weight);
    if (part.matches("b, strong") || [...part.classList].some((name) => classes.has(name))) return true;
  }
  return false;
}

function markBold(table, classes) {
  const texts = table.ownerDocument.createTreeWalker(table, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    const cell = text.parentElement.closest("td, th");
    if (cell && isBold(text, cell, classes)) text.data = text.data.replace(/\S(?:.*\S)?/, `${BOLD}$&${BOLD}`);
  }
}

const textOf = (cell) => cell.textContent.split("\n").map((line) => line.trim()).filter(Boolean).join("\n");

const isHeading = (texts) => texts.every((text) => !text || text.split("\n").every((line) => /^\*\*[^*]+\*\*$/.test(line)));

// A merged cell gives its text to each row, in its first column; `exact`: it says where it reaches, and what is bold.
export function fromTable(html, { exact = false } = {}) {
  const page = parsed(html);
  const table = page.querySelector("table");
  if (!table) return "";
  const texts = page.createTreeWalker(table, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replace(/\s+/g, " "); // Word wraps its source
  if (exact) markBold(table, boldClasses(html));
  for (const end of table.querySelectorAll("br, p + p, div + div, li + li, p + :is(ol, ul), :is(ol, ul) + p")) end.before("\n");
  const rows = [...table.rows].map(() => []);
  let inHead = exact;
  [...table.rows].forEach((row, down) => {
    let at = 0;
    const said = [...row.cells].map((cell) => (exact ? textOf(cell).replace(/\*\*( *)\*\*/g, "$1") : textOf(cell)));
    inHead = inHead && down < HEAD_ROWS && isHeading(said);
    [...row.cells].forEach((cell, place) => {
      while (rows[down][at] !== undefined) at += 1;
      const text = quoted(inHead ? said[place].replaceAll(BOLD, "") : said[place]);
      rows.slice(down, down + (cell.rowSpan || rows.length)).forEach((spanned, below) => {
        for (let right = 0; right < cell.colSpan; right += 1) {
          if (exact) spanned[at + right] = right ? LEFT : below ? ABOVE : text;
          else spanned[at + right] = right ? "" : text;
        }
      });
    });
  });
  return rows.map((row) => Array.from(row, (text) => text ?? "").join("\t")).join("\n");
}

// Keeps what is typed in a page's forms until it is saved, and offers it back on the next visit beside what is stored.
import { drafts, forgetOldDrafts, markSent, takeSent, timeOf } from "./drafts.js";
import { bare, isOneCell, put } from "./clipboard.js";
import "./printable.js";
import { mark, nameKeys, tellUnsaved } from "./saving.js";
import { make } from "./send.js";

const kept = drafts(document.body.dataset.account, "form");
const KINDS = ["hidden", "submit", "button", "checkbox", "file", "password"]; // never kept
const known = new Map(); // form → {row, wrong, first: field's name → value as the page came}
let leaving = false;

const named = (form, name) => form.elements.namedItem(name); // of radios their group, which also has a value
const namesOf = (form) => [...new Set([...form.elements].filter((input) => input.name && !KINDS.includes(input.type)).map((input) => input.name))];
const inputOf = (form, name) => form.querySelector(`[name="${CSS.escape(name)}"]:not([type=hidden])`);

function labelOf(input) {
  const group = input.type === "radio" && (input.closest("fieldset")?.querySelector("legend") || document.getElementById(input.closest("[aria-labelledby]")?.getAttribute("aria-labelledby")));
  return ((group || input.labels?.[0])?.textContent || "").replace(/\s+/g, " ").trim();
}

function wordsOf(form, name, value) { // as the page says a choice
  const input = inputOf(form, name);
  if (input.type === "radio") return form.querySelector(`[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`)?.labels[0]?.textContent.trim() || "";
  return input.tagName === "SELECT" ? [...input.options].find((option) => option.value === value)?.text || "" : value;
}

function note(form, name) {
  const { row, wrong, first } = known.get(form);
  const { value } = named(form, name);
  if (value === first.get(name) && !wrong) kept.drop(row, name);
  else kept.keep(row, name, first.get(name), value);
}

function offer(form) {
  const { row } = known.get(form);
  const order = namesOf(form); // as the page has them, whatever the browser's store does
  const lost = kept.all().sort((one, other) => order.indexOf(one.field) - order.indexOf(other.field)).filter((draft) => draft.row === row && inputOf(form, draft.field)).filter(({ field, value }) => {
    const same = named(form, field).value === value;
    if (same) kept.drop(row, field);
    return !same;
  });
  if (!lost.length) return;
  const part = (head, text) => make("div", {}, make("strong", { textContent: head }), make("p", { className: "prose", textContent: text || "(เว้นว่าง)" }));
  const button = (text, work) => make("button", { type: "button", className: "btn btn-small", textContent: text, onclick: () => { box.remove(); work(); } });
  const box = make("div", { className: "notice notice-warn stack draft-offer", role: "alert" },
    make("p", { textContent: `มีข้อมูลที่พิมพ์ไว้เมื่อ ${timeOf(Math.max(...lost.map((draft) => draft.at)))} และยังไม่ได้บันทึก` }),
    ...lost.map(({ field, value }) => make("div", { className: "cell-sides" },
      part(`${labelOf(inputOf(form, field))}: ของท่าน`, wordsOf(form, field, value)),
      part("ที่บันทึกไว้ขณะนี้", wordsOf(form, field, named(form, field).value)))),
    make("div", { className: "cluster" },
      button("นำกลับมาใส่ในแบบฟอร์ม", () => {
        for (const { field, value } of lost) {
          named(form, field).value = value;
          inputOf(form, field).dispatchEvent(new Event("input", { bubbles: true }));
        }
        const input = inputOf(form, lost[0].field);
        for (let at = input.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
        input.focus();
      }),
      button("ทิ้งข้อมูลนี้", () => lost.forEach(({ field }) => kept.drop(row, field)))));
  form.before(box);
}

const forget = (row) => kept.all().forEach((draft) => draft.row === row && kept.drop(row, draft.field));

const isChanged = (form) => [...known.get(form).first].some(([name, value]) => named(form, name)?.value !== value);

function prepare() {
  if (document.querySelector("option:nth-of-type(7), .pick")) import("./filter.js").then(({ offerFilters }) => offerFilters());
  if (document.querySelector("input[data-date]")) import("./dates.js").then(({ offerCalendars }) => offerCalendars());
  for (const form of known.keys()) if (!form.isConnected) known.delete(form);
  for (const form of document.querySelectorAll("form[data-drafts]")) {
    if (known.has(form)) continue;
    form.autocomplete = "off"; // or the browser puts the text of before over the stored one
    const wrong = "bound" in form.dataset; // the page gives back what it could not save
    known.set(form, { row: form.dataset.drafts, wrong, first: new Map(namesOf(form).map((name) => [name, named(form, name).value])) });
    nameKeys(form);
    if (!wrong) offer(form);
  }
}

addEventListener("input", ({ target }) => {
  const about = known.get(target.form);
  if (!about) return;
  if (about.first.has(target.name)) {
    note(target.form, target.name);
    mark(target, named(target.form, target.name).value !== about.first.get(target.name));
  }
  tellUnsaved(target.form, isChanged(target.form));
});
addEventListener("paste", (event) => { // one cell of a spreadsheet, without the quotes around it
  const text = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "");
  if (event.defaultPrevented || event.target.closest("[data-paste]") || !event.target.form?.matches("[data-drafts]")) return;
  if (!isOneCell(event.clipboardData, text) || event.target.selectionStart == null) return;
  event.preventDefault();
  put(event.target, bare(text));
});
addEventListener("submit", ({ target }) => {
  leaving = true;
  if (known.has(target)) markSent(known.get(target).row);
});
addEventListener("pageshow", ({ persisted }) => { // Back shows what is stored by now; what was typed is offered beside it
  leaving = persisted;
  if (persisted) location.reload();
});
addEventListener("beforeunload", (event) => {
  if (!leaving && [...known.keys()].some(isChanged)) event.preventDefault();
});
addEventListener("htmx:afterRequest", ({ detail: { xhr, requestConfig } }) => { // the builder sends its forms so
  const about = known.get(requestConfig.elt);
  if (!about || requestConfig.verb !== "post") return;
  leaving = false;
  const moved = xhr.responseURL && new URL(xhr.responseURL).pathname !== new URL(requestConfig.path, location.href).pathname;
  if (moved && xhr.status === 200 && xhr.responseText.includes('id="work"')) forget(about.row);
});
addEventListener("htmx:afterSettle", prepare);
forgetOldDrafts();
const sent = takeSent();
if (sent) forget(sent);
prepare();

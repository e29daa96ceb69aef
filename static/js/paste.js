// Pasting several cells from a spreadsheet or a table: the page for pasting, shown as a dialog over this one.
// The server says where the block lands; nothing is stored before its form is confirmed.
import { make } from "./send.js";

const area = document.querySelector("[data-paste]");
const dialog = document.getElementById("paste-dialog");

const quoted = (text) => (/["\t\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function fromTable(html) {
  const table = new DOMParser().parseFromString(html, "text/html").querySelector("table");
  if (!table) return "";
  for (const end of table.querySelectorAll("br, p + p, li + li")) end.before("\n");
  return [...table.rows].map((row) => [...row.cells].flatMap((cell) => {
    const lines = cell.textContent.split("\n").map((line) => line.replace(/\s+/g, " ").trim());
    return [quoted(lines.filter(Boolean).join("\n")), ...Array(Math.max(0, cell.colSpan - 1)).fill("")];
  }).join("\t")).join("\n");
}

// A block has several cells; one cell is ordinary text and lands where the cursor is.
function blockOf(data) {
  const text = data.getData("text/plain").replace(/\r?\n$/, "");
  const isTable = /<table/i.test(data.getData("text/html"));
  if (text.includes("\t") || (isTable && text.includes("\n") && !/^"[^"]*"$/.test(text))) {
    return text.includes("\t") && text.split("\n").every((line) => line.includes("\t")) ? text : fromTable(data.getData("text/html")) || text;
  }
  return area.dataset.paste === "lines" && text.includes("\n") ? text : "";
}

async function load(body) {
  try {
    const answer = await fetch(area.dataset.pasteAddress, { method: "POST", body, redirect: "manual" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const form = page.getElementById("paste");
    if (!form) throw new Error("no form");
    dialog.replaceChildren(make("h2", { textContent: "ตัวอย่างการวาง ยังไม่ได้บันทึก" }), form);
  } catch {
    dialog.replaceChildren(make("p", { className: "notice notice-error", textContent: "แสดงตัวอย่างไม่ได้ ตรวจการเชื่อมต่อหรือเข้าสู่ระบบอีกครั้ง แล้ววางใหม่" }),
      make("button", { type: "button", className: "btn", textContent: "ปิด", onclick: () => dialog.close() }));
  }
  if (!dialog.open) dialog.showModal();
}

area?.addEventListener("paste", (event) => {
  const block = blockOf(event.clipboardData);
  if (!block) return;
  event.preventDefault();
  const cell = event.target.closest("[data-field]");
  const body = new FormData();
  body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  body.set("step", "preview");
  body.set("block", block);
  body.set("start", cell?.dataset.field || event.target.name || "");
  const section = cell?.closest("section");
  if (section?.id.startsWith("area-")) body.set("area", section.id.slice(5).replace("none", ""));
  load(body);
});

dialog?.addEventListener("submit", (event) => {
  if (event.submitter?.value === "confirm") return; // the browser sends it, and the next page tells
  event.preventDefault();
  load(new FormData(event.target, event.submitter));
});
dialog?.addEventListener("click", (event) => {
  if (!event.target.closest("[data-close]")) return;
  event.preventDefault();
  dialog.close();
});

// Pasting several cells from a spreadsheet or a table: the page for pasting, shown as a dialog over this one.
// The server says where the block lands; nothing is stored before its form is confirmed.
import { bare, isOneCell, put } from "./clipboard.js";
import { make } from "./send.js";
import { fromTable } from "./tables.js";

const area = document.querySelector("[data-paste]"); // what is pasted here opens the dialog
const dialog = document.getElementById("paste-dialog");

// A block has several cells; one cell is ordinary text and lands where the cursor is, and so does a list of Word.
function blockOf(data) {
  const text = data.getData("text/plain").replace(/\r?\n$/, "");
  const html = data.getData("text/html");
  const isTable = /<table/i.test(html);
  if (html && !isTable && area?.dataset.paste !== "lines") return "";
  if (isTable && bare(text) !== text && new DOMParser().parseFromString(html, "text/html").querySelectorAll("td, th").length === 1) return "";
  if (text.includes("\t") || (isTable && text.includes("\n"))) {
    return text.includes("\t") && text.split("\n").every((line) => line.includes("\t")) ? text : fromTable(html) || text;
  }
  return area?.dataset.paste === "lines" && text.includes("\n") ? text : "";
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

// One cell: into the field where somebody types, without the quotes around it, or over the text of a chosen cell.
function pasteText(event) {
  const text = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "");
  const isChosen = event.target.matches("[data-field]");
  if (!isChosen && !isOneCell(event.clipboardData, text)) return;
  if (isChosen) event.target.click(); // opens it
  const field = isChosen ? event.target.querySelector("textarea") : event.target;
  if (field?.selectionStart == null) return; // nobody types there: a radio button, say
  event.preventDefault();
  if (isChosen) field.select();
  put(field, bare(text));
}

area?.addEventListener("paste", (event) => {
  const block = blockOf(event.clipboardData);
  if (!block) return pasteText(event);
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

// On the page for pasting itself a table becomes lines and tabs, which is what the server reads.
document.querySelector("#main > #paste [name=block]")?.addEventListener("paste", (event) => {
  const block = blockOf(event.clipboardData);
  if (!block) return;
  event.preventDefault();
  event.target.setRangeText(block, event.target.selectionStart, event.target.selectionEnd, "end");
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

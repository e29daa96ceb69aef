// Keeps what is typed in a form until it is saved, and offers it back on the next visit beside what is stored.
import { drafts, forgetOldDrafts, markSent, takeSent, timeOf } from "./drafts.js";
import { make } from "./send.js";

const form = document.querySelector("form[data-drafts]");
const { account, place, drafts: row } = form.dataset;
const kept = drafts(account, place);
const wrong = "bound" in form.dataset; // the page gives back what it could not save
const fields = [...form.elements].filter((each) => each.name && !["hidden", "submit", "button"].includes(each.type));
const first = new Map(fields.map((each) => [each.name, each.value]));
let leaving = false;

function note(field) {
  if (field.value === first.get(field.name) && !wrong) kept.drop(row, field.name);
  else kept.keep(row, field.name, first.get(field.name), field.value);
}

const labelOf = (field) => (field.labels?.[0]?.textContent || field.name).trim();

function forgetSaved() {
  const sent = takeSent();
  if (!sent || wrong || (sent === row && !document.querySelector("#messages .notice-ok"))) return;
  for (const draft of kept.all()) if (draft.row === sent) kept.drop(sent, draft.field);
}

function offer() {
  const found = kept.all().filter((draft) => draft.row === row).flatMap((draft) => {
    const field = fields.find((each) => each.name === draft.field);
    if (field && field.value === draft.value) kept.drop(row, draft.field);
    return field && field.value !== draft.value ? [{ ...draft, input: field }] : [];
  });
  if (!found.length) return;
  const part = (head, text) => make("div", {}, make("strong", { textContent: head }), make("p", { className: "prose", textContent: text || "(เว้นว่าง)" }));
  const button = (text, work) => make("button", { type: "button", className: "btn btn-small", textContent: text, onclick: () => { box.remove(); work(); } });
  const box = make("div", { className: "notice notice-warn stack draft-offer", role: "alert" },
    make("p", { textContent: `มีข้อมูลที่พิมพ์ไว้เมื่อ ${timeOf(Math.max(...found.map((each) => each.at)))} และยังไม่ได้บันทึก` }),
    ...found.map((each) => make("div", { className: "cell-sides" }, part(`${labelOf(each.input)}: ของท่าน`, each.value), part("ที่บันทึกไว้ขณะนี้", each.input.value))),
    make("div", { className: "cluster" },
      button("นำกลับมาใส่ในแบบฟอร์ม", () => {
        for (const each of found) {
          each.input.value = each.value;
          each.input.dispatchEvent(new Event("input", { bubbles: true }));
        }
        found[0].input.focus();
      }),
      button("ทิ้งข้อมูลนี้", () => found.forEach((each) => kept.drop(row, each.field)))));
  form.before(box);
}

form.addEventListener("input", (event) => fields.includes(event.target) && note(event.target));
form.addEventListener("submit", () => {
  leaving = true;
  markSent(row);
});
addEventListener("pageshow", () => { leaving = false; });
addEventListener("beforeunload", (event) => {
  if (!leaving && fields.some((each) => each.value !== first.get(each.name))) event.preventDefault();
});
forgetOldDrafts();
forgetSaved();
if (!wrong) offer();

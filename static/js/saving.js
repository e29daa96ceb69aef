// What saves a form, by the keyboard too, as its foot says; and errors that go while what they name is being mended.
import { make } from "./send.js";

const FORMS = "form[data-drafts]";
const saverOf = (form) => form?.querySelector(".form-actions .btn-primary") ?? form?.querySelector(".form-actions button.btn");

export function nameKeys(form) {
  const foot = saverOf(form)?.closest(".form-actions");
  if (!foot || foot.querySelector(".unsaved")) return;
  const key = (name) => make("kbd", { textContent: name });
  const keys = [key("Ctrl"), "+", key("S"), " หรือ ", key("Ctrl"), "+", key("Enter")];
  foot.append(make("span", { className: "save-keys" }, ...keys), make("span", { className: "unsaved" }));
}

export function tellUnsaved(form, is) {
  const mark = form.querySelector(".form-actions .unsaved");
  if (mark) mark.textContent = is ? "✎ ยังไม่บันทึก" : "";
}

export function mark(input, isChanged) { // an error stands for the value that was refused
  const field = input.closest(".field:has(.errorlist)");
  if (!field) return;
  field.classList.toggle("mended", isChanged);
  for (const part of field.querySelectorAll("[aria-invalid]")) part.setAttribute("aria-invalid", String(!isChanged));
  const summary = document.querySelector(".errors-top.notice-error");
  const lines = [...(summary?.querySelectorAll("li") ?? [])];
  const isAbout = (line) => field.contains(document.getElementById(line.querySelector("a")?.hash.slice(1)));
  for (const line of lines.filter(isAbout)) line.classList.toggle("mended", isChanged);
  summary?.classList.toggle("mended", lines.length > 0 && lines.every((line) => line.matches(".mended")));
}

addEventListener("keydown", (event) => {
  const isSave = event.code === "KeyS" || event.key === "s"; // the key of a Thai keyboard types another letter
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || !(isSave || event.key === "Enter")) return;
  if (event.defaultPrevented || event.isComposing) return;
  const own = event.target.closest?.(FORMS);
  const form = own || (isSave ? [...document.querySelectorAll(FORMS)].find((other) => saverOf(other)?.checkVisibility()) : null);
  const saver = saverOf(form);
  if (!saver) return;
  event.preventDefault();
  form.requestSubmit(saver);
});

// A box over a long list to choose from: what does not hold the typed words is left out.
import { make } from "./send.js";

const LONG = 12;
const holds = (text, words) => words.every((word) => text.toLowerCase().includes(word));

function box(label, narrow) {
  const input = make("input", { type: "search", placeholder: "พิมพ์เพื่อค้นในรายการ", autocomplete: "off", ariaLabel: "พิมพ์เพื่อค้นในรายการ", title: label, className: "list-filter" });
  input.addEventListener("input", () => narrow(input.value.toLowerCase().split(/\s+/).filter(Boolean)));
  input.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); }); // it sends no form
  return input;
}

function overSelect(select) {
  const whole = [...select.childNodes].map((node) => node.cloneNode(true)); // options go: a phone does not hide them
  const narrow = (words) => {
    const { value } = select;
    select.replaceChildren(...whole.map((node) => node.cloneNode(true)));
    for (const option of [...select.options]) if (option.value && !holds(option.text, words)) option.remove();
    for (const group of select.querySelectorAll("optgroup")) if (!group.children.length) group.remove();
    const first = words.length && [...select.options].find((option) => option.value);
    select.value = [...select.options].some((option) => option.value === value && (value || !first)) ? value : first ? first.value : "";
    if (select.value !== value) select.dispatchEvent(new Event("input", { bubbles: true }));
  };
  select.before(box((select.labels[0]?.textContent || "").trim(), narrow));
}

function overRadios(list) {
  const labels = [...list.querySelectorAll("label")];
  const narrow = (words) => labels.forEach((label) => { label.hidden = !label.querySelector(":checked") && !holds(label.textContent, words); });
  list.before(box((list.closest("fieldset")?.querySelector("legend")?.textContent || "").trim(), narrow));
}

export const longLists = () => [
  ...[...document.querySelectorAll("select:not([multiple])")].filter((select) => select.options.length > LONG),
  ...[...document.querySelectorAll(".pick")].filter((list) => list.querySelectorAll("label").length > LONG),
].filter((list) => !list.previousElementSibling?.matches(".list-filter"));

export function offerFilters() {
  for (const list of longLists()) (list.matches("select") ? overSelect : overRadios)(list);
}

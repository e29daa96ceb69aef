// Names of units while the responsible one is typed in a cell: a press takes one, so does the arrow down behind the text.
import { make } from "./send.js";

const names = [...(document.getElementById("units")?.options || [])].map((option) => option.value);
const isAsked = (target) => target.matches("[data-field=responsible] textarea");
const lineOf = (area) => area.value.slice(area.value.lastIndexOf("\n") + 1); // of several units, the one at the end

function suggestions(area) {
  const line = lineOf(area).trim();
  const at = names.indexOf(line); // a name that is whole makes way for any other, the next first
  const others = at < 0 ? names.filter((name) => name.includes(line)) : [...names.slice(at + 1), ...names.slice(0, at)];
  return others.slice(0, 6);
}

function take(area, name) {
  area.value = area.value.slice(0, area.value.length - lineOf(area).length) + name;
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function show(area) {
  area.parentElement.querySelector(".cell-units")?.remove();
  const offered = suggestions(area).map((name) => make("button", { type: "button", className: "btn btn-small", tabIndex: -1, textContent: name,
    onmousedown: (event) => { event.preventDefault(); take(area, name); } })); // the cell stays open
  if (offered.length) area.after(make("div", { className: "cell-units", role: "group", ariaLabel: "ชื่อกอง/สำนัก กดลูกศรลงเพื่อใช้ชื่อแรก" }, ...offered));
}

addEventListener("focusin", ({ target }) => isAsked(target) && show(target));
addEventListener("focusout", ({ target }) => isAsked(target) && target.parentElement?.querySelector(".cell-units")?.remove());
addEventListener("input", ({ target }) => isAsked(target) && show(target));
addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (key !== "ArrowDown" || !isAsked(target) || target.selectionStart !== target.value.length) return;
  const [first] = suggestions(target);
  if (!first) return;
  event.preventDefault();
  take(target, first);
});

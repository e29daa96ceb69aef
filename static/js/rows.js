// Rows of the list of measures: choosing many, menus that close, dragging. Without this script boxes and menus work too.
import { draggable, offerHandle } from "./dragging.js";

const root = document.querySelector("[data-cells]");
const { address, query } = root.dataset;
const told = document.querySelector(".chosen-count");
const none = document.getElementById("choose-none");

// ---- Choosing
const boxes = (within = root) => [...within.querySelectorAll(".choose-row")];
const chosen = (within) => boxes(within).filter((box) => box.checked);

function count() {
  for (const all of root.querySelectorAll(".choose-all")) {
    const area = all.closest("section");
    const [some, every] = [chosen(area).length, boxes(area).length];
    all.checked = some === every;
    all.indeterminate = some > 0 && some < every;
  }
  if (!told) return;
  told.hidden = none.hidden = !chosen().length;
  told.textContent = ` ${chosen().length} รายการ`;
}

function choose(rows, wanted) {
  for (const box of rows) box.checked = wanted;
  count();
}

root.addEventListener("change", ({ target }) => {
  if (target.matches(".choose-all")) choose(boxes(target.closest("section")), target.checked);
  else if (target.matches(".choose-row")) count();
});
none?.addEventListener("click", () => choose(boxes(), false));

// ---- Menus
const openMenus = () => [...root.querySelectorAll(".row-menu[open]")];
document.addEventListener("click", ({ target }) => openMenus().forEach((menu) => menu.contains(target) || (menu.open = false)));
root.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest(".row-menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.firstElementChild.focus();
});

// ---- Dragging, within an area
draggable(root, "tr[data-row]", (row, direction, goal) => htmx.ajax("POST", `${address}${row.dataset.row}/move/${query}`, {
  source: row,
  target: row.closest("section"),
  swap: "outerHTML",
  values: { direction, beside: goal.dataset.row },
}));

// ---- Parts of the page that are renewed
let [ticked, pressed] = [[], ""];
document.addEventListener("htmx:beforeRequest", () => {
  const button = document.activeElement;
  pressed = button?.matches(".row-menu [name=direction]") ? button.id : "";
});
document.addEventListener("htmx:beforeSwap", () => { ticked = chosen().map((box) => box.value); });
document.addEventListener("htmx:afterSettle", () => {
  choose(boxes().filter((box) => ticked.includes(box.value)), true);
  prepare();
  const button = pressed && document.getElementById(pressed);
  if (!button) return;
  const menu = button.closest("details"); // open again: a row often moves more than one step
  menu.open = true;
  (button.disabled ? menu.firstElementChild : button).focus();
  pressed = "";
});

function prepare() {
  for (const button of root.querySelectorAll(".row-menu [value=up]")) {
    const row = button.closest("tr");
    offerHandle(row.querySelector(".col-choose"), row.querySelector(".col-title .cell-text").textContent.trim());
  }
}

count();
prepare();

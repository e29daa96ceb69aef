// Rows of the list of measures: choosing many, menus that close, dragging. Without this script boxes and menus work too.
import { make } from "./send.js";

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
let dragged = null;
const unmark = () => root.querySelectorAll(".drop-before, .drop-after").forEach((row) => row.classList.remove("drop-before", "drop-after"));

function goalOf(event) { // the row under the pointer, where it may be dropped
  const row = event.target.closest("tr[data-row]");
  return dragged && row && row !== dragged && row.parentNode === dragged.parentNode ? row : null;
}

function sideOf(event, row) {
  const box = row.getBoundingClientRect();
  return event.clientY > box.top + box.height / 2 ? "after" : "before";
}

root.addEventListener("dragstart", (event) => {
  if (!event.target.matches?.(".drag")) return;
  dragged = event.target.closest("tr");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.querySelector(".col-title .cell-text").textContent.trim());
  event.dataTransfer.setDragImage(dragged, 0, 0);
});
root.addEventListener("dragover", (event) => {
  const row = goalOf(event);
  unmark();
  if (!row) return;
  event.preventDefault();
  row.classList.add(`drop-${sideOf(event, row)}`);
});
root.addEventListener("drop", (event) => {
  const row = goalOf(event);
  if (!row) return;
  event.preventDefault();
  htmx.ajax("POST", `${address}${dragged.dataset.row}/move/${query}`, {
    source: dragged,
    target: dragged.closest("section"),
    swap: "outerHTML",
    values: { direction: sideOf(event, row), beside: row.dataset.row },
  });
});
root.addEventListener("dragend", () => { unmark(); dragged = null; });

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
    const cell = button.closest("tr").querySelector(".col-choose:not(:has(.drag))");
    cell?.append(make("span", { className: "drag", draggable: true, title: "ลากเพื่อเลื่อน" }));
  }
}

count();
prepare();

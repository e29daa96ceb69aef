// Rows that are dragged to another place of their list by a handle. Fingers scroll: they have the buttons.
import { make } from "./send.js";

// `selector` finds the rows in `root`; `moved(row, side, goal)` hears that a row was dropped "before" or "after" another.
export function draggable(root, selector, moved) {
  let dragged = null;
  const unmark = () => root.querySelectorAll(".drop-before, .drop-after").forEach((row) => row.classList.remove("drop-before", "drop-after"));
  const goalOf = (event) => { // the row under the pointer, where it may be dropped
    const row = event.target.closest?.(selector);
    return dragged && row && row !== dragged && row.parentNode === dragged.parentNode ? row : null;
  };
  const sideOf = (event, row) => {
    const box = row.getBoundingClientRect();
    return event.clientY > box.top + box.height / 2 ? "after" : "before";
  };

  root.addEventListener("dragstart", (event) => {
    if (!event.target.matches?.(".drag")) return;
    dragged = event.target.closest(selector);
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", event.target.dataset.name);
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
    moved(dragged, sideOf(event, row), row);
  });
  root.addEventListener("dragend", () => { unmark(); dragged = null; });
}

// A handle that is not there yet, in `box`; `name` is what it carries to other programs.
export function offerHandle(box, name) {
  if (box && !box.querySelector(".drag")) box.append(make("span", { className: "drag", draggable: true, title: "ลากเพื่อเลื่อน" }));
  box?.querySelector(".drag").setAttribute("data-name", name);
}

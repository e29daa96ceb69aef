// Finding: "/" or Ctrl+K opens the search over the page, or goes to its field; arrows go through what it brings.
const dialog = document.getElementById("find-dialog"); // the page of the search itself has none
const field = document.getElementById("find-q");
const matches = document.getElementById("matches");

// With the Thai layout a key types a Thai letter; then its place on the keyboard tells.
const isKey = (event, key, code) => event.key.toLowerCase() === key || (event.code === code && /[ก-๛]/.test(event.key));
const isTyping = (target) => target.isContentEditable || target.matches("input, textarea, select");

function isAsked(event) {
  if (event.altKey || event.isComposing) return false;
  if (event.ctrlKey || event.metaKey) return !event.shiftKey && isKey(event, "k", "KeyK");
  return isKey(event, "/", "Slash") && !isTyping(event.target);
}

function open() {
  if (dialog && !dialog.open) dialog.showModal();
  field.focus();
  field.select();
}

function choose(event) {
  const places = [field, ...matches.querySelectorAll("a")];
  const at = places.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
  event.preventDefault();
  places[Math.max(0, Math.min(at, places.length - 1))].focus();
}

addEventListener("keydown", (event) => {
  if (event.defaultPrevented) return;
  if (isAsked(event)) {
    const other = document.querySelector("dialog[open]");
    if (other && other !== dialog) return;
    event.preventDefault();
    open();
  } else if (["ArrowDown", "ArrowUp"].includes(event.key) && (event.target === field || matches.contains(event.target))) {
    choose(event);
  }
});
document.querySelector("[data-find]").addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a tab or window of its own
  event.preventDefault();
  document.getElementById("menu").hidePopover?.();
  open();
});
dialog?.addEventListener("click", ({ target }) => {
  if (target === dialog || target.matches("[data-close]")) dialog.close();
});

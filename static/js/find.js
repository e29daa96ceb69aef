// Finding: "/" or Ctrl+K opens the search over the page, or goes to its field; arrows go through what it brings.
// Elements are looked up each time: going back in the builder puts new ones in their place.
const get = (id) => document.getElementById(id);

// With the Thai layout a key types a Thai letter; then its place on the keyboard tells.
const isKey = (event, key, code) => event.key.toLowerCase() === key || (event.code === code && /[ก-๛]/.test(event.key));
const isTyping = () => document.activeElement.matches("input, textarea, select, [contenteditable]"); // a cell opens by its first letter

function isAsked(event) {
  if (event.altKey || event.isComposing) return false;
  if (event.ctrlKey || event.metaKey) return !event.shiftKey && isKey(event, "k", "KeyK");
  return isKey(event, "/", "Slash") && !isTyping();
}

function open() {
  const dialog = get("find-dialog"); // the page of the search has none
  if (dialog && !dialog.open) dialog.showModal();
  get("find-q").focus();
  get("find-q").select();
}

function choose(event) {
  const places = [get("find-q"), ...get("matches").querySelectorAll("a")];
  const at = places.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1);
  event.preventDefault();
  places[Math.max(0, Math.min(at, places.length - 1))].focus();
}

addEventListener("keydown", (event) => {
  if (event.defaultPrevented) return;
  if (isAsked(event)) {
    const opened = document.querySelector("dialog[open]");
    if (opened && opened.id !== "find-dialog") return;
    event.preventDefault();
    open();
  } else if (["ArrowDown", "ArrowUp"].includes(event.key) && event.target.matches("#find-q, #matches a")) choose(event);
});
addEventListener("click", (event) => {
  const { target } = event;
  if (target.matches("#find-dialog, #find-dialog [data-close]")) get("find-dialog").close();
  if (!target.closest("[data-find]") || event.ctrlKey || event.metaKey || event.shiftKey) return; // a tab of its own
  event.preventDefault();
  get("menu").hidePopover?.();
  open();
});
addEventListener("htmx:afterRequest", ({ detail: { target, successful, xhr } }) => { // 204: the session has ended
  if (target.id !== "matches" || (successful && xhr.status !== 204)) return;
  get("matches").replaceChildren();
  get("find-said").textContent = "ค้นหาไม่สำเร็จ ตรวจการเชื่อมต่อ หรือเข้าสู่ระบบอีกครั้งในแท็บใหม่ แล้วพิมพ์ต่อ";
});

// Tells beside a field that documents print, while somebody types, which characters they cannot print.
import { make } from "./send.js";

const WAIT = 400;
const MOST_NAMED = 10;
const timers = new WeakMap();
let table; // of what the fonts draw or the portal mends by itself, asked for when the first such field is entered

async function drawn() {
  table ??= fetch(document.body.dataset.drawn).then((answer) => answer.json()).then((ranges) => Object.values(ranges).flat());
  try { return await table; } catch { return (table = undefined); } // the server says it after saving
}

function undrawn(text, ranges) {
  const known = new Map(); // character → where it stands first, "" for one that is drawn
  text.normalize("NFC").split("\n").forEach((line, down) => [...line].forEach((character, right) => {
    if (known.has(character)) return;
    const code = character.codePointAt(0);
    const isDrawn = ranges.some(([first, last]) => first <= code && code <= last);
    const name = code < 32 || (code > 126 && code < 160) ? "อักขระควบคุม" : `“${character}”`;
    known.set(character, isDrawn ? "" : `บรรทัดที่ ${down + 1} ตัวที่ ${right + 1} ${name} (U+${code.toString(16).toUpperCase().padStart(4, "0")})`);
  }));
  return [...known.values()].filter(Boolean).slice(0, MOST_NAMED);
}

function noteOf(field) { // there, and empty, before it says anything: only then is a change read out
  if (!field.nextElementSibling?.matches(".undrawn")) field.after(make("p", { className: "undrawn", role: "status" }));
  return field.nextElementSibling;
}

async function tell(field) {
  const ranges = await drawn();
  if (!ranges || !field.isConnected) return;
  const places = undrawn(field.value, ranges);
  const text = places.length ? `⚠ พิมพ์ลงเอกสารไม่ได้: ${places.join(" · ")} ให้ลบหรือใช้อักขระอื่นแทน` : "";
  const note = noteOf(field);
  if (note.textContent !== text) note.textContent = text;
}

addEventListener("focusin", ({ target }) => {
  if (!target.matches("[data-printed]")) return;
  noteOf(target);
  tell(target);
});
addEventListener("input", ({ target }) => {
  if (!target.matches("[data-printed]")) return;
  clearTimeout(timers.get(target));
  timers.set(target, setTimeout(() => tell(target), WAIT));
});

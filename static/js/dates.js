// A calendar of Thai months and years of พ.ศ. beside each field of a date, which stays free to be typed in.
import { make } from "./send.js";

const ERA = 543;
const name = (form) => new Intl.DateTimeFormat("th", form);
const MONTH = name({ month: "long" });
const SHORT = name({ month: "short" });
const WEEKDAY = name({ weekday: "long" });
const WEEKDAYS = ["อา.", "จ.", "อ.", "พ.", "พฤ.", "ศ.", "ส."]; // browsers differ in what is short
const MONTHS = Array.from({ length: 12 }, (_, month) => [MONTH, SHORT].map((form) => form.format(new Date(2000, month, 1))));
const monthOf = (day) => `${MONTH.format(day)} ${day.getFullYear() + ERA}`;
const moved = (day, days) => new Date(day.getFullYear(), day.getMonth(), day.getDate() + days);
const lastOf = (day) => new Date(day.getFullYear(), day.getMonth() + 1, 0);
const inMonth = (day, months) => { // the same day of another month, or its last
  const first = new Date(day.getFullYear(), day.getMonth() + months, 1);
  return moved(first, Math.min(day.getDate(), lastOf(first).getDate()) - 1);
};
const STEPS = {
  ArrowLeft: (day) => moved(day, -1),
  ArrowRight: (day) => moved(day, 1),
  ArrowUp: (day) => moved(day, -7),
  ArrowDown: (day) => moved(day, 7),
  Home: (day) => moved(day, -day.getDay()),
  End: (day) => moved(day, 6 - day.getDay()),
  PageUp: (day, event) => inMonth(day, event.shiftKey ? -12 : -1),
  PageDown: (day, event) => inMonth(day, event.shiftKey ? 12 : 1),
};

function read(text) { // as the field will be read; null for what is no day yet
  const plain = text.trim().replace(/[๐-๙]/g, (digit) => "๐๑๒๓๔๕๖๗๘๙".indexOf(digit));
  const [, date, word, year] = plain.match(/^(\d{1,2})\s*[/.-]?\s*(\d{1,2}(?=\s*[/.-])|[ก-๎.]+)\s*[/.-]?\s*(\d{4}|\d{2})$/) || [];
  const month = /^\d/.test(word) ? word - 1 : MONTHS.findIndex((names) => names.includes(word));
  const day = new Date(Number(year) + (year?.length === 2 ? 2500 : 0) - ERA, month, date);
  return month >= 0 && day.getMonth() === month ? day : null;
}

let field, chosen, shown; // the field that is open, its day if it holds one, and the day that has the focus
const title = make("p", { className: "dates-title", id: "dates-title", ariaLive: "polite" });
const body = make("tbody");
const dialog = make("dialog", { className: "dates", ariaLabel: "เลือกวันที่" });
const button = (text, label, work) => make("button", { type: "button", className: "btn btn-small", textContent: text, ariaLabel: label || null, onclick: work });

function build() {
  const turn = (text, label, months) => button(text, label, () => show(inMonth(shown, months)));
  const heads = WEEKDAYS.map((short, day) => make("th", { scope: "col", abbr: WEEKDAY.format(new Date(2023, 0, 1 + day)), textContent: short }));
  const table = make("table", {}, make("thead", {}, make("tr", {}, ...heads)), body);
  table.setAttribute("role", "grid");
  table.setAttribute("aria-labelledby", title.id);
  dialog.append(
    make("div", { className: "dates-head" }, turn("«", "ปีก่อนหน้า", -12), turn("‹", "เดือนก่อนหน้า", -1), title, turn("›", "เดือนถัดไป", 1), turn("»", "ปีถัดไป", 12)),
    table,
    make("div", { className: "dates-head" }, button("วันนี้", "", () => pick(new Date())), button("ปิด", "ปิดปฏิทิน", () => dialog.close())),
  );
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); }); // beside it
  dialog.addEventListener("close", () => field.focus());
  body.addEventListener("keydown", (event) => {
    if (!(event.key in STEPS) || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    show(STEPS[event.key](shown, event));
    body.querySelector("[tabindex='0']").focus();
  });
  document.body.append(dialog);
}

function show(day) {
  shown = day;
  title.textContent = monthOf(day);
  const first = new Date(day.getFullYear(), day.getMonth(), 1);
  const start = moved(first, -first.getDay());
  const weeks = Math.ceil((first.getDay() + lastOf(first).getDate()) / 7);
  body.replaceChildren(...[...Array(weeks).keys()].map((week) => make("tr", {}, ...[...Array(7).keys()].map((place) => {
    const of = moved(start, week * 7 + place);
    if (of.getMonth() !== day.getMonth()) return make("td");
    const choice = make("button", { type: "button", textContent: of.getDate(), ariaLabel: `${of.getDate()} ${monthOf(of)}`, tabIndex: +of === +day ? 0 : -1, onclick: () => pick(of) });
    if (+of === +moved(new Date(), 0)) choice.ariaCurrent = "date";
    const cell = make("td", {}, choice);
    cell.setAttribute("aria-selected", String(+of === +chosen));
    return cell;
  }))));
}

function pick(day) {
  field.value = `${day.getDate()}/${day.getMonth() + 1}/${day.getFullYear() + ERA}`;
  for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
  dialog.close();
}

function open(input) {
  field = input;
  chosen = read(input.value);
  if (!dialog.isConnected) build();
  show(chosen || moved(new Date(), 0));
  dialog.showModal();
  const { left, bottom } = input.getBoundingClientRect();
  dialog.style.left = `${Math.max(8, Math.min(left, document.documentElement.clientWidth - dialog.offsetWidth - 8))}px`;
  dialog.style.top = `${Math.max(8, Math.min(bottom + 4, innerHeight - dialog.offsetHeight - 8))}px`;
  body.querySelector("[tabindex='0']").focus();
}

export function offerCalendars() {
  for (const input of document.querySelectorAll("input[data-date]:not(.date-line > *)")) {
    const focused = document.activeElement === input;
    const line = make("span", { className: "date-line" });
    const opener = button("ปฏิทิน", "", () => open(input));
    opener.title = (input.labels[0]?.textContent || "").replace(/\s+/g, " ").trim(); // whose it is
    opener.ariaHasPopup = "dialog";
    input.replaceWith(line);
    line.append(input, opener);
    if (focused) input.focus();
  }
}

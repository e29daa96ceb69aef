// The measures of a year edited in place. Without this script the page's links and forms do everything.
import { drafts, forgetOldDrafts, timeOf } from "./drafts.js";
import { make, send } from "./send.js";
import "./units.js";

const root = document.querySelector("[data-cells]");
const { account, place, address, login } = root.dataset;
const kept = drafts(account, place);
const WAIT = 800;
const RETRY = 5000;
const SAID = {
  waiting: ["✎", "ยังไม่บันทึก"],
  saving: ["↻", "กำลังบันทึก"],
  saved: ["✓", "บันทึกแล้ว"],
  failed: ["⚠", "บันทึกไม่สำเร็จ"],
  conflict: ["⇄", "มีผู้อื่นแก้ไข"],
  draft: ["✎", "มีข้อความที่ยังไม่บันทึก"],
};
const work = new Map(); // "row:field" → {row, field, shown, value, state, timer, busy}; what is not saved yet

const rowOf = (cell) => cell.closest("[data-row]").dataset.row;
const cellOf = (row, field) => root.querySelector(`[data-row="${row}"] [data-field="${field}"]`);
const nameOf = (cell) => `${cell.dataset.label} ของ “${cellOf(rowOf(cell), "title").dataset.text.slice(0, 60)}”`;
const areaOf = (cell) => cell.querySelector("textarea.cell-input");
const keyOf = (cell) => `${rowOf(cell)}:${cell.dataset.field}`;

// ---- What a cell shows
function show(cell, state, why = "") {
  if (!cell) return;
  const [sign, word] = SAID[state];
  let mark = cell.querySelector(".cell-state");
  if (!mark) cell.append((mark = make("p", { className: "cell-state" })));
  mark.dataset.state = state;
  mark.replaceChildren(make("span", { ariaHidden: "true", textContent: `${sign} ` }), why ? `${word}: ${why}` : word);
  if (state !== "saving" && state !== "waiting") {
    document.getElementById("entry-status").textContent = `${nameOf(cell)}: ${mark.textContent.slice(2)}`;
  }
}

function notice(...parts) {
  const box = document.getElementById("entry-notice");
  const told = parts.length ? [make("div", { className: "notice notice-warn at-hand" }, ...parts)] : [];
  if (told.length && box.firstElementChild?.isEqualNode(told[0])) return; // its button may be half pressed
  box.replaceChildren(...told);
}

// ---- Typing and saving
function typed(cell, value) {
  const key = keyOf(cell);
  const job = work.get(key) || { row: rowOf(cell), field: cell.dataset.field, shown: cell.dataset.text };
  Object.assign(job, { value, state: "waiting" });
  work.set(key, job);
  kept.keep(job.row, job.field, job.shown, value);
  show(cell, "waiting");
  clearTimeout(job.timer);
  job.timer = setTimeout(() => save(key), WAIT);
}

async function save(key) {
  const job = work.get(key);
  if (!job || job.state === "conflict") return;
  clearTimeout(job.timer);
  if (job.busy) return void (await job.busy, await save(key));
  job.busy = post(key, job);
  await job.busy;
  job.busy = null;
}

async function post(key, job) {
  const sent = job.value;
  job.state = "saving";
  show(cellOf(job.row, job.field), "saving");
  const { status, data } = await send(`${address}${job.row}/cell/`, { account, field: job.field, shown: job.shown, value: sent });
  const cell = cellOf(job.row, job.field);
  if (status === 200) return saved(key, job, sent, data, cell);
  if (status === 409 && "stored" in data) {
    job.state = "conflict";
    return choose(cell, job, data.stored, "conflict");
  }
  job.state = "failed";
  if (status === 401) {
    show(cell, "failed", "ต้องเข้าสู่ระบบอีกครั้ง");
    signIn(data.error);
  } else if (status === 0 || status >= 500) {
    show(cell, "failed", "ติดต่อระบบไม่ได้ ข้อความเก็บไว้ในเครื่องนี้และจะลองใหม่เอง");
  } else {
    show(cell, "failed", data.error || "ไม่มีสิทธิ์แก้ไข หรือแถวนี้ไม่อยู่แล้ว");
    if (status !== 422) job.state = "refused";
    return;
  }
  clearTimeout(job.timer);
  job.timer = setTimeout(() => save(key), RETRY);
}

function saved(key, job, sent, data, cell) {
  document.getElementById("entry-notice").replaceChildren();
  document.querySelector("#messages.at-hand")?.replaceChildren(); // it told of an earlier deed
  job.shown = data.stored;
  if (cell) stored(cell, data);
  if (job.value !== sent) {
    kept.keep(job.row, job.field, job.shown, job.value);
    clearTimeout(job.timer);
    job.timer = setTimeout(() => save(key), WAIT);
    return show(cell, "waiting");
  }
  kept.drop(job.row, job.field);
  work.delete(key);
  show(cell, "saved", data.mended);
}

function stored(cell, data) {
  cell.dataset.text = data.stored;
  if (data.html === undefined) cell.querySelector(".cell-text").textContent = data.stored;
  else cell.querySelector(".cell-text").innerHTML = data.html; // our own template, escaped
  cell.classList.toggle("no-text", !data.stored);
  const missing = cell.closest("tr").querySelector(".missing");
  if (missing && data.missing !== undefined) {
    missing.hidden = !data.missing;
    missing.textContent = `ยังไม่ระบุ${data.missing}`;
  }
}

const flush = () => Promise.all([...work.keys()].map((key) => (work.get(key).state === "waiting" ? save(key) : work.get(key).busy)));
const retry = () => [...work].forEach(([key, job]) => job.state === "failed" && save(key));

function signIn(why) {
  const link = make("a", { href: login, target: "_blank", rel: "noopener", className: "btn btn-small", textContent: "เข้าสู่ระบบในแท็บใหม่" });
  notice(make("p", { textContent: `${why || "หมดเวลาเข้าสู่ระบบแล้ว"} ข้อความที่พิมพ์ยังอยู่ครบ เข้าสู่ระบบด้วยบัญชีเดิมในแท็บใหม่ แล้วกลับมาที่หน้านี้ ระบบจะบันทึกให้เอง` }), link);
}

// ---- Two texts side by side: what somebody else stored meanwhile, or a draft of an earlier visit
function choose(cell, job, theirs, why, at) {
  if (!cell) return;
  show(cell, why, at ? `พิมพ์ไว้ ${timeOf(at)}` : "");
  close(cell);
  cell.querySelector(".cell-choice")?.remove();
  const act = (text, work) => make("button", { type: "button", className: "btn btn-small", textContent: text, onclick: () => { box.remove(); cell.focus(); work(); } });
  const text = (head, value) => make("div", {}, make("strong", { textContent: head }), make("p", { className: "prose", textContent: value || "(เว้นว่าง)" }));
  const settle = (value) => { Object.assign(job, { shown: theirs, value, state: "waiting", offered: false }); cell.dataset.text = theirs; };
  const box = make("div", { className: "cell-choice", role: "group", ariaLabel: `เลือกข้อความของ${nameOf(cell)}` },
    make("div", { className: "cell-sides" }, text("ของท่าน", job.value), text("ที่บันทึกไว้ขณะนี้", theirs)),
    make("div", { className: "cluster" },
      act("ใช้ของท่าน", () => { settle(job.value); save(keyOf(cell)); }),
      act("ใช้ที่บันทึกไว้", () => { kept.drop(job.row, job.field); work.delete(keyOf(cell)); stored(cell, { stored: theirs }); show(cell, "saved"); }),
      act("รวมโดยแก้ไขเอง", () => { settle(`${job.value}\n${theirs}`); edit(cell); typed(cell, areaOf(cell).value); })));
  cell.append(box);
}

function offerDrafts() {
  const lost = [];
  for (const draft of kept.all()) {
    const cell = /^\d+$/.test(draft.row) && cellOf(draft.row, draft.field);
    if (!/^\d+$/.test(draft.row) || work.has(`${draft.row}:${draft.field}`)) continue;
    if (!cell) { if (!("partial" in root.dataset)) lost.push(draft); } // else its row or column is only not shown
    else if (cell.dataset.text === draft.value) kept.drop(draft.row, draft.field);
    else {
      const job = { row: draft.row, field: draft.field, shown: draft.shown, value: draft.value, state: "conflict", offered: true };
      work.set(keyOf(cell), job);
      choose(cell, job, cell.dataset.text, cell.dataset.text === draft.shown ? "draft" : "conflict", draft.at);
    }
  }
  if (!lost.length) return;
  const drop = make("button", { type: "button", className: "btn btn-small", textContent: "ทิ้งข้อความเหล่านี้", onclick: () => { lost.forEach((draft) => kept.drop(draft.row, draft.field)); notice(); } });
  notice(make("p", { textContent: "มีข้อความที่พิมพ์ไว้และยังไม่ได้บันทึก แต่แถวนั้นถูกลบไปแล้ว คัดลอกไปใช้ได้" }),
    ...lost.map((draft) => make("p", { className: "prose", textContent: draft.value })), drop);
}

// ---- Opening and closing a cell
function edit(cell) {
  if (areaOf(cell)) return areaOf(cell).focus();
  if (cell.querySelector(".cell-choice")) return;
  const job = work.get(keyOf(cell));
  const area = make("textarea", { className: "cell-input", value: job ? job.value : cell.dataset.text, ariaLabel: nameOf(cell) });
  Object.assign(area.dataset, { first: cell.dataset.text, printed: "" });
  cell.classList.add("editing");
  cell.querySelector(".cell-text").after(area);
  area.addEventListener("input", () => typed(cell, area.value));
  area.addEventListener("blur", () => { if (document.hasFocus()) close(cell); save(keyOf(cell)); });
  area.focus();
  area.setSelectionRange(area.value.length, area.value.length);
}

function close(cell) {
  const area = areaOf(cell);
  if (!area) return;
  const job = work.get(keyOf(cell));
  cell.classList.remove("editing");
  if (job) cell.querySelector(".cell-text").textContent = job.value;
  area.classList.remove("cell-input"); // going away blurs it, and that closes the cell once more
  area.remove();
}

function giveUp(cell) {
  const { first } = areaOf(cell).dataset;
  const job = work.get(keyOf(cell));
  if (job && !job.busy && job.shown === first) {
    clearTimeout(job.timer);
    kept.drop(job.row, job.field);
    work.delete(keyOf(cell));
    cell.querySelector(".cell-state")?.remove();
  } else if (cell.dataset.text !== first || job) {
    typed(cell, first); // some of it was saved while typing: the text of before is saved over it
  }
  close(cell);
  if (!job) return;
  cell.querySelector(".cell-text").textContent = first;
}

// ---- The keyboard
const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

function step(cell, [down, right]) {
  if (right) {
    const cells = [...root.querySelectorAll("[data-field]")];
    return cells[cells.indexOf(cell) + right];
  }
  const column = [...root.querySelectorAll(`[data-field="${cell.dataset.field}"]`)];
  return column[column.indexOf(cell) + down];
}

function whileEditing(event, cell) {
  if (event.isComposing) return;
  if (event.key === "Escape") giveUp(cell), cell.focus();
  else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) (step(cell, STEPS.ArrowDown) || cell).focus();
  else if (event.key === "Tab") {
    const next = step(cell, event.shiftKey ? STEPS.ArrowLeft : STEPS.ArrowRight);
    if (!next) return;
    next.focus();
  } else return;
  event.preventDefault();
}

function whileChosen(event, cell) {
  if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) move(cell, event.key === "ArrowUp" ? "up" : "down");
  else if (event.key in STEPS && !event.ctrlKey && !event.metaKey) step(cell, STEPS[event.key])?.focus();
  else if (event.key === "Enter" || event.key === "F2") edit(cell);
  else if (event.key === " ") cell.closest("tr").querySelector(".choose-row").click();
  else if (event.key === "Tab") {
    const next = step(cell, event.shiftKey ? STEPS.ArrowLeft : STEPS.ArrowRight);
    if (!next || rowOf(next) !== rowOf(cell)) return; // on to the row's buttons
    next.focus();
  }
  else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) return void edit(cell);
  else return;
  event.preventDefault();
}

async function move(cell, direction) {
  await flush();
  const again = [rowOf(cell), cell.dataset.field];
  document.addEventListener("htmx:afterSettle", () => cellOf(...again)?.focus(), { once: true });
  document.getElementById(`${direction}-${again[0]}`).click();
}

addEventListener("keydown", (event) => { // all of it saves itself; the browser's own answer is a file of the page
  if (!(event.ctrlKey || event.metaKey) || event.code !== "KeyS") return;
  event.preventDefault();
  flush();
});
root.addEventListener("keydown", (event) => {
  const cell = event.target.closest("[data-field]");
  if (!cell) return;
  if (event.target.matches("textarea.cell-input")) whileEditing(event, cell);
  else if (event.target === cell) whileChosen(event, cell);
});
root.addEventListener("click", (event) => {
  const cell = event.target.closest("[data-field]");
  if (cell && !event.target.closest("input, button, a, textarea, .cell-choice") && !getSelection().toString()) edit(cell);
});

// ---- Coming and going
function prepare() {
  for (const cell of root.querySelectorAll("[data-field]:not([tabindex])")) {
    cell.tabIndex = 0;
    cell.dataset.text ??= [...cell.querySelectorAll(".line")].map((line) => line.textContent).join("\n"); // an indented text is there
    const job = work.get(keyOf(cell));
    if (job) cell.querySelector(".cell-text").textContent = job.value, show(cell, job.state in SAID ? job.state : "failed");
  }
  for (const table of root.querySelectorAll(".measure-table")) table.setAttribute("role", "grid");
  offerDrafts();
}

const isUnsent = () => [...work.values()].some((job) => job.state === "waiting" || job.busy);
document.addEventListener("htmx:confirm", (event) => { // what is typed is stored before a part of the page is renewed
  if (!root.contains(event.target) || !isUnsent()) return;
  event.preventDefault();
  flush().then(() => event.detail.issueRequest(true));
});
document.getElementById("bulk")?.addEventListener("submit", (event) => { // or the page is left
  if (!isUnsent()) return;
  event.preventDefault();
  flush().then(() => event.target.requestSubmit(event.submitter));
});
document.addEventListener("htmx:afterSettle", prepare);
addEventListener("online", retry);
addEventListener("focus", retry);
addEventListener("beforeunload", (event) => { if ([...work.values()].some((job) => !job.offered)) event.preventDefault(); });
for (const key of ["entry", "keys"]) document.getElementById(key)?.removeAttribute("hidden");
root.classList.add("in-place");
forgetOldDrafts();
prepare();

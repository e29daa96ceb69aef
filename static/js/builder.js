// The builder: what is worked on changes on the left without loading the page again, the pages of the PDF follow on
// the right. Only the look of it is here: what is saved and what is shown comes from the server as without JavaScript.
import { put } from "./clipboard.js";
import { draggable, offerHandle } from "./dragging.js";
import { make } from "./send.js";
import { fromTable } from "./tables.js";

const work = () => document.getElementById("work");
const pages = () => document.getElementById("pages");
const say = (text) => {
  const state = document.getElementById("pages-state");
  if (state) state.textContent = text;
};
let place = 0;

// ---- The pages
function toPage(list) {
  const box = pages();
  const page = list?.dataset.at && document.getElementById(`page-${list.dataset.at}`);
  box.scrollTop = page ? page.offsetTop - box.offsetTop : place; // at once: pages passed on the way would all be drawn
}

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.target === pages()) say("กำลังจัดหน้า…");
});
document.addEventListener("htmx:afterRequest", (event) => {
  const wait = document.getElementById("pages-wait"); // where it is said that pages take a while
  if (event.detail.target === wait) say("");
  if (event.detail.target !== pages()) return;
  wait.replaceChildren();
  const { status } = event.detail.xhr;
  if (event.detail.successful) say("");
  else if (status) say("จัดหน้าไม่สำเร็จ ข้อมูลที่บันทึกไว้ยังอยู่ครบ ให้เปิดหน้านี้ใหม่");
});
document.addEventListener("htmx:sendError", (event) => {
  if (event.detail.target === pages()) say("ติดต่อระบบไม่ได้ หน้าที่แสดงอยู่อาจไม่ใช่ล่าสุด");
  else if (event.detail.target.id !== "matches") tell("ติดต่อระบบไม่ได้ จึงยังไม่ได้บันทึก ข้อความที่กรอกยังอยู่ ตรวจการเชื่อมต่อแล้วกดอีกครั้ง");
});

// ---- What is worked on
function tell(text, address = "") {
  const notice = document.createElement("p");
  notice.className = "notice notice-error";
  notice.textContent = text;
  if (address) notice.append(" ", Object.assign(document.createElement("a"), { href: address, target: "_blank", textContent: "เปิดในแท็บใหม่" }));
  notice.classList.add("at-hand");
  document.getElementById("messages").replaceChildren(notice);
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const { detail } = event;
  if (detail.target === pages()) {
    place = pages().scrollTop;
    return;
  }
  if (detail.target !== work()) return;
  const { xhr, requestConfig } = detail;
  const address = new URL(xhr.responseURL, location.href).pathname;
  const inside = address.startsWith(document.querySelector(".builder").dataset.builder);
  if (inside && [200, 409, 422].includes(xhr.status) && xhr.responseText.includes('id="main"')) {
    detail.shouldSwap = true;
    detail.isError = false;
  } else if (requestConfig.verb === "get") {
    detail.shouldSwap = false;
    location.assign(xhr.responseURL);
  } else if (xhr.status === 404) {
    detail.shouldSwap = true; // the page that gives back what was typed
    detail.isError = false;
  } else {
    detail.shouldSwap = false;
    tell("ยังไม่ได้บันทึก อาจหมดเวลาใช้งานหรือระบบขัดข้อง ข้อความที่กรอกยังอยู่ในหน้านี้ เข้าสู่ระบบใหม่แล้วกดบันทึกอีกครั้ง", "/");
  }
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target === pages()) return toPage(pages().querySelector(".pages-list"));
  if (event.detail.target !== work()) return;
  const box = work();
  const now = box.querySelector("[role=alert], .block-now") || box;
  now.scrollIntoView({ block: now === box ? "start" : "nearest" });
  if (!box.contains(document.activeElement)) (now.matches("[tabindex]") ? now : box).focus({ preventScroll: true });
});

// ---- Blocks that are dragged: as if a button of theirs was pressed
draggable(work(), ".block", (row, direction, goal) => {
  const form = row.querySelector(".block-move");
  const button = make("button", { name: "direction", value: direction, hidden: true });
  form.append(make("input", { type: "hidden", name: "beside", value: goal.dataset.block }), button);
  button.click(); // htmx asks which button was clicked
});
function offerHandles() {
  for (const form of work().querySelectorAll(".block-move")) {
    const row = form.closest(".block");
    offerHandle(row.querySelector(".block-handle"), row.querySelector(".badge").textContent);
  }
}
document.addEventListener("htmx:afterSettle", offerHandles);
offerHandles();

// ---- Issuing takes seconds: the button says so and is not pressed twice
document.addEventListener("submit", ({ target, submitter }) => {
  if (!target.dataset.working || !submitter) return;
  const { textContent } = submitter;
  submitter.textContent = target.dataset.working;
  setTimeout(() => { submitter.disabled = true; });
  addEventListener("pageshow", () => Object.assign(submitter, { textContent, disabled: false }), { once: true });
});

// ---- A table that is pasted whole, with its merged cells and bold words
document.addEventListener("paste", (event) => {
  if (!event.target.matches?.("[data-paste-table]")) return;
  const text = fromTable(event.clipboardData.getData("text/html"), { exact: true });
  if (!text) return; // lines and tabs: the browser puts them in by itself
  event.preventDefault();
  put(event.target, text);
});

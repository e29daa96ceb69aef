/* The files that are about to be sent: dropped ones too, each with its size, the limit and a way off the list.
   What is too large is not sent, and keeps no other from being sent. */

const size = bytes => bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

for (const form of document.querySelectorAll("form.upload")) {
  const input = form.querySelector("input[type=file]");
  const list = form.querySelector(".upload-list");
  const limit = Number(form.dataset.maxMb) * 1e6;
  const most = Number(form.dataset.maxFiles || 1);
  const sendable = () => [...input.files].filter(file => file.size <= limit);

  const choose = files => {
    const chosen = new DataTransfer();
    files.forEach(file => chosen.items.add(file));
    input.files = chosen.files;
    show();
  };

  const show = () => {
    const files = [...input.files];
    input.classList.toggle("no-file", !files.length);
    list.replaceChildren(...files.map((file, place) => {
      const line = document.createElement("li");
      const text = document.createElement("span");
      text.textContent = `${file.name} · ${size(file.size)} จากไม่เกิน ${form.dataset.maxMb} MB`;
      if (file.size > limit) {
        line.className = "too-large";
        text.textContent = `${file.name} · ${size(file.size)} ใหญ่เกิน ${form.dataset.maxMb} MB จะไม่ส่ง`;
      }
      const away = document.createElement("button");
      away.type = "button";
      away.className = "btn btn-small";
      away.textContent = "นำออก";
      away.setAttribute("aria-label", `นำ ${file.name} ออกจากรายการ`);
      away.addEventListener("click", () => {
        choose(files.filter((_, other) => other !== place));
        (list.querySelectorAll("button")[place] || list.querySelector("li:last-child button") || input).focus();
      });
      line.append(text, away);
      return line;
    }));
    const sent = sendable().length;
    const none = files.length && !sent ? `ไฟล์ใหญ่เกิน ${form.dataset.maxMb} MB ให้ย่อภาพ ลดขนาด PDF หรือแบ่งเป็นหลายไฟล์` : "";
    input.setCustomValidity(sent > most ? `เลือกครั้งละไม่เกิน ${most} ไฟล์ เลือกไว้ ${sent} ไฟล์ นำออกก่อน` : none);
  };

  input.addEventListener("change", show);
  form.addEventListener("dragover", event => {
    event.preventDefault();
    form.classList.add("dropping");
  });
  form.addEventListener("dragleave", () => form.classList.remove("dropping"));
  form.addEventListener("drop", event => {
    event.preventDefault();
    form.classList.remove("dropping");
    if (event.dataTransfer.files.length) choose([...event.dataTransfer.files].slice(0, input.multiple ? undefined : 1));
  });
  form.addEventListener("submit", event => {
    choose(sendable());
    const button = event.submitter;
    if (button) {
      button.textContent = "กำลังส่ง…";
      setTimeout(() => { button.disabled = true; });
    }
  });
}

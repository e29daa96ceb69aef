/* The files that are about to be sent: dropped ones too, with their sizes, and what is too large before it is sent. */

const size = bytes => bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

for (const form of document.querySelectorAll("form.upload")) {
  const input = form.querySelector("input[type=file]");
  const list = form.querySelector(".upload-list");
  const limit = Number(form.dataset.maxMb) * 1e6;

  const show = () => {
    const files = [...input.files];
    list.replaceChildren(...files.map(file => {
      const line = document.createElement("li");
      line.textContent = `${file.name} · ${size(file.size)}`;
      if (file.size > limit) {
        line.className = "too-large";
        line.textContent += ` ใหญ่เกิน ${form.dataset.maxMb} MB`;
      }
      return line;
    }));
    const large = files.filter(file => file.size > limit);
    input.setCustomValidity(large.length ? `แฟ้มใหญ่เกิน ${form.dataset.maxMb} MB: ${large.map(file => file.name).join(", ")}` : "");
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
    if (event.dataTransfer.files.length) {
      input.files = event.dataTransfer.files;
      show();
    }
  });
  form.addEventListener("submit", event => {
    const button = event.submitter;
    if (button) {
      button.textContent = "กำลังส่ง…";
      setTimeout(() => { button.disabled = true; });
    }
  });
}

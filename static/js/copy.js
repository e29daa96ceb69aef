// A button that copies the text of an element; where the browser refuses, the text is marked to be copied by hand.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copy);
    const said = button.parentElement.querySelector("[role=status]");
    try {
      await navigator.clipboard.writeText(text.textContent);
      said.textContent = "คัดลอกแล้ว";
    } catch {
      if (text.select) text.select();
      else getSelection().selectAllChildren(text);
      said.textContent = "กด Ctrl+C เพื่อคัดลอก";
    }
  });
}

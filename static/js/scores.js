// The score grid by keyboard: Enter or ↓ goes to the next score, ↑ to the one before; saving.js knows what saves.
const form = document.querySelector("form.scores");
const save = form.querySelector(".form-actions button");
const inputs = () => [...form.querySelectorAll("input.score")];

form.addEventListener("keydown", (event) => {
  if (!event.target.matches("input.score") || event.isComposing || event.ctrlKey || event.metaKey) return;
  if (event.key === "Enter" || event.key === "ArrowDown" || event.key === "ArrowUp") {
    const all = inputs();
    const next = all[all.indexOf(event.target) + (event.key === "ArrowUp" ? -1 : 1)];
    if (next) next.focus(), next.select();
    else if (event.key !== "ArrowUp") save.focus();
  } else return;
  event.preventDefault();
});

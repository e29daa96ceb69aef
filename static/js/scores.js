// The score grid by keyboard: Enter or ↓ goes to the next score, ↑ to the one before, Ctrl+Enter saves.
const form = document.querySelector("form.scores");
const save = form.querySelector(".form-actions button");
const inputs = () => [...form.querySelectorAll("input.score")];

form.addEventListener("keydown", (event) => {
  if (!event.target.matches("input.score") || event.isComposing) return;
  const enter = event.key === "Enter";
  if (enter && (event.ctrlKey || event.metaKey)) form.requestSubmit(save);
  else if (enter || event.key === "ArrowDown" || event.key === "ArrowUp") {
    const all = inputs();
    const next = all[all.indexOf(event.target) + (event.key === "ArrowUp" ? -1 : 1)];
    if (next) next.focus(), next.select();
    else if (event.key !== "ArrowUp") save.focus();
  } else return;
  event.preventDefault();
});

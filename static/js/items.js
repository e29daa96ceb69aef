// The scores of items: one press sets those that are not known yet to 100, unsaved like all that is typed; a link
// leads on to the next of them.
const form = document.querySelector("form.item-scores");
const part = (name) => form.querySelector(`[data-items="${name}"]`);
const [met, next, complete, told] = ["met", "next", "complete", "told"].map(part);
const choices = (input) => (input.type === "radio" ? [...form.querySelectorAll(`[name="${input.name}"]`)] : [input]);
// Of each item that is not known: what takes the focus there.
const unknown = () => [...form.querySelectorAll(".choose input:checked, input.score")].filter((input) => !input.value);
const choose = (input, value) => {
  const choice = choices(input).find((other) => other.value === value);
  choice.checked = true;
  choice.dispatchEvent(new Event("input", { bubbles: true })); // kept as a draft
};
let last = null; // where the person was

function count() {
  const left = unknown();
  part("left").textContent = left.length;
  next.hidden = !left.length;
  complete.hidden = !!left.length;
  met.hidden = !left.some((input) => input.type === "radio");
}

form.addEventListener("focusin", ({ target }) => { if (target.matches(".choose input, input.score")) last = target; });
form.addEventListener("input", count);

next.addEventListener("click", (event) => {
  event.preventDefault();
  const left = unknown();
  const after = (input) => last && last.compareDocumentPosition(input) & Node.DOCUMENT_POSITION_FOLLOWING;
  const to = left.find((input) => after(input) && !choices(input).includes(last)) || left[0];
  to.scrollIntoView({ block: "center" });
  to.focus({ preventScroll: true });
});

met.addEventListener("click", (event) => {
  event.preventDefault();
  const filled = unknown().filter((input) => input.type === "radio");
  filled.forEach((input) => choose(input, "100.00"));
  told.querySelector("span").textContent = filled.length;
  told.hidden = false;
  told.querySelector("button").onclick = () => {
    filled.filter((input) => choices(input).some((other) => other.checked && other.value === "100.00")).forEach((input) => choose(input, ""));
    told.hidden = true;
    met.focus();
  };
  told.focus();
});
count();

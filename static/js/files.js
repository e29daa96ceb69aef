// Says in Thai that no file is chosen: the browser would say it in its own language. Fields of files bring it along.
const FIELD = ".file-input > input";
const tell = (input) => input.classList.toggle("no-file", !input.files.length);
const tellAll = () => document.querySelectorAll(FIELD).forEach(tell);

addEventListener("change", ({ target }) => target.matches(FIELD) && tell(target));
addEventListener("htmx:afterSettle", tellAll);
tellAll();

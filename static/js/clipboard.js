// One text on the clipboard. Excel and Google Sheets put quotes around a cell with a line break or quotes of its own.
export const bare = (text) => (/^"(?:[^"]|"")*"$/.test(text) ? text.slice(1, -1).replaceAll('""', '"') : text);

export const isOneCell = (data, text) => data.getData("text/html") && bare(text) !== text;

export function put(field, text) {
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

"""Read a page's form as a browser would post it back unchanged."""

from html.parser import HTMLParser


class _FormParser(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms: list[tuple[dict, list[tuple[str, str]]]] = []
        self.area: str | None = None
        self.text = ""
        self.select: str | None = None
        self.options: list[tuple[str, bool]] = []

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "form":
            self.forms.append((found, []))
        elif tag == "input" and found.get("name"):
            checkable = found.get("type") in ("checkbox", "radio")
            if not checkable or "checked" in found:
                self.forms[-1][1].append((found["name"], found.get("value", "on" if checkable else "")))
        elif tag == "textarea":
            self.area, self.text = found["name"], ""
        elif tag == "select":
            self.select, self.options = found["name"], []
        elif tag == "option" and self.select:
            self.options.append((found["value"], "selected" in found))

    def handle_data(self, data):
        if self.area is not None:
            self.text += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.forms[-1][1].append((self.area, self.text.removeprefix("\n").replace("\n", "\r\n")))
            self.area = None
        elif tag == "select":
            chosen = [value for value, selected in self.options if selected] or [self.options[0][0]]
            self.forms[-1][1].append((self.select, chosen[0]))
            self.select = None


def form_data(response) -> dict[str, str]:
    """Return what the page's main form posts: the last form inside <main>, without its token."""
    parser = _FormParser()
    parser.feed(response.content.decode().split("<main")[1].split("</main>")[0])
    fields = dict(parser.forms[-1][1])
    fields.pop("csrfmiddlewaretoken", None)
    return fields

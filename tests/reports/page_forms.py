"""Read a page's form as a browser would post it back, unchanged or with changes."""

import re
from html.parser import HTMLParser

from django.urls import reverse


class _FormParser(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms: list[tuple[dict, list[tuple[str, str]]]] = []
        self.area: str | None = None
        self.text = ""
        self.select: str | None = None
        self.options: list[tuple[str, bool]] = []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "form":
            self.forms.append((attributes, []))
        elif tag == "input" and attributes.get("name"):
            checkable = attributes.get("type") in ("checkbox", "radio")
            if not checkable or "checked" in attributes:
                self.forms[-1][1].append((attributes["name"], attributes.get("value", "on" if checkable else "")))
        elif tag == "textarea":
            self.area, self.text = attributes["name"], ""
        elif tag == "select":
            self.select, self.options = attributes["name"], []
        elif tag == "option" and self.select:
            self.options.append((attributes["value"], "selected" in attributes))

    def handle_data(self, data):
        if self.area is not None:
            self.text += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            lines = self.text.replace("\r\n", "\n").removeprefix("\n").split("\n")
            self.forms[-1][1].append((self.area, "\r\n".join(lines)))
            self.area = None
        elif tag == "select":
            chosen = [value for value, selected in self.options if selected] or [self.options[0][0]]
            self.forms[-1][1].append((self.select, chosen[0]))
            self.select = None


def form_data(response) -> dict[str, str]:
    """Return what the last form inside <main> that posts to the page itself would post, without its token."""
    parser = _FormParser()
    parser.feed(response.content.decode().split("<main")[1].split("</main>")[0])
    own = (None, response.wsgi_request.get_full_path())
    fields = dict([posted for attributes, posted in parser.forms if attributes.get("action") in own][-1])
    fields.pop("csrfmiddlewaretoken", None)
    return fields


OF_DOCUMENT = re.compile("document(_.+)?|block_.+|style_.+|text_confirm|issue|issued_pdf")


def address(name, year, *args, kind=""):
    """Return an address of a year; where it is one of a document, of that of this kind, else of the first."""
    of_document = []
    if OF_DOCUMENT.fullmatch(name):
        first = year.documents.first()
        of_document = [kind or (first.kind if first else "results")]
    return reverse(name, args=[year.fiscal_year, year.municipality.code, *of_document, *args])


def post_back(client, url, change=None):
    """Open a form and post it as it stands, with the changes."""
    response = client.post(url, form_data(client.get(url)) | (change or {}))
    assert response.status_code == 302, response.content.decode()
    return response

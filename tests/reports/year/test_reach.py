"""From the first page every task of the year is at most two clicks away."""

import re

from django.urls import resolve

from tests.reports.samples import make_document, make_measures

# What an officer comes for in a year; the rest is a part of one of these pages.
TASKS = {
    *("year", "scores", "items", "what_if", "findings", "history", "approval", "comments"),
    *("measures", "measure_add", "measures_paste", "measure_edit", "progress", "progress_add", "carry"),
    *("evidence", "documents", "document", "document_preview", "document_pdf"),
}


def links_of(client, path: str) -> set[str]:
    response = client.get(path)
    html = response.content.decode() if "html" in response["Content-Type"] else ""
    return {link.partition("?")[0] for link in re.findall(r'<a [^>]*?href="(/[^"#]*)', html)}


def test_every_task_is_two_clicks_away(sign_in, staff, year, blank_pages):
    make_measures(year, 3)
    make_document(year)
    client = sign_in(staff)
    seen = links_of(client, "/")
    for path in sorted(seen):
        if resolve(path).url_name.endswith(("_pdf", "_ics")):
            continue
        seen |= links_of(client, path)
    assert TASKS - {resolve(path).url_name for path in seen if not path.startswith("/static/")} == set()

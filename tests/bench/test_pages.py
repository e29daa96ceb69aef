"""Long documents, and the other ways from HTML to PDF that an office could take: Chromium's print and LibreOffice.

Run with ./run bench; needs the reference material. The figures are in docs/benchmarks.md.
"""

import json
import statistics
import subprocess
import sys
import time
from dataclasses import replace
from functools import partial

import pytest
import weasyprint
from django.conf import settings

from assessments.municipalities.shipped import load_municipalities
from reports.output.content import DocumentContent, document_content, year_document
from reports.output.render import render_html, render_pdf
from reports.package import import_package, read_package
from tests.reference.conftest import reference  # noqa: F401 - a fixture

ROUNDS = 5
LENGTHS = (10, 25, 50, 100)
MOST_MEMORY = 400  # MB, of the process that renders a hundred pages
LINEAR = 1.3  # how much more a page may cost in a document ten times as long
FASTER = {"LibreOffice": 3, "Chromium": 1.25}  # decision 0028: why not three times faster than Chromium


@pytest.fixture
def content(frameworks, reference) -> DocumentContent:  # noqa: F811
    load_municipalities()
    year = import_package(read_package(reference("000").read_bytes()), by=None)
    return document_content(year_document(year))


def of_pages(content: DocumentContent, pages: int) -> DocumentContent:
    """Return the document with its table of measures repeated until it has about so many pages."""
    [table] = [block for block in content.blocks if block["type"] == "measures"]
    others = [block for block in content.blocks if block is not table]
    once = measured(replace(content, blocks=[*others, table]))["pages"]
    twice = measured(replace(content, blocks=[*others, table, table]))["pages"]
    times = max(1, round((pages - once) / (twice - once)) + 1)
    return replace(content, blocks=[*others, {**table, "groups": table["groups"] * times}])


def measured(content: DocumentContent) -> dict:
    """Render in a process of its own: pages, processor seconds, peak memory in MB."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.bench.pages"],
        input=json.dumps(content.as_json()),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(run.stdout)


def test_time_grows_with_the_pages_and_memory_stays(content, capsys):
    rows = []
    for length in LENGTHS:
        document = of_pages(content, length)
        runs = [measured(document) for _ in range(3)]
        rows.append(
            (runs[0]["pages"], statistics.median(run["seconds"] for run in runs), max(run["memory"] for run in runs))
        )
    with capsys.disabled():
        print()
        for pages, seconds, memory in rows:
            print(f"{pages} pages: {seconds:.2f} s, {1000 * seconds / pages:.0f} ms a page, {memory:.0f} MB")
    (pages, seconds, _), *_, (most_pages, most_seconds, most_memory) = rows
    assert most_memory < MOST_MEMORY
    assert (most_seconds / most_pages) / (seconds / pages) <= LINEAR


def test_portal_beside_chromium_and_libreoffice(content, tmp_path, capsys):
    """The portal as it runs, warm; the others as a command, which is how scripts use them.

    WeasyPrint itself stands beside them, warm and writing a plain PDF: what the portal could reach at most.
    """
    html = tmp_path / "document.html"
    static = settings.STATICFILES_DIRS[0].as_uri()
    html.write_text(render_html(content).replace("static:", f"{static}/"))
    profile, office = tmp_path / "chromium", (tmp_path / "office").as_uri()
    alone = "--disable-background-networking --disable-component-update --disable-sync --no-first-run"
    printing = f"chromium --headless --no-sandbox --disable-gpu {alone} --user-data-dir={profile}"
    converting = f"soffice -env:UserInstallation={office} --headless --convert-to pdf:writer_web_pdf_Export"
    commands = {
        "Chromium": f"{printing} --print-to-pdf={tmp_path}/chromium.pdf {html.as_uri()}".split(),
        "LibreOffice": f"{converting} --outdir {tmp_path}/out {html}".split(),
    }
    works = {
        "portal": lambda: render_pdf(content),
        "WeasyPrint alone": lambda: weasyprint.HTML(html).write_pdf(),
        **{name: partial(subprocess.run, line, capture_output=True, check=True) for name, line in commands.items()},
    }
    for warm in ("portal", "WeasyPrint alone"):
        works[warm]()
    rounds = [{name: timed(work) for name, work in works.items()} for _ in range(ROUNDS)]
    assert (tmp_path / "chromium.pdf").read_bytes()[:5] == (tmp_path / "out/document.pdf").read_bytes()[:5] == b"%PDF-"
    medians = {name: statistics.median(times[name] for times in rounds) for name in works}
    with capsys.disabled():
        print("\npackage 000:", "; ".join(f"{name} {seconds:.2f} s" for name, seconds in medians.items()))
    assert {name for name, times in FASTER.items() if medians[name] < times * medians["portal"]} == set()


def timed(work) -> float:
    """Return the seconds of the clock: the programs that are started use several processes and both cores."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start

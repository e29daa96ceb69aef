"""What the portal adds to WeasyPrint: the same HTML rendered by both in one process, alternating, medians.

Both sides write PDF/A-3a with tags: that is the task. What those cost beside plain PDF is printed too. What the portal
lays out once more, set tighter to save a page, the other side does too.

Run with ./run bench; needs the reference material. The figures are in docs/benchmarks.md.
"""

import resource
import statistics
import time
from pathlib import Path

import pymupdf
import pytest
import weasyprint
from django.conf import settings

from assessments.municipalities.shipped import load_municipalities
from reports.output.accessible import VARIANT
from reports.output.content import document_content, year_document
from reports.output.render import render_html, render_pdf
from reports.output.tightening import TIGHT
from reports.package import import_package, read_package
from tests.reference.conftest import reference  # noqa: F401 - a fixture

ROUNDS = 9
MOST_TIME, MOST_MEMORY = 1.15, 350  # times WeasyPrint alone; MB of the process: pytest, and the words of Thai (65 MB)


def timed(work) -> float:
    """Return the processor's seconds: all of it is computing, and others use the machine too."""
    start = time.process_time()
    work()
    return time.process_time() - start


@pytest.mark.parametrize("name", ["000", "003"])
def test_portal_beside_bare_weasyprint(frameworks, reference, name, capsys):  # noqa: F811
    path = reference(name)
    load_municipalities()
    year = import_package(read_package(path.read_bytes()), by=None)

    def portal() -> bytes:
        return render_pdf(document_content(year_document(year)))

    static = Path(settings.STATICFILES_DIRS[0]).as_uri()
    html = render_html(document_content(year_document(year))).replace("static:", f"{static}/")
    tight = html.replace("<body", f'<body class="{TIGHT}"', 1)
    pages = len(weasyprint.HTML(string=html).render().pages)
    saved = pages - len(pymupdf.open(stream=portal()))

    def bare() -> bytes:
        if saved:
            weasyprint.HTML(string=html).render()
        return weasyprint.HTML(string=tight if saved else html).write_pdf(pdf_variant=VARIANT)

    def plain() -> bytes:
        return weasyprint.HTML(string=tight if saved else html).write_pdf()

    assert len(portal()) == pytest.approx(len(bare()), rel=0.02)
    rounds = [(timed(portal), timed(bare), timed(plain)) for _ in range(ROUNDS)]
    ours, theirs, untagged = (statistics.median(column) for column in zip(*rounds, strict=True))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with capsys.disabled():
        print(
            f"\npackage {name}: {pages - saved} pages ({saved} saved), portal {ours:.3f} s, "
            f"WeasyPrint alone {theirs:.3f} s, ratio {ours / theirs:.2f} (plain PDF {untagged:.3f} s), "
            f"peak memory {memory:.0f} MB"
        )
    assert ours / theirs <= MOST_TIME
    assert memory < MOST_MEMORY

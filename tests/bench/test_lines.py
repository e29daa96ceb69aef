"""How documents are set, by the tools that lie beside the reference material: lines torn inside a word, exact text.

Run with ./run bench; needs the reference material. The figures are in docs/benchmarks.md.
"""

import subprocess
import sys

import pytest

from assessments.municipalities.shipped import load_municipalities
from reports.output.content import document_content, year_document
from reports.output.render import render_pdf
from reports.package import import_package, read_package
from reports.typesetting.words import KINDS
from tests.reference.conftest import MATERIAL, NAMES, reference  # noqa: F401 - a fixture

TOOLS = MATERIAL / "tools"


def told(tool: str, *args: str) -> tuple[int, str]:
    """Return how a tool ended and what it printed."""
    if not (TOOLS / tool).exists():
        pytest.skip(f"REFERENCE MATERIAL ABSENT: no {tool} below {MATERIAL} (set ITA_REFERENCE)")
    run = subprocess.run([sys.executable, TOOLS / tool, *args], capture_output=True, text=True)
    return run.returncode, run.stdout or run.stderr


@pytest.mark.parametrize("name", NAMES)
def test_no_line_is_torn_and_every_text_is_exact(frameworks, reference, name, tmp_path, capsys):  # noqa: F811
    load_municipalities()
    path = reference(name)
    year = import_package(read_package(path.read_bytes()), by=None)
    pdf = tmp_path / f"{name}.pdf"
    pdf.write_bytes(render_pdf(document_content(year_document(year))))
    place = year.municipality
    names = ",".join({place.name, KINDS.sub("", place.name), place.district, place.province})
    torn, exact = told("torn_words.py", str(pdf), "--names", names), told("pdf_exact.py", str(pdf), str(path))
    with capsys.disabled():
        print(f"\n{torn[1]}{exact[1]}")
    assert (torn[0], exact[0]) == (0, 0)

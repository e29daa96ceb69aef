"""The five real documents: in and out without loss, every line exact in the PDF, the figures as computed."""

import json
import subprocess
import sys

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command

from assessments.municipalities.shipped import DATA, load_municipalities
from reports.issuing.services import issue_document
from reports.output.content import document_content, year_document
from reports.output.render import render_html, render_pdf
from reports.package import export_package, import_package, read_package
from tests.reports.extract import extracted
from tests.reports.office import lost
from tests.reports.pdf_checks import faults

from .conftest import MATERIAL, NAMES

pytestmark = pytest.mark.one_database  # what is printed does not depend on it

TOOL = MATERIAL / "tools" / "pdf_exact.py"


@pytest.fixture
def imported(frameworks, reference, tmp_path):
    """Return a function that brings a package in; of all that are shipped, its authority alone is there."""
    heading, *rows = DATA.read_text(encoding="utf-8-sig").splitlines()

    def bring(name: str):
        path = reference(name)
        package = read_package(path.read_bytes())
        own = tmp_path / "authorities.csv"
        own.write_text("\n".join([heading, *(row for row in rows if package.municipality.code in row)]), "utf-8")
        load_municipalities(own)
        return path, import_package(package, by=None)

    return bring


@pytest.mark.parametrize("name", NAMES)
def test_import_then_export_gives_the_same_value(imported, name):
    path, year = imported(name)
    assert export_package(year) == json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_every_line_is_exact_in_four_extractors(imported, name, tmp_path):
    path, year = imported(name)
    pdf = tmp_path / "report.pdf"
    call_command("render_report", municipality=year.municipality.code, year=year.fiscal_year, output=pdf, verbosity=0)
    run = subprocess.run([sys.executable, TOOL, pdf, path], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.count("lines exact") == 4


@pytest.mark.parametrize("name", NAMES)
def test_every_line_is_exact_in_what_is_issued(imported, name, tmp_path, administrator, settings):
    """With its tags, its code on every page and its package inside."""
    settings.PORTAL_URL = "https://ita.example.go.th"
    path, year = imported(name)
    type(year).objects.filter(pk=year.pk).update(state="approved")
    issued = issue_document(by=administrator, document=year_document(year))
    pdf = default_storage.path(issued.pdf.name)
    run = subprocess.run([sys.executable, TOOL, pdf, path], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout.count("lines exact")) == (0, 4), run.stdout + run.stderr
    with pikepdf.open(pdf) as opened:
        assert faults(opened) == []
        [attached] = opened.attachments.values()
        assert json.loads(attached.get_file().read_bytes()) == json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_every_value_stands_in_preview_pdf_word_and_excel(imported, name):
    _, year = imported(name)
    assert lost(document_content(year_document(year))) == {}


def test_comparison_computes_its_changes(imported):
    """The printed source of package 000 gives indicator 2 a change of −0.76; the portal computes +0.76."""
    _, year = imported("000")
    text = extracted(render_pdf(document_content(year_document(year))))["MuPDF"]
    assert "๒การใช้งบประมาณ๙๑.๓๖๙๒.๑๒+๐.๗๖" in text
    assert "คะแนนเฉลี่ย๙๔.๒๒๙๐.๖๕-๓.๕๗" in text


def test_announced_total_is_printed_though_it_disagrees(imported, capsys):
    _, year = imported("001")
    call_command("assessment", municipality=year.municipality.code, year=2564)
    summary = json.loads(capsys.readouterr().out)
    assert (summary["computed_total"], summary["official_total"], summary["agrees"]) == ("77.64", "77.88", False)
    html = render_html(document_content(year_document(year)))
    assert "๗๗.๘๘" in html
    assert "๗๗.๖๔" not in html

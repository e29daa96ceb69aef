"""Imports point one way: ita_portal.thai → assessments → measures → reports."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HIGHER = {
    "assessments": {"measures", "reports"},
    "measures": {"reports"},
    "ita_portal": set(),
    "reports": set(),
}
PURE = [
    "ita_portal/thai.py",
    "ita_portal/difference.py",
    "ita_portal/lines.py",
    "assessments/scoring/totals.py",
    "assessments/years/workflow.py",
    "assessments/calendar/due.py",
    "assessments/scores/grid.py",
    "assessments/scoring/items.py",
    "assessments/scoring/explanation.py",
    "assessments/scoring/what_if.py",
    "assessments/scoring/findings.py",
    "assessments/scoring/crosswalk.py",
    "assessments/scoring/comparison.py",
    "assessments/frameworks/crosswalk/rows.py",
    "assessments/frameworks/definitions.py",
    "assessments/frameworks/diff.py",
    "assessments/frameworks/outline.py",
    "assessments/frameworks/edits.py",
    "assessments/frameworks/validation.py",
    "assessments/frameworks/workbook.py",
    "measures/evidence/file_types.py",
    "measures/evidence/pictures.py",
    "reports/schema/__init__.py",
    "reports/blocks/schema.py",
    "reports/package/schema.py",
    "reports/blocks/schema_parts.py",
    *(
        f"reports/drafting/{name}.py"
        for name in "facts opening result comparing proposals rules standing".split()
    ),
    "reports/year/readiness.py",
    "reports/year/ics.py",
    *(
        f"assessments/sheets/{name}.py"
        for name in "archive cells csv_text headers names numbers reader table texts writer xlsx".split()
    ),
]


def imported(path: Path) -> set[str]:
    """Return the absolute names of what a module imports."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add(node.module)
    return names


def modules(app: str) -> list[Path]:
    return [path for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]


@pytest.mark.parametrize("app", HIGHER)
def test_lower_apps_never_name_higher_ones(app):
    assert modules(app)
    faults = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(app)
        for name in imported(path)
        if name.split(".")[0] in HIGHER[app]
    }
    assert faults == set()


@pytest.mark.parametrize("path", PURE)
def test_pure_modules_know_no_django(path):
    roots = {name.split(".")[0] for name in imported(ROOT / path)}
    assert not roots & {"django", "measures", "reports"}


def test_models_know_no_requests():
    paths = [
        *(ROOT / "assessments/models").glob("*.py"),
        *(ROOT / "measures/models").glob("*.py"),
        ROOT / "reports/documents/models.py",
    ]
    assert {name for path in paths for name in imported(path) if "http" in name or "views" in name} == set()

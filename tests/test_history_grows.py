"""History is only added to, and nothing that it follows changes past it: by reading the code."""

import ast
from decimal import Decimal
from pathlib import Path

import pytest
from django.contrib import admin
from django.db.models import ProtectedError

from assessments.models import DefinitionChange, Transition
from assessments.scores import services as scores_services
from tests.tracked import TRACKED

ROOT = Path(__file__).parent.parent
WRITES = {"update", "delete", "save", "bulk_update", "update_or_create"}
LOGS = ("DefinitionChange.", "Transition.")


@pytest.mark.parametrize("app", ["assessments", "measures", "reports"])
def test_no_code_changes_or_deletes_history(app):
    on_history = [
        (path, on, method)
        for path, on, method in calls(app)
        if method in WRITES and (".history" in on or on.startswith(LOGS) or "revisions" in on)
    ]
    assert on_history == []


def test_who_made_a_change_stays_known(year, staff, administrator, sign_in):
    scores_services.save_scores(by=staff, assessment=year, announced={}, scores={1: Decimal(1)})
    with pytest.raises(ProtectedError):
        staff.delete()
    assert sign_in(administrator).get(f"/admin/assessments/user/{staff.pk}/delete/").status_code == 403


def test_the_admin_site_shows_no_history_to_change():
    registered = set(admin.site._registry)
    assert registered.isdisjoint({model.history.model for model in TRACKED})
    assert registered.isdisjoint({DefinitionChange, Transition})


# Where many rows change at once, and of which models none is tracked.
BULK = {
    "assessments/records/bulk.py": "the helper itself",
    "assessments/records/models.py": "history itself",
    "assessments/statistics/changes.py": "notes of groups",
    "assessments/statistics/counting.py": "what is kept of groups",
    "assessments/frameworks/storage.py": "definitions",
    "assessments/frameworks/shipped.py": "definitions",
    "reports/collecting/services.py": "parts of a collection of files",
    "reports/nation/load.py": "definitions",
}
PAST_SIGNALS = {"bulk_create", "bulk_update", "_raw_delete", "bulk_create_with_history"}
STAMPS = {"assessments/years/locking.py"}  # of no part of history
# Fields that no history tells: time stamps, hints that were read, when somebody signed in.
UNTOLD = {*STAMPS, "assessments/accounts/models.py", "reports/demo/load.py"}
NAMES = tuple(f"{model.__name__}." for model in TRACKED)


def calls(app: str):
    """Yield the methods that an app's code calls: where, on what, which."""
    for path in (ROOT / app).rglob("*.py"):
        if "migrations" not in path.parts:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                    yield str(path.relative_to(ROOT)), ast.unparse(node.func.value), node.func.attr


@pytest.mark.parametrize("app", ["assessments", "measures", "reports"])
def test_rows_change_in_bulk_in_known_places_only(app):
    paths = {path for path, on, method in calls(app) if method in PAST_SIGNALS and on != "super()"}
    assert paths <= BULK.keys()


@pytest.mark.parametrize("app", ["assessments", "measures", "reports"])
def test_tracked_rows_are_not_updated_by_query(app):
    paths = {path for path, on, method in calls(app) if method == "update" and on.startswith(NAMES)}
    assert paths <= UNTOLD

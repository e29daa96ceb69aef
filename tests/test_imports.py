"""What the order of rooms in pyproject.toml cannot say of imports."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

APPS = ("assessments", "measures", "reports")


def views_imported(source: str) -> Iterator[str]:
    """Yield the modules of views of this project from which a module takes names."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            words = (node.module or "").replace("_", ".").split(".")
            if "views" in words and (node.level or words[0] in APPS):
                yield f"{'.' * node.level}{node.module}"


def test_views_import_no_views():
    modules = [path for app in APPS for path in (Path(settings.BASE_DIR) / app).rglob("*.py")]
    views = [path for path in modules if "views" in path.stem.split("_") or path.parent.name == "views"]
    assert len(views) > 30
    assert {str(path): told for path in views if (told := list(views_imported(path.read_text("utf-8"))))} == {}


def test_one_that_does_is_told():
    planted = "from .views import a\nfrom measures.plan.entry_views import b\nfrom django.views import c"
    assert list(views_imported(planted)) == [".views", "measures.plan.entry_views"]

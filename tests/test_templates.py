"""What holds for every template: lines that can be read, and no lower app naming a higher one."""

import re
from pathlib import Path

import pytest
from django.conf import settings

BASE = Path(settings.BASE_DIR)
ROOT = BASE / "templates"
TEMPLATES = sorted(str(path.relative_to(ROOT)) for path in ROOT.rglob("*.html"))
LONGEST = 120


@pytest.mark.parametrize("name", TEMPLATES)
def test_lines_can_be_read(name):
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    assert [number for number, line in enumerate(lines, start=1) if len(line) > LONGEST] == []


# What stands in neither folder is for every page, and belongs to the lowest app.
ORDER = ("assessments", "measures", "reports")
NAMED = re.compile(r'{%\s*(?:extends|include)\s+"([^"]+)"|="(\w+/[^"]+\.html)"')
LOADED = re.compile(r"{%\s*load\s+([\w ]+?)\s*%}")
PLACE = re.compile(r'"(\w+/[\w/]+\.html)"')


def rank(name):
    top = name.split("/")[0]
    return ORDER.index(top) if top in ORDER else 0


def rank_of_tags(library):
    return max(
        (ORDER.index(app) for app in ORDER if (BASE / app / "templatetags" / f"{library}.py").exists()), default=0
    )


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_names_none_of_a_higher_app(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    named = [first or second for first, second in NAMED.findall(text)]
    tags = [library for line in LOADED.findall(text) for library in line.split()]
    assert [other for other in named if rank(other) > rank(name)] == []
    assert [library for library in tags if rank_of_tags(library) > rank(name)] == []


@pytest.mark.parametrize("app", ORDER)
def test_code_names_no_template_of_a_higher_app(app):
    named = [
        other
        for path in sorted((BASE / app).rglob("*.py"))
        for other in PLACE.findall(path.read_text(encoding="utf-8"))
    ]
    assert named and [other for other in named if rank(other) > rank(app)] == []

"""What holds for every stylesheet: whole rules, and colours that are named once."""

import re
from pathlib import Path

import pytest
from django.conf import settings

CSS = Path(settings.BASE_DIR) / "static" / "css"
STYLESHEETS = sorted(path.name for path in CSS.glob("*.css"))
NAMED = re.compile(r"^\s*(--[\w-]+):", re.MULTILINE)
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|rgba?\(", re.IGNORECASE)


def rules(name):
    return re.sub(r"/\*.*?\*/", "", (CSS / name).read_text(encoding="utf-8"), flags=re.DOTALL)


@pytest.mark.parametrize("name", STYLESHEETS)
def test_every_rule_is_closed(name):
    depths = [0]
    for brace in re.findall(r"[{}]", rules(name)):
        depths.append(depths[-1] + (1 if brace == "{" else -1))
    assert min(depths) == depths[-1] == 0


@pytest.mark.parametrize("name", STYLESHEETS)
def test_every_property_that_is_used_has_a_value(name):
    named = {*NAMED.findall(rules("tokens.css")), *re.findall(r"(--[\w-]+):", rules(name))}
    assert set(re.findall(r"var\((--[\w-]+)", rules(name))) <= named


def test_colours_are_named_once():
    screens = [name for name in STYLESHEETS if not re.match(r"document[_.]", name)]
    assert [name for name in screens if name != "tokens.css" and COLOUR.search(rules(name))] == []
    paper = [colour for name in STYLESHEETS if name not in screens for colour in COLOUR.findall(rules(name))]
    named = re.findall(r":\s*(#\w+|rgb\([^)]*\))", rules("tokens.css"))
    assert (len(set(named)), len(set(paper))) == (len(named), len(paper))

"""Every page that a role may open: axe-core finds nothing, and it fits screens 1280, 768 and 360 px wide."""

import pytest

from .axe import faults, faults_of_another_width, resize
from .world import demo_world, fresh_world, open_as

PARTS = [  # world, roles, how many pages they have at least: the longest first
    pytest.param(demo_world, ["approver", "auditor", "administrator", "signed_out"], 60, id="others"),
    pytest.param(demo_world, ["staff"], 60, id="staff"),
    pytest.param(fresh_world, ["staff", "auditor", "signed_out"], 30, id="fresh"),
]
# What a wide screen does not show, or shows otherwise.
NARROW_ALONE = """() => {
  const narrow = new CSSStyleSheet();
  narrow.replaceSync(`
    .narrow-alone { display: none; }
    @media (max-width: 40rem) {
      .narrow-alone { display: block; width: 720px; color: #ccc; background: #fff; }
      main button { height: 9px; min-height: 0; padding: 0; overflow: hidden; }
    }`);
  document.adoptedStyleSheets.push(narrow);
  document.querySelector("main").insertAdjacentHTML(
    "beforeend", "<p class=narrow-alone>จาง</p><button type=button>ก</button><button type=button>ข</button>");
}"""


def too_wide(page) -> list[str]:
    width = page.evaluate("document.documentElement.scrollWidth")
    return [f"scrolls sideways, {width} px"] if width > page.viewport_size["width"] else []


def look_at(page, path: str) -> list[str]:
    page.goto(path)
    resize(page, 1280)
    wrong = faults(page) + too_wide(page) + faults_of_another_width(page, 360) + too_wide(page)
    resize(page, 768)
    return wrong + too_wide(page)


@pytest.mark.usefixtures("rendered_once")
@pytest.mark.parametrize(("world", "roles", "least"), PARTS)
def test_page_is_accessible_and_fits(make_page, live_server, frameworks, settings, world, roles, least):
    """Walk as each role; what shows two roles the same is looked at once."""
    settings.DEMO = True
    walked, faulty, looked_at = world(), {}, 0
    seen = set() if "staff" in roles else set(walked.pages("staff").values())  # the officer's have a test of their own
    for role in roles:
        page = make_page()
        open_as(page, walked.people.get(role), live_server)
        for path, content in walked.pages(role).items():
            if content not in seen:
                seen.add(content)
                looked_at += 1
                if wrong := look_at(page, path):
                    faulty[role, path] = wrong
    assert looked_at > least
    assert faulty == {}


def test_a_fault_would_be_found(make_page, live_server, db):
    page = make_page()
    page.goto("/login/")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p>ข้างนอก</p><img src=/static/img/mark.svg>')")
    assert [fault.partition(":")[0] for fault in faults(page)] == ["image-alt", "region"]
    page.goto("/login/")
    page.evaluate(NARROW_ALONE)
    resize(page, 1280)
    assert faults(page) == []
    narrow = [fault.partition(":")[0] for fault in faults_of_another_width(page, 360)]
    assert (narrow, bool(too_wide(page))) == (["color-contrast", "target-size"], True)
    page.goto("/login/")  # the page that a test leaves is looked at as well

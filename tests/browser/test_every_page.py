"""Every page that a role may open: axe-core finds nothing, and it fits a screen 360 px wide."""

import pytest

from .axe import faults, resize
from .world import demo_world, fresh_world, open_as


def too_wide(page) -> list[str]:
    width = page.evaluate("document.documentElement.scrollWidth")
    return [f"scrolls sideways, {width} px"] if width > page.viewport_size["width"] else []


@pytest.mark.parametrize("world", [demo_world, fresh_world], ids=["full", "fresh"])
def test_page_is_accessible_and_fits(make_page, live_server, frameworks, settings, world):
    """Walk as each role; what shows two roles the same is looked at once."""
    settings.DEMO = True
    walked, faulty, seen = world(), {}, set()
    for role in (*walked.people, "signed_out"):
        page = make_page()
        open_as(page, walked.people.get(role), live_server)
        for path, content in walked.pages(role).items():
            if content in seen:
                continue
            seen.add(content)
            page.goto(path)
            for width in (1280, 360):
                resize(page, width)
                if wrong := faults(page) + too_wide(page):
                    faulty[role, path, width] = wrong
    assert len(seen) > (100 if world is demo_world else 30)
    assert faulty == {}


def test_a_fault_would_be_found(make_page, live_server, db):
    page = make_page()
    page.goto("/login/")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p>ข้างนอก</p><img src=/static/img/mark.svg>')")
    assert [fault.partition(":")[0] for fault in faults(page)] == ["image-alt", "region"]
    page.goto("/login/")  # the page that a test leaves is looked at as well

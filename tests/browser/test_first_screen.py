"""What every page shows before it is scrolled: its primary action, and crumbs that end where one stands."""

import pytest
from playwright.sync_api import expect

from .world import demo_world, fresh_world, open_as

SIZES = ((1280, 800), (390, 844))
# The visible primary buttons and links that end below the window or begin above it.
OUT_OF_SIGHT = """() => { scrollTo(0, 0); return [...document.querySelectorAll("main .btn-primary")]
  .filter(action => action.checkVisibility())
  .map(action => [action.innerText.trim(), action.getBoundingClientRect()])
  .filter(([, box]) => box.bottom > innerHeight || box.top < 0)
  .map(([text, box]) => `${text} ends at ${Math.round(box.bottom)}`); }"""
CRUMBS = """() => { const last = document.querySelector("#crumbs li:last-child");
  return last === null || last.querySelector("a") === null && last.innerText.trim() !== "" }"""


@pytest.mark.parametrize("world", [demo_world, fresh_world], ids=["full", "fresh"])
def test_primary_action_is_in_sight_and_crumbs_end_here(make_page, live_server, frameworks, settings, world):
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
            page.goto(path, wait_until="domcontentloaded")
            if not page.evaluate(CRUMBS):
                faulty[role, path] = "crumbs end with a link"
            for width, height in SIZES:
                page.set_viewport_size({"width": width, "height": height})
                if wrong := page.evaluate(OUT_OF_SIGHT):
                    faulty[role, path, width] = wrong
    assert len(seen) > (100 if world is demo_world else 30)
    assert faulty == {}


def test_what_is_done_to_chosen_rows_is_at_hand(make_page, enter, make_measure, staff):
    for number in range(20):
        make_measure(f"มาตรการที่ {number}", number % 7 + 1, steps="๑. ก\n๒. ข")
    page = make_page(javascript=False)
    enter(page, "staff")
    page.goto("/2567/99990001/measures/")
    button = page.get_by_role("button", name="ตั้งค่า")
    expect(button).to_be_hidden()
    page.locator(".choose-row").first.check()
    page.evaluate("scrollTo(0, 0)")
    expect(button).to_be_in_viewport(ratio=1)

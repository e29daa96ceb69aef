"""The keyboard's focus is seen wherever it goes: outlined, and never behind a bar that stays in view (WCAG 2.4.11)."""

from .world import MEASURES, demo_world, open_as

YEAR = "/2568/99990101/"
PAGES = [YEAR + path for path in ("scores/", "items/", "measures/", "measures/carry/", "document/results/memo/")]
PAGES.append("/frameworks/2568/edit/items/9/")
HIDDEN = """() => {
  const focused = document.activeElement, box = focused.getBoundingClientRect();
  if (focused === document.body || !box.width || focused.closest("dialog")) return null;
  const style = getComputedStyle(focused);
  const outlined = parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== "none";
  const parts = [0.1, 0.5, 0.9];
  const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)]; // of what is taller than the window
  const spots = parts.flatMap((x) => parts.map((y) => [box.left + box.width * x, top + (bottom - top) * y]));
  const own = (part) => part && (focused.contains(part) || part.contains(focused));
  const seen = spots.some(([x, y]) => own(document.elementFromPoint(x, y)));
  const name = focused.id || focused.name || focused.textContent.trim().slice(0, 40) || focused.tagName;
  return [...(outlined ? [] : [`${name}: no outline`]), ...(seen ? [] : [`${name}: hidden`])];
}"""


def test_focus_is_outlined_and_in_view(make_page, live_server, frameworks, settings):
    settings.DEMO = True
    world = demo_world(MEASURES)
    faults = {}
    for width in (1280, 360):
        page = make_page(width=width)
        open_as(page, world.people["administrator"], live_server)
        page.set_viewport_size({"width": width, "height": 600})
        for path in PAGES:
            page.goto(path)
            for key in ["Tab"] * 60 + ["Shift+Tab"] * 40:
                page.keyboard.press(key)
                if wrong := page.evaluate(HIDDEN):
                    faults.setdefault((width, path), []).extend(f"{key} {fault}" for fault in wrong)
    assert faults == {}

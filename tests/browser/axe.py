"""What axe-core finds on an open page: the rules of WCAG 2.2 A and AA and axe's own best practices."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"target-size": {"enabled": True}},  # WCAG 2.5.8; axe leaves it off unless it is asked for
}
SCRIPT = Axe().axe_script
SIZES = {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": ["target-size"]}}
VISIBLE = "[...document.querySelectorAll('body *')].filter((part) => part.checkVisibility({visibilityProperty: true}))"


def faults(page: Page) -> list[str]:
    """Return each violation with its places: "rule: target; target"."""
    if page.evaluate("!('axe' in window)"):
        page.evaluate(SCRIPT)
    return told(page.evaluate("options => axe.run(options)", OPTIONS))


def faults_of_another_width(page: Page, width: int) -> list[str]:
    """Return what a width adds to what was found: all rules for what shows there alone, sizes of targets for the rest.

    Colours and names are those of any width.
    """
    page.evaluate(f"window.shown = new Set({VISIBLE})")
    resize(page, width)
    new = f"""async (options) => {{
      const include = {VISIBLE}.filter((part) => !shown.has(part));
      return include.length ? await axe.run({{include}}, options) : {{violations: []}};
    }}"""
    sizes = page.evaluate("options => axe.run(options)", SIZES)
    return [*dict.fromkeys(told(page.evaluate(new, OPTIONS)) + told(sizes))]


def told(results: dict) -> list[str]:
    violations = results["violations"]
    return [f"{fault['id']}: " + "; ".join(str(node["target"]) for node in fault["nodes"]) for fault in violations]


def resize(page, width: int) -> None:
    """Make the window so tall that no bar at its edge hides a field."""
    page.set_viewport_size({"width": width, "height": 740})
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": height})

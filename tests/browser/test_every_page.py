"""Every page that a role may open, visited once: what must hold of all.

axe-core finds nothing; it fits screens 768 and 360 px wide; its primary action is in sight before it is scrolled; its
crumbs end where one stands; and it is light on the wire: under 150 kB on the first load, under 31.5 kB once its files
are in the cache. The server is the portal with its static files collected, hashed and compressed, as by `./run serve`.
"""

import pytest
import whitenoise.compress
from django.core.management import call_command
from pytest_django.live_server_helper import LiveServer

from .axe import faults, faults_of_another_width, resize
from .world import MEASURES, demo_world, fresh_world, open_as

PARTS = [  # world, roles, how many pages they have at least: the longest first
    pytest.param(demo_world, ["approver", "auditor", "administrator", "signed_out"], 60, id="others"),
    pytest.param(lambda: demo_world(MEASURES), ["staff"], 60, id="staff"),
    pytest.param(fresh_world, ["staff", "auditor", "signed_out"], 30, id="fresh"),
]
FIRST, AGAIN = 150_000, 31_500  # the bar of the year, its other years and the search are 1.2 kB of every page
SCREENS = ((1280, 800), (390, 844))
# The visible primary buttons and links that end below the window or begin above it.
OUT_OF_SIGHT = """() => { scrollTo(0, 0); return [...document.querySelectorAll("main .btn-primary")]
  .filter(action => action.checkVisibility())
  .map(action => [action.innerText.trim(), action.getBoundingClientRect()])
  .filter(([, box]) => box.bottom > innerHeight || box.top < 0)
  .map(([text, box]) => `${text} ends at ${Math.round(box.bottom)} of ${innerHeight}`); }"""
CRUMBS = """() => { const last = document.querySelector("#crumbs li:last-child");
  return last === null || last.querySelector("a") === null && last.innerText.trim() !== "" }"""
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


@pytest.fixture
def served(transactional_db, settings, tmp_path):
    """Serve the portal with its files compressed by gzip alone, which plain HTTP gets; brotli takes less."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(whitenoise.compress, "brotli_installed", False)
        call_command("collectstatic", interactive=False, verbosity=0)
    server = LiveServer("localhost", start=False)
    server.thread.static_handler = lambda portal: portal  # the portal serves them itself
    server.start()
    yield server
    server.stop()


class Scales:
    """Weighs what a page brings over the wire, heads of the answers included; fonts are left out."""

    def __init__(self, page):
        self.addresses, self.took, self.files = {}, {}, {}
        self.wire = page.context.new_cdp_session(page)
        self.wire.send("Network.enable")
        self.wire.on("Network.responseReceived", self._begun)
        self.wire.on("Network.loadingFinished", self._ended)
        self.page = page

    def open(self, path: str) -> list[str]:
        """Open a page and return what makes it too heavy: what came for another page counts as it did then."""
        took = self._weigh(path)
        first = sum(map(self.files.get, took))
        again = sum(took.values())
        if again > AGAIN:  # its own files came as well
            again = sum(self._weigh(path).values())
        print(f"{first / 1000:6.1f} {again / 1000:6.1f} kB {path}")
        return [f"weighs {first} and again {again} bytes"] if first > FIRST or again > AGAIN else []

    def _weigh(self, path: str) -> dict[str, int]:
        """Return how many bytes came of each address that the page asked for: 0 of what is in the cache."""
        self.page.goto("about:blank")  # what the page before still asks for is not this one's
        self.page.set_viewport_size({"width": 1280, "height": 900})  # what stands below comes later
        self.addresses.clear()
        self.took.clear()
        self.page.goto(path)
        if self.page.locator("#pages, img[loading=lazy]").count():  # they come after the page
            self.page.wait_for_load_state("networkidle")
        return dict(self.took)

    def _begun(self, event: dict) -> None:
        if event["type"] != "Font":
            self.addresses[event["requestId"]] = event["response"]["url"]

    def _ended(self, event: dict) -> None:
        if address := self.addresses.get(event["requestId"]):
            size = round(event["encodedDataLength"])
            self.took[address] = self.took.get(address, 0) + size
            self.files[address] = max(size, self.files.get(address, 0))


def too_wide(page) -> list[str]:
    width = page.evaluate("document.documentElement.scrollWidth")
    return [f"scrolls sideways, {width} px"] if width > page.viewport_size["width"] else []


def out_of_sight(page) -> list[str]:
    """Return the primary actions that a screen shows only when it is scrolled, and crumbs that end with a link."""
    wrong = [] if page.evaluate(CRUMBS) else ["crumbs end with a link"]
    for width, height in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        wrong += page.evaluate(OUT_OF_SIGHT)
    return wrong


def hard_to_use(page) -> list[str]:
    """Return what axe finds at two widths, and whether one must scroll sideways."""
    resize(page, 1280)
    wrong = faults(page) + too_wide(page) + faults_of_another_width(page, 360) + too_wide(page)
    page.set_viewport_size({"width": 768, "height": 740})
    return wrong + too_wide(page)


@pytest.mark.usefixtures("rendered_once")
@pytest.mark.parametrize(("world", "roles", "least"), PARTS)
def test_every_page(make_page, served, frameworks, settings, world, roles, least):
    """Walk as each role; what shows two roles the same is looked at once."""
    settings.DEMO = True
    walked, faulty, looked_at = world(), {}, 0
    seen = set() if "staff" in roles else set(walked.pages("staff").values())  # the officer's have a test of their own
    for role in roles:
        page = make_page(base_url=served.url)
        open_as(page, walked.people.get(role), served)
        scales = Scales(page)
        for path, content in walked.pages(role).items():
            if content not in seen:
                seen.add(content)
                looked_at += 1
                if wrong := scales.open(path) + out_of_sight(page) + hard_to_use(page):
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
    page.goto("/login/")
    page.evaluate("document.querySelector('main .btn-primary').style.marginTop = '900px'")
    assert len(out_of_sight(page)) == len(SCREENS)
    page.goto("/login/")  # the page that a test leaves is looked at as well

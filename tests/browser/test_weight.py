"""What pages weigh on the wire: under 150 kB on the first load, under 31.5 kB once its files are in the cache.

The server is the portal with its static files collected, hashed and compressed, as `./run serve` serves them.
"""

import pytest
import whitenoise.compress
from django.core.management import call_command
from pytest_django.live_server_helper import LiveServer

from .world import MEASURES, demo_world, open_as

FIRST, AGAIN = 150_000, 31_500  # the bar of the year, its other years and the search are 1.2 kB of every page


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
        self.addresses, self.took = {}, {}
        self.wire = page.context.new_cdp_session(page)
        self.wire.send("Network.enable")
        self.wire.on("Network.responseReceived", self._begun)
        self.wire.on("Network.loadingFinished", self._ended)
        self.page = page

    def weigh(self, path: str) -> dict[str, int]:
        """Return how many bytes came of each address that the page asked for: 0 of what is in the cache."""
        self.addresses.clear()
        self.took.clear()
        self.page.goto(path)
        if self.page.locator("#pages, img[loading=lazy]").count():  # they come after the page
            self.page.wait_for_load_state("networkidle")
        return self.took

    def _begun(self, event: dict) -> None:
        if event["type"] != "Font":
            self.addresses[event["requestId"]] = event["response"]["url"]

    def _ended(self, event: dict) -> None:
        if address := self.addresses.get(event["requestId"]):
            self.took[address] = self.took.get(address, 0) + round(event["encodedDataLength"])


def test_pages_are_light(served, make_page, frameworks, settings):
    """First: what came for another page counts as it did then. Again: the cache holds it."""
    settings.DEMO = True
    world, weights, files = demo_world(MEASURES), {}, {}
    page = make_page(base_url=served.url)
    open_as(page, world.people["staff"], served)
    scales = Scales(page)
    for path in world.pages("staff"):
        took = dict(scales.weigh(path))
        files |= {address: size for address, size in took.items() if size}
        again = sum(took.values())
        weights[path] = (sum(map(files.get, took)), again if again <= AGAIN else sum(scales.weigh(path).values()))
    for path, weighed in sorted(weights.items(), key=lambda row: row[1], reverse=True):
        print(*(f"{size / 1000:6.1f}" for size in weighed), "kB", path)
    assert len(weights) > 50
    assert [path for path, (first, again) in weights.items() if first > FIRST or again > AGAIN] == []

"""Chromium's headless shell and a running portal. Pictures of the journeys go to var/screens.

What a journey takes a picture of, and what it ends with, is looked at by axe: one fault fails the test.
"""

import os
import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect, sync_playwright

from measures.models import Measure
from tests.conftest import PASSWORD

from . import axe

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--blink-settings=lazyLoadingImageMarginPxUnknown=1250",  # what a browser does on 4G; the shell knows of no network
]
FAULT = re.compile("Content Security|htmx:sendAbort")  # what no page may leave in the console
SCREENS = Path(settings.VAR_DIR) / "screens"
# Playwright runs its own loop in this thread; the database is used from here as everywhere else.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
expect.set_options(timeout=15_000)
LONGEST = "test_every_page.py"  # begun first, so that no process ends long after the other


def pytest_collection_modifyitems(items) -> None:
    items.sort(key=lambda item: item.path.name != LONGEST)


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def make_page(browser, live_server):
    """Return a function that opens a fresh browser (own cookies); a page error or what `FAULT` finds fails the test."""
    scripted, plain, faults = [], [], []

    def make(javascript: bool = True, width: int = 1280, base_url: str = live_server.url) -> Page:
        context = browser.new_context(
            base_url=base_url,
            java_script_enabled=javascript,
            viewport={"width": width, "height": 900},
            locale="th-TH",
            accept_downloads=True,
        )
        (scripted if javascript else plain).append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text) if FAULT.search(message.text) else None)
        return page

    yield make
    opened = (page for context in scripted for page in context.pages if page.url != "about:blank")
    for page in list(opened):
        page.context.set_offline(False)
        axe.resize(page, page.viewport_size["width"])
        faults += axe.faults(page)  # without JavaScript axe cannot run
    for context in scripted + plain:
        context.close()
    assert faults == []


@pytest.fixture
def enter():
    """Return a function that signs a user in through the sign-in page."""

    def sign_in(page: Page, username: str) -> None:
        page.goto("/login/")
        page.get_by_label("ชื่อผู้ใช้").fill(username)
        page.get_by_label("รหัสผ่าน").fill(PASSWORD)
        page.get_by_role("button", name="เข้าสู่ระบบ").click()
        expect(page.locator("button", has_text="ออกจากระบบ")).to_be_attached()  # in the menu of a phone

    return sign_in


@pytest.fixture
def picture():
    """Return a function that keeps a picture of the whole page, which axe must find nothing on."""

    def take(page: Page, name: str) -> None:
        page.wait_for_load_state("networkidle")  # a page without JavaScript may ask for another at once
        if page.evaluate("window.htmx !== undefined"):  # its script runs, so axe can
            assert (name, axe.faults(page)) == (name, [])
        SCREENS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENS / f"{name}.png", full_page=True)

    return take


@pytest.fixture
def make_measure(year):
    areas = {area.number: area for area in year.framework.areas.all()}

    def make(title: str, area: int = 1, **texts) -> Measure:
        position = Measure.objects.filter(assessment=year).count()
        return Measure.objects.create(assessment=year, area=areas[area], position=position, title=title, **texts)

    return make

"""Take the pictures of the user's guide from the demo; `./run pictures` serves it and calls this."""

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, expect, sync_playwright

# Width and height of the window, and how much of its height is shown: below stand words of the browser.
WIDE, PHONE = (1200, 700, 700), (390, 760, 490)
# Name, account, address, window: what the chapters of docs/user-guide.md show.
SHOTS = [
    ("home", "staff", "/", WIDE),
    ("scores", "staff2", "/2569/99990102/scores/", WIDE),
    ("measures", "staff", "/2570/99990101/measures/#area-1", WIDE),
    ("progress", "staff", "/2570/99990101/measures/progress/add/", PHONE),
    ("builder", "staff2", "/2569/99990102/document/results/", WIDE),
    ("approval", "approver", "/2569/99990101/approval/", WIDE),
]
QUALITY, WIDEST = 55, 800  # the column of the guide is 736 px wide


def take(browser: Browser, address: str, password: str, folder: Path) -> None:
    """Write one picture for each of SHOTS, as small as it can be read."""
    for name, account, path, (width, height, shown) in SHOTS:
        context = browser.new_context(base_url=address, locale="th-TH", viewport={"width": width, "height": height})
        page = context.new_page()
        page.goto("/login/")
        page.get_by_label("ชื่อผู้ใช้").fill(account)
        page.get_by_label("รหัสผ่าน").fill(password)
        page.get_by_role("button", name="เข้าสู่ระบบ", exact=True).click()
        page.locator("button", has_text="ออกจากระบบ").wait_for(state="attached")
        response = page.goto(path)
        if not (response and response.ok):
            raise SystemExit(f"{path} does not open")
        page.wait_for_load_state("networkidle")
        if page.locator("#pages").count():
            expect(page.locator(".pages-list img").first).not_to_have_js_property("naturalWidth", 0, timeout=60_000)
        page.evaluate("document.querySelector('.hint')?.remove()")  # everybody puts them away
        picture = page.screenshot(clip={"x": 0, "y": 0, "width": width, "height": shown})
        image = Image.open(BytesIO(picture))
        image.thumbnail((WIDEST, height))
        image.save(folder / f"{name}.webp", quality=QUALITY, method=6)
        context.close()


def main() -> None:
    """Ask an address, the password of its accounts, a folder and Chromium."""
    address, password, folder, chromium = sys.argv[1:]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        take(browser, address, password, Path(folder))


if __name__ == "__main__":
    main()

"""The portal as it is really served, one program and SQLite: a large file is worked on while the browser is closed."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.conftest import PASSWORD

ROOT = Path(__file__).parent.parent.parent
ROWS = 6_000
FILL = f"""
from assessments.models import Municipality, User
from assessments.frameworks.shipped import load_frameworks
load_frameworks()
Municipality.objects.bulk_create(
    Municipality(code=f"98{{n:06}}", name=f"เทศบาล {{n}}", kind="town", province="ทดสอบ") for n in range({ROWS})
)
User.objects.create_superuser("administrator", "{PASSWORD}")
"""


@pytest.fixture
def served(tmp_path):
    """Return the address of a portal with a database of its own, served by gunicorn with its two processes."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",
        "MEDIA_ROOT": str(tmp_path / "media"),
        "DEBUG": "1",  # static files without collecting them
        "PORT": str(port),
    }
    environment.pop("REDIS_URL", None)
    run = {"cwd": ROOT, "env": environment, "check": True, "capture_output": True}
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], **run)
    subprocess.run([sys.executable, "manage.py", "shell", "--verbosity", "0", "--command", FILL], **run)
    with (tmp_path / "log").open("wb") as log:
        program = [sys.executable, "-m", "gunicorn", "ita_portal.wsgi"]
        server = subprocess.Popen(program, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            wait_for(port, server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(40)
    log = (tmp_path / "log").read_text()
    assert "Traceback" not in log, log


def wait_for(port: int, server: subprocess.Popen) -> None:
    for _ in range(300):
        assert server.poll() is None
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError


@pytest.fixture
def file(tmp_path) -> Path:
    """A file of `ROWS` results, each of a municipality."""
    path = tmp_path / "ผลคะแนนทั้งประเทศ.csv"
    heads = ["รหัสหน่วยงาน", "ปีงบประมาณ", "คะแนนรวมที่ประกาศ", *(f"ตัวชี้วัดที่ {n}" for n in range(1, 11))]
    rows = [[f"98{n:06}", "2567", "90.65", *["91.25"] * 10] for n in range(ROWS)]
    path.write_text("\n".join(",".join(row) for row in [heads, *rows]), encoding="utf-8-sig")
    return path


def test_a_large_file_is_worked_on_while_the_browser_is_closed(browser, served, file):
    def arrive():
        page = browser.new_context(base_url=served, locale="th-TH").new_page()
        page.goto("/login/")
        page.get_by_label("ชื่อผู้ใช้").fill("administrator")
        page.get_by_label("รหัสผ่าน").fill(PASSWORD)
        page.get_by_role("button", name="เข้าสู่ระบบ").click()
        expect(page.get_by_role("button", name="ออกจากระบบ")).to_be_visible()
        return page

    page = arrive()
    page.goto("/exchange/sheets/results/")
    page.get_by_label("ไฟล์ข้อมูล").set_input_files(file)
    page.get_by_role("button", name="ตรวจไฟล์").click()
    expect(page.locator("#progress")).to_be_visible()
    address = page.url
    page.context.close()

    page = arrive()
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_contain_text("ตรวจแล้ว รอยืนยัน", timeout=120_000)
    page.get_by_role("button", name=f"ยืนยัน นำเข้า {ROWS:,} แถว").click()
    expect(page.locator("#progress")).to_be_visible()
    slowest = 0.0
    while page.locator("#progress").count():  # the write holds the database's one lock; readers must not wait for it
        started = time.monotonic()
        assert page.request.get("/municipalities/?q=เทศบาล 59").status == 200
        slowest = max(slowest, time.monotonic() - started)
    expect(page.get_by_role("heading", level=2).first).to_have_text(f"นำเข้าแล้ว {ROWS:,} แถว", timeout=120_000)
    assert slowest < 10
    print(f"slowest page during the write: {slowest:.2f} s")
    page.context.close()

"""One word for one thing: the glossary says which, and what people read holds none of the others."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings

BASE = Path(settings.BASE_DIR)
HEADING = "## One word for one thing"
CODE = ("assessments", "measures", "reports", "ita_portal")  # with labels of fields, as migrations repeat them
PLACES = (("templates", "*.html"), ("templates", "*.txt"), ("static/js", "*.js"), ("ita_portal/locale", "*.po"))
THAI = re.compile("[\u0e01-\u0e5b]")


@dataclass(frozen=True)
class Choice:
    """A row of the table: what is said, what is not, and where that may stand all the same."""

    said: tuple[str, ...]
    avoided: re.Pattern[str]
    longer: re.Pattern[str]
    files: frozenset[str]


def cells(row: str) -> list[list[str]]:
    return [[word.strip() for word in cell.split(",") if word.strip()] for cell in row.split("|")[1:-1]]


def any_of(words: list[str]) -> re.Pattern[str]:
    """Latin words as whole words only, Thai ones wherever they stand; the longest first."""
    parts = (rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word) for word in sorted(words, key=len)[::-1])
    return re.compile("|".join(parts) or r"(?!)")


def read_choices() -> list[Choice]:
    table = (BASE / "docs/glossary.md").read_text(encoding="utf-8").partition(HEADING)[2]
    rows = [line for line in table.splitlines() if line.startswith("|")][2:]
    choices = []
    for said, avoided, but in map(cells, rows):
        files = frozenset(word.strip("`") for word in but if word.startswith("`"))
        longer = [word for word in but if not word.startswith("`")]
        choices.append(Choice(tuple(said), any_of(avoided), any_of(longer), files))
    return choices


CHOICES = read_choices()


def lines_for_people() -> Iterator[tuple[str, int, str]]:
    """Every line with Thai in it of what people read: its file, its number, itself."""
    paths = [path for folder, pattern in PLACES for path in (BASE / folder).rglob(pattern)]
    paths += [path for app in CODE for path in (BASE / app).rglob("*.py")]
    for path in [*sorted(paths), BASE / "docs/user-guide.md"]:
        name = path.relative_to(BASE).as_posix()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if THAI.search(line):
                yield name, number, line


def refused(choice: Choice, name: str, line: str) -> list[str]:
    return [] if name in choice.files else choice.avoided.findall(choice.longer.sub(" ", line))


def test_people_read_one_word_for_one_thing():
    told = [
        f"{name}:{number}: “{word}”, say “{' / '.join(choice.said)}”"
        for name, number, line in lines_for_people()
        for choice in CHOICES
        for word in refused(choice, name, line)
    ]
    assert told == [], "\n" + "\n".join(told)


def test_words_that_are_said_are_used_and_refused_nowhere():
    text = "\n".join(line for _, _, line in lines_for_people())
    said = [word for choice in CHOICES for word in choice.said]
    assert [word for word in said if word not in text] == []
    assert [word for word in said for choice in CHOICES if refused(choice, "", word)] == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("เลือกแฟ้มก่อน แล้วกดตรวจไฟล์", ["แฟ้ม"]),
        ("แพ็กเกจ JSON ของปี", ["แพ็กเกจ", "JSON"]),
        ('content = models.JSONField("เนื้อหา")', []),
        ("คุณธรรม คุณภาพ และคุณ", ["คุณ"]),
        ("นำเข้าระบบแล้วเข้าระบบ", ["เข้าระบบ"]),
        ("ลงชื่อผู้ใช้งานในหน้าหลัก ไม่ใช่หน้าหลักฐาน", ["ผู้ใช้งาน", "หน้าหลัก"]),
    ],
)
def test_other_words_are_found(line, words):
    assert sorted(word for choice in CHOICES for word in refused(choice, "templates/a.html", line)) == sorted(words)


def test_files_that_may_hold_a_word_hold_it():
    """What is let through stands there: headings of sheets that people keep, words that lines may be broken at."""
    for choice in CHOICES:
        for name in choice.files:
            assert choice.avoided.search((BASE / name).read_text(encoding="utf-8")), name

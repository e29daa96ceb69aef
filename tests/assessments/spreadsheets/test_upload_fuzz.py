"""Hundreds of broken spreadsheets through the upload page: never a server error, never a partial write."""

import random
from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from assessments.models import Assessment, Import, IndicatorScore, ItemScore, Municipality, User
from measures.models import Evidence, ItemEvidence, Measure, MeasureEvidence, ProgressNote, Target

KINDS = ["results", "indicator-scores", "item-scores", "measures", "evidence", "municipalities", "users"]
MEASURES = (Measure, Target, ProgressNote, Evidence, MeasureEvidence, ItemEvidence)
FILES = 50  # of each kind
SETTLED = {Import.State.CHECKED, Import.State.REFUSED}
ODD_TEXTS = [
    "",
    "-",
    "๙๙.๙๙",
    "1e309",
    "NaN",
    "-0.001",
    "9" * 400,
    "=1+1",
    '=HYPERLINK("x")',
    "@SUM(A1)",
    "ก" * 1_000,
    "ํา" * 50,
    "\u200b",
    "\ufeff99990001",
    "a\tb\nc",
    "_x0000_",
    "<b>&amp;",
    "'; DROP TABLE",
    "31/2/2567",
    "๒๕๖๗.0",
    "2024",
    "99990001",
    "ไม่มีเทศบาลนี้",
    "๔๒.5.1",
    "𝟗𝟎",
    "٩٠",
]
ODD_VALUES = [True, 0.1, 1e300, -1, 10**30, *ODD_TEXTS]


def truncated(raw: bytes, chance: random.Random) -> bytes:
    return raw[: chance.randrange(1, len(raw))]


def flipped(raw: bytes, chance: random.Random) -> bytes:
    changed = bytearray(raw)
    for _ in range(chance.choice([1, 3, 30])):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def spliced(raw: bytes, chance: random.Random) -> bytes:
    place, length = chance.randrange(len(raw)), chance.choice([1, 16, 4_000])
    return raw[:place] + chance.randbytes(length) + raw[place + chance.choice([0, length]) :]


def recoded(raw: bytes, chance: random.Random) -> bytes:
    text = raw.decode("utf-8", "replace")
    return text.encode(chance.choice(["utf-16", "cp874", "utf-8-sig", "utf-32", "latin-1"]), "replace")


def recut(raw: bytes, chance: random.Random) -> bytes:
    return raw.replace(b",", chance.choice([b";", b"\t", b",,", b'"', b"\x00", b"\n"]))


def mistyped(raw: bytes, chance: random.Random) -> bytes:
    """Return a workbook with a few cells of another kind than their column, heads among them."""
    book = load_workbook(BytesIO(raw))
    rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    book.close()
    for _ in range(chance.choice([1, 5, 20])):
        row = chance.choice(rows)
        row[chance.randrange(len(row))] = chance.choice(ODD_VALUES)
    if chance.random() < 0.3:
        rows += chance.choices(rows, k=chance.randrange(1, 5))
    changed, file = Workbook(), BytesIO()
    for row in rows:
        changed.active.append(["".join(c for c in v if c >= " ") if isinstance(v, str) else v for v in row])
    changed.save(file)
    return file.getvalue()


BYTES: list[Callable] = [truncated, flipped, spliced]
MUTATIONS = {"xlsx": [*BYTES, *[mistyped] * 5], "csv": [*BYTES, recoded, recut]}


def stored() -> list:
    """Return what imports may write, without the moments of changes."""
    rows = []
    for model in (Municipality, User, Assessment, IndicatorScore, ItemScore, *MEASURES):
        fields = [concrete_field.attname for concrete_field in model._meta.concrete_fields]
        names = [name for name in fields if not name.endswith(("_at", "_login")) and name != "password"]
        rows.append(sorted(map(repr, model._base_manager.values_list(*names))))
    return rows


@pytest.fixture
def client_of_administrator(sign_in, administrator, year, staff, frameworks):
    item = frameworks[2567].items.first()
    ItemScore.objects.create(assessment=year, item=item, value=100)
    areas = list(frameworks[2567].areas.all())
    for position in range(3):
        Measure.objects.create(assessment=year, area=areas[0], title=f"มาตรการ {position}", position=position)
    return sign_in(administrator)


@pytest.mark.parametrize("kind", KINDS)
def test_broken_files_are_answered_and_write_nothing_or_all(client_of_administrator, kind):
    client = client_of_administrator
    chance = random.Random(f"2567 {kind}")  # noqa: S311
    whole = {form: client.get(f"/exchange/sheets/{kind}/export/", {"format": form}).content for form in MUTATIONS}
    before = stored()
    for number in range(FILES):
        form = chance.choice(list(MUTATIONS))
        mutate = chance.choice(MUTATIONS[form])
        content = mutate(whole[form], chance)
        name = f"{number}.{chance.choice(['xlsx', 'csv', 'txt'])}"
        what = f"{kind} {number} {form} {mutate.__name__}"
        Import.objects.filter(state__in=SETTLED).delete()
        answer = client.post(f"/exchange/sheets/{kind}/", {"file": SimpleUploadedFile(name, content)}, follow=True)
        assert answer.status_code == 200, what
        batch = Import.objects.latest("pk")
        assert batch.state in SETTLED, (what, batch.state, batch.fault)
        assert stored() == before, what
        if batch.writes:
            address = f"/exchange/sheets/imports/{batch.pk}/"
            assert client.get(address, {"rows": "refused"}).status_code == 200, what
            assert client.post(address + "confirm/", {"digest": batch.digest}, follow=True).status_code == 200, what
            batch.refresh_from_db()
            assert batch.state == Import.State.DONE, (what, batch.state, batch.fault)
            assert stored() != before, what
            client.post(address + "undo/")
            assert stored() == before, what

"""Spreadsheets on screen: kinds, templates, exports, and an upload until it is confirmed, undone or refused."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from assessments.models import Assessment, Import, IndicatorScore
from assessments.tabular.table import LIMITS
from tests.markup import flat

from .sheet_samples import GOOD, HEADS, OWN, TOO_MUCH, upload, xlsx

SHEET = "/exchange/sheets/results/"
State = Import.State


@pytest.fixture
def officer(sign_in, staff, year):
    return sign_in(staff)


def checked(client, *rows, **options) -> Import:
    """Upload a file of results and return its import."""
    response = client.post(SHEET, {"file": upload(xlsx(*rows, **options))})
    assert response.status_code == 302, response.content.decode()
    return Import.objects.latest("pk")


def page_of(client, batch: Import, **query) -> str:
    response = client.get(f"/exchange/sheets/imports/{batch.pk}/", query)
    assert response.status_code == 200
    return response.content.decode()


def texts(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def digest(html: str) -> str:
    return re.search(r'name="digest" value="(\w+)"', html)[1]


def confirm(client, batch: Import, **data):
    data = data or {"digest": digest(page_of(client, batch))}
    return client.post(f"/exchange/sheets/imports/{batch.pk}/confirm/", data, follow=True)


def cells(content: bytes) -> list[list]:
    book = load_workbook(BytesIO(content))
    rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    book.close()
    return rows


def total(fiscal_year: int = 2567) -> str:
    year = Assessment.objects.get(framework__fiscal_year=fiscal_year, municipality__code=OWN)
    return f"{year.official_total:.2f}"


@pytest.mark.parametrize(
    ("who", "kinds"),
    [
        ("staff", ["results", "indicator-scores", "item-scores", "measures", "evidence"]),
        (
            "administrator",
            ["results", "indicator-scores", "item-scores", "measures", "evidence", "municipalities", "users"],
        ),
    ],
)
def test_kinds_are_those_of_the_role(sign_in, request, who, kinds):
    html = sign_in(request.getfixturevalue(who)).get("/exchange/sheets/").content.decode()
    assert re.findall(r'class="card sheet-kind" href="/exchange/sheets/([\w-]+)/"', html) == kinds


@pytest.mark.parametrize("kind", ["users", "municipalities"])
def test_kinds_of_administrators_are_closed_to_staff(officer, kind):
    for address in ("", "template/", "export/"):
        assert officer.get(f"/exchange/sheets/{kind}/{address}").status_code == 403
    assert officer.post(f"/exchange/sheets/{kind}/", {"file": upload(xlsx())}).status_code == 403
    assert Import.objects.count() == 0


def test_unknown_kind_is_not_found(officer):
    assert officer.get("/exchange/sheets/nothing/").status_code == 404


def test_template_begins_with_the_own_municipality(officer):
    response = officer.get(SHEET + "template/", {"fiscal_year": "2568"})
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E0%B9%81")
    heads, first = cells(response.content)
    assert first[:4] == [OWN, "เทศบาลเมืองทดสอบ", "ทดสอบ", 2568]
    assert heads[0].startswith("รหัสหน่วยงาน")


def test_template_of_administrators_begins_with_the_province(sign_in, administrator, year, other_municipality):
    client = sign_in(administrator)
    empty = cells(client.get(SHEET + "template/").content)
    begun = cells(client.get(SHEET + "template/", {"province": other_municipality.province}).content)
    assert (len(empty), [row[0] for row in begun[1:]]) == (1, ["99990002"])


def test_template_of_items_names_each_item_of_the_year(officer, frameworks):
    rows = cells(officer.get("/exchange/sheets/item-scores/template/", {"fiscal_year": "2568"}).content)
    assert [row[4] for row in rows[1:]] == [item.code for item in frameworks[2568].items.all()]


@pytest.mark.parametrize(
    ("kind", "rows"), [("results", 1), ("indicator-scores", 10), ("item-scores", 2), ("measures", 7), ("evidence", 1)]
)
def test_template_uploaded_as_it_is_changes_nothing(officer, kind, rows):
    content = officer.get(f"/exchange/sheets/{kind}/template/", {"fiscal_year": "2567"}).content
    officer.post(f"/exchange/sheets/{kind}/", {"file": upload(content)})
    batch = Import.objects.get()
    assert (batch.state, batch.rows, batch.unchanged) == (State.CHECKED, rows, rows)
    assert "ไม่ต้องนำเข้า" in page_of(officer, batch)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_export_comes_back_unchanged(officer, form):
    response = officer.get(SHEET + "export/", {"format": form})
    officer.post(SHEET, {"file": SimpleUploadedFile(f"ผล.{form}", response.content)})
    batch = Import.objects.get()
    assert (batch.state, batch.rows, batch.unchanged) == (State.CHECKED, 2, 2)


def test_export_holds_the_chosen_year_of_the_own_municipality(officer, make_year, other_municipality):
    make_year(2567, of=other_municipality)
    rows = cells(officer.get(SHEET + "export/", {"fiscal_year": "2567", "format": "xlsx"}).content)
    assert [row[0] for row in rows[1:]] == [OWN]


@pytest.mark.parametrize(
    "query", [{"fiscal_year": "x"}, {"fiscal_year": "1999"}, {"province": "ไม่มี"}, {"municipality_kind": "x"}]
)
def test_choices_made_by_hand_are_not_found(sign_in, administrator, query, year):
    client = sign_in(administrator)
    assert client.get(SHEET + "export/", query).status_code == 404
    assert client.get(SHEET + "template/", query).status_code == 404


def test_upload_previews_and_writes_nothing(officer):
    batch = checked(officer, GOOD, TOO_MUCH)
    assert (batch.state, batch.changed, batch.refused) == (State.CHECKED, 1, 1)
    text = texts(page_of(officer, batch))
    assert "คะแนนรวมที่ประกาศ 90.65 → 91.00" in text
    assert "คะแนนรวมที่ประกาศ : “101” ไม่อยู่ในช่วง 0 ถึง 100" in text
    assert total() == "90.65"


def test_preview_filters_rows(officer):
    batch = checked(officer, GOOD, TOO_MUCH)
    for state, numbers in {"": ["4", "5"], "changed": ["4"], "refused": ["5"], "new": []}.items():
        html = page_of(officer, batch, rows=state)
        assert re.findall(r'<td class="num">.*?</span>(\d+)</td>', html) == numbers


def test_preview_pages_hold_fifty_rows(officer):
    batch = checked(officer, *([f"9{n:07}", "", "2567", "1", "", "", ""] for n in range(120)))
    for page, count in {"1": 50, "3": 20, "99": 20, "x": 50}.items():
        assert page_of(officer, batch, page=page).count('class="badge row-refused"') == count


def test_refused_rows_go_out_and_in_again(officer):
    batch = checked(officer, GOOD, TOO_MUCH)
    response = officer.get(f"/exchange/sheets/imports/{batch.pk}/refused/")
    heads, row = cells(response.content)
    values = dict(zip(heads, row, strict=True))
    assert values["เหตุผลที่ไม่รับ"].startswith("คะแนนรวมที่ประกาศ: ")
    assert OWN in row
    officer.post(SHEET, {"file": upload(response.content, "แถวที่ไม่รับ.xlsx")})
    again = Import.objects.latest("pk")
    assert (again.state, again.rows, again.refused) == (State.CHECKED, 1, 1)


def test_nothing_refused_means_no_file_of_refused_rows(officer):
    batch = checked(officer, GOOD)
    assert officer.get(f"/exchange/sheets/imports/{batch.pk}/refused/").status_code == 404


def test_confirm_writes_and_says_what_changed(officer, staff):
    batch = checked(officer, GOOD, TOO_MUCH)
    response = confirm(officer, batch)
    text = texts(response.content.decode())
    batch.refresh_from_db()
    assert (batch.state, total()) == (State.DONE, "91.00")
    assert "นำเข้าแล้ว 1 แถว" in text
    assert "90.65 → 91.00" in text


def test_undo_puts_everything_back(officer):
    batch = checked(officer, GOOD)
    confirm(officer, batch)
    response = officer.post(f"/exchange/sheets/imports/{batch.pk}/undo/", follow=True)
    assert (total(), Import.objects.get().state) == ("90.65", State.UNDONE)
    assert "ข้อมูลกลับเป็นเหมือนก่อนนำเข้า" in response.content.decode()


def test_undo_after_a_later_change_says_why_not(officer):
    batch = checked(officer, GOOD)
    confirm(officer, batch)
    officer.post("/2567/99990001/scores/", {"official_total": "92.00", "score_1": "91.25"})
    response = officer.post(f"/exchange/sheets/imports/{batch.pk}/undo/", follow=True)
    assert (total(), Import.objects.get().state) == ("92.00", State.DONE)
    assert "เลิกทำไม่ได้" in response.content.decode()


def test_rows_that_are_there_already_are_told_and_added_by_a_button(officer, year):
    rows = "รหัสหน่วยงาน,ปีงบประมาณ,มาตรการ\n99990001,2567,ประชุม\n99990001,2567,อบรม\n"
    sheet = "/exchange/sheets/measures/"
    year.measures.create(title="ประชุม")
    assert officer.post(sheet, {"file": upload(rows.encode(), "ม.csv")}).status_code == 302
    batch = Import.objects.latest("pk")
    shown = texts(page_of(officer, batch))
    assert "มีอยู่แล้ว 1" in shown and "ยืนยัน นำเข้า 1 แถว" in shown
    address = f"/exchange/sheets/imports/{batch.pk}/repeats/"
    shown = texts(officer.post(address, {"repeats": "yes"}, follow=True).content.decode())
    assert "ยืนยัน นำเข้า 2 แถว" in shown and "ไม่เพิ่มแถวที่มีอยู่แล้วซ้ำ" in shown
    assert "ยืนยัน นำเข้า 1 แถว" in texts(officer.post(address, follow=True).content.decode())
    confirm(officer, batch)
    assert sorted(year.measures.values_list("title", flat=True)) == ["ประชุม", "อบรม"]
    assert "ยืนยันไปแล้ว" in officer.post(address, {"repeats": "yes"}, follow=True).content.decode()


def test_confirm_twice_writes_once(officer):
    batch = checked(officer, GOOD)
    shown = digest(page_of(officer, batch))
    confirm(officer, batch, digest=shown)
    response = confirm(officer, batch, digest=shown)
    assert IndicatorScore.history.filter(act=batch.act).count() == 1
    assert "ยืนยันไปแล้ว" in response.content.decode()


def test_confirm_of_an_outdated_preview_writes_nothing(officer):
    batch = checked(officer, GOOD)
    response = confirm(officer, batch, digest="0" * 64)
    assert total() == "90.65"
    assert "ตรวจดูรายการด้านล่างอีกครั้ง" in response.content.decode()


def test_confirm_shows_a_new_preview_when_the_data_changed_meanwhile(officer, year):
    batch = checked(officer, GOOD)
    shown = digest(page_of(officer, batch))
    Assessment.objects.filter(pk=year.pk).update(official_total="89.00")
    text = texts(confirm(officer, batch, digest=shown).content.decode())
    assert (total(), Import.objects.get().state) == ("89.00", State.CHECKED)
    assert "ข้อมูลในระบบเปลี่ยนไปหลังการตรวจครั้งก่อน" in text
    assert "89.00 → 91.00" in text


def test_rows_of_other_municipalities_are_refused(officer, other_municipality):
    batch = checked(officer, ["99990002", "", "2567", "50", "", "", ""])
    assert (batch.state, batch.refused, batch.writes) == (State.CHECKED, 1, 0)


@pytest.mark.parametrize(
    ("content", "name"), [(b"\x00\x01 no table at all", "x.xlsx"), (b"", "x.csv"), (xlsx(heads=["ก", "ข"]), "x.xlsx")]
)
def test_files_that_hold_no_table_are_refused_with_a_way_out(officer, content, name):
    response = officer.post(SHEET, {"file": SimpleUploadedFile(name, content)}, follow=True)
    assert response.status_code == (200 if content else 422)
    text = texts(response.content.decode())
    assert ("รับไฟล์นี้ไม่ได้" in text) or ("ไฟล์ว่างเปล่า" in text)
    assert [batch.state for batch in Import.objects.all()] == ([State.REFUSED] if content else [])


def test_no_file_is_told_at_the_field(officer):
    response = officer.post(SHEET)
    assert response.status_code == 422
    assert "เลือกไฟล์ก่อน" in response.content.decode()


def test_too_large_a_file_is_not_even_kept(officer):
    response = officer.post(SHEET, {"file": upload(bytes(LIMITS.upload + 1))})
    assert response.status_code == 422
    assert "เกินที่รับได้ 10 MB" in response.content.decode()
    assert Import.objects.count() == 0


@pytest.mark.parametrize(
    ("state", "fault", "text"),
    [(State.REFUSED, "ไม่พบหัวตาราง", "รับไฟล์นี้ไม่ได้"), (State.FAILED, "ระบบขัดข้อง", "นำเข้าไม่สำเร็จ")],
)
def test_faults_are_told_with_a_way_out(officer, staff, state, fault, text):
    batch = Import.objects.create(
        kind="results", file="x", filename="x.csv", by=staff, municipality=staff.municipality, state=state, fault=fault
    )
    html = page_of(officer, batch)
    assert text in html
    assert fault in html
    assert f'href="{SHEET}"' in html


def test_progress_asks_again_until_the_import_rests(officer, staff):
    batch = Import.objects.create(
        kind="results",
        file="x",
        filename="x.csv",
        by=staff,
        municipality=staff.municipality,
        state=State.CHECKING,
        stage="กำลังตรวจ",
        progress=2400,
        total=6000,
    )
    address = f"/exchange/sheets/imports/{batch.pk}/"
    page = officer.get(address).content.decode()
    assert '<noscript><meta http-equiv="refresh" content="4"></noscript>' in page
    asked = {"headers": {"HX-Request": "true", "HX-Target": "progress"}}
    fragment = officer.get(address, **asked)
    assert fragment.content.decode().strip() in page
    assert "2,400 จาก 6,000 แถว" in fragment.content.decode()
    assert f'hx-get="{address}" hx-trigger="every 1s"' in flat(fragment.content.decode())
    Import.objects.update(state=State.FAILED)
    assert officer.get(address, **asked)["HX-Refresh"] == "true"


def test_a_large_upload_waits_for_a_worker(officer, monkeypatch, django_capture_on_commit_callbacks):
    sent = []
    monkeypatch.setattr("assessments.spreadsheets.jobs.work.apply_async", lambda args, **options: sent.append(args[0]))
    monkeypatch.setattr("assessments.spreadsheets.views.SMALL", 100)
    with django_capture_on_commit_callbacks(execute=True):
        batch = checked(officer, GOOD)
    assert (batch.state, sent) == (State.UPLOADED, [batch.pk])
    assert "รอตรวจ" in page_of(officer, batch)


def test_list_holds_imports_of_the_municipality(officer, make_user, administrator, other_municipality, client):
    own = checked(officer, GOOD)
    stranger = make_user("stranger", "staff", municipality=other_municipality)
    foreign = Import.objects.create(
        kind="results", file="x", filename="y.csv", by=stranger, municipality=other_municipality
    )

    def shown() -> list[int]:
        html = client.get("/exchange/sheets/imports/").content.decode()
        return [int(pk) for pk in re.findall(r'href="/exchange/sheets/imports/(\d+)/"', html)]

    assert shown() == [own.pk]
    assert client.get(f"/exchange/sheets/imports/{foreign.pk}/").status_code == 404
    client.force_login(administrator)
    assert shown() == [foreign.pk, own.pk]


@pytest.mark.parametrize("count", [1, 3])
def test_pages_take_few_queries(officer, django_assert_max_num_queries, count):
    batches = [checked(officer, GOOD, TOO_MUCH) for _ in range(count)]
    addresses = ["", "results/", "imports/", f"imports/{batches[0].pk}/", f"imports/{batches[0].pk}/?rows=refused"]
    for address in addresses:
        with django_assert_max_num_queries(8):
            assert officer.get("/exchange/sheets/" + address).status_code == 200
    with django_assert_max_num_queries(15):
        officer.get(SHEET + "template/")
    with django_assert_max_num_queries(15):
        officer.get(SHEET + "export/")


def test_upload_is_for_the_year_that_it_was_started_from(officer):
    page = officer.get("/exchange/sheets/indicator-scores/", {"fiscal_year": "2566"}).content.decode()
    assert page.count('<option value="2566" selected>') == 2  # of the upload, and of template and export
    file = SimpleUploadedFile("คะแนน.csv", "ตัวชี้วัดที่,คะแนน\n1,12.5\n99,1".encode())
    officer.post("/exchange/sheets/indicator-scores/", {"file": file, "fiscal_year": "2566"})
    batch = Import.objects.get()
    assert (batch.fiscal_year, batch.changed, batch.refused) == (2566, 1, 1)
    html = page_of(officer, batch)
    assert "ทุกแถวเป็นของปี 2566" in html
    assert 'href="/exchange/sheets/indicator-scores/?fiscal_year=2566"' in html  # where refused rows come back


@pytest.mark.parametrize("year", ["1999", "x"])
def test_year_that_was_made_by_hand_is_not_taken(officer, year):
    assert officer.get(SHEET, {"fiscal_year": year}).status_code == 200
    assert officer.post(SHEET, {"file": upload(xlsx(GOOD)), "fiscal_year": year}).status_code == 422
    assert Import.objects.count() == 0


@pytest.mark.parametrize(
    ("page", "kind"),
    [("measures/", "measures"), ("evidence/", "evidence"), ("scores/", "indicator-scores"), ("items/", "item-scores")],
)
def test_pages_of_a_year_lead_to_its_sheets(officer, make_year, page, kind):
    make_year(2568)
    html = officer.get(f"/2568/{OWN}/{page}").content.decode()
    assert f'href="/exchange/sheets/{kind}/?fiscal_year=2568"' in html


@pytest.mark.parametrize("kind", ["municipalities", "users"])
def test_kinds_without_years_ask_for_none(sign_in, administrator, frameworks, kind):
    html = sign_in(administrator).get(f"/exchange/sheets/{kind}/").content.decode()
    assert 'name="fiscal_year"' not in html


def test_heads_are_those_that_the_tests_type(officer):
    heads = [head.rstrip(" *") for head in cells(officer.get(SHEET + "template/").content)[0]]
    assert [head for head in HEADS if head not in heads] == []

"""Pages of evidence: what they show, what they take, how files are given out."""

import re
from datetime import date
from io import BytesIO
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.http import parse_header_parameters
from PIL import Image

from measures.evidence import services
from measures.models import Evidence
from tests.markup import flat
from tests.undo import undo

from .files import docx, jpeg, pdf, png


@pytest.fixture
def add(staff, year):
    def store(content: bytes, filename: str = "ไฟล์.pdf", **fields) -> Evidence:
        return services.add_file(by=staff, assessment=year, content=content, filename=filename, **fields).evidence

    return store


@pytest.fixture
def item(year):
    return year.framework.items.order_by("pk").first()


def upload(*files: tuple[str, bytes], **fields) -> dict:
    return {"files": [SimpleUploadedFile(name, data, "text/html") for name, data in files], **fields}


def notices(response) -> list[tuple[str, str]]:
    return [(message.level_tag, str(message)) for message in response.context["messages"]]


def cards(html: str) -> list[str]:
    return re.findall(r'<li class="evidence-card" id="evidence-(\d+)"', html)


def test_empty_list_says_what_to_do(sign_in, staff, auditor, address):
    html = sign_in(staff).get(address("evidence")).content.decode()
    assert "เริ่มจากเลือกภาพกิจกรรม" in html
    html = sign_in(auditor).get(address("evidence")).content.decode()
    assert "ปีนี้ยังไม่มีหลักฐาน" in html
    assert '<form method="post" action="/2567' not in html


def test_several_files_are_taken_and_each_refused_one_is_named(sign_in, staff, address):
    files = [("ภาพน้ำท่วม.jpg", jpeg()), ("โลโก้.png", b"<svg/>"), ("รายงาน.docx", docx()), ("ซ้ำ.jpg", jpeg())]
    response = sign_in(staff).post(address("evidence_upload"), upload(*files, dated="1/4/2567"), follow=True)
    levels = [level for level, _ in notices(response)]
    texts = [text for _, text in notices(response)]
    assert levels == ["error", "info", "success"]
    assert texts[0].startswith("ไม่รับไฟล์ “โลโก้.png”: เนื้อไฟล์ไม่ใช่ PDF")
    assert texts[1] == "“ซ้ำ.jpg” มีอยู่แล้วในชื่อ “ภาพน้ำท่วม” ใช้ไฟล์เดิม ไม่เก็บซ้ำ"
    assert texts[2] == "เพิ่มหลักฐานแล้ว 2 ไฟล์"
    stored = Evidence.objects.order_by("pk").values_list("title", "media_type", "dated")
    assert [(title, kind[:11], day) for title, kind, day in stored] == [
        ("ภาพน้ำท่วม", "image/jpeg", date(2024, 4, 1)),
        ("รายงาน", "application", date(2024, 4, 1)),
    ]
    assert len(cards(response.content.decode())) == 2


def test_single_file_leads_to_its_page(sign_in, staff, address):
    response = sign_in(staff).post(address("evidence_upload"), upload(("ก.pdf", pdf())))
    assert response.url == address("evidence_page", Evidence.objects.get().pk)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "ยังไม่ได้เลือกไฟล์ เลือกอย่างน้อยหนึ่งไฟล์"),
        ({"dated": "1/4/2024"}, "ยังไม่ได้เพิ่มไฟล์ ลงวันที่ “1/4/2024”: กรอกปีเป็นพุทธศักราช เช่น 2567"),
    ],
)
def test_upload_without_file_or_with_a_wrong_day_changes_nothing(sign_in, staff, address, data, message):
    files = upload(("ก.pdf", pdf())) if data else {}
    response = sign_in(staff).post(address("evidence_upload"), {**files, **data}, follow=True)
    assert notices(response) == [("error", message)]
    assert Evidence.objects.count() == 0


def test_too_many_or_too_large_files_are_refused(sign_in, staff, address, settings):
    settings.EVIDENCE_MAX_MB = 1
    client = sign_in(staff)
    many = upload(*((f"{n}.pdf", pdf(b"%d\n" % n)) for n in range(21)))
    assert notices(client.post(address("evidence_upload"), many, follow=True)) == [
        ("error", "เลือกครั้งละไม่เกิน 20 ไฟล์ ยังไม่ได้เพิ่มไฟล์ใด")
    ]
    large = upload(("ใหญ่.pdf", pdf(b"\x00" * 1_000_000)))
    [(level, text)] = notices(client.post(address("evidence_upload"), large, follow=True))
    assert (level, text.startswith("ไม่รับไฟล์ “ใหญ่.pdf”: ไฟล์ใหญ่เกิน 1 MB")) == ("error", True)
    assert Evidence.objects.count() == 0


def test_upload_from_a_measure_is_used_there(sign_in, staff, address, make_measure, add):
    measure, known = make_measure("ก"), add(pdf())
    data = upload(("ซ้ำ.pdf", pdf()), ("ใหม่.docx", docx()), used=f"measure-{measure.pk}")
    response = sign_in(staff).post(address("evidence_upload"), data)
    assert response.url == address("measure_edit", measure.pk) + "#evidence"
    new = Evidence.objects.exclude(pk=known.pk).get()
    assert set(measure.evidence.all()) == {known, new}


def test_upload_for_an_item_is_used_there(sign_in, staff, address, item, year):
    data = upload(("ก.pdf", pdf()), used=f"item-{item.pk}")
    response = sign_in(staff).post(address("evidence_upload"), data)
    assert response.url == f"{address('evidence')}?used=item-{item.pk}"
    assert [link.item for link in year.item_evidence.all()] == [item]


@pytest.mark.parametrize("used", ["measure-0", "item-x", "page-1", "measure", "item-²"])
def test_use_that_is_not_of_the_year_is_not_found(sign_in, staff, address, used):
    client = sign_in(staff)
    assert client.post(address("evidence_upload"), upload(used=used)).status_code == 404
    assert client.get(address("evidence_address"), {"used": used}).status_code == 404
    assert client.get(address("evidence"), {"used": used}).status_code == 200


def test_measure_of_another_year_is_not_found(sign_in, staff, address, make_year, add):
    from measures.models import Measure

    other = Measure.objects.create(assessment=make_year(2568), title="ก")
    data = {"evidence": add(pdf()).pk, "used": f"measure-{other.pk}"}
    assert sign_in(staff).post(address("evidence_attach"), data).status_code == 404


def test_list_filters_by_use_and_kind(sign_in, staff, address, add, make_measure, item, year, make_year):
    measure = make_measure("ก")
    used, answer, picture = add(pdf()), add(docx()), add(png(), "ภาพ.png")
    services.attach(by=staff, evidence=used, assessment=measure.assessment, use=measure)
    services.attach(by=staff, evidence=answer, assessment=year, use=item)
    web = services.add_address(by=staff, assessment=year, title="เว็บ", address="https://a.go.th")
    older = services.add_file(by=staff, assessment=make_year(2568), content=jpeg(), filename="ปีอื่น.jpg").evidence

    def shown(**query) -> set[int]:
        return set(map(int, cards(client.get(address("evidence"), query).content.decode())))

    client = sign_in(staff)
    assert shown() == {used.pk, answer.pk, picture.pk, web.pk}
    assert shown(used=f"measure-{measure.pk}") == {used.pk}
    assert shown(used=f"item-{item.pk}") == {answer.pk}
    assert shown(used="unused") == {picture.pk, web.pk}
    assert shown(used="other") == {older.pk}
    assert shown(kind="picture") == {picture.pk}
    assert shown(kind="pdf") == {used.pk}
    assert shown(kind="office", used=f"item-{item.pk}") == {answer.pk}
    assert shown(kind="address") == {web.pk}
    services.attach(by=staff, evidence=older, assessment=measure.assessment, use=measure)
    assert shown(used=f"measure-{measure.pk}") == {used.pk, older.pk}
    assert shown(used="other") == set()


def test_list_shows_size_day_and_use(sign_in, staff, address, add, make_measure, year):
    stored = add(pdf(b"x" * 2_000_000), "รายงาน.pdf", dated=date(2023, 9, 30))
    services.attach(by=staff, evidence=stored, assessment=year, use=make_measure("อบรมจริยธรรม"))
    html = sign_in(staff).get(address("evidence")).content.decode()
    assert "ไฟล์ที่เพิ่มในปีนี้รวม 1.9\xa0MB" in html
    assert "30 ก.ย. 2566" in html
    assert "(ปีงบประมาณ 2566)" in html
    assert 'title="อบรมจริยธรรม">อบรมจริยธรรม</a>' in html


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_a_fixed_number_of_questions(
    sign_in, staff, address, add, make_measure, item, year, count, django_assert_num_queries
):
    for n in range(count):
        stored = add(png(size=(20 + n, 20)), f"{n}.png")
        services.attach(by=staff, evidence=stored, assessment=year, use=make_measure(str(n)))
        services.attach(by=staff, evidence=stored, assessment=year, use=item)
    client, measure = sign_in(staff), year.measures.first()
    for page, queries in (
        (address("evidence"), 14),
        (address("evidence_page", stored.pk), 13),
        (address("measure_edit", measure.pk), 16),
        (address("items"), 10),
    ):
        with django_assert_num_queries(queries):
            assert client.get(page).status_code == 200


def test_deleted_evidence_can_be_brought_back_from_the_list(sign_in, staff, auditor, address, add):
    stored = add(pdf(), "รายงาน.pdf")
    client = sign_in(staff)
    done = client.post(address("evidence_delete", stored.pk), follow=True)
    html = done.content.decode()
    assert (cards(html), html.count("<span>ลบ “รายงาน” แล้ว</span>")) == ([], 1)
    assert len(cards(undo(client, done).content.decode())) == 1
    client.post(address("evidence_delete", stored.pk), follow=True)
    html = client.get(address("evidence")).content.decode()
    assert (html.count("ลบ “รายงาน” แล้ว"), html.count("หลักฐานที่ลบไป (1)")) == (0, 1)
    assert client.get(address("evidence_page", stored.pk)).status_code == 200
    assert sign_in(auditor).get(address("evidence_page", stored.pk)).status_code == 404
    assert "หลักฐานที่ลบไป" not in client.get(address("evidence")).content.decode()
    sign_in(staff).post(address("evidence_restore", stored.pk))
    assert list(Evidence.objects.kept()) == [stored]


def test_evidence_page_edits_and_tells_where_it_is_used(sign_in, staff, address, add, make_measure, item, year):
    stored, measure = add(pdf(), "รายงาน.pdf"), make_measure("อบรม")
    client, page = sign_in(staff), address("evidence_page", stored.pk)
    for key in (f"measure-{measure.pk}", f"item-{item.pk}"):
        response = client.post(address("evidence_attach"), {"evidence": stored.pk, "used": key, "on_page": "1"})
        assert response.url == page
    html = flat(client.get(page).content.decode())
    assert f'#measure-{measure.pk}">อบรม</a>' in html
    assert f'?used=item-{item.pk}">{item.code} ' in html
    shown = re.search(r'name="shown" value="(\w+)"', html)[1]
    response = client.post(page, {"title": "ใหม่", "dated": "๑ เมษายน ๒๕๖๗", "shown": shown})
    assert response.url == page
    stored.refresh_from_db()
    assert (stored.title, stored.dated) == ("ใหม่", date(2024, 4, 1))
    response = client.post(page, {"title": "อื่น", "dated": "", "shown": shown})
    assert response.status_code == 409
    for key in (f"measure-{measure.pk}", f"item-{item.pk}"):
        client.post(address("evidence_detach"), {"evidence": stored.pk, "used": key})
    assert (stored.measures.count(), stored.item_uses.count()) == (0, 0)


def test_address_is_added_with_its_way_and_used(sign_in, staff, address, item, year):
    client = sign_in(staff)
    page = f"{address('evidence_address')}?used=item-{item.pk}"
    typed = {"title": "แผน", "address": "https://a.go.th/แผน", "click_path": "หน้าแรก > ITA", "dated": ""}
    assert client.post(page, typed).url == f"{address('evidence')}?used=item-{item.pk}"
    stored = Evidence.objects.get()
    assert (stored.address, stored.click_path) == ("https://a.go.th/แผน", "หน้าแรก > ITA")
    assert [item_use.item for item_use in stored.item_uses.all()] == [item]
    html = client.get(address("evidence")).content.decode()
    assert 'href="https://a.go.th/แผน" rel="noreferrer noopener">a.go.th/แผน</a>' in html
    response = client.post(page, {**typed, "address": "https://me:secret@a.go.th/"})
    assert (response.status_code, Evidence.objects.count()) == (422, 1)
    assert "มีชื่อผู้ใช้หรือรหัสผ่าน" in response.content.decode()


def given_out(response) -> tuple[str, str, bytes]:
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"].startswith("private")
    body = b"".join(response.streaming_content)  # which closes the response
    return response["Content-Type"], unquote(response["Content-Disposition"]), body


def test_document_is_given_out_as_a_download_of_its_true_type(sign_in, auditor, address, add):
    stored = add(pdf(), 'ราย"งาน\u202e.html')
    assert given_out(sign_in(auditor).get(address("evidence_file", stored.pk))) == (
        "application/pdf",
        "attachment; filename*=utf-8''ราย\"งาน.pdf",
        pdf(),
    )


def test_picture_opens_and_downloads(sign_in, auditor, address, add):
    stored, client = add(jpeg(), "ภาพ.png"), sign_in(auditor)
    kind, disposition, body = given_out(client.get(address("evidence_file", stored.pk)))
    assert (kind, disposition) == ("image/jpeg", "inline; filename*=utf-8''ภาพ.jpg")
    assert b"Secret" not in body
    _, disposition, _ = given_out(client.get(address("evidence_file", stored.pk) + "?download"))
    assert disposition == "attachment; filename*=utf-8''ภาพ.jpg"


def test_pictures_for_lists_and_documents_are_small(sign_in, auditor, address, add):
    stored, client = add(jpeg(size=(2000, 1000)), "ภาพ.jpg"), sign_in(auditor)

    def size(kind: str) -> tuple[int, int]:
        response = client.get(address("evidence_picture", stored.pk, kind))
        body = b"".join(response.streaming_content)  # which closes the response
        return Image.open(BytesIO(body)).size

    assert (size("thumbnail"), size("print")) == ((320, 160), (1600, 800))
    assert client.get(address("evidence_picture", stored.pk, "file")).status_code == 404
    document = add(pdf())
    assert client.get(address("evidence_picture", document.pk, "print")).status_code == 404


def test_newer_file_is_shown_with_those_before_it_and_undone(sign_in, staff, auditor, address, add):
    stored, client = add(pdf(), "แผน.pdf"), sign_in(staff)
    page = address("evidence_page", stored.pk)
    assert "ไฟล์ทุกฉบับ" not in client.get(page).content.decode()
    newer = docx()
    new = SimpleUploadedFile("แผน.docx", newer)
    done = client.post(address("evidence_replace", stored.pk), {"file": new}, follow=True)
    assert notices(done) == [("success", "เปลี่ยนไฟล์ของ “แผน” แล้ว ไฟล์ก่อนหน้ายังดาวน์โหลดได้")]
    html = flat(done.content.decode())
    assert re.findall(r"ฉบับที่ \d(?: \(ปัจจุบัน\))?</strong>[^<]*", html) == [
        "ฉบับที่ 2 (ปัจจุบัน)</strong>แผน.docx",
        "ฉบับที่ 1</strong>แผน.pdf",
    ]
    assert html.count("นักวิเคราะห์นโยบายและแผน") >= 2
    client = sign_in(auditor)
    earlier = [address("evidence_earlier_file", stored.pk, number) for number in (1, 2, 3, 0)]
    assert given_out(client.get(earlier[0]))[1:] == ("attachment; filename*=utf-8''แผน.pdf", pdf())
    now = given_out(client.get(address("evidence_file", stored.pk)))[2]
    assert given_out(client.get(earlier[1]))[2] == now == newer
    assert [client.get(path).status_code for path in earlier[2:]] == [404, 404]
    undo(sign_in(staff), done)
    assert given_out(client.get(address("evidence_file", stored.pk)))[2] == pdf()
    assert given_out(client.get(earlier[1]))[2] == newer  # what was taken back stays in the history


def test_history_tells_of_a_newer_file_of_the_same_name(sign_in, staff, address, add):
    stored, client = add(pdf(), "แผน.pdf"), sign_in(staff)
    client.post(address("evidence_replace", stored.pk), {"file": SimpleUploadedFile("แผน.pdf", pdf(b"%1\n"))})
    html = flat(client.get(address("history"), {"kind": "evidence"}).content.decode())
    newer = Evidence.objects.get().sha256[:8]
    assert (stored.sha256[:8] in html, newer in html) == (True, True)


def test_replacing_without_a_file_or_with_a_bad_one_changes_nothing(sign_in, staff, address, add, settings):
    settings.EVIDENCE_MAX_MB = 1
    stored, client = add(pdf()), sign_in(staff)
    replace = address("evidence_replace", stored.pk)
    assert notices(client.post(replace, follow=True)) == [("error", "ยังไม่ได้เลือกไฟล์ จึงไม่ได้เปลี่ยน")]
    for content, told in ((b"<svg/>", "เนื้อไฟล์ไม่ใช่"), (pdf(bytes(1_000_000)), "ไฟล์ใหญ่เกิน 1 MB")):
        [(level, text)] = notices(client.post(replace, {"file": SimpleUploadedFile("ก", content)}, follow=True))
        assert (level, text.startswith(told)) == ("error", True)
    assert len(Evidence.objects.get().files()) == 1


def test_file_is_asked_for_again_but_sent_once(sign_in, staff, address, add):
    stored, client = add(jpeg()), sign_in(staff)
    picture = address("evidence_picture", stored.pk, "thumbnail")
    first = client.get(picture)
    given_out(first)
    assert client.get(picture, headers={"If-None-Match": first["ETag"]}).status_code == 304
    services.replace_file(by=staff, evidence=stored, content=jpeg(size=(60, 60)), filename="ข.jpg")
    again = client.get(picture, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    given_out(again)


# What a file is called, how a browser sends that, what it is called when it is given out.
NAMES = [
    ('ราย"งาน"; ก.pdf', "ราย%22งาน%22; ก.pdf", 'ราย"งาน"; ก.pdf'),
    ('a"b; c.pdf', "a%22b; c.pdf", 'a"b; c.pdf'),
    ("ก๊วยเตี๋ยว น้ำ ผู้ใหญ่.PDF", "ก๊วยเตี๋ยว น้ำ ผู้ใหญ่.PDF", "ก๊วยเตี๋ยว น้ำ ผู้ใหญ่.PDF"),
    ("คำสั่งที่ 12.2567", "คำสั่งที่ 12.2567", "คำสั่งที่ 12.2567.pdf"),
    ("รายงาน", "รายงาน", "รายงาน.pdf"),
    ("100% ก&ข 'จริง' (1)+#.pdf", "100% ก&ข 'จริง' (1)+#.pdf", "100% ก&ข 'จริง' (1)+#.pdf"),
    ("แผน.pdf", "C:\\งาน\\แผน.pdf", "แผน.pdf"),
    ("แผน.pdf", "../../งาน/แผน.pdf", "แผน.pdf"),
    ("แผน.html", "แผน.html", "แผน.pdf"),
    (".pdf", ".pdf", ".pdf"),
    ("ย" * 251 + ".pdf", "ย" * 300 + ".pdf", "ย" * 251 + ".pdf"),
]


def as_browsers_send(name: str, content: bytes) -> dict:
    head = f'--x\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\nContent-Type: text/html\r\n\r\n'
    body = head.encode() + content + b"\r\n--x--\r\n"
    return {"data": body, "content_type": "multipart/form-data; boundary=x"}


@pytest.mark.parametrize(("kept", "sent", "given"), NAMES)
def test_name_of_a_file_stays_whole_from_upload_to_download(sign_in, staff, address, kept, sent, given):
    client = sign_in(staff)
    client.post(address("evidence_upload"), **as_browsers_send(sent, pdf()))
    stored = Evidence.objects.get()
    response = client.get(address("evidence_file", stored.pk))
    _, parameters = parse_header_parameters(response["Content-Disposition"])  # as RFC 6266 has it read
    given_out(response)
    assert (stored.filename, parameters["filename"]) == (kept, given)


@pytest.mark.parametrize(("name", "title"), [("คำสั่งที่ 12.2567", "คำสั่งที่ 12.2567"), ("แผน.jpeg", "แผน"), (".pdf", "PDF")])
def test_title_is_the_name_without_its_ending(add, name, title):
    assert add(pdf(), name).title == title


def test_lost_file_is_not_found(sign_in, staff, address, add):
    stored = add(jpeg())
    stored.file.storage.delete(stored.file.name)
    client = sign_in(staff)
    assert client.get(address("evidence_file", stored.pk)).status_code == 404
    assert client.get(address("evidence_picture", stored.pk, "print")).status_code == 404


def test_evidence_of_another_municipality_is_not_found(
    sign_in, administrator, staff, address, year, make_year, other_municipality
):
    """Not even through an address of the own year, nor for an administrator, who sees both."""
    other = make_year(2567, of=other_municipality)
    foreign = services.add_file(by=administrator, assessment=other, content=jpeg(), filename="a.jpg").evidence
    for user in (staff, administrator):
        client = sign_in(user)
        assert client.get(address("evidence_page", foreign.pk)).status_code == 404
        assert client.get(address("evidence_file", foreign.pk)).status_code == 404
        assert client.get(address("evidence_picture", foreign.pk, "thumbnail")).status_code == 404
        data = {"evidence": foreign.pk, "used": f"item-{year.framework.items.first().pk}"}
        assert client.post(address("evidence_attach"), data).status_code == 404


def test_items_page_counts_the_evidence_of_each(sign_in, staff, auditor, address, add, year):
    year.item_scores.create(item=(item := year.framework.items.order_by("pk").last()), value=100)
    for content in (pdf(), docx()):
        services.attach(by=staff, evidence=add(content), assessment=year, use=item)
    services.delete_evidence(by=staff, evidence=Evidence.objects.first())
    link = f'<a href="{address("evidence")}?used=item-{item.pk}">1 รายการ'
    for user in (staff, auditor):
        assert link in flat(sign_in(user).get(address("items")).content.decode())

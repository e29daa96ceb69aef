"""The admin site: Thai throughout, definitions that hold together, real pictures, accounts."""

import re

import pytest
from django.contrib import admin
from django.urls import reverse

from assessments.models import Municipality, User
from measures.models import Measure
from reports.models import Document, IssuedDocument
from tests.conftest import PASSWORD

NEW_PASSWORD = "วลียาวที่จำได้ง่าย"
ENGLISH = {  # what may stand in Latin letters: codes, keys and the portal's own names
    *"ITA IIT EIT OIT ADMINISTRATOR PNG JPEG MB administrator staff Control Command Enter Esc Mac Django".split(),
    *"AA A B C D E F Service E-Service Social Network".split(),
}


@pytest.fixture
def site(sign_in, administrator):
    return sign_in(administrator)


def change(model, pk) -> str:
    return reverse(f"admin:assessments_{model}_change", args=[pk])


def posted(response) -> dict:
    """Return what the browser would post from an admin page without a change."""
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    data = {}
    for form in forms:
        for bound in form:
            value = bound.value()
            if value not in (None, "") and value is not False and not hasattr(value, "url"):
                data[bound.html_name] = value() if callable(value) else value
    return data


def faults(response) -> list[str]:
    html = response.content.decode()
    return [
        re.sub("<[^>]+>", "", fault)
        for errors in re.findall(r'<ul class="errorlist[^>]*>(.*?)</ul>', html, re.S)
        for fault in re.findall(r"<li>(.*?)</li>", errors, re.S)
    ]


def words_of(html: str) -> set[str]:
    """Return the Latin words that a reader sees."""
    body = re.sub(r"<(script|style|option|select).*?</\1>", " ", html[html.index("<body") :], flags=re.S)
    return set(re.findall(r"[A-Za-z][A-Za-z-]+", re.sub(r"<[^>]+>|&\w+;|&#\w+;", " ", body)))


ADMIN_PAGES = [
    f"admin:assessments_{model}_{page}"
    for model in ("municipality", "user", "assessment")
    for page in ("changelist", "add", "change", "delete", "history")
]


@pytest.mark.parametrize("name", [*ADMIN_PAGES, "admin:index"])
def test_admin_pages_are_thai(site, staff, year, name):
    objects = {"municipality": year.municipality, "user": staff, "assessment": year}
    one = name.split("_")[-1] in ("change", "delete", "history")
    arguments = [objects[name.split("_")[1]].pk] if one else []
    html = site.get(reverse(name, args=arguments)).content.decode()
    assert words_of(html) - ENGLISH == set()


def test_history_tells_the_change_in_thai_with_a_buddhist_year(site, municipality):
    response = site.get(change("municipality", municipality.pk))
    site.post(change("municipality", municipality.pk), posted(response) | {"district": "ใหม่"})
    html = site.get(reverse("admin:assessments_municipality_history", args=[municipality.pk])).content.decode()
    assert "แก้ไข อำเภอ" in html
    assert re.search(r"\d+ \S+ 25\d\d เวลา \d\d:\d\d น\.", html)


def test_admin_site_knows_no_groups():
    assert "auth.group" not in {model._meta.label_lower for model in admin.site._registry}


def test_admin_words_of_the_scripts_are_thai(site):
    text = site.get("/admin/jsi18n/").content.decode()
    assert "\\u0e40\\u0e25\\u0e37\\u0e2d\\u0e01 %(sel)s" in text


def test_definitions_are_not_edited_in_the_admin_site_but_linked_from_it(site):
    assert not {"Framework", "Indicator", "Item"} & {model.__name__ for model in admin.site._registry}
    assert '<a href="/frameworks/">เกณฑ์ประจำปี</a>' in site.get("/admin/").content.decode()


# ---- Municipalities


def upload(site, municipality, **files):
    address = change("municipality", municipality.pk)
    return site.post(address, posted(site.get(address)) | files)


@pytest.mark.parametrize(("image_format", "suffix"), [("PNG", ".png"), ("JPEG", ".jpg")])
def test_picture_is_stored_under_what_it_is(site, municipality, picture, image_format, suffix):
    assert upload(site, municipality, emblem=picture("ตรา.png", image_format)).status_code == 302
    municipality.refresh_from_db()
    assert municipality.emblem.name.endswith(suffix)
    page = site.get(change("municipality", municipality.pk)).content.decode()
    assert 'src="/municipalities/99990001/emblem/"' in page
    assert "/media/" not in page


def test_picture_can_be_removed(site, municipality, picture):
    upload(site, municipality, seal=picture())
    upload(site, municipality, **{"seal-clear": "on"})
    municipality.refresh_from_db()
    assert not municipality.seal


@pytest.mark.parametrize(
    ("name", "image_format", "size", "message"),
    [
        ("a.png", "GIF", (4, 4), "เนื้อไฟล์ไม่ใช่ภาพ PNG หรือ JPEG"),
        ("a.gif", "GIF", (4, 4), "เนื้อไฟล์ไม่ใช่ภาพ PNG หรือ JPEG"),
        ("a.png", "PNG", (5000, 4000), "ภาพมีขนาด 5000×4000 จุด ใหญ่เกินไป"),
    ],
)
def test_picture_of_another_kind_is_refused(site, municipality, picture, name, image_format, size, message):
    response = upload(site, municipality, emblem=picture(name, image_format, size))
    assert [fault[: len(message)] for fault in faults(response)] == [message]


def test_picture_must_be_one_and_light(site, municipality, picture):
    text = picture()
    text.file.seek(0)
    text.file.write(b"<svg onload=alert(1)>")
    text.file.seek(0)
    assert "ไฟล์นี้ไม่ใช่ภาพ" in faults(upload(site, municipality, emblem=text))[0]
    heavy = picture()
    heavy.file.seek(0, 2)
    heavy.file.write(b"\0" * 1_000_001)
    heavy.file.seek(0)
    heavy.size = len(heavy.file.getvalue())
    assert faults(upload(site, municipality, emblem=heavy)) == ["ภาพใหญ่เกิน 1 MB ให้ย่อขนาดภาพก่อน"]


def test_municipality_search_and_units(site, municipality, other_municipality):
    listed = site.get(reverse("admin:assessments_municipality_changelist"), {"q": "99990002"})
    assert [row.code for row in listed.context["cl"].queryset] == ["99990002"]
    address = change("municipality", municipality.pk)
    data = posted(site.get(address)) | {"units-TOTAL_FORMS": "1", "units-0-name": "กองคลัง"}
    data["units-0-municipality"] = municipality.pk
    assert site.post(address, data).status_code == 302
    assert [unit.name for unit in municipality.units.all()] == ["กองคลัง"]


@pytest.fixture
def provinces(municipality):
    for number, province in enumerate(("ขอนแก่น", "เชียงใหม่", "กาญจนบุรี", "แพร่", "ไหนก็ได้")):
        Municipality.objects.create(code=f"9998000{number}", name="ก", kind="town", province=province)
    return ["กาญจนบุรี", "ขอนแก่น", "เชียงใหม่", "ทดสอบ", "แพร่", "ไหนก็ได้"]


@pytest.mark.parametrize(("model", "blank"), [("municipality", "เลือกจังหวัด"), ("user", "ไม่กำหนด")])
def test_province_is_chosen_in_dictionary_order(site, municipality, staff, provinces, model, blank):
    """Where an authority or an account is made or edited; an unknown one is refused."""
    row = {"municipality": municipality, "user": staff}[model]
    for address in (reverse(f"admin:assessments_{model}_add"), change(model, row.pk)):
        field = site.get(address).context["adminform"].form.fields["province"]
        assert [label for _, label in field.choices] == [blank, *provinces]
    address = change("municipality", municipality.pk)
    refused = site.post(address, posted(site.get(address)) | {"province": "พิมพ์เอง"})
    assert faults(refused) == ["“พิมพ์เอง” ไม่อยู่ในตัวเลือก โปรดเลือกใหม่"]


def test_provinces_to_filter_by_are_in_dictionary_order(site, provinces):
    [_, spec] = site.get(reverse("admin:assessments_municipality_changelist")).context["cl"].filter_specs
    assert spec.lookup_choices == provinces


def test_first_authority_of_an_empty_portal_has_its_province_typed(site):
    field = site.get(reverse("admin:assessments_municipality_add")).context["adminform"].form.fields["province"]
    assert not hasattr(field, "choices")


def test_what_is_typed_is_as_at_every_other_entrance(site, municipality):
    address = change("municipality", municipality.pk)
    data = posted(site.get(address)) | {"name": "เทศบาลตําบล\u00a0เเม่ปิง\u200b", "address": "๑  หมู่ ๒\r\nตํา บล  "}
    data |= {"units-TOTAL_FORMS": "1", "units-0-municipality": municipality.pk, "units-0-name": "สํานักปลัด"}
    assert faults(site.post(address, data, follow=True)) == []
    municipality.refresh_from_db()
    assert municipality.name == "เทศบาลตำบล แม่ปิง"
    assert municipality.address == "๑  หมู่ ๒\nตำ บล"
    assert municipality.units.get().name == "สำนักปลัด"


# ---- Accounts


def new_account(**fields) -> dict:
    return {"username": "new", "role": "staff", **fields}


def shown_link(response) -> str:
    return re.search(r"http://testserver(/password/[^<\s]+)", response.content.decode())[1]


def set_password(client, link: str):
    form = client.get(link).url
    return client.post(form, {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD})


def test_new_account_is_invited_by_a_link_that_works_once(site, client, municipality):
    data = new_account(municipality=municipality.pk, position="ปลัด")
    link = shown_link(site.post(reverse("admin:assessments_user_add"), data, follow=True))
    account = User.objects.get(username="new")
    assert (account.municipality, account.has_usable_password()) == (municipality, False)
    site.logout()
    set_password(client, link)
    assert client.post("/login/", {"username": "new", "password": NEW_PASSWORD}).status_code == 302
    client.logout()
    assert "ลิงก์นี้ใช้ไม่ได้แล้ว" in client.get(link).content.decode()


def test_link_goes_to_the_owner_alone_where_there_is_mail(site, municipality, settings, mailoutbox):
    settings.EMAIL_HOST, settings.PORTAL_URL = "mail.example", "https://ita.example"
    data = new_account(municipality=municipality.pk, email="palad@example.go.th")
    response = site.post(reverse("admin:assessments_user_add"), data, follow=True)
    assert "/password/" not in "".join(str(message) for message in response.context["messages"])
    assert [mail.to for mail in mailoutbox] == [["palad@example.go.th"]]
    assert "https://ita.example/password/" in mailoutbox[0].body


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "เจ้าหน้าที่และผู้อนุมัติต้องสังกัดหน่วยงาน"),
        ({"role": "administrator", "province": "ทดสอบ"}, "จังหวัดกำหนดได้เฉพาะผู้ตรวจสอบที่ไม่สังกัดหน่วยงาน"),
        ({"role": "auditor", "username": "STAFF"}, "มีชื่อผู้ใช้นี้แล้ว"),
        ({"role": "auditor", "username": "ก ข"}, "ชื่อผู้ใช้มีได้เฉพาะตัวอักษร ตัวเลข และ @ . + - _ ไม่มีเว้นวรรค"),
    ],
)
def test_account_faults_are_told_in_thai(site, staff, fields, message):
    response = site.post(reverse("admin:assessments_user_add"), new_account(**fields))
    assert faults(response) == [message]


def test_administrator_gives_a_new_link_and_sets_no_password(site, staff):
    data = {"action": "give_link", "_selected_action": [staff.pk]}
    assert shown_link(site.post(reverse("admin:assessments_user_changelist"), data, follow=True))
    assert site.get(f"/admin/assessments/user/{staff.pk}/password/").status_code in (302, 404)
    assert "password" not in site.get(change("user", staff.pk)).context["adminform"].form.fields
    staff.refresh_from_db()
    assert staff.check_password(PASSWORD)


def test_account_unit_must_be_of_its_municipality(site, staff, municipality, other_municipality):
    own = municipality.units.create(name="กองคลัง")
    address = change("user", staff.pk)
    data = {key: value for key, value in posted(site.get(address)).items() if key != "password"} | {"unit": own.pk}
    assert site.post(address, data).status_code == 302
    response = site.post(address, data | {"municipality": other_municipality.pk})
    assert faults(response) == ["กอง/สำนักนี้ไม่ใช่ของหน่วยงานที่เลือก ให้เว้นว่างหรือเลือกใหม่หลังบันทึกหน่วยงาน"]


# ---- Results


def test_assessment_keeps_its_municipality_and_year(site, year):
    fields = site.get(change("assessment", year.pk)).context["adminform"].form.fields
    assert list(fields) == ["official_total", "official_level", "province_rank", "province_count"]


def test_assessment_page_takes_few_queries(site, year, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        site.get(change("assessment", year.pk))


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("model", ["assessment", "user", "municipality"])
def test_lists_take_the_same_queries(site, make_year, make_user, model, rows, django_assert_max_num_queries):
    for number in range(rows):
        of = Municipality.objects.create(code=f"9998000{number}", name="ก", kind="town", province=f"ข{number}")
        make_year(2567, of=of)
        make_user(f"u{number}", "staff", municipality=of)
    with django_assert_max_num_queries(9):
        site.get(reverse(f"admin:assessments_{model}_changelist"))


def test_no_page_of_the_admin_site_shows_a_gregorian_year(site, staff, year):
    """Every list, form and history of what the site knows, each with a row of its own."""
    document = Document.objects.create(assessment=year, title=["รายงาน"], columns=[])
    deleted = Measure.objects.create(assessment=year, title="ก", position=0)
    Measure.with_deleted.filter(pk=deleted.pk).update(deleted_at=year.updated_at)
    staff.last_login = year.updated_at
    staff.save()
    issued = IssuedDocument.objects.create(
        assessment=year,
        kind="results",
        number=1,
        code="ITA-2345-6789-ABCD",
        software={},
        content={},
        package={},
        pdf="x",
        sha256="0" * 64,
        issued_by=staff,
        position="ปลัดเทศบาล",
        framework_revision=year.framework.revisions.first(),
    )
    rows = [year.municipality, staff, year, document, deleted, issued]
    assert {type(row) for row in rows} == set(admin.site._registry)
    shown = []
    for row in rows:
        name = f"admin:{row._meta.app_label}_{row._meta.model_name}"
        for page, arguments in (("changelist", []), ("change", [row.pk]), ("history", [row.pk])):
            text = re.sub(r"<[^>]*>", " ", site.get(reverse(f"{name}_{page}", args=arguments)).content.decode())
            shown += [(name, page, found) for found in re.findall(r"\b20[0-9]{2}\b", text)]
    assert shown == []

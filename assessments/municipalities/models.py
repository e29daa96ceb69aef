"""Local authorities and the units (กอง) inside them."""

import re
from collections.abc import Collection
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator, RegexValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Collate

from assessments.records.models import Records, history_of
from ita_portal.thai import ascii_digits, normalise, sort_key

MAX_EMBLEM_BYTES = 1_000_000
THAI = "th-x-icu"  # dictionary order: PostgreSQL has it from ICU, SQLite is given it by AssessmentsConfig
MOST_WORDS = 10
SHORT_KINDS = {"city": "ทน", "town": "ทม", "subdistrict": "ทต", "pao": "อบจ", "sao": "อบต"}
SHORT_KIND = re.compile(r"(ท\.?[นมต]|อ\.?บ\.?[จต])(?:\.(.*)|)", re.DOTALL)
APART = re.compile(r"(?<!\S)(จ\.|จังหวัด|อ\.|อำเภอ|ต\.) +")  # from the name that it belongs to
PLACE = re.compile(r"(จ\.|จังหวัด|อ\.|อำเภอ|ต\.|ตำบล)(.+)", re.DOTALL)
BY_NAME = (Collate("province", THAI), Collate("name", THAI), "code")


def check_emblem_size(file) -> None:
    """Refuse a picture that would make every printed document heavy."""
    if file.size > MAX_EMBLEM_BYTES:
        raise ValidationError("ภาพใหญ่เกิน 1 MB ให้ย่อขนาดภาพก่อน")


PICTURE: dict[str, Any] = {
    "blank": True,
    "validators": [FileExtensionValidator(["png", "jpg", "jpeg"]), check_emblem_size],
}


def seen_by(user, through: str = "") -> Q:
    """Return the condition of what this user may see at all; `through` leads from the rows to their municipality."""
    if user.role == user.Role.ADMINISTRATOR:
        return Q()
    if user.municipality_id:
        return Q(**{f"{through}pk": user.municipality_id})
    if user.role == user.Role.AUDITOR:
        return Q(**{f"{through}province": user.province}) if user.province else Q()
    return Q(pk__in=[])


def _says(word: str) -> Q:
    """Return the condition of a word of a search: ทต.นาดี, อบจ., จ.น่าน, อำเภอเมือง, or a part of anything."""
    if short := SHORT_KIND.fullmatch(word):
        kind = Q(kind__in=[kind for kind, name in SHORT_KINDS.items() if name == short[1].replace(".", "")])
        return kind & (_says(short[2]) if short[2] else Q())
    if place := PLACE.fullmatch(word):
        field = "province" if place[1].startswith("จ") else "district" if place[1].startswith("อ") else "name"
        return Q(**{f"{field}__icontains": place[2]}) | Q(name__icontains=word)
    parts = ((f"{column}__icontains", word) for column in ("name", "district", "province"))
    return Q(("code__startswith", word), *parts, _connector=Q.OR)


def _renamed() -> models.QuerySet[Any]:
    """Return what history holds of names and codes that are no longer in use."""
    now = Municipality.objects.filter(pk=OuterRef("id"))
    return history_of(Municipality).exclude(name=Subquery(now.values("name")), code=Subquery(now.values("code")))


def former_codes() -> dict[str, str]:
    """Return the code of today by each code that an authority of today had formerly; one query."""
    rows = history_of(Municipality).annotate(
        now=Subquery(Municipality.objects.filter(pk=OuterRef("id")).values("code"))
    )
    changed = rows.filter(now__isnull=False).exclude(code=F("now")).order_by("history_id")
    return dict(changed.values_list("code", "now"))


def former_names(municipalities: Collection["Municipality"]) -> dict[int, list[str]]:
    """Return the names that municipalities had formerly by their keys, the newest first; one query."""
    today = {row.pk: row.name for row in municipalities}
    rows = _renamed().filter(id__in=today).order_by("-history_id")
    names: dict[int, dict[str, None]] = {}
    for pk, name in rows.values_list("id", "name"):
        if name != today[pk]:
            names.setdefault(pk, {})[name] = None
    return {pk: list(former) for pk, former in names.items()}


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    def for_user(self, user) -> Self:
        """Return the municipalities whose rows this user may see at all."""
        return self.filter(seen_by(user))

    def provinces(self) -> list[str]:
        """Return the provinces of these, as a dictionary has them."""
        return sorted(self.order_by().values_list("province", flat=True).distinct(), key=sort_key)

    def alphabetical(self) -> Self:
        return self.order_by(*BY_NAME)

    def matching(self, words: str) -> Self:
        """Return those whose code, name, district or province holds each of the words, as officials shorten them.

        So does a name or code that they had formerly, with the places of that time.
        """
        typed = APART.sub(r"\1", ascii_digits(normalise(words[:200])))
        said = [_says(word) for word in typed.split()[:MOST_WORDS]]
        if not said:
            return self
        now = Q(*said)
        return self.filter(now | Q(pk__in=_renamed().filter(now).values("id")))


class Municipality(models.Model):
    """A local authority that is assessed. The code is the key of the Department of Local Administration."""

    class Kind(models.TextChoices):
        CITY = "city", "เทศบาลนคร"
        TOWN = "town", "เทศบาลเมือง"
        SUBDISTRICT = "subdistrict", "เทศบาลตำบล"
        PAO = "pao", "องค์การบริหารส่วนจังหวัด"
        SAO = "sao", "องค์การบริหารส่วนตำบล"
        SPECIAL = "special", "องค์กรปกครองส่วนท้องถิ่นรูปแบบพิเศษ"

    code = models.CharField(
        "รหัส", max_length=8, unique=True, validators=[RegexValidator(r"^\d{8}\Z", "รหัสต้องเป็นตัวเลข 8 หลัก")]
    )
    name = models.CharField("ชื่อ", max_length=200)
    kind = models.CharField("ประเภท", max_length=20, choices=Kind)
    district = models.CharField("อำเภอ", max_length=100, blank=True)
    province = models.CharField("จังหวัด", max_length=100)
    address = models.TextField("ที่อยู่", blank=True)
    emblem = models.ImageField(
        "ตราสำหรับหัวบันทึกข้อความ",
        upload_to="emblems/",
        help_text="ไฟล์ PNG หรือ JPEG ไม่เกิน 1 MB พิมพ์สูง 1.5 ซม. บนบันทึกข้อความ",
        **PICTURE,
    )
    seal = models.ImageField("ตราหน่วยงาน", upload_to="seals/", help_text="ไฟล์ PNG หรือ JPEG ไม่เกิน 1 MB", **PICTURE)

    objects = MunicipalityQuerySet.as_manager()
    history = Records("หน่วยงาน")

    class Meta:
        verbose_name = "หน่วยงาน"
        verbose_name_plural = "หน่วยงาน"
        ordering = ["province", "code"]
        indexes = [models.Index(fields=["province", "code"])]

    def __str__(self):
        return self.name


class Unit(models.Model):
    """A unit of a municipality that carries out measures."""

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="units", verbose_name="หน่วยงาน")
    name = models.CharField("ชื่อกอง/สำนัก", max_length=200)

    history = Records("กอง/สำนัก")

    class Meta:
        verbose_name = "กอง/สำนัก"
        verbose_name_plural = "กอง/สำนัก"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "name"],
                name="unit_name_unique",
                violation_error_message="มีกอง/สำนักชื่อนี้ในหน่วยงานแล้ว",
            )
        ]

    def __str__(self):
        return self.name

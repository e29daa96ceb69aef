"""A province of five authorities in 2567 and 2566, and one of another province."""

from decimal import Decimal

import pytest

from assessments.models import Municipality


def scores(value: str, **others: str) -> dict[int, str]:
    """Ten scores of one value; `i4="70"` is another one."""
    return dict.fromkeys(range(1, 11), value) | {int(name[1:]): other for name, other in others.items()}


@pytest.fixture
def province(make_year, municipality) -> dict[str, Municipality]:
    """By name: risen, fallen, held (more points, a lower level), same, unopened, and foreign of another province."""
    municipality.delete()  # whose years the fixture makes for other tests
    made = {
        name: Municipality.objects.create(
            code=f"9991000{place}", name=f"เทศบาล{name}", kind=kind, district=district, province=where
        )
        for place, (name, kind, district, where) in enumerate(
            (
                ("risen", "city", "เมือง", "ทดสอบ"),
                ("fallen", "town", "เมือง", "ทดสอบ"),
                ("held", "town", "แม่ริม", "ทดสอบ"),
                ("same", "subdistrict", "แม่ริม", "ทดสอบ"),
                ("unopened", "subdistrict", "แม่ริม", "ทดสอบ"),
                ("foreign", "subdistrict", "อื่น", "อื่น"),
            )
        )
    }
    results = {  # (total, level) before and now, scores of now
        "risen": (("90.00", "ผ่าน"), ("96.00", "ผ่านดีเยี่ยม"), scores("96")),
        "fallen": (("90.00", "ผ่าน"), ("75.00", "ต้องปรับปรุง"), scores("75")),
        "held": (("88.00", "ผ่านดี"), ("89.00", "ผ่าน"), scores("90", i4="80")),
        "same": (("87.00", "ผ่าน"), ("87.00", "ผ่าน"), scores("87")),
        "foreign": (("70.00", "ต้องปรับปรุง"), ("99.00", "ผ่านดีเยี่ยม"), scores("99")),
    }
    for name, (before, now, own) in results.items():
        for year, (total, level), values in ((2566, before, {}), (2567, now, own)):
            make_year(year, values, of=made[name], official_total=Decimal(total), official_level=level)
    return made


@pytest.fixture
def names_on(province):
    """Return a function that gives the names of the authorities that an answer shows, in its order."""

    def names(response) -> list[str]:
        return [row.name.removeprefix("เทศบาล") for row in response.context["rows"]]

    return names

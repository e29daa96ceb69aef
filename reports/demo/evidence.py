"""Evidence of the demo: drawn pictures, a web address, and the photo annex that prints them."""

from datetime import date
from io import BytesIO

from PIL import Image, ImageDraw

from assessments.models import Assessment, User
from ita_portal.thai import BE_OFFSET
from measures.evidence import services
from reports.builder.services import add_block

PICTURES = (
    ("ประชุมชี้แจงแนวทางการประเมินแก่บุคลากร", "#dbe8f5", "#4d7d58"),
    ("จุดบริการเบ็ดเสร็จที่ปรับปรุงใหม่", "#f3ead7", "#8a6d4b"),
    ("รับฟังความคิดเห็นของประชาชนในชุมชน", "#e3f0e4", "#4b6c8a"),
    ("อบรมจริยธรรมและวินัยของพนักงาน", "#ece4f2", "#6b5b86"),
)
WITH_ADDRESS = 6  # measures of the reported year
PEOPLE = ("#274b7a", "#8c3b3b", "#2f6b5a", "#7a5a27", "#54407a")


def add_pictures(*, by: User, year: Assessment) -> None:
    """Give a year drawn pictures, used by its first measures, a web address, and a photo annex that prints them."""
    first = year.fiscal_year - BE_OFFSET
    kept, rows = [], list(year.measures.all()[: len(PICTURES)])
    for place, (title, sky, ground) in enumerate(PICTURES):
        added = services.add_file(
            by=by,
            assessment=year,
            content=_drawing(sky, ground, people=3 + place % 3),
            filename=f"{title}.png",
            dated=date(first, 1 + place, 15),
        )
        kept.append(added.evidence)
    for evidence, measure in zip(kept, rows, strict=False):
        services.attach(by=by, evidence=evidence, assessment=measure.assessment, use=measure)
    address = services.add_address(
        by=by,
        assessment=year,
        title="รายงานผลการดำเนินการ บนเว็บไซต์ของเทศบาล",
        address="https://www.example.go.th/ita/รายงานผล",
        click_path="หน้าแรก > การเปิดเผยข้อมูลสาธารณะ (ITA) > รายงานผลการดำเนินการ",
        dated=date(first, 4, 30),
    )
    if item := year.framework.items.last():
        services.attach(by=by, evidence=address, assessment=year, use=item)
    photos = [{"evidence": picture.pk, "caption": picture.title} for picture in kept]
    section = {"type": "photos", "heading": "ภาคผนวก ภาพถ่ายกิจกรรม", "per_page": 4, "photos": photos}
    add_block(by=by, document=year.documents.earliest("pk"), section=section)


def add_addresses(*, by: User, year: Assessment) -> None:
    """Show on the web what most measures of a year have done; the last ones lack it still."""
    day = date(year.fiscal_year - BE_OFFSET, 8, 20)
    for place, measure in enumerate(year.measures.all()[:WITH_ADDRESS], start=1):
        title, address = (
            f"ผลการดำเนินการตามมาตรการที่ {place}",
            f"https://www.example.go.th/ita/{year.fiscal_year}/{place}",
        )
        shown = services.add_address(by=by, assessment=year, title=title, address=address, dated=day)
        services.attach(by=by, evidence=shown, assessment=year, use=measure)


def _drawing(sky: str, ground: str, *, people: int) -> bytes:
    """Return a simple drawing of people in front of a scene as PNG."""
    width, height = 1200, 800
    picture = Image.new("RGB", (width, height), sky)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, height * 0.62, width, height), fill=ground)
    for place in range(people):
        middle = width * (place + 1) // (people + 1)
        pen.ellipse((middle - 55, 290, middle + 55, 400), fill="#d9a878")
        pen.rounded_rectangle((middle - 75, 410, middle + 75, 690), 40, fill=PEOPLE[place])
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()

"""Fill a portal for test_printing: eight municipalities with the largest document allowed, and an ordinary one.

Prints the codes of the municipalities and a session of each as JSON, the ordinary one last.
"""

import json
import os

import django

PRINTING = 8
WORDS = "การประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ ประจำปีงบประมาณ พ.ศ. 2567 "


def fill(place: int, *, largest: bool) -> list[str]:
    from django.conf import settings
    from django.test import Client

    from assessments.models import Assessment, Framework, Municipality, User
    from measures.models import Measure
    from reports.documents.caps import shares_of
    from reports.models import Block, Document

    municipality = Municipality.objects.create(code=f"98{place:06}", name=f"เทศบาล {place}", kind="town", province="ก")
    year = Assessment.objects.create(municipality=municipality, framework=Framework.objects.get(fiscal_year=2567))
    for number in range(30):
        Measure.objects.create(assessment=year, title=f"มาตรการ {number}", steps=WORDS * 3, position=number)
    columns = [{"field": "title", "heading": "มาตรการ"}, {"field": "steps", "heading": "ขั้นตอน"}]
    document = Document.objects.create(assessment=year, title=[f"รายงาน {place}"], columns=columns)
    Block.objects.create(document=document, type="measures", heading="")
    for position in range(settings.DOCUMENT_MAX_BLOCKS - 1 if largest else 3):
        data = {"paragraphs": [WORDS * 8] * 4}
        block = Block.objects.create(document=document, type="text", heading="", data=data, position=position + 1)
    if largest:  # up to the last letter
        share = shares_of(document)[1]
        block.data["paragraphs"].append((WORDS * 4_000)[: share.most - share.count])
        block.save()
        assert [share.count - share.most for share in shares_of(document)[:2]] == [0, 0]
    client = Client()
    client.force_login(User.objects.create_user(f"u{place}", role="staff", municipality=municipality))
    return [municipality.code, client.cookies["sessionid"].value]


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ita_portal.settings")
    django.setup()
    from assessments.frameworks.shipped import load_frameworks

    load_frameworks()
    print(json.dumps([fill(place, largest=place < PRINTING) for place in range(PRINTING + 1)]))


if __name__ == "__main__":
    main()

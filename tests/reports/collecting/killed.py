"""A program of its own for test_kill: prepares a collection in its database, makes it, or tells what became of it."""

import json
import os
import sys

import django

TOWNS = 12


def prepare() -> None:
    """Fill the database and ask for a collection."""
    from django.core.management import call_command

    from assessments.frameworks.shipped import load_frameworks
    from assessments.models import Assessment, Framework, Municipality, User
    from reports.collecting.services import start_collection

    call_command("migrate", verbosity=0)
    load_frameworks()
    framework = Framework.objects.get(fiscal_year=2567)
    for number in range(TOWNS):
        town = Municipality.objects.create(
            code=f"98{number:06}", name=f"เทศบาล {number}", kind="town", province="ทดสอบ"
        )
        Assessment.objects.create(municipality=town, framework=framework, official_total=90)
    by = User.objects.create_superuser("administrator", "รหัสผ่านสำหรับทดสอบ-2567")
    start_collection(by=by, fiscal_year=2567, places=Municipality.objects.all(), chosen="")


def make() -> None:
    """Make the collection as a worker does that was started after another died, and say so for each document."""
    from django.utils import timezone

    from reports.collecting import services
    from reports.models import Collection

    end = services._end

    def end_and_tell(part, **fields) -> None:
        end(part, **fields)
        print(part.position, flush=True)

    services._end = end_and_tell
    Collection.objects.filter(state="working").update(lease_until=timezone.now())
    [pk] = services.leases.left_undone()
    while services.make_slice(pk):
        pass


def tell() -> None:
    from reports.models import Collection, Part

    collection = Collection.objects.get()
    parts = Part.objects.order_by("position")
    print(json.dumps([collection.state, collection.attempts, [[p.state, p.attempts, p.file.name] for p in parts]]))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ita_portal.settings")
    django.setup()
    {"prepare": prepare, "make": make, "tell": tell}[sys.argv[1]]()

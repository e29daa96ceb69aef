"""A program of its own for test_nation: makes the nation in its database and asks pages about all authorities.

Prints a line of JSON for each page: the address, the median and the slowest of nine answers in milliseconds.
"""

import json
import os
import statistics
import time
from itertools import product

import django

TRIES = 9
FILTERS = (
    "",
    "kind=town",
    "state=overdue",
    "state=published",
    "change=fell",
    "below=70",
    "indicator=4&below=60",
    "indicator=4&below=60&change=fell",
    "level=-",
)
SORTS = ("name", "rank", "announced", "-i4", "change", "level", "state", "measures")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ita_portal.settings")
    django.setup()
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from assessments.frameworks.shipped import load_frameworks
    from assessments.models import Assessment, Municipality, User

    settings.MIGRATION_MODULES = dict.fromkeys(apps.app_configs)  # the tables as they are: as in all tests
    settings.ALLOWED_HOSTS, settings.STORAGES = ["testserver"], {**settings.STORAGES, "staticfiles": PLAIN}
    call_command("migrate", run_syncdb=True, verbosity=0)
    load_frameworks()
    call_command("generate_nation", years=8, seed=1, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client()
    client.force_login(User.objects.get(username="admin"))
    results = Assessment.objects.filter(official_total__isnull=False)
    year = results.order_by("-framework__fiscal_year").values_list("framework__fiscal_year", flat=True)[0]
    province = Municipality.objects.order_by("code")[0].province
    queries = [*FILTERS, f"province={province}", *(f"sort={sort}" for sort in SORTS), "page=100"]
    pages = [f"/overview/{year}/{part}?{query}" for part, query in product(("", "warnings/", "progress/"), queries)]
    for page in [*pages, "/municipalities/?q=นาดี", "/overview/trend/", f"/overview/{year}/map/"]:
        taken = []
        for _ in range(TRIES):
            began = time.perf_counter()
            status = client.get(page).status_code
            taken.append((time.perf_counter() - began) * 1000)
            assert status == 200, (page, status)
        print(json.dumps({"page": page, "median": statistics.median(taken), "slowest": max(taken)}), flush=True)


PLAIN = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
if __name__ == "__main__":
    main()

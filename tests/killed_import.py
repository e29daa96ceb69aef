"""A program of its own for test_import_kill: runs one import again and again, each time killed somewhere else.

Prints a line of JSON for each point: what the kill left behind, and what a restart made of it. Each run is a process
that really ends by SIGKILL; before each, the database is put back to where the import was confirmed. With the name of
a step it does that alone, for test_postgres_kill.
"""

import json
import os
import random
import shutil
import signal
import sys
import time
from io import BytesIO
from pathlib import Path

import django

POINTS, MOMENTS = 12, 4  # kills after so many statements spread over the run, and at so many random times
MUNICIPALITIES = 120


def prepare() -> int:
    """Fill the database and confirm an import of new and changed scores; return its key."""
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command

    from assessments.frameworks.shipped import load_frameworks
    from assessments.models import Assessment, Framework, Indicator, IndicatorScore, Municipality, User
    from assessments.spreadsheets.resources.kinds import all_kinds
    from assessments.spreadsheets.services import check_import, confirm_import, upload_import
    from assessments.tabular.writer import write_csv

    settings.MIGRATION_MODULES = dict.fromkeys(apps.app_configs)  # the tables as they are: as in all tests
    call_command("migrate", run_syncdb=True, verbosity=0)
    load_frameworks()
    codes = [f"98{n:06}" for n in range(MUNICIPALITIES)]
    places = Municipality.objects.bulk_create(
        Municipality(code=code, name=f"เทศบาล {code}", kind="town", province="ทดสอบ") for code in codes
    )
    framework = Framework.objects.get(fiscal_year=2567)
    indicators = list(Indicator.objects.filter(framework=framework))
    for place in places[::2]:
        year = Assessment.objects.create(municipality=place, framework=framework)
        IndicatorScore.objects.bulk_create(
            IndicatorScore(assessment=year, indicator=indicator, value=50) for indicator in indicators
        )
    kind = all_kinds()["indicator-scores"]
    rows = [
        {"code": code, "fiscal_year": 2567, "indicator": indicator.number, "value": 60 + indicator.number}
        for code in codes
        for indicator in indicators
    ]
    columns = [column for column in kind.columns() if column.name in rows[0]]
    by = User.objects.create_superuser("administrator", "รหัสผ่านสำหรับทดสอบ-2567")
    file = BytesIO(write_csv(columns, rows))
    batch = check_import(upload_import(by=by, kind=kind, file=file, filename="scores.csv").pk)
    assert (batch.state, batch.refused, batch.rows) == ("checked", 0, len(rows)), batch.fault
    return confirm_import(by=by, batch=batch).pk


def snapshot() -> list:
    """Return everything that the import may write, without keys and times."""
    from assessments.models import Assessment, IndicatorScore

    year = ("municipality__code", "framework__fiscal_year")
    score = ("assessment__municipality__code", "indicator__number", "value")
    queries = [
        Assessment.objects.values_list(*year),
        IndicatorScore.objects.values_list(*score),
        Assessment.history.values_list(*year, "history_type", "act"),
        IndicatorScore.history.values_list(*score, "history_type", "act"),
    ]
    return [sorted(map(str, rows.order_by())) for rows in queries]


def state(pk: int) -> str:
    from assessments.models import Import

    return Import.objects.get(pk=pk).state


class Database:
    """The database under test, which can be put back to how it was."""

    def __init__(self):
        from django.db import connection

        self.connection = connection
        self.settings = connection.settings_dict
        self.lite = connection.vendor == "sqlite"
        self.name = str(self.settings["NAME"])

    def _maintain(self, *statements: str) -> None:
        import psycopg2

        server = psycopg2.connect(dbname="postgres", user=self.settings["USER"], host=self.settings["HOST"])
        server.autocommit = True
        with server.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        server.close()

    def create(self) -> None:
        if not self.lite:
            self._maintain(f"CREATE DATABASE {self.name}")

    def keep(self) -> None:
        self.connection.close()
        if self.lite:
            shutil.copy(self.name, self.name + ".kept")
        else:
            self._maintain(f"CREATE DATABASE {self.name}_kept TEMPLATE {self.name}")

    def put_back(self) -> None:
        self.connection.close()
        if self.lite:
            for suffix in ("-wal", "-shm"):
                Path(self.name + suffix).unlink(missing_ok=True)
            shutil.copy(self.name + ".kept", self.name)
        else:
            self._maintain(
                f"DROP DATABASE {self.name} WITH (FORCE)", f"CREATE DATABASE {self.name} TEMPLATE {self.name}_kept"
            )


def run(pk: int, last: int = 0) -> int:
    """Do the job in this process, which ends before its `last` statement; return how many there were."""
    from django.db import connection

    from assessments.spreadsheets import jobs

    count = 0

    def watch(execute, sql, params, many, context):
        nonlocal count
        count += 1
        if count == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        jobs.work(pk)
    return count


def killed(database: Database, pk: int, last: int, seconds: float = 0) -> None:
    """Do the job in a process that is killed before a statement, or after a while."""
    database.connection.close()
    child = os.fork()
    if child == 0:
        try:
            run(pk, last)
        finally:
            os._exit(0)
    if seconds:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert seconds or os.WTERMSIG(status) == signal.SIGKILL


def prepare_alone() -> None:
    prepare()
    tell()


def work() -> None:
    """Do the job, and say so before each statement."""
    from django.db import connection

    from assessments.models import Import
    from assessments.spreadsheets import jobs

    def watch(execute, sql, params, many, context):
        print("statement", flush=True)
        return execute(sql, params, many, context)

    pk = Import.objects.get().pk
    with connection.execute_wrapper(watch):
        jobs.work(pk)


def restart() -> None:
    from assessments.models import Import

    restarted(Import.objects.get().pk)
    tell()


def tell() -> None:
    from assessments.models import Import

    print(json.dumps([Import.objects.get().state, snapshot()]))


def restarted(pk: int) -> None:
    """Do what a started portal does once the lease has run out."""
    from django.utils import timezone

    from assessments.models import Import
    from assessments.spreadsheets import jobs
    from assessments.spreadsheets.leases import leases

    Import.objects.filter(state__in=leases.at_work).update(lease_until=timezone.now())
    time.sleep(0.01)
    for left in leases.left_undone():
        jobs.work(left)


def main() -> None:
    django.setup()
    database = Database()
    database.create()
    pk = prepare()
    before = snapshot()
    database.keep()
    started = time.monotonic()
    statements = run(pk)
    duration = time.monotonic() - started
    after = snapshot()
    assert state(pk) == "done", state(pk)
    assert before != after

    def name_of(stored: list) -> str:
        return "before" if stored == before else "after" if stored == after else "between"

    # The last statement but one is the last of the transaction: the kill comes just before the commit.
    spread = sorted({1 + round(n * (statements - 1) / (POINTS - 1)) for n in range(POINTS)} | {statements - 1})
    points = [(last, 0.0) for last in spread]
    points += [(0, random.uniform(0.01, duration)) for _ in range(MOMENTS)]  # noqa: S311
    for last, seconds in points:
        database.put_back()
        killed(database, pk, last, seconds)
        left = name_of(snapshot()), state(pk)
        restarted(pk)
        print(
            json.dumps(
                {
                    "point": f"{last}/{statements}" if last else f"{seconds:.2f}s/{duration:.2f}s",
                    "left": left,
                    "restarted": (name_of(snapshot()), state(pk)),
                }
            ),
            flush=True,
        )


if __name__ == "__main__":
    if len(sys.argv) == 1:
        sys.exit(main())
    django.setup()
    {"prepare": prepare_alone, "work": work, "restart": restart, "tell": tell}[sys.argv[1]]()

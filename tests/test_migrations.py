"""The migrations make, from nothing, the very tables that the models describe. Every other test does without them."""

import os
import subprocess
import sys

import environ
import pytest
from django.db import connection
from django.db.utils import ConnectionHandler

from tests.test_import_kill import ROOT, own_database

OURS = ("assessments_", "measures_", "reports_")


def described(database) -> dict[str, tuple]:
    """Return the columns and the constraints of each of the portal's tables, in any order."""
    tables = {}
    with database.cursor() as cursor:
        for table in filter(lambda name: name.startswith(OURS), database.introspection.table_names(cursor)):
            columns = database.introspection.get_table_description(cursor, table)
            constraints = database.introspection.get_constraints(cursor, table)
            tables[table] = (
                {(column.name, str(column.type_code), column.null_ok) for column in columns},
                {
                    (tuple(rule["columns"] or ()), rule["unique"], rule["index"], rule["foreign_key"])
                    for rule in constraints.values()
                },
            )
    return tables


@pytest.mark.django_db(transaction=True)
def test_migrations_make_the_tables_of_the_models(tmp_path):
    address = own_database(tmp_path)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{address.rpartition("/")[2]}"')
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "DATABASE_URL": address}, capture_output=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    migrated = ConnectionHandler({"default": connection.settings_dict | environ.Env.db_url_config(address)})
    try:
        tables = described(migrated["default"])
    finally:
        migrated.close_all()
    assert len(tables) > 40
    assert tables == described(connection)

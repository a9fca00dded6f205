"""One set of migrations for a parallel run: the first process migrates a template, every process copies it."""

import fcntl
import os
from pathlib import Path

from django.conf import settings
from django.db import connection

TEMPLATE = "test_template"


def is_throwaway() -> bool:
    """Whether the server lives and dies with this run, so that nobody must tidy up."""
    return Path(settings.DATA_DIR).name.startswith("throwaway-")


def is_shared() -> bool:
    """Whether parallel processes work on one throwaway server, each on its copy of one template."""
    return "PYTEST_XDIST_WORKER" in os.environ and is_throwaway()


def copy_template() -> None:
    """Make this process's own test database as a copy of the migrated template, which is made where absent."""
    own = connection.creation._get_test_db_name()
    with (Path(settings.DATA_DIR) / "template.lock").open("w") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_database WHERE datname = %s", [TEMPLATE])
            is_made = cursor.fetchone()[0]
        if not is_made:
            _migrate_template()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{own}" TEMPLATE "{TEMPLATE}"')


def _migrate_template() -> None:
    described, tests = connection.settings_dict, connection.settings_dict["TEST"]
    name, own = described["NAME"], tests["NAME"]
    tests["NAME"] = TEMPLATE
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    finally:
        connection.close()
        tests["NAME"], described["NAME"] = own, name
        settings.DATABASES[connection.alias]["NAME"] = name

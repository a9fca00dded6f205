"""The timetable names tasks that exist."""

import re

from baubau_pembinaan.celery import app
from baubau_pembinaan.schedule import TIMETABLE


def test_every_task_in_the_timetable_exists():
    app.loader.import_default_modules()
    missing = {name: entry[0] for name, entry in TIMETABLE.items() if entry[0] not in app.tasks}
    assert not missing


def test_own_tasks_are_named_explicitly():
    """A task's name is written into the database's schedule; it must not follow the file it happens to stand in."""
    app.loader.import_default_modules()
    own = [task for task in app.tasks.values() if not task.name.startswith("celery.")]
    implicit = [task.name for task in own if task.name == f"{task.__module__}.{task.__name__}"]
    assert not implicit, "give @shared_task(name=...): " + ", ".join(implicit)
    assert all(re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", task.name) for task in own)

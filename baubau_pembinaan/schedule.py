"""The default timetable, readable aloud. Synced into the database where absent; edits in the admin win."""

from celery.schedules import crontab

# name -> (task, when, what it does in words)
TIMETABLE: dict[str, tuple[str, crontab, str]] = {}

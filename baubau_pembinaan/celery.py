"""The Celery app: the wake-up, never the record (the record of work is PostgreSQL)."""

import os

from celery import Celery, Task
from django.db import InterfaceError, OperationalError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baubau_pembinaan.settings.dev")


class PatientTask(Task):
    """A task that tries again after a moment when the database went away under it."""

    autoretry_for = (OperationalError, InterfaceError)
    max_retries = 5
    retry_backoff = 2
    retry_backoff_max = 60  # far below the visibility timeout: a longer countdown would run twice
    retry_jitter = True


app = Celery("baubau_pembinaan", task_cls=PatientTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.set_default()  # for every thread of every process, not only the one that imported this

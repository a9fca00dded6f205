"""The Celery app: the wake-up, never the record (the record of work is PostgreSQL)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baubau_pembinaan.settings.dev")

app = Celery("baubau_pembinaan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

"""Settings of the real worker under test: a scratch mail server and short patience."""

import os

from baubau_pembinaan.settings.test import *  # noqa: F403

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = "127.0.0.1"
EMAIL_PORT = int(os.environ.get("SINK_PORT", "1"))
EMAIL_TIMEOUT = 2
NOTIFICATIONS_LEASE_SECONDS = int(os.environ.get("LEASE_SECONDS", "3"))
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 0

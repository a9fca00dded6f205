"""Settings of the real web server under test: as a newcomer runs it, with a mail server that may be anything."""

import os

from baubau_pembinaan.settings.dev import *  # noqa: F403

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = "127.0.0.1"
EMAIL_PORT = int(os.environ.get("SINK_PORT", "1"))
EMAIL_TIMEOUT = 3
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SURVEY_LEAST_SECONDS = 0
SURVEY_FLOOD_ANSWERS = SURVEY_FLOOD_ANSWERS_A_DAY = 1_000_000

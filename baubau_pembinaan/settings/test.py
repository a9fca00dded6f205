"""Test settings: real PostgreSQL and Redis of their own in a throw-away folder, started on first use."""

import os
from pathlib import Path

from baubau_pembinaan import embedded

embedded.throwaway(Path(os.environ.get("TEST_DATA_DIR") or Path(__file__).resolve().parents[2] / ".data-test"))

from .base import *  # noqa: E402, F403
from .base import CACHES, DATA_DIR, DATABASES, INSTALLED_APPS, MIDDLEWARE, REDIS_URL  # noqa: E402

SECRET_KEY = "tests-only-" + "x" * 50
DEMO_ALLOWED = True
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MAIL_BESIDE = False
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
# Each parallel test process has its own corner of the cache, so they never clear one another's keys.
CACHES["default"]["KEY_PREFIX"] = "test-" + os.environ.get("PYTEST_XDIST_WORKER", "main")
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_ALWAYS_EAGER = False
INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
MIDDLEWARE = ["zeal.middleware.zeal_middleware", *MIDDLEWARE]
ZEAL_RAISE = True
ZEAL_ALLOWLIST = [{"model": "mfa.Authenticator", "field": "get()"}]  # allauth asks for the same key several times
# History tables refuse TRUNCATE everywhere but in connections that say this (core.triggers).
DATABASES["default"]["OPTIONS"]["options"] = "-c pembinaan.allow_truncate=on"

"""The newcomer's settings: embedded servers, mail into a folder, a key generated into DATA_DIR."""

from baubau_pembinaan.embedded.secrets import secret_key_in

from .base import *  # noqa: F403
from .base import DATA_DIR, env

SECRET_KEY = env("SECRET_KEY", default="") or secret_key_in(DATA_DIR)
DEBUG = env.bool("DEBUG", default=False)
DEMO_ALLOWED = True
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(DATA_DIR / "mail")

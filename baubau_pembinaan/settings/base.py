"""Settings shared by every way of running: newcomer, tests, production.

Each value that an installation may want to change is read from the environment; the rest is the product.
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()

DATA_DIR = Path(env("DATA_DIR", default=str(BASE_DIR / ".data"))).resolve()
DEBUG = False
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
# The one address every QR code, mail and calendar file points at.
SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[SITE_URL])

INSTALLED_APPS = [
    "baubau_pembinaan.core",
    "baubau_pembinaan.libraries",
    "baubau_pembinaan.accounts",
    "baubau_pembinaan.audit",
    "baubau_pembinaan.notifications",
    "baubau_pembinaan.documents",
    "baubau_pembinaan.runs",
    "training",
    "collections_app",
    "outreach",
    "evaluations",
    "baubau_pembinaan.reports",
    "baubau_pembinaan.portal",
    "baubau_pembinaan.portal.apps.PembinaanAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_celery_beat",
    "django_filters",
    "django_htmx",
    "csp",
    "import_export",
    "rules.apps.AutodiscoverRulesConfig",
    "simple_history",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "baubau_pembinaan.core.lost_connection.RetryLostConnection",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",  # above whitenoise, so that files carry it too
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "baubau_pembinaan.core.limits.BodyLimit",
    "baubau_pembinaan.core.limits.NoNulSigns",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "baubau_pembinaan.accounts.sessions.SessionLimits",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "baubau_pembinaan.portal.language.ReaderLanguageMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "baubau_pembinaan.accounts.second_factor.RequireSecondFactor",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "baubau_pembinaan.urls"
WSGI_APPLICATION = "baubau_pembinaan.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "baubau_pembinaan.portal.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "baubau_pembinaan.core.form_renderer.Renderer"

# --- Records -------------------------------------------------------------------------------------------------
DATABASES = {
    "default": {
        **env.db("DATABASE_URL", default="postgresql://localhost/baubau"),
        "CONN_MAX_AGE": 3 * 60 * 60,  # a connection keeps the statements it has prepared
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }
}
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
# Off where a pooler hands each transaction another connection (PgBouncer's transaction mode).
PREPARE_STATEMENTS = env.bool("PREPARE_STATEMENTS", default=True)
WEB_STATEMENT_SECONDS = env.int("WEB_STATEMENT_SECONDS", default=15)  # a page's longest statement
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env("REDIS_URL", default="redis://127.0.0.1:6379/0")
CACHE_URL = env("CACHE_URL", default=REDIS_URL)
CACHES = {
    "default": {
        "BACKEND": "baubau_pembinaan.core.cache.FallbackRedisCache",
        "LOCATION": CACHE_URL,
        "KEY_PREFIX": "cache",
    }
}
SESSION_ENGINE = "baubau_pembinaan.accounts.session_engine"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_ABSOLUTE_SECONDS = 60 * 60 * 12  # a sign-in ends then in any case
SESSION_IDLE_SECONDS = 60 * 60 * 3  # and earlier where nobody has touched it
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_AGE = None  # goes with the browser: a patron who answers once keeps nothing for a year
CSRF_FAILURE_VIEW = "baubau_pembinaan.portal.views.errors.csrf_failure"

# --- People --------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "baubau_pembinaan.accounts.backends.StaffBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:home"
LOGOUT_REDIRECT_URL = "portal:public-home"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_ADAPTER = "baubau_pembinaan.accounts.adapter.ClosedSignupAdapter"
ACCOUNT_FORMS = {
    "login": "baubau_pembinaan.accounts.forms.SignInForm",
    "reset_password": "baubau_pembinaan.accounts.forms.ResetRequestForm",
}
# Django's own, which knows the e-mail too: allauth's writes an unverified address at every request for a new password.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody is mailed who is not on the staff
ACCOUNT_LOGIN_METHODS = {"username"}  # NIP and e-mail are resolved by StaffBackend
# Wrong passwords are limited per account in accounts.throttle; allauth's own limit per account would let a stranger
# lock people out, so only its limit per address stays.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "20/m/ip"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
USERSESSIONS_TRACK_ACTIVITY = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
# Administrators without a second factor are sent to set one up; off here, on in production.
MFA_REQUIRED_FOR_ADMINISTRATORS = env.bool("MFA_REQUIRED_FOR_ADMINISTRATORS", default=False)
MFA_TOTP_ISSUER = "Pembinaan Pustakawan"
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_FORMS = {
    "add_webauthn": "baubau_pembinaan.accounts.passkey_forms.PasskeyForm",
    "edit_webauthn": "baubau_pembinaan.accounts.passkey_forms.PasskeyNameForm",
}
# Addresses come from the administrator and there is no page to verify one: the second factor must not ask for it.
MFA_ALLOW_UNVERIFIED_EMAIL = True

# --- Language, time, numbers ---------------------------------------------------------------------------------
LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "baubau_pembinaan" / "locale"]
FORMAT_MODULE_PATH = ["baubau_pembinaan.core.locale_formats"]
LANGUAGE_COOKIE_NAME = "bahasa"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
TIME_ZONE = "Asia/Makassar"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True

# --- Files ---------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(DATA_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(DATA_DIR / "media")))  # outside the web root: served by views only
MEDIA_URL = "/media/"  # only what a view of ours lets through
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "baubau_pembinaan.core.static.RememberingStorage"},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
LARGEST_BODY_BYTES = env.int("LARGEST_BODY_BYTES", default=20_000_000)  # with files; refused by its announced length
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# --- The browser's guard rails -------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"

# --- Work in the background ----------------------------------------------------------------------------------
CELERY_BROKER_URL = env("CELERY_BROKER_URL", default=REDIS_URL)
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_RESULT_EXPIRES = None  # no results, so beat need not clear them away every night either
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 300
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Celery's manual: all three places must agree on the visibility timeout, the shortest wins.
CELERY_VISIBILITY_TIMEOUT = 3600
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": CELERY_VISIBILITY_TIMEOUT,
    "socket_connect_timeout": 2,
    "socket_timeout": 5,
}
CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS = {"visibility_timeout": CELERY_VISIBILITY_TIMEOUT}
CELERY_TASK_PUBLISH_RETRY = False  # a lost wake-up costs a minute (the sweeper), never a message
CELERY_TASK_REJECT_ON_WORKER_LOST = False  # the default: a task that kills its worker must not kill every next one
CELERY_BEAT_SCHEDULER = "baubau_pembinaan.notifications.beat:PulsingScheduler"
TIMETABLE = "baubau_pembinaan.schedule.TIMETABLE"
BACKUP_DIR = Path(env("BACKUP_DIR", default=str(BASE_DIR / "backups")))  # the health page tells the newest one's age
HEALTH_EXPECTS_BEAT = env.bool("HEALTH_EXPECTS_BEAT", default=True)  # off where only web pages run
DJANGO_CELERY_BEAT_TZ_AWARE = True

# --- Mail ----------------------------------------------------------------------------------------------------
EMAIL_TIMEOUT = 10
MAIL_BESIDE = True  # password mails leave beside the request; everything else goes through the outbox
NOTIFICATIONS_LEASE_SECONDS = 180  # longer than the slowest mail: several answers of EMAIL_TIMEOUT each
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="perpustakaan@example.org")

# --- Messengers: off until their keys stand in the environment; what they are for stands in docs/reminders.md ---
WHATSAPP_TOKEN = env("WHATSAPP_TOKEN", default="")
WHATSAPP_PHONE_NUMBER_ID = env("WHATSAPP_PHONE_NUMBER_ID", default="")
WHATSAPP_TEMPLATE = env("WHATSAPP_TEMPLATE", default="pengingat")
WHATSAPP_API_URL = env("WHATSAPP_API_URL", default="https://graph.facebook.com/v23.0").rstrip("/")
TELEGRAM_TOKEN = env("TELEGRAM_TOKEN", default="")
TELEGRAM_BOT = env("TELEGRAM_BOT", default="").lstrip("@")
TELEGRAM_API_URL = env("TELEGRAM_API_URL", default="https://api.telegram.org").rstrip("/")

REPORTS_ATTACH_BELOW_BYTES = env.int("REPORTS_ATTACH_BELOW_BYTES", default=5_000_000)  # 0: the link alone

# --- Forms, tables, history ----------------------------------------------------------------------------------
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
SIMPLE_HISTORY_REVERT_DISABLED = True
SIMPLE_HISTORY_HISTORY_ID_USE_UUID = False

# --- What this installation is ---------------------------------------------------------------------------------
DEMO_ALLOWED = False  # demo sign-ins are refused where this is off

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}

# --- Public survey forms -----------------------------------------------------------------------------------------
SURVEY_LEAST_SECONDS = env.int("SURVEY_LEAST_SECONDS", default=5)  # faster than a person reads nine questions
SURVEY_FLOOD_ANSWERS = env.int("SURVEY_FLOOD_ANSWERS", default=40)  # per connection in ten minutes: a class and some
SURVEY_FLOOD_ANSWERS_A_DAY = env.int("SURVEY_FLOOD_ANSWERS_A_DAY", default=60)  # the same over the whole day

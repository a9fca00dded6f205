"""Production refuses to start half-configured, and `check --deploy` has nothing to say once it is."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

GOOD = {
    "DJANGO_SETTINGS_MODULE": "baubau_pembinaan.settings.prod",
    "SECRET_KEY": "Zk8" + "a1B2c3D4e5" * 6,
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none",
    "SITE_URL": "https://perpustakaan.example.org",
    "ALLOWED_HOSTS": "perpustakaan.example.org",
}


def start(*arguments: str, **changes: str | None) -> subprocess.CompletedProcess:
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")} | GOOD | changes
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env={name: value for name, value in environment.items() if value is not None},
        capture_output=True,
        text=True,
    )


LOOK = "from django.conf import settings as s; print(s.DEBUG, s.DEMO_ALLOWED, s.SECURE_HSTS_SECONDS > 0)"


def test_production_starts_when_configured():
    done = start("-c", LOOK)
    assert (done.stdout.split(), done.returncode) == (["False", "False", "True"], 0), done.stderr


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"SECRET_KEY": "change-me-" + "x" * 60}, "SECRET_KEY"),
        ({"SECRET_KEY": "too-short"}, "SECRET_KEY"),
        ({"SECRET_KEY": None}, "SECRET_KEY"),
        ({"SITE_URL": "http://perpustakaan.example.org"}, "SITE_URL"),
        ({"SITE_URL": None}, "SITE_URL"),
        ({"DATABASE_URL": None}, "DATABASE_URL"),
        ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS"),
    ],
)
def test_production_refuses(changes, names):
    done = start("-c", LOOK, **changes)
    assert done.returncode != 0
    assert names in done.stderr.splitlines()[-1]


@pytest.mark.parametrize("switch", ["DEBUG", "DEMO_ALLOWED", "DEMO"])
def test_production_cannot_be_talked_into_demo_or_debug(switch):
    assert start("-c", LOOK, **{switch: "1"}).stdout.split() == ["False", "False", "True"]


def test_deployment_check_is_clean():
    done = start("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr

"""Browser fixtures: `site`, `visit` and the browser itself. Run by `make e2e` and `make shots`."""

import fcntl
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test.utils import setup_databases, teardown_databases

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright keeps a loop in this thread

pytest.importorskip("playwright.sync_api", reason="the browser tests need requirements-e2e.txt")
from playwright.sync_api import Browser, sync_playwright

from tests.demo_database import todays_copy
from tests.journeys.browser import AXE, DESKTOP, FLAGS, PHONE, Visitor, chromium
from tests.journeys.site import Site, running_site
from tests.template_database import is_shared


@pytest.fixture(autouse=True)
def _own_corner():
    """Instead of the shared one: the cache belongs to the running site here."""


@pytest.fixture(scope="session")
def site(django_test_environment, django_db_modify_db_settings, django_db_blocker):
    """The site with its demo data. Changes stay until the session ends; a journey makes what it changes.

    The database is set up here, not by pytest-django, which wraps or empties it around each test. Parallel processes
    copy one that was loaded once.
    """
    with django_db_blocker.unblock():
        if is_shared():
            with todays_copy(), running_site() as site:
                yield site
            return
        made = setup_databases(verbosity=0, interactive=False, aliases=["default"])
        try:
            call_command("load_demo", verbosity=0)
            with running_site() as site:
                yield site
        finally:
            teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe_core():
    """axe-core from its lock, fetched once into an ignored folder."""
    with (Path(settings.DATA_DIR) / "axe-core.lock").open("w") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)  # parallel processes take turns
        if not AXE.exists():
            if not shutil.which("npm"):
                pytest.fail("axe-core is fetched by npm, which is missing: apt-get install npm")
            subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=AXE.parents[2], check=True)


@pytest.fixture
def visit(site: Site, browser: Browser, axe_core):
    """`visit(person=None, window=PHONE, language="id", javascript=True)`: a browser window, signed in or not.

    `host="localhost"` where the address must have a name.
    After the test nothing may have gone wrong unseen: script and policy errors, requests to other hosts, 4xx and 5xx.
    """
    opened: list[Visitor] = []

    def open_window(person=None, *, window=DESKTOP, language="id", javascript=True, host="127.0.0.1") -> Visitor:
        url = site.url.replace("127.0.0.1", host)
        context = browser.new_context(
            viewport=window,
            locale={"id": "id-ID", "en": "en-GB"}[language],
            timezone_id="Asia/Makassar",
            java_script_enabled=javascript,
            has_touch=window == PHONE,
            reduced_motion="reduce",
        )
        cookies = {settings.LANGUAGE_COOKIE_NAME: language}
        if person is not None:
            type(person).objects.filter(pk=person.pk).update(language=language)
            cookies[settings.SESSION_COOKIE_NAME] = site.session_of(person)
        context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])
        visitor = Visitor(context.new_page(), url).watch()
        opened.append(visitor)
        return visitor

    yield open_window
    for visitor in opened:
        visitor.page.context.close()
    faults = [fault for visitor in opened for fault in visitor.faults]
    assert not faults, "\n".join(faults)


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(AXE.parents[2]) and not item.get_closest_marker("shots"):
            item.add_marker(pytest.mark.e2e)

"""Every page of the admin in a real browser under the strict policy: no blocked script, style or request."""

import contextlib
import os
from pathlib import Path

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, connections, transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from model_bakery import baker

from baubau_pembinaan.libraries.models import Library
from baubau_pembinaan.notifications.models import Heartbeat
from tests.factories.accounts import make_appointment, make_person, make_unit, make_user

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
SHOTS = os.environ.get("SHOTS_DIR", "")


@pytest.fixture
def browser(monkeypatch):
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    # The server's threads must let go of the database before it is taken down.
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        connections.close_all()  # the test ran beside playwright's loop and so had a connection of its own
        browser.close()


def addresses():
    yield reverse("admin:index")
    for model in admin.site._registry:
        stem = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{stem}_changelist")
        for name in ("add", "import", "export"):
            try:
                yield reverse(f"{stem}_{name}")
            except NoReverseMatch:
                continue
        row = model._default_manager.order_by("-pk").first()
        if row is not None:
            yield from (reverse(f"{stem}_{name}", args=[row.pk]) for name in ("change", "history", "delete"))


def test_no_page_of_the_admin_breaks_the_content_security_policy(live_server, browser):
    Library.current()
    make_appointment(make_person("Pustakawan"))
    parent = make_unit(name="Bidang Layanan")
    for name in ("Layanan Anak", "Layanan Umum", "Perpustakaan Keliling"):
        make_unit(name=name, parent=parent)
    Heartbeat.objects.create(name="beat", at=timezone.now())
    for model in admin.site._registry:
        if not model._default_manager.exists():
            # A model with rules bakery cannot guess is visited without a row of its own.
            with contextlib.suppress(IntegrityError, ValidationError), transaction.atomic():
                baker.make(model)
    client = Client()
    client.force_login(make_user("Administrator", is_superuser=True, name="Wa Ode Contoh"))
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    troubles = []
    for width in (1280, 390):
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="id-ID")
        context.add_cookies([cookie])
        page = context.new_page()
        seen = {"at": ""}
        page.on("console", lambda m, s=seen: troubles.append((s["at"], m.text)) if m.type == "error" else None)
        page.on("response", lambda r, s=seen: troubles.append((s["at"], r.url)) if r.status in (404, 500) else None)
        page.on("pageerror", lambda e, s=seen: troubles.append((s["at"], str(e))))
        for address in addresses():
            seen["at"] = address
            answer = page.goto(live_server.url + address, wait_until="load")
            if answer.status not in (200, 403):
                troubles.append((address, answer.status))
            if width == 390 and page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                troubles.append((address, "sideways scrolling"))
            if SHOTS:
                name = address.strip("/").replace("/", "-")
                page.screenshot(path=str(Path(SHOTS) / f"{name}-{width}.png"), full_page=True)
        context.close()
    # A page that refuses by design logs a 403; the browser asks by itself for an icon the admin does not name.
    expected = ("status of 403", "status of 404", "/favicon.ico")
    met = [
        f"{trouble[0]}: {trouble[1]}" for trouble in troubles if not any(word in str(trouble[1]) for word in expected)
    ]
    assert not met, "\n".join(met)

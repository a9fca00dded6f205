"""Personal words put into forms never turn up in logs, cache keys or Celery's messages (ASVS 14.2.1, 16.2.5)."""

import pytest
from django.test import Client
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.services import issue_link
from tests.evaluations.conftest import patron as survey_patron
from tests.factories.accounts import make_person
from tests.factories.evaluations import make_period
from tests.security.test_anonymity import redis_dump

pytestmark = pytest.mark.django_db
patron = survey_patron
NIP, PHONE, MAIL = "198507472012011747", "081274727472", "kenari7472@example.org"
SECRET, WORDS = "kata-kenari-7472", "Saran kenari tujuhempat"


def found(text: str, *more: str) -> list[str]:
    return [canary for canary in (NIP, PHONE, PHONE[1:], MAIL, SECRET, WORDS, *more) if canary in text]


def test_nothing_personal_reaches_log_cache_or_broker(client_as, patron, caplog, mailoutbox, settings):
    caplog.set_level("DEBUG")
    settings.ADMINS = ["admin@example.org"]
    caplog.clear()
    boss = client_as(Role.ADMINISTRATOR)
    person = make_person(Role.LIBRARIAN, nip=NIP, phone="62" + PHONE[1:])
    person.user.email = MAIL
    person.user.save()
    _row, token = issue_link(user=person.user, by=boss.user, at=timezone.now())
    stranger = Client()
    for login in (NIP, MAIL):
        stranger.post("/akun/login/", {"login": login, "password": SECRET})
    stranger.post("/akun/password/reset/", {"email": MAIL})
    stranger.get(f"/akun/tautan/{token}/")
    stranger.get("/akun/tautan/salah-kenari-7472/")
    stranger.post(f"/akun/tautan/{token}/", {"password": SECRET, "again": SECRET + "x"})
    boss.get(f"/staf/pegawai/{person.pk}/")
    boss.post(f"/staf/pegawai/{person.pk}/tautan/", {"deliver": "email"})
    boss.get("/staf/pegawai/")
    patron(make_period().survey.code, comment=WORDS)
    # The test client's own statements and pages are no log of ours.
    lines = [r.getMessage() for r in caplog.records if not r.name.startswith(("django.db", "django.template"))]
    assert found("\n".join(lines), token, "salah-kenari") == []
    assert found(redis_dump(), token) == []
    assert [mail for mail in mailoutbox if "admin@example.org" in mail.to] == []


def test_the_search_finds_what_is_there():
    assert found(f"x {NIP} y {SECRET}") == [NIP, SECRET]

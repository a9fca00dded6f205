"""What a year's ledger asks before it is closed, and what is verified with which proof."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.notifications import duties
from tests.factories.training import local, make_entry, make_held, make_programme, make_session, make_worker, slot
from training.choices import LedgerStatus
from training.models import JpEntry
from training.services import ledger
from training.services.ledger import ProofMissing, SessionsUnfinished
from training.services.sessions import cancel_session

pytestmark = pytest.mark.django_db
NOW = timezone.now


def codes(user):
    return {duty.code for duty, _row in duties.open_for(User.objects.get(pk=user.pk), timezone.localdate())}


def held_elsewhere(person=None):
    """The entry of a session that somebody else held; no proof is there yet."""
    programme = make_programme(provider_kind="external", provider="Perpusnas")
    session = make_held(programme, profiles=[person or make_worker()])
    return JpEntry.objects.get(enrolment__session=session)


def test_a_session_nobody_finished_keeps_the_year_open_and_is_named(client_as):
    today = timezone.localdate()
    day = date(today.year - 1, 12, 10)
    session = make_session(make_programme(title="Layanan Akhir Tahun"), on=day, slots=[slot(day)])
    with pytest.raises(SessionsUnfinished, match="Layanan Akhir Tahun"):
        ledger.close_year(year=day.year, by=None, at=NOW(), on=today)
    page = client_as(Role.ADMINISTRATOR).post(reverse("training:year-close"), {"year": day.year}, follow=True)
    assert "Layanan Akhir Tahun" in page.content.decode()
    cancel_session(session=session, by=None, at=local(day, 8), reason="Tidak jadi")
    ledger.close_year(year=day.year, by=None, at=NOW(), on=today)


def test_a_session_held_elsewhere_is_verified_with_proof_only():
    entry = held_elsewhere()
    assert entry.needs_proof
    with pytest.raises(ProofMissing):
        ledger.verify_entry(entry=entry, by=None, at=NOW())
    entry.status, entry.decided_at = LedgerStatus.VERIFIED, NOW()
    with pytest.raises(IntegrityError, match="jp_from_elsewhere_is_verified_with_proof"), transaction.atomic():
        entry.save()
    proof = make_entry().proof
    entry.status, entry.decided_at, entry.proof = LedgerStatus.EARNED, None, proof
    entry.save()
    assert ledger.verify_entry(entry=entry, by=None, at=NOW()).is_verified


def test_what_this_library_held_is_its_own_proof():
    session = make_held(make_programme(gives_certificate=False))
    entry = JpEntry.objects.get(enrolment__session=session)
    assert not entry.needs_proof
    assert ledger.verify_entry(entry=entry, by=None, at=NOW()).is_verified


def test_the_database_lets_nothing_from_elsewhere_go_without_proof():
    entry = make_entry()
    entry.needs_proof = False
    with pytest.raises(IntegrityError, match="only_own_training_goes_without_proof"), transaction.atomic():
        entry.save()


def test_own_trainings_are_a_task_to_verify_and_a_missing_certificate_one_of_its_person(staff_user):
    admin, person = staff_user(Role.ADMINISTRATOR), make_worker()
    entry = held_elsewhere(person)
    assert "training.verify-jp" not in codes(admin)
    assert "training.add-proof" in codes(person.user)
    entry.proof = make_entry().proof
    entry.save()
    assert "training.add-proof" not in codes(person.user)
    assert "training.verify-jp" in codes(admin)
    for waiting in JpEntry.objects.filter(status=LedgerStatus.EARNED):
        ledger.verify_entry(entry=waiting, by=None, at=NOW())
    assert "training.verify-jp" not in codes(admin)
    make_held(make_programme(gives_certificate=False))
    assert "training.verify-jp" in codes(admin)


def test_nobody_verifies_their_own_jp(client_as):
    admin = make_worker("Administrator")
    own, other = make_entry(admin), make_entry()
    client = client_as(admin.user)
    assert "orang lain yang memverifikasi" in client.get(reverse("training:verification")).content.decode()
    assert client.post(reverse("training:entry-decide", args=[own.pk]), {"decision": "yes"}).status_code == 403
    yes = {"decision": "yes", "seen": other.mark}
    assert client.post(reverse("training:entry-decide", args=[other.pk]), yes).status_code == 302
    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.is_waiting, other.is_verified) == (True, True)


def test_a_year_without_sessions_left_is_closed():
    today = timezone.localdate()
    make_session(on=today + timedelta(days=20))
    ledger.close_year(year=today.year - 1, by=None, at=NOW(), on=today)

"""Nobody writes down, settles or verifies for themselves what earns them JP."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.notifications.models import Message
from baubau_pembinaan.runs import services as runs
from tests.factories.training import local, make_held, make_session, make_worker, slot
from training.models import Attendance, Certificate, JpEntry
from training.services import certificates, enrolments, finishing, issuing, ledger
from training.services.attendance import Mark, OwnAttendance, take_list
from training.services.finishing import OwnAttendanceOpen
from training.services.ledger import CertificateStands

pytestmark = pytest.mark.django_db
NOW = timezone.now
WAITS = "JP Anda sendiri menunggu diverifikasi orang lain."


def person_of(client):
    return client.user.profile


@pytest.fixture
def leads_and_takes_part(client_as):
    """A coordinator's client with a seat in a session of yesterday, and somebody else with one."""
    client = client_as(Role.LIBRARIAN)
    yesterday = timezone.localdate() - timedelta(days=1)
    session = make_session(on=yesterday, slots=[slot(yesterday, 9, 3)], coordinator=person_of(client))
    rows = [
        enrolments.nominate(session=session, profile=person, by=None, at=local(yesterday, 8))
        for person in (person_of(client), make_worker())
    ]
    return client, session, rows


def test_the_own_line_of_the_list_is_ticked_by_somebody_else(leads_and_takes_part, client_as):
    client, session, [own, other] = leads_and_takes_part
    address = reverse("training:attendance", args=[session.meetings.get().pk])
    html = client.get(address).content.decode()
    assert "Kehadiran Anda sendiri dicatat orang lain." in html
    assert f'name="state-{own.pk}" disabled' in html
    assert f'name="state-{other.pk}" disabled' not in html
    desk = {"deed": "desk", "enrolment": own.pk, "arrived": "", "left": ""}
    for fields in (
        {f"state-{own.pk}": "present"},
        {f"state-{own.pk}": "present", f"state-{other.pk}": "present"},
        desk,
    ):
        answer = client.post(address, fields, headers={"X-Roster": "1"}).json()
        assert (answer["result"], answer["words"]) == ("refused", "Kehadiran Anda sendiri dicatat orang lain.")
    assert not Attendance.objects.exists()
    assert (
        client.post(address, {f"state-{other.pk}": "present"}, headers={"X-Roster": "1"}).json()["result"] == "stored"
    )
    manager = client_as(Role.DIVISION_HEAD)
    assert manager.post(address, {f"state-{own.pk}": "present"}, headers={"X-Roster": "1"}).json()["result"] == "stored"


def test_a_session_is_not_settled_over_the_own_open_line(leads_and_takes_part):
    client, session, [own, other] = leads_and_takes_part
    meeting, now = session.meetings.get(), NOW()
    me = client.user
    take_list(meeting=meeting, marks=[Mark(other.pk, "present")], way="list", by=me, taken_at=now, at=now)
    with pytest.raises(OwnAttendance):
        take_list(meeting=meeting, marks=[Mark(own.pk, "present")], way="list", by=me, taken_at=now, at=now)
    with pytest.raises(OwnAttendanceOpen):
        finishing.finish_session(session=session, by=me, at=now)
    page = client.post(reverse("training:session-finish", args=[session.pk]), follow=True).content.decode()
    assert "Kehadiran Anda sendiri masih terbuka" in page
    assert not JpEntry.objects.exists()
    take_list(meeting=meeting, marks=[Mark(own.pk, "present")], way="list", by=other.profile.user, taken_at=now, at=now)
    assert finishing.finish_session(session=session, by=me, at=now).completed == 2


def test_the_own_certificate_leaves_its_jp_waiting_for_somebody_else(client_as):
    client = client_as(Role.DIVISION_HEAD)
    session = make_held(profiles=[person_of(client)])
    own = JpEntry.objects.get(profile=person_of(client))
    page = client.post(reverse("training:certificates-issue", args=[session.pk]), follow=True).content.decode()
    assert WAITS in page
    own.refresh_from_db()
    assert (own.status, own.decided_by) == ("earned", None)
    assert own.certificate_number == Certificate.objects.get(enrolment=own.enrolment).number.text
    assert "Sertifikat ini Anda terbitkan sendiri" in client.get(reverse("training:my-jp")).content.decode()
    ledger.verify_entry(entry=own, by=make_worker().user, at=NOW())
    html = client.get(reverse("training:my-jp")).content.decode()
    assert "Sertifikat ini Anda terbitkan sendiri" not in html


def test_of_several_certificates_only_the_own_waits(client_as):
    client = client_as(Role.DIVISION_HEAD)
    session = make_held(profiles=[person_of(client), make_worker(), make_worker()])
    certificates.issue_for_session(session=session, by=client.user, at=NOW())
    waiting = JpEntry.objects.get(status="earned")
    assert (waiting.profile, JpEntry.objects.filter(status="verified").count()) == (person_of(client), 2)


def test_issuing_for_others_says_nothing_of_oneself(client_as):
    client = client_as(Role.DIVISION_HEAD)
    session = make_held()
    page = client.post(reverse("training:certificates-issue", args=[session.pk]), follow=True).content.decode()
    assert WAITS not in page
    assert JpEntry.objects.get().is_verified


def test_issuing_the_own_again_verifies_nothing_either(client_as):
    client = client_as(Role.DIVISION_HEAD)
    session = make_held(profiles=[person_of(client)])
    [first] = certificates.issue_for_session(session=session, by=None, at=NOW())
    certificates.revoke_certificate(certificate=first, by=client.user, on=timezone.localdate(), reason="Salah tulis")
    address = reverse("training:certificate-reissue", args=[first.pk])
    assert WAITS in client.post(address, follow=True).content.decode()
    assert JpEntry.objects.get().status == "earned"


def test_a_worker_says_that_the_own_jp_wait(client_as, monkeypatch):
    client = client_as(Role.DIVISION_HEAD)
    session = make_held(profiles=[person_of(client)])
    monkeypatch.setattr(issuing, "AT_ONCE", 0)
    monkeypatch.setattr(runs, "wake", lambda run_ids: None)
    issuing.issue(session=session, by=client.user, at=NOW())
    [run] = issuing.runs_of(session)
    runs.build(run_id=run.pk)
    assert JpEntry.objects.get().status == "earned"
    assert WAITS in Message.objects.get(kind="runs.over").body


def test_jp_that_a_valid_certificate_states_are_not_refused(client_as):
    client = client_as(Role.DIVISION_HEAD)
    session = make_held(profiles=[person_of(client)])
    [certificate] = certificates.issue_for_session(session=session, by=client.user, at=NOW())
    entry = JpEntry.objects.get()
    with pytest.raises(CertificateStands, match=certificate.number.text):
        ledger.refuse_entry(entry=entry, by=None, at=NOW(), reason="Tidak hadir")
    certificates.revoke_certificate(certificate=certificate, by=None, on=timezone.localdate(), reason="Tidak hadir")
    ledger.refuse_entry(entry=entry, by=None, at=NOW(), reason="Tidak hadir")
    entry.refresh_from_db()
    assert entry.status == "refused"

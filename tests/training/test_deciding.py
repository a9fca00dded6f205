"""Who decides about whom, who is told, and what the one who enrols reads."""

import pytest
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.libraries import switches
from baubau_pembinaan.notifications.models import Message
from tests.factories.accounts import make_appointment, make_person, make_unit
from tests.factories.training import make_programme, make_seated, make_session, make_worker
from training.choices import EnrolmentStatus as S
from training.services import enrolments

pytestmark = pytest.mark.django_db


def of_unit(unit):
    person = make_person(Role.LIBRARIAN)
    make_appointment(person, unit=unit)
    return person


def enrol_unit(client, session, unit):
    return client.post(reverse("training:enrol-unit", args=[session.pk]), {"unit": unit.pk}, follow=True)


@pytest.fixture
def two_stages(db):
    switches.turn("two_stage_approval", True, by=None)
    return make_session(make_programme(needs_second_approval=True))


def test_who_nominates_oneself_only_asks_and_the_supervisor_is_told(client_as):
    leader, session = make_worker(), make_session()
    admin = make_worker(Role.ADMINISTRATOR, supervisor=leader)
    page = client_as(admin.user).post(
        reverse("training:nominate", args=[session.pk]), {"profile": admin.pk, "note": ""}, follow=True
    )
    row = session.enrolments.get()
    assert (row.status, row.decided_by) == (S.REQUESTED, None)
    assert Message.objects.get(recipient=leader.user).subject == f"{admin} meminta tempat"
    assert "Menunggu atasan" in page.content.decode()
    other = enrolments.nominate(session=session, profile=make_worker(), by=admin.user, at=timezone.now())
    assert (other.status, other.decided_by) == (S.SEATED, admin.user)


def test_who_enrols_the_own_unit_does_not_approve_oneself(client_as):
    unit, leader, session = make_unit(), make_worker(), make_session()
    head = make_person(Role.DIVISION_HEAD)
    make_appointment(head, unit=unit, supervisor=leader)
    of_unit(unit), of_unit(unit)
    html = enrol_unit(client_as(head.user), session, unit).content.decode()
    assert sorted(session.enrolments.values_list("status", flat=True)) == [S.REQUESTED, S.SEATED, S.SEATED]
    assert session.enrolments.get(profile=head).decided_by is None
    assert Message.objects.filter(recipient=leader.user, key__endswith=".asked").exists()
    assert "2 orang: Mendapat tempat." in html
    assert "1 orang: Menunggu atasan." in html


def test_who_only_waits_is_not_counted_as_enrolled(client_as, two_stages):
    unit = make_unit()
    for _person in range(3):
        of_unit(unit)
    planner = client_as(Role.DIVISION_HEAD)
    html = enrol_unit(planner, two_stages, unit).content.decode()
    assert "3 orang: Menunggu persetujuan kedua." in html
    assert "Mendapat tempat." not in html
    assert "Semua orang di unit ini sudah ada di daftar." in enrol_unit(planner, two_stages, unit).content.decode()


def test_the_second_approver_and_the_person_hear_of_the_first_yes(two_stages):
    head, person = make_worker(Role.AGENCY_HEAD), make_worker()
    admin = make_worker(Role.ADMINISTRATOR)
    row = make_seated(two_stages, person)
    assert row.status == S.ENDORSED
    told = Message.objects.get(recipient=head.user)
    assert (told.subject, told.url) == (f"{person} meminta tempat", reverse("training:approvals"))
    assert Message.objects.get(recipient=person.user).subject.startswith("Atasan Anda setuju")
    assert not Message.objects.filter(recipient=admin.user).exists()


def test_about_the_only_head_the_administrators_are_asked(two_stages):
    head, admin = make_worker(Role.AGENCY_HEAD), make_worker(Role.ADMINISTRATOR)
    make_seated(two_stages, head)
    assert Message.objects.get(recipient=admin.user).subject == f"{head} meminta tempat"
    assert not Message.objects.filter(recipient=head.user, subject__contains="meminta tempat").exists()

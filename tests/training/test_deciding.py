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


def of_unit(unit, supervisor=None):
    person = make_person(Role.LIBRARIAN)
    make_appointment(person, unit=unit, supervisor=supervisor)
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
    of_unit(unit, head), of_unit(unit, head)
    html = enrol_unit(client_as(head.user), session, unit).content.decode()
    assert sorted(session.enrolments.values_list("status", flat=True)) == [S.REQUESTED, S.SEATED, S.SEATED]
    assert session.enrolments.get(profile=head).decided_by is None
    assert Message.objects.filter(recipient=leader.user, key__endswith=".asked").exists()
    assert "2 orang: Mendapat tempat." in html
    assert "1 orang: Menunggu atasan." in html


def test_for_people_of_the_unit_led_by_another_that_other_is_asked(client_as):
    unit, leader, session = make_unit(), make_worker(), make_session()
    head = make_worker(Role.DIVISION_HEAD)
    own, theirs, theirs_too = of_unit(unit, head), of_unit(unit, leader), of_unit(unit, leader)
    client = client_as(head.user)
    address = reverse("training:enrol-unit", args=[session.pk])
    assert "untuk yang lain atasannya dimintai keputusan" in client.get(address).content.decode()
    html = enrol_unit(client, session, unit).content.decode()
    assert session.enrolments.get(profile=own).status == S.SEATED
    for person in (theirs, theirs_too):
        row = session.enrolments.get(profile=person)
        assert (row.status, row.origin, row.decided_by) == (S.REQUESTED, "unit", None)
        assert not head.user.has_perm("training.decide_enrolment", row)
        told = Message.objects.get(recipient=leader.user, key=f"training.enrolment.{row.pk}.asked")
        assert told.subject == f"Tempat untuk {person}?"
        assert "bersama seluruh unit" in told.body
    assert "2 orang: Menunggu atasan." in html
    answer = client_as(leader.user).post(
        reverse("training:decide", args=[session.enrolments.get(profile=theirs).pk]), {"decision": "yes"}
    )
    assert answer.status_code == 302
    assert session.enrolments.get(profile=theirs).status == S.SEATED


def test_an_administrator_enrols_a_unit_at_once(client_as):
    unit, session = make_unit(), make_session()
    of_unit(unit, make_worker())
    enrol_unit(client_as(Role.ADMINISTRATOR), session, unit)
    assert session.enrolments.get().status == S.SEATED


def test_who_only_waits_is_not_counted_as_enrolled(client_as, two_stages):
    unit = make_unit()
    for _person in range(3):
        of_unit(unit)
    planner = client_as(Role.ADMINISTRATOR)
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

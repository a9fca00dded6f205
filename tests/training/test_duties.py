"""What the room asks people to do: there while it is undone, gone when it is done."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.libraries import switches
from baubau_pembinaan.notifications import duties
from tests.factories.training import (
    make_entry,
    make_held,
    make_programme,
    make_request,
    make_seated,
    make_session,
    make_worker,
)
from training.services import enrolments, ledger
from training.services.certificates import issue_for_session
from training.services.finishing import finish_session

pytestmark = pytest.mark.django_db
NOW = timezone.now


def codes(user, today=None):
    fresh = User.objects.get(pk=user.pk)
    return [duty.code for duty, _row in duties.open_for(fresh, today or timezone.localdate())]


def rows(code, today=None):
    return list(duties.rows_of(duties.get(code), today or timezone.localdate()))


def test_a_request_is_the_supervisors_task_until_it_is_decided():
    leader = make_worker()
    row = make_request(profile=make_worker(supervisor=leader))
    assert codes(leader.user) == ["training.decide-enrolment"]
    enrolments.approve_enrolment(enrolment=row, by=leader.user, at=NOW())
    assert codes(leader.user) == []


def test_the_second_approval_is_a_task_of_the_head_where_the_switch_is_on(staff_user):
    head = staff_user(Role.AGENCY_HEAD)
    switches.turn("two_stage_approval", True, by=None)
    make_seated(make_session(make_programme(needs_second_approval=True)))
    assert codes(head) == ["training.confirm-enrolment"]
    switches.turn("two_stage_approval", False, by=None)
    assert codes(head) == []


def test_meetings_ahead_are_reminded_and_follow_the_session_when_it_moves():
    row = make_seated()
    found = rows("training.attend-meeting")
    assert [(line[2], line[5]) for line in found] == [(row.profile.user_id, row.session.starts_on)]
    assert not duties.get("training.attend-meeting").is_task
    enrolments.withdraw(enrolment=row, by=None, at=NOW())
    assert rows("training.attend-meeting") == []


def test_a_trainer_and_who_waits_in_line_are_reminded():
    session = make_session(capacity=1)
    meeting, trainer = session.meetings.get(), make_worker()
    meeting.trainer = trainer
    meeting.save()
    make_seated(session)
    waiting = make_seated(session)
    assert [line[2] for line in rows("training.teach-meeting")] == [trainer.user_id]
    assert [line[2] for line in rows("training.still-waiting")] == [waiting.profile.user_id]


def test_the_person_in_charge_sees_enrolment_end_and_finishes_the_session(clock):
    boss = make_worker()
    session = make_session(coordinator=boss, closes_on=timezone.localdate() + timedelta(5))
    assert codes(boss.user) == ["training.enrolment-closes"]
    clock.move_to(session.meetings.get().ends_at + timedelta(days=1))
    assert codes(boss.user) == ["training.finish-session"]
    finish_session(session=session, by=None, at=NOW())
    assert codes(boss.user) == []


def test_jp_to_verify_are_one_task_of_administrators(staff_user):
    admin = staff_user(Role.ADMINISTRATOR)
    entries = [make_entry(), make_entry()]
    assert "training.verify-jp" in codes(admin)
    assert rows("training.verify-jp")[0][3] == "2"
    for entry in entries:
        ledger.verify_entry(entry=entry, by=admin, at=NOW())
    assert "training.verify-jp" not in codes(admin)


def test_whoever_is_behind_the_jp_target_is_asked_from_july_and_no_longer_once_there():
    person = make_worker(employment_status="pns")
    make_worker(employment_status="non_asn")
    year = timezone.localdate().year
    assert rows("training.reach-jp-target", date(year, 6, 30)) == []
    found = rows("training.reach-jp-target", date(year, 10, 1))
    assert [(line[2], line[3], line[4], line[5]) for line in found] == [(person.user_id, "0", "20", date(year, 10, 31))]
    for _session in range(4):
        issue_for_session(session=make_held(profiles=[person]), by=None, at=NOW())
    assert rows("training.reach-jp-target", date(year, 10, 1)) == []


def test_the_words_of_every_duty_are_drawn():
    """Each title and address of a row made by the tests above reads in both languages."""
    leader = make_worker()
    make_request(profile=make_worker(supervisor=leader, employment_status="pns"))
    make_seated()
    for code in (
        "training.decide-enrolment",
        "training.attend-meeting",
        "training.reach-jp-target",
        "training.still-waiting",
        "training.enrolment-closes",
        "training.finish-session",
    ):
        duty = duties.get(code)
        line = duties.DutyRow(code, "1", 1, "0.00" if "jp" in code else "Kata", "20", timezone.localdate())
        assert duty.title(line)
        assert duty.url(line).startswith("/staf/pelatihan/")

"""What the room asks people to do: there while it is undone, gone when it is done."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.libraries import switches
from baubau_pembinaan.notifications import duties
from tests.factories.training import (
    make_annual,
    make_entry,
    make_held,
    make_membership,
    make_plan,
    make_programme,
    make_report,
    make_request,
    make_seated,
    make_session,
    make_worker,
)
from training.models import ImpactReview, Interest
from training.services import annual, enrolments, impact, ledger, network, plans
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


def test_whoever_is_behind_the_jp_target_is_asked_from_july_and_no_longer_once_there(clock):
    person = make_worker(employment_status="pns")
    make_worker(employment_status="non_asn")
    year = timezone.localdate().year
    assert rows("training.reach-jp-target", date(year, 6, 30)) == []
    found = rows("training.reach-jp-target", date(year, 10, 1))
    assert [(line[2], line[3], line[4], line[5]) for line in found] == [(person.user_id, "0", "20", date(year, 10, 31))]
    for _session in range(4):
        issue_for_session(session=make_held(profiles=[person]), by=None, at=NOW())
    assert rows("training.reach-jp-target", date(year, 10, 1)) == []


def test_a_plan_is_first_its_writers_then_the_supervisors_then_goal_by_goal():
    leader = make_worker()
    person = make_worker(supervisor=leader)
    plan = make_plan(person)
    assert codes(person.user) == ["training.hand-in-plan"]
    plans.submit_plan(plan=plan, by=person.user, at=NOW())
    assert codes(person.user) == []
    assert codes(leader.user) == ["training.agree-plan"]
    plans.agree_plan(plan=plan, by=leader.user, at=NOW())
    item = plan.items.get()
    item.due_on = timezone.localdate() + timedelta(days=5)
    item.save()
    assert (codes(leader.user), codes(person.user)) == ([], ["training.reach-goal"])
    plans.settle_item(item=item, status="done", outcome="Tampil", by=person.user)
    assert codes(person.user) == []


def test_whoever_wished_for_a_training_is_told_of_its_deadline_until_enrolled():
    person, programme, today = make_worker(), make_programme(), timezone.localdate()
    Interest.objects.create(programme=programme, profile=person, since=NOW())
    soon = make_session(programme, closes_on=today + timedelta(days=3))
    later = make_session(programme, closes_on=today + timedelta(days=5))
    make_session(programme, closes_on=today + timedelta(days=3), announced=False)
    make_session(closes_on=today + timedelta(days=3))
    found = rows("training.enrol-in-time")
    assert sorted((row[1], row[2], row[5]) for row in found) == sorted(
        (str(session.pk), person.user_id, session.closes_on) for session in (soon, later)
    )
    make_request(soon, person)
    Interest.objects.get_or_create(programme=programme, profile=person, defaults={"since": NOW()})
    assert [row[1] for row in rows("training.enrol-in-time")] == [str(later.pk)]


def test_goals_of_one_date_are_reminded_each_and_lead_to_the_plan():
    person = make_worker(supervisor=make_worker())
    plan = make_plan(person)
    day = min(timezone.localdate() + timedelta(days=5), date(plan.year, 12, 31))
    first = plan.items.get()
    first.due_on = day
    first.save()
    plans.add_item(plan=plan, goal="Belajar mengatalog", due_on=day, by=None)
    plans.submit_plan(plan=plan, by=person.user, at=NOW())
    plans.agree_plan(plan=plan, by=person.user, at=NOW())
    duty = duties.get("training.reach-goal")
    found = [duties.DutyRow(*row) for row in rows(duty.code)]
    assert len({(row.ref, row.due_on) for row in found}) == 2
    assert {duty.url(row) for row in found} == {reverse("training:plan", args=[person.pk, plan.year])}


def test_a_yearly_plan_handed_in_is_the_heads_task(staff_user):
    head = staff_user(Role.AGENCY_HEAD)
    plan = make_annual()
    annual.submit_year(plan=plan, by=None)
    assert codes(head) == ["training.approve-year"]
    annual.approve_year(plan=plan, by=head, at=NOW())
    assert codes(head) == []


def test_every_duty_of_the_room_reads_in_both_languages(english):
    """What is drawn of a row: a title that starts with a verb, and an address inside the room."""
    line = duties.DutyRow("x", "1", 1, "2026", "2026", timezone.localdate())
    for duty in duties.all_duties():
        if duty.code.startswith("training."):
            assert duty.title(line)
            of_goal = duty.code == "training.reach-goal"  # whose plan stands in the detail
            assert duty.url(replace(line, detail="1/2026") if of_goal else line).startswith("/staf/pelatihan/")
            assert isinstance(duty.detail(line), str)


def test_three_months_later_participant_and_supervisor_are_each_asked(clock):
    leader = make_worker()
    person = make_worker(supervisor=leader)
    row = ImpactReview.objects.get(enrolment__session=make_held(profiles=[person]))
    assert (codes(person.user), codes(leader.user)) == ([], [])
    clock.shift(timedelta(days=95))
    assert "training.evaluate-own" in codes(person.user)
    assert "training.evaluate-staff" in codes(leader.user)
    impact.answer_as_participant(impact=row, level=3, example="x", by=person.user, at=NOW())
    impact.answer_as_leader(impact=row, level=3, example="x", by=leader.user, at=NOW())
    assert "training.evaluate-own" not in codes(person.user)
    assert "training.evaluate-staff" not in codes(leader.user)


def test_half_a_year_after_its_due_date_nobody_is_asked_any_more_but_may_still_answer(clock):
    leader = make_worker()
    person = make_worker(supervisor=leader)
    row = ImpactReview.objects.get(enrolment__session=make_held(profiles=[person]))
    last = row.due_on + timedelta(days=14 + 180)
    clock.shift(last - timezone.localdate())
    assert ("training.evaluate-own" in codes(person.user), "training.evaluate-staff" in codes(leader.user)) == (
        True,
        True,
    )
    clock.shift(timedelta(days=1))
    assert ("training.evaluate-own" in codes(person.user), "training.evaluate-staff" in codes(leader.user)) == (
        False,
        False,
    )
    impact.answer_as_participant(impact=row, level=3, example="x", by=person.user, at=NOW())


def test_a_membership_that_ended_is_owed_until_it_is_renewed_or_let_go():
    person, today = make_worker(), timezone.localdate()
    ended = make_membership(person, starts_on=today - timedelta(days=900), ends_on=today - timedelta(days=1))
    assert codes(person.user) == ["training.renew-membership"]
    assert rows("training.renew-membership", today + timedelta(days=400)) == []
    make_membership(person, association=ended.association, ends_on=today + timedelta(days=364))
    assert codes(person.user) == []


def test_a_certificate_that_expired_is_owed_until_the_programme_brought_a_later_one():
    person, programme, today = make_worker(), make_programme(certificate_months=12), timezone.localdate()
    after = today + timedelta(days=400)
    issue_for_session(session=make_held(programme, profiles=[person]), by=None, at=NOW())
    assert [row[2] for row in rows("training.renew-certificate", after)] == [person.user_id]
    programme.certificate_months = 24
    programme.save()
    issue_for_session(session=make_held(programme, profiles=[person]), by=None, at=NOW())
    assert rows("training.renew-certificate", after) == []


def test_a_sharing_session_is_owed_and_a_membership_renewed_until_it_is_done():
    person = make_worker()
    report = make_report(person, learnt="Hal baru")
    membership = make_membership(person, ends_on=timezone.localdate() + timedelta(days=30))
    make_membership(make_worker(), ends_on=timezone.localdate() + timedelta(days=300))
    assert sorted(codes(person.user)) == ["training.renew-membership", "training.share-conference"]
    today = timezone.localdate()
    network.hold_sharing(report=report, shared_on=today, listeners=5, by=person.user, on=today)
    membership.ends_on = timezone.localdate() + timedelta(days=1000)
    membership.save()
    assert codes(person.user) == []

"""Summaries say what they claim; what is done since is not said any more; appointments stand on the home page too."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.notifications import by_hand, dispatch, duties
from baubau_pembinaan.notifications.choices import State
from baubau_pembinaan.notifications.models import Delivery, Message, Reminder, ReminderRule
from baubau_pembinaan.notifications.reminders import rules
from evaluations.choices import PeriodStatus
from tests.factories.accounts import make_person
from tests.factories.evaluations import make_answers, make_period
from tests.factories.training import make_seated, make_session

from .test_reminders import CODE, TUESDAY, done, follow_up, send

MONDAY = TUESDAY - timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def me():
    rules.sync_rules()
    person = make_person(Role.LIBRARIAN)
    person.user.email = "saya@example.org"
    person.user.save()
    return person


def many_overdue(person, n=16, on=TUESDAY):
    period = make_period(status=PeriodStatus.CLOSED)
    for number in range(n):
        follow_up(person, period=period, action=f"Lama {number:02}", due_on=on - timedelta(days=7))


def a_meeting(person, on):
    session = make_session(on=on)
    make_seated(session, person)


@pytest.mark.parametrize("day", [TUESDAY, MONDAY])
def test_what_a_summary_claims_it_prints(me, clock, day):
    """Sixteen overdue tasks and one meeting tomorrow: all seventeen lines, the meeting first."""
    many_overdue(me, on=day)
    a_meeting(me, day + timedelta(days=1))
    outcome = send(on=day)
    assert (outcome.messages, len(outcome.sent)) == (1, 17)
    lines = Message.objects.get(recipient=me.user, key__startswith="reminders.").body.splitlines()
    assert lines[0].startswith("- Ikuti “")
    assert sum("Lama" in line for line in lines) == 16
    assert Reminder.objects.filter(recipient=me.user).count() == 17


def weekly(me, **values):
    """The Monday summary of one task that is not reminded today, under a rule with these values."""
    follow_up(me, due_on=date(2027, 3, 1), action="Nanti")
    for rule in ReminderRule.objects.filter(is_on=True).exclude(code=CODE):
        rules.change_rule(rule=rule, by=None, is_on=False)
    rules.change_rule(rule=ReminderRule.objects.get(code=CODE), by=None, **values)
    send(on=MONDAY)
    message = Message.objects.get(recipient=me.user)
    return message, set(message.deliveries.values_list("channel", flat=True))


@pytest.mark.parametrize(
    ("values", "ways"),
    [
        ({}, {"inbox", "email"}),
        ({"by_email": False}, {"inbox"}),
    ],
)
def test_the_weeks_summary_is_mailed_only_where_a_rule_mails(me, values, ways):
    assert weekly(me, **values)[1] == ways


def test_the_weeks_summary_is_silent_of_rules_that_are_off(me, clock):
    """Neither alone nor in the mail of another rule; the task itself stays on the home page."""
    a_meeting(me, MONDAY + timedelta(days=1))
    follow_up(me, due_on=date(2027, 3, 1), action="Nanti")
    rules.change_rule(rule=ReminderRule.objects.get(code=CODE), by=None, is_on=False)
    assert send(on=MONDAY).digests == 1
    body = Message.objects.get(recipient=me.user, key__startswith="reminders.week").body
    assert "Ikuti" in body
    assert "Nanti" not in body
    for rule in ReminderRule.objects.filter(is_on=True):
        rules.change_rule(rule=rule, by=None, is_on=False)
    assert send(on=MONDAY + timedelta(days=7)).messages == 0
    assert any("Nanti" in str(duty.title(row)) for duty, row in duties.open_for(me.user, MONDAY))


@pytest.mark.parametrize("day", [MONDAY, TUESDAY])
def test_a_dry_run_tells_the_messages_and_summaries_that_are_sent(me, day):
    """Also to whom only the summary goes, and that many lines are one message."""
    follow_up(make_person(Role.LIBRARIAN), due_on=date(2027, 3, 1), action="Nanti")
    many_overdue(me, on=day)
    follow_up(make_person(Role.LIBRARIAN), due_on=day)
    seen = send(on=day, dry_run=True)
    assert not Message.objects.exists()
    sent = send(on=day)
    assert seen.messages == sent.messages == Message.objects.count() > 1
    assert seen.as_dict()["summaries"] == sent.as_dict()["summaries"]
    assert [draft.body for draft in seen.drafts] == list(Message.objects.order_by("pk").values_list("body", flat=True))
    assert seen.digests == (3 if day == MONDAY else 1)


def test_the_weeks_summary_speaks_in_the_rules_own_words(me):
    message, _ways = weekly(me, subject_id="Ingat {nama}: {tugas}")
    assert f"Ingat {me.user.name}: Kerjakan tindak lanjut “Nanti”" in message.body


def test_a_task_done_before_its_mail_leaves_is_not_said(me):
    row = follow_up(me)
    send()
    assert Delivery.objects.get(channel="email").keeps_hours
    done(row)
    Delivery.objects.update(keeps_hours=False, next_attempt_at=timezone.now())
    assert dispatch.dispatch() == 0
    assert Delivery.objects.get(channel="email").state == State.DROPPED
    assert Message.objects.count() == 1  # what stands in the inbox stays there


@pytest.mark.parametrize("circumstance", ["open", "moved", "one of two done", "all done"])
def test_what_is_still_to_be_done_is_said(me, circumstance, sink, monkeypatch):
    period = make_period(status=PeriodStatus.CLOSED)
    rows = [follow_up(me, period=period, action=f"Tugas {n}", due_on=timezone.localdate()) for n in range(2)]
    rules.change_hours(by=None, singly_at_most=1, weekly_digest=False, working_days=[1, 2, 3, 4, 5, 6, 7])
    today = timezone.localdate()
    send(on=today, at=timezone.now())
    Delivery.objects.update(keeps_hours=False, next_attempt_at=timezone.now())
    if circumstance == "moved":
        for row in rows:
            row.due_on += timedelta(days=30)
            row.save()
    if "done" in circumstance:
        for row in rows[: 2 if circumstance == "all done" else 1]:
            done(row, today)
    assert dispatch.dispatch() == (1 if circumstance in ("open", "one of two done") else 0)


def test_a_room_that_cannot_answer_holds_no_mail_back(me, sink, monkeypatch):
    follow_up(me)
    send()
    Delivery.objects.update(keeps_hours=False, next_attempt_at=timezone.now())

    def breaks(duty, today):
        raise RuntimeError

    monkeypatch.setattr(duties, "rows_of", breaks)
    assert dispatch.dispatch() == 1


def test_by_hand_too_a_done_task_is_not_offered(me):
    row = follow_up(me)
    send()
    Delivery.objects.filter(channel="email").update(channel="whatsapp", next_attempt_at=timezone.now())
    done(row)
    assert by_hand.take_next(by=me.user, at=timezone.now()) is None
    assert Delivery.objects.get(channel="whatsapp").state == State.DROPPED


def test_an_appointment_stands_on_the_home_page_from_its_first_reminder_until_its_day(me):
    today = timezone.localdate()
    a_meeting(me, today + timedelta(days=3))

    def listed(day):
        return [row.due_on for duty, row in duties.open_for(me.user, day) if duty.code == "training.attend-meeting"]

    assert listed(today - timedelta(days=1)) == []
    assert listed(today) == listed(today + timedelta(days=3)) == [today + timedelta(days=3)]
    assert listed(today + timedelta(days=4)) == []
    each = duties.open_for_each({}, [me.user.pk], today)
    assert "training.attend-meeting" in {duty.code for duty, _row in each[me.user.pk]}


def test_every_duty_has_a_rule_but_the_one_that_may_not_be_told():
    rules.sync_rules()
    declared = {duty.code for duty in duties.declared()}
    kept = set(ReminderRule.objects.values_list("code", flat=True))
    assert declared - kept == {"evaluations.answer-round"}  # a kept message would tell who had not answered
    for code in (
        "evaluations.decide-comment", "evaluations.decide-held", "evaluations.write-counts", "training.approve-year",
        "evaluations.open-period", "evaluations.reach-sample",
    ):  # fmt: skip
        assert ReminderRule.objects.get(code=code).offsets, code


@pytest.mark.parametrize(
    ("status", "starts_in", "planned"), [("draft", 3, 1), ("draft", 0, 1), ("draft", 9, 0), ("open", 0, 0)]
)
def test_a_period_that_should_open_is_reminded(me, status, starts_in, planned):
    head = make_person(Role.DIVISION_HEAD)
    make_period(status=status, starts_on=TUESDAY + timedelta(days=starts_in), ends_on=date(2026, 12, 31))
    told = [one for one in send().planned if one.rule.code == "evaluations.open-period"]
    assert len([one for one in told if one.recipient == head.user]) == planned


@pytest.mark.parametrize(("population", "answers", "planned"), [(20, 1, 1), (20, 18, 0), (None, 0, 0)])
def test_a_sample_behind_its_target_is_reminded(me, population, answers, planned):
    """Of twenty people nineteen should answer (Krejcie and Morgan); four fifths of the time are gone."""
    head = make_person(Role.DIVISION_HEAD)
    period = make_period(
        starts_on=TUESDAY - timedelta(days=28), ends_on=TUESDAY + timedelta(days=7), population=population
    )
    make_answers(period, answers)
    told = [one for one in send().planned if one.rule.code == "evaluations.reach-sample"]
    assert len([one for one in told if one.recipient == head.user]) == planned
    if planned:
        assert "18" in told[0].subject


def test_the_preview_names_those_to_whom_only_a_summary_goes(me, client_as):
    follow_up(me, due_on=date(2027, 3, 1), action="Nanti")
    page = client_as(Role.ADMINISTRATOR).get(reverse("notifications:reminder-preview"), {"on": MONDAY.isoformat()})
    assert [(draft.recipient, len(draft.lines)) for draft in page.context["summaries"]] == [(me.user, 1)]
    assert "Tugas Anda pekan ini" in page.content.decode()
    assert "Tidak ada yang diingatkan" not in page.content.decode()

"""Reminders: the right people, on the right day, once."""

import json
import threading
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection, connections
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.libraries.models import Holiday
from baubau_pembinaan.notifications import duties
from baubau_pembinaan.notifications.models import Delivery, Message, Reminder, ReminderRule
from baubau_pembinaan.notifications.reminders import planning, rules, sending
from evaluations.choices import FollowUpKind, FollowUpStatus, PeriodStatus, Unsur
from evaluations.models import FollowUp
from tests.factories.accounts import make_person
from tests.factories.evaluations import make_period
from tests.pages import statements

CODE = "evaluations.settle-followup"
TUESDAY = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=ZoneInfo("Asia/Makassar"))
db = pytest.mark.django_db


def follow_up(person=None, *, due_on=TUESDAY, **fields):
    person = person or make_person(Role.LIBRARIAN)
    return FollowUp.objects.create(
        period=fields.pop("period", None) or make_period(status=PeriodStatus.CLOSED),
        unsur=Unsur.WAKTU,
        action=fields.pop("action", "Tambah petugas"),
        kind=FollowUpKind.FIX,
        responsible=person,
        due_on=due_on,
        status=FollowUpStatus.PLANNED,
        **fields,
    )


def done(row, on=TUESDAY):
    row.status, row.outcome, row.ended_on = FollowUpStatus.DONE, "Sudah.", on
    row.save()


def send(on=TUESDAY, at=NOON, **options):
    return sending.send(on=on, at=at, **options)


def subjects(person):
    return list(Message.objects.filter(recipient=person.user).order_by("pk").values_list("subject", flat=True))


@pytest.fixture
def ready(db):
    rules.sync_rules()


def test_a_due_task_is_said_once_however_often_it_runs(ready):
    me = make_person(Role.LIBRARIAN)
    follow_up(me)
    assert [send().messages for _ in range(3)] == [1, 0, 0]
    assert subjects(me) == ["Kerjakan tindak lanjut “Tambah petugas”"]
    assert Reminder.objects.get().message == Message.objects.get()


def test_a_clock_put_back_says_nothing_again(ready):
    follow_up()
    assert send().messages == 1
    assert send(on=TUESDAY - timedelta(days=7), at=NOON - timedelta(days=7)).messages == 0
    assert send().messages == 0


def test_a_moved_date_plans_anew(ready):
    me = make_person(Role.LIBRARIAN)
    row = follow_up(me)
    send()
    row.due_on = date(2026, 12, 10)
    row.save()
    assert send().messages == 0
    assert send(on=date(2026, 12, 3)).messages == 1


def test_a_done_task_is_silent(ready):
    row = follow_up()
    done(row)
    assert send().planned == []


@pytest.mark.parametrize("circumstance", ["left", "deactivated", "works"])
def test_whoever_left_gets_nothing(ready, circumstance):
    me = make_person(Role.LIBRARIAN)
    follow_up(me)
    if circumstance == "left":
        me.left_on = TUESDAY - timedelta(days=1)
        me.save()
    if circumstance == "deactivated":
        me.user.is_active = False
        me.user.save()
    assert send().messages == (1 if circumstance == "works" else 0)


def test_a_machine_that_was_off_says_it_once_when_it_is_back(ready):
    follow_up()
    assert send(on=TUESDAY + timedelta(days=2)).messages == 1
    assert send(on=TUESDAY + timedelta(days=3)).messages == 0


def test_what_is_of_no_use_any_more_is_not_said(ready):
    """Due three weeks ago with its last word a week later: nothing more is said of it."""
    follow_up(due_on=TUESDAY - timedelta(days=21))
    assert send().planned == []


def test_of_several_days_that_came_only_the_last_one_speaks(ready):
    follow_up(due_on=TUESDAY - timedelta(days=8))
    assert [one.offset for one in send().planned] == [7]
    assert Reminder.objects.count() == 1


def test_an_earlier_offset_added_later_does_not_speak_after_a_later_one(ready):
    follow_up()
    send()
    rule = ReminderRule.objects.get(code=CODE)
    rules.change_rule(rule=rule, by=None, offsets=[-1])
    assert send().messages == 0


def test_a_holiday_is_silent_and_the_next_working_day_speaks(ready):
    Holiday.objects.create(date=TUESDAY, name="Libur contoh")
    follow_up()
    closed = send()
    assert (closed.closed, closed.messages) == (True, 0)
    assert send(on=TUESDAY + timedelta(days=1)).messages == 1


def test_what_comes_before_a_date_moves_to_the_working_day_before(ready):
    """A week before Sunday 6 December is Sunday 29 November: said on Friday the 27th."""
    follow_up(due_on=date(2026, 12, 6))
    assert send(on=date(2026, 11, 26)).planned == []
    assert [one.planned_on for one in send(on=date(2026, 11, 27)).planned] == [date(2026, 11, 27)]


def test_in_quiet_hours_the_inbox_is_filled_and_mail_waits(ready):
    me = make_person(Role.LIBRARIAN)
    me.user.email = "orang@example.org"
    me.user.save()
    follow_up(me)
    night = (timezone.localtime() + timedelta(days=1)).replace(hour=21, minute=0, second=0, microsecond=0)
    send(at=night)
    mail = Delivery.objects.get(channel="email")
    assert timezone.localtime(mail.next_attempt_at) == (night + timedelta(days=1)).replace(hour=7, minute=30)


def test_by_day_mail_leaves_at_once(ready):
    hours = planning.ReminderHours()
    assert sending.end_of_quiet(hours, NOON) is None
    assert sending.end_of_quiet(hours, NOON.replace(hour=6)) == NOON.replace(hour=7, minute=30)


def test_a_rule_without_mail_stays_in_the_inbox(ready):
    me = make_person(Role.LIBRARIAN)
    me.user.email = "orang@example.org"
    me.user.save()
    follow_up(me)
    rules.change_rule(rule=ReminderRule.objects.get(code=CODE), by=None, by_email=False)
    send()
    assert [row.channel for row in Delivery.objects.all()] == ["inbox"]


def test_beyond_three_a_day_they_come_as_one_summary(ready):
    me, other = make_person(Role.LIBRARIAN), make_person(Role.LIBRARIAN)
    period = make_period(status=PeriodStatus.CLOSED)
    for number in range(4):
        follow_up(me, period=period, action=f"Tugas {number}")
    for number in range(3):
        follow_up(other, period=period, action=f"Tugas {number}")
    outcome = send()
    assert (len(outcome.sent), outcome.messages, outcome.digests) == (7, 4, 1)
    assert subjects(me) == ["4 pengingat untuk hari ini"]
    assert Message.objects.get(recipient=me.user).body.count("Tugas") == 4
    assert send().messages == 0


def test_the_week_begins_with_one_summary_of_open_tasks(ready):
    me = make_person(Role.LIBRARIAN)
    monday = TUESDAY - timedelta(days=1)
    follow_up(me, due_on=monday)
    follow_up(me, due_on=date(2027, 3, 1), action="Nanti")
    assert send(on=monday).digests == 1
    assert subjects(me) == ["Tugas Anda pekan ini"]
    assert send(on=monday).messages == 0
    assert send(on=TUESDAY).messages == 0


def test_a_rule_that_is_off_says_nothing(ready):
    follow_up()
    rules.change_rule(rule=ReminderRule.objects.get(code=CODE), by=None, is_on=False)
    assert send().planned == []


def test_own_words_are_filled_and_never_read_as_holes(ready):
    me = make_person(Role.LIBRARIAN)
    follow_up(me, action="{nama}")
    rule = ReminderRule.objects.get(code=CODE)
    rules.change_rule(rule=rule, by=None, subject_id="Halo {nama}: {tugas}", body_id="Sampai {tenggat}.")
    send()
    message = Message.objects.get()
    assert message.subject == f"Halo {me.user.name}: Kerjakan tindak lanjut “{{nama}}”"
    assert message.body == "Sampai Selasa, 24 November 2026."


def test_unknown_holes_are_refused(ready):
    with pytest.raises(ValidationError):
        rules.change_rule(rule=ReminderRule.objects.get(code=CODE), by=None, body_id="{rahasia}")


def test_edits_win_over_the_sync_and_reset_brings_the_default_back(ready):
    rule = ReminderRule.objects.get(code=CODE)
    rules.change_rule(rule=rule, by=None, offsets=[5, -5], is_on=False)
    assert rules.sync_rules() == []
    rule.refresh_from_db()
    assert (rule.offsets, rule.is_on, rules.is_default(rule)) == ([-5, 5], False, False)
    rules.reset_rule(rule=rule, by=None)
    rule.refresh_from_db()
    assert rules.is_default(rule)


def test_six_kinds_are_on_in_a_new_installation(ready):
    assert len(rules.KINDS_ON) == 6
    on = set(ReminderRule.objects.filter(is_on=True).values_list("code", flat=True))
    assert on and on <= rules.ON


def test_one_rooms_mistake_does_not_silence_the_others(ready, monkeypatch):
    follow_up()
    period = make_period(status=PeriodStatus.OPEN, starts_on=date(2026, 9, 1), ends_on=TUESDAY - timedelta(days=1))
    make_person(Role.DIVISION_HEAD)
    bad = duties.get("evaluations.close-period")
    broken = duties.Duty(**{**bad.__dict__, "title": lambda row: 1 / 0})
    monkeypatch.setitem(duties._DUTIES, bad.code, broken)
    outcome = send()
    assert outcome.broken == [bad.code], period
    assert outcome.messages == 1


def test_one_persons_trouble_holds_up_nobody_else(ready, monkeypatch):
    unlucky, lucky = make_person(Role.LIBRARIAN), make_person(Role.LIBRARIAN)
    follow_up(unlucky, action="A" * 20)
    follow_up(lucky)
    real = sending.services.notify

    def notify(**options):
        if options["recipient"] == unlucky.user:
            raise RuntimeError("poison")
        return real(**options)

    with monkeypatch.context() as patched:
        patched.setattr(sending.services, "notify", notify)
        assert send().failed == [unlucky.user.pk]
    assert len(subjects(lucky)) == 1
    assert subjects(unlucky) == []
    assert send().messages == 1  # nothing lost: told at the next run
    assert len(subjects(unlucky)) == 1


def test_the_command_tells_in_json_and_a_dry_run_says_nothing(ready):
    me = make_person(Role.LIBRARIAN)
    follow_up(me)

    def run(*arguments):
        out = StringIO()
        call_command("send_reminders", "--on", "2026-11-24", "--format", "json", *arguments, stdout=out)
        return json.loads(out.getvalue())

    dry = run("--dry-run")
    assert (dry["planned"], dry["sent"], dry["reminders"][0]["state"]) == (1, 0, "due")
    assert Message.objects.count() == 0
    real = run()
    assert (real["sent"], real["messages"]) == (1, 1)
    assert real["reminders"][0] == {
        "rule": CODE,
        "ref": str(FollowUp.objects.get().pk),
        "recipient": me.user.username,
        "name": me.user.name,
        "due_on": "2026-11-24",
        "offset": 0,
        "planned_on": "2026-11-24",
        "by_email": True,
        "subject": "Kerjakan tindak lanjut “Tambah petugas”",
        "body": real["reminders"][0]["body"],
        "url": reverse("evaluations:followup-edit", args=[FollowUp.objects.get().pk]),
        "state": "sent",
    }
    assert run()["already_said"] == 1


GUARDS = {
    "reminder_is_said_once": ("notifications_reminder", 'recipient_id, code, ref, due_on, "offset"'),
    "message_is_said_once_to_each_person": ("notifications_message", "recipient_id, key"),
}


@contextmanager
def without(names):
    """The database without these unique rows: what asks for them inserts, whoever was first."""
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"ALTER TABLE {GUARDS[name][0]} DROP CONSTRAINT {name}")

    def unasked(execute, sql, params, many, context):
        for table, columns in (GUARDS[name] for name in names):
            if sql.startswith(f"INSERT INTO {table}"):
                sql = sql.replace(f" ON CONFLICT ({columns}) DO NOTHING", "")
        return execute(sql, params, many, context)

    try:
        yield unasked
    finally:
        Message.objects.all().delete()
        Reminder.objects.all().delete()
        with connection.cursor() as cursor:
            for name in names:
                table, columns = GUARDS[name]
                cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} UNIQUE ({columns})")


@pytest.mark.parametrize(
    ("guards_off", "reminders", "messages"),
    [
        ([], 5, 5),
        (["reminder_is_said_once"], 10, 5),
        (["message_is_said_once_to_each_person"], 5, 5),
        (list(GUARDS), 10, 10),
    ],
)
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_say_it_once(monkeypatch, guards_off, reminders, messages):
    """Both have planned before either speaks. The negative control is the same run without the unique rows: each row
    alone keeps people from being told twice, without both they are."""
    rules.sync_rules()
    for _ in range(5):
        follow_up()
    gate, troubles = threading.Barrier(2), []

    class Together(planning.Plan):
        def planned(self):
            found = super().planned()
            gate.wait()
            return found

    monkeypatch.setattr(sending, "Plan", Together)

    def work(unasked):
        try:
            with connection.execute_wrapper(unasked):
                outcome = send()
            troubles.extend([*outcome.failed, *outcome.broken])
        finally:
            connections.close_all()

    with without(guards_off) as unasked:
        workers = [threading.Thread(target=work, args=(unasked,)) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert (Reminder.objects.count(), Message.objects.count(), troubles) == (reminders, messages, [])


def test_a_common_duty_goes_to_those_who_may_and_nobody_else(ready):
    make_period(status=PeriodStatus.OPEN, starts_on=date(2026, 9, 1), ends_on=TUESDAY - timedelta(days=1))
    heads = {make_person(Role.DIVISION_HEAD).user for _ in range(2)}
    officer = make_person(Role.SERVICE_OFFICER).user
    reminded = {one.recipient for one in planning.Plan(TUESDAY).planned()}
    assert reminded == heads
    assert officer not in reminded


@db
def test_an_administrator_narrows_a_common_reminder_to_a_role(client_as, ready):
    make_period(status=PeriodStatus.OPEN, starts_on=date(2026, 9, 1), ends_on=TUESDAY - timedelta(days=1))
    head, administrator = make_person(Role.DIVISION_HEAD).user, client_as(Role.ADMINISTRATOR)
    rule = ReminderRule.objects.get(code="evaluations.close-period")
    address = reverse("notifications:reminder-edit", args=[rule.pk])
    values = {"offsets": "0", "useful_days": "7", "is_on": "on", "roles": [Role.DIVISION_HEAD]}

    def reminded():
        return {one.recipient for one in planning.Plan(TUESDAY).planned() if one.rule == rule}

    assert reminded() == {head, administrator.user}
    assert administrator.post(address, {**values, "roles": [Role.SERVICE_OFFICER]}).status_code == 200  # may not do it
    assert administrator.post(address, values).status_code == 302
    assert reminded() == {head}
    page = administrator.get(address).content.decode()
    assert "Untuk: Kepala Bidang" in page
    assert duties.open_for(administrator.user, TUESDAY)  # the task itself stays everybody's
    rules.reset_rule(rule=rule, by=administrator.user)
    assert reminded() == {head, administrator.user}


@db
def test_a_reminder_of_ones_own_says_whom_it_concerns_and_asks_for_no_role(client_as, ready):
    administrator, rule = client_as(Role.ADMINISTRATOR), ReminderRule.objects.get(code=CODE)
    page = administrator.get(reverse("notifications:reminder-edit", args=[rule.pk])).content.decode()
    assert "Untuk: Penanggung jawabnya" in page
    assert 'name="roles"' not in page


@db
def test_the_pages_cost_the_same_for_one_row_as_for_three(client_as, ready):
    client = client_as(Role.ADMINISTRATOR)
    rule = ReminderRule.objects.get(code=CODE)
    period = make_period(status=PeriodStatus.CLOSED)
    me = make_person(Role.LIBRARIAN)
    numbers = iter(range(9))
    address = reverse("notifications:reminder-edit", args=[rule.pk]) + "?on=2026-11-24"

    def more(times):
        for _ in range(times):
            follow_up(me, period=period, action=f"Tugas {next(numbers)}")

    more(1)
    client.get(address)
    one = statements(client, address)[1]
    more(2)
    page, three = statements(client, address)
    assert len(one) == len(three) <= 11
    assert "Tugas 2" in page.content.decode()


@pytest.mark.parametrize("code", sorted(duties._DUTIES))
def test_every_duty_is_reminded_within_the_days_it_looks_at(code):
    duty = duties.get(code)
    earliest, latest = duty.bounds
    assert all(earliest is None or days >= earliest for days in duty.offsets)
    assert all(latest is None or days <= latest for days in duty.offsets)


@db
@pytest.mark.parametrize(
    ("code", "offsets", "words"),
    [
        ("evaluations.close-period", "-14, 1", "paling awal di sini -7"),
        ("collections_app.renew-licence", "-120", "paling awal di sini -90"),
        ("training.attend-meeting", "-1, 7", "paling akhir di sini 0"),
    ],
)
def test_days_on_which_nothing_would_be_found_are_refused(client_as, ready, code, offsets, words):
    """A rule that can never speak looks like one that works."""
    rule = ReminderRule.objects.get(code=code)
    client, address = client_as(Role.ADMINISTRATOR), reverse("notifications:reminder-edit", args=[rule.pk])
    page = client.post(address, {"offsets": offsets, "useful_days": "5", "is_on": "on"})
    assert words in page.content.decode()
    rule.refresh_from_db()
    assert rule.offsets == sorted(rule.duty.offsets)


@db
def test_an_administrator_edits_a_rule_and_puts_it_back(client_as, ready):
    client = client_as(Role.ADMINISTRATOR)
    rule = ReminderRule.objects.get(code=CODE)
    address = reverse("notifications:reminder-edit", args=[rule.pk])
    values = {"offsets": "-10, 2", "useful_days": "5", "is_on": "on"}
    assert client.post(address, {**values, "offsets": "besok"}).status_code == 200
    assert client.post(address, values).status_code == 302
    rule.refresh_from_db()
    assert (rule.offsets, rule.by_email, rule.useful_days) == ([-10, 2], False, 5)
    assert rule.history.first().history_user_id == client.user.pk
    client.post(reverse("notifications:reminder-reset", args=[rule.pk]))
    rule.refresh_from_db()
    assert rules.is_default(rule)
    assert client.get(reverse("notifications:reminder-list")).status_code == 200
    assert client.get(reverse("notifications:reminder-preview") + "?on=2026-11-28").status_code == 200


@db
def test_an_administrator_sets_the_hours(client_as, ready):
    client = client_as(Role.ADMINISTRATOR)
    values = {"quiet_from": "19.00", "quiet_until": "08.00", "working_days": ["1", "6"], "singly_at_most": "2"}
    assert client.post(reverse("notifications:reminder-hours"), values).status_code == 302
    hours = planning.ReminderHours.current()
    assert (hours.working_days, hours.singly_at_most, hours.weekly_digest) == ([1, 6], 2, False)

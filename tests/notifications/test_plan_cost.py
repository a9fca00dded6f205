"""What the reminders cost: plan and idle run take as many statements for thirty people as for one."""

from datetime import date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.notifications import duties
from baubau_pembinaan.notifications.models import Message, ReminderRule
from baubau_pembinaan.notifications.reminders import planning, rules, sending
from evaluations.choices import FollowUpKind, FollowUpStatus, PeriodStatus, Unsur
from evaluations.models import FollowUp
from tests.factories.accounts import make_person
from tests.factories.evaluations import make_period

MONDAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo("Asia/Makassar"))
pytestmark = pytest.mark.django_db
numbers = count()


@pytest.fixture
def house(library):
    """Every rule on, an open task of each kind of duty: one's own, and one that belongs to whoever may."""
    rules.sync_rules()
    for rule in ReminderRule.objects.all():
        rules.change_rule(rule=rule, by=None, is_on=True)
    make_period(status=PeriodStatus.OPEN, starts_on=date(2026, 9, 1), ends_on=MONDAY - timedelta(days=1))
    period = make_period(status=PeriodStatus.CLOSED)

    def more(people: int) -> None:
        for _ in range(people):
            for role in (Role.LIBRARIAN, Role.DIVISION_HEAD, Role.INSPECTOR):
                person = make_person(role)
                if role != Role.INSPECTOR:
                    FollowUp.objects.create(
                        period=period,
                        unsur=Unsur.WAKTU,
                        action=f"Tugas {next(numbers)}",
                        kind=FollowUpKind.FIX,
                        responsible=person,
                        due_on=MONDAY,
                        status=FollowUpStatus.PLANNED,
                    )

    return more


def costs(work, more, before=lambda: None) -> tuple[list[int], list[object]]:
    """Statements and answers for one, three and thirty people of each role."""
    work()  # fills what is read once per process
    taken, answers = [], []
    for people in (1, 2, 27):
        more(people)
        before()
        with CaptureQueriesContext(connection) as captured:
            answers.append(work())
        taken.append(len(captured))
    return taken, answers


def test_a_plan_costs_the_same_for_one_three_and_thirty_people(house):
    taken, plans = costs(lambda: planning.Plan(MONDAY).planned(), house)
    assert [len(plan) for plan in plans] == [4, 12, 120]  # two tasks of one's own, two common ones
    assert len(set(taken)) == 1, taken


def test_an_idle_run_at_the_beginning_of_the_week_costs_the_same_for_everybody(house):
    """It runs every ten minutes: whoever has nothing to do, or was told already, costs nothing more."""

    def run():
        return sending.send(on=MONDAY, at=NOON)

    taken, outcomes = costs(run, house, before=run)
    assert [outcome.messages for outcome in outcomes] == [0, 0, 0]
    assert Message.objects.filter(key__startswith="reminders.week").count() == 60
    assert len(set(taken)) == 1, taken


def test_the_weeks_tasks_of_all_are_what_each_finds_on_the_own_home(house):
    house(3)
    plan = planning.Plan(MONDAY)
    users = plan.people.by_id
    holders = {
        duty.permission: [user.pk for user in plan.people.holders(duty.permission)]
        for duty in duties.all_duties()
        if duty.permission
    }
    for language in ("id", "en"):
        with translation.override(language):
            together = duties.open_for_each(holders, set(users), MONDAY)
            assert together == {pk: found for pk, user in users.items() if (found := duties.open_for(user, MONDAY))}
    assert len(together) == 6


def test_at_most_so_many_of_a_persons_tasks_are_read(house):
    house(1)
    me = make_person(Role.LIBRARIAN)
    period = make_period(status=PeriodStatus.CLOSED)
    for number in range(5):
        FollowUp.objects.create(
            period=period,
            unsur=Unsur.WAKTU,
            action=f"Tugas {number}",
            kind=FollowUpKind.FIX,
            responsible=me,
            due_on=MONDAY + timedelta(days=number),
            status=FollowUpStatus.PLANNED,
        )
    read = duties.open_for_each({}, {me.user.pk}, MONDAY, at_most=3)[me.user.pk]
    assert [row.due_on for _duty, row in read] == [MONDAY + timedelta(days=n) for n in range(3)]


def test_a_broken_duty_leaves_the_single_reminders(house, monkeypatch):
    house(1)
    monkeypatch.setattr(duties, "open_for_each", lambda *_, **__: 1 / 0)
    outcome = sending.send(on=MONDAY, at=NOON)
    assert outcome.broken == ["week"]
    assert outcome.messages == len(outcome.sent) == 4
    assert not Message.objects.filter(key__startswith="reminders.week").exists()

"""Dated appointments: what the database refuses, what the services refuse, who leads whom on a day."""

import threading
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from baubau_pembinaan.accounts import rules, selectors, services
from baubau_pembinaan.accounts.choices import AppointmentKind, DelegationScope, Role
from baubau_pembinaan.accounts.models import Appointment
from baubau_pembinaan.accounts.services import appointments as appointment_services
from tests.factories.accounts import make_appointment, make_person, make_position, make_profile, make_unit

pytestmark = pytest.mark.django_db

YEAR_START, YEAR_END = date(2026, 1, 1), date(2026, 12, 31)


def appoint(profile, **fields):
    defaults = {"position": make_position(), "unit": make_unit(), "starts_on": YEAR_START, "by": None}
    return services.appoint(profile=profile, at=timezone.now(), **{**defaults, **fields})


def test_database_refuses_a_second_definitive_post_sharing_one_day():
    person = make_profile()
    make_appointment(person, starts_on=YEAR_START, ends_on=date(2026, 6, 30))
    with pytest.raises(IntegrityError, match="one_definitive_appointment_at_a_time"), transaction.atomic():
        make_appointment(person, starts_on=date(2026, 6, 30))
    make_appointment(person, starts_on=date(2026, 7, 1))
    make_appointment(person, starts_on=date(2026, 6, 30), kind=AppointmentKind.ACTING)
    make_appointment(starts_on=date(2026, 6, 30))
    assert Appointment.objects.count() == 4


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("appointment_ends_after_it_starts", {"ends_on": date(2019, 12, 31)}),
        ("only_acting_appointments_stand_in", {"stands_in_for": "other"}),
        ("nobody_supervises_themselves", {"supervisor": "self"}),
    ],
)
def test_database_refuses(name, fields):
    person, other = make_profile(), make_profile()
    people = {"self": person, "other": other}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make_appointment(person, **{key: people.get(value, value) for key, value in fields.items()})


def test_a_new_definitive_post_ends_the_open_one_the_day_before():
    person = make_profile()
    first = appoint(person)
    second = appoint(person, starts_on=date(2026, 7, 1))
    first.refresh_from_db()
    assert first.ends_on == date(2026, 6, 30)
    assert selectors.appointment_on(person, date(2026, 6, 30)) == first
    assert selectors.appointment_on(person, date(2026, 7, 1)) == second
    assert selectors.appointment_on(person, date(2025, 12, 31)) is None


def test_a_post_inside_a_closed_one_is_refused_by_name():
    person = make_profile()
    appoint(person, ends_on=YEAR_END)
    with pytest.raises(services.AlreadyAppointed):
        appoint(person, starts_on=date(2026, 7, 1))


def test_a_plt_stands_beside_the_definitive_post():
    person, head = make_profile(), make_profile()
    own = appoint(person)
    appoint(person, kind=AppointmentKind.ACTING, stands_in_for=head, starts_on=date(2026, 3, 1))
    assert selectors.appointment_on(person, date(2026, 3, 2)) == own


def test_status_of_the_person_follows_a_running_appointment_only():
    person = make_profile(employment_status="non_asn")
    appoint(person, starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31), employment_status="pppk_pw")
    assert person.employment_status == "non_asn"
    appoint(person, starts_on=date(2021, 1, 1), employment_status="pppk")
    person.refresh_from_db()
    assert person.employment_status == "pppk"


def test_history_names_who_appointed_and_why():
    by = make_person(Role.ADMINISTRATOR).user
    row = appoint(make_profile(), by=by, reason="SK 12/2026")
    line = row.history.get()
    assert (line.history_user_id, line.history_change_reason) == (by.pk, "SK 12/2026")


# --- circles -------------------------------------------------------------------------------------------------


def test_a_circle_of_three_is_refused_and_the_straight_line_is_not():
    a, b, c = make_profile(), make_profile(), make_profile()
    appoint(a, supervisor=b)
    appoint(b, supervisor=c)
    with pytest.raises(services.SupervisorCycle):
        appoint(c, supervisor=a)
    appoint(c, supervisor=make_profile())


def test_a_circle_on_one_day_in_the_past_is_refused_and_one_that_never_closes_is_not():
    a, b, c = make_profile(), make_profile(), make_profile()
    appoint(a, supervisor=b, ends_on=date(2026, 6, 30))
    appoint(b, supervisor=c, starts_on=date(2026, 6, 30), ends_on=date(2026, 9, 1))
    with pytest.raises(services.SupervisorCycle):
        appoint(c, supervisor=a, starts_on=date(2026, 6, 30))
    appoint(c, supervisor=a, starts_on=date(2026, 7, 1))


def test_steps_on_different_days_make_no_circle():
    a, b, c = make_profile(), make_profile(), make_profile()
    appoint(a, supervisor=b, ends_on=date(2026, 3, 31))
    appoint(b, supervisor=c, starts_on=date(2026, 4, 1))
    appoint(c, supervisor=a)
    assert Appointment.objects.exclude(supervisor=None).count() == 3


def test_a_correction_is_checked_like_an_appointment():
    a, b = make_profile(), make_profile()
    appoint(a, supervisor=b)
    row = appoint(b)
    with pytest.raises(services.SupervisorCycle):
        services.correct_appointment(appointment=row, supervisor=a, by=None, at=timezone.now(), reason="salah ketik")
    services.correct_appointment(appointment=row, decree_number="SK 1", by=None, at=timezone.now(), reason="lengkap")
    assert row.decree_number == "SK 1" and row.supervisor is None


def race(deeds):
    gate, problems = threading.Barrier(len(deeds)), []

    def run(deed):
        try:
            gate.wait(60)
            deed()
        except ValidationError as problem:
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return problems


def cross_appointments():
    """Two people appointed under one another at the same moment."""
    a, b, post, unit = make_profile(), make_profile(), make_position(), make_unit()
    return [
        lambda: appoint(a, supervisor=b, position=post, unit=unit),
        lambda: appoint(b, supervisor=a, position=post, unit=unit),
    ]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_cannot_close_a_circle():
    for _ in range(8):
        problems = race(cross_appointments())
        assert [type(problem) for problem in problems] == [services.SupervisorCycle]


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_at_once_do_close_one(monkeypatch):
    """The negative control: both look before either has written."""
    both_looked = threading.Barrier(2)
    real = appointment_services.closes_a_circle

    def look_then_wait(row):
        found = real(row)
        both_looked.wait(60)
        return found

    monkeypatch.setattr(appointment_services, "lock_tree", lambda: None)
    monkeypatch.setattr(appointment_services, "closes_a_circle", look_then_wait)
    assert race(cross_appointments()) == []


@pytest.mark.django_db(transaction=True)
def test_two_definitive_posts_at_once_leave_one():
    person, post, unit = make_profile(), make_position(), make_unit()
    deed = lambda: appoint(person, position=post, unit=unit, ends_on=YEAR_END)  # noqa: E731
    problems = race([deed] * 4)
    assert [type(problem) for problem in problems] == [services.AlreadyAppointed] * 3
    assert Appointment.objects.filter(profile=person).count() == 1


# --- who leads whom ------------------------------------------------------------------------------------------


def test_staff_of_reads_the_row_of_the_day():
    old, new, person = make_profile(), make_profile(), make_profile()
    appoint(person, supervisor=old)
    appoint(person, supervisor=new, starts_on=date(2026, 7, 1))
    assert list(selectors.staff_of(old, date(2026, 6, 30))) == [person]
    assert list(selectors.staff_of(old, date(2026, 7, 1))) == []
    assert list(selectors.staff_of(new, date(2026, 7, 1))) == [person]
    assert selectors.supervisor_of(person, date(2026, 7, 1)) == new


def test_a_plt_leads_the_staff_of_the_one_they_stand_in_for_but_not_themselves():
    head, acting, person = make_profile(), make_profile(), make_profile()
    appoint(acting, supervisor=head)
    appoint(person, supervisor=head)
    appoint(acting, kind="plt", stands_in_for=head, starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 31))
    assert list(selectors.staff_of(acting, date(2026, 3, 31))) == [person]
    assert list(selectors.staff_of(acting, date(2026, 4, 1))) == []


@pytest.mark.parametrize(
    ("scope", "leads"),
    [(DelegationScope.EVERYTHING, True), (DelegationScope.PEOPLE, True), (DelegationScope.SPENDING, False)],
)
def test_a_delegation_counts_inside_its_scope(scope, leads):
    head, deputy, person = make_profile(), make_profile(), make_profile()
    appoint(person, supervisor=head)
    services.delegate(
        giver=head, receiver=deputy, scope=scope, starts_on=YEAR_START, ends_on=YEAR_END, by=None, at=timezone.now()
    )
    assert selectors.is_supervisor_of(deputy, person, date(2026, 5, 5)) is leads
    assert not selectors.is_supervisor_of(deputy, person, date(2027, 1, 1))


def test_predicates_read_today(time_machine):
    boss, person = make_person(Role.DIVISION_HEAD), make_person(Role.LIBRARIAN)
    appoint(person, supervisor=boss, ends_on=date(2026, 6, 30))
    time_machine.move_to("2026-06-30T23:30:00+08:00")
    assert rules.is_supervisor_of(boss.user, person)
    assert not rules.is_supervisor_of(person.user, boss)
    time_machine.move_to("2026-07-01T00:30:00+08:00")  # still 30 June in UTC
    assert not rules.is_supervisor_of(boss.user, person)


def test_people_in_unit_draws_everybody_with_the_same_number_of_queries(django_assert_num_queries):
    unit, today = make_unit(), date(2026, 5, 5)
    for count in (1, 3):
        while unit.appointments.count() < count:
            appoint(make_profile(), unit=unit, supervisor=make_profile())
        with django_assert_num_queries(2):
            people = list(selectors.people_in_unit(unit, today))
            drawn = [
                (str(p), p.current_appointments[0].title, p.current_appointments[0].supervisor.name) for p in people
            ]
        assert len(drawn) == count

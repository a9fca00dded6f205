"""The administrators' first page: what to do, whether the clockwork runs, numbers that open their rows."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from model_bakery import baker

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.libraries.models import Unit
from baubau_pembinaan.notifications.choices import State
from baubau_pembinaan.notifications.models import Delivery, Heartbeat
from baubau_pembinaan.portal import admin_dashboard
from baubau_pembinaan.portal.home import personal_tasks
from evaluations.services.surveys import close_period
from tests.factories.accounts import make_appointment, make_profile, make_unit, make_user
from tests.factories.evaluations import make_period

pytestmark = pytest.mark.django_db


def board(user):
    return admin_dashboard.dashboard_for(user, at=timezone.now())


def texts(user):
    return " ".join(task.text for task in board(user).tasks)


def delivery(state, minutes_ago=0, **fields):
    moment = timezone.now() - timedelta(minutes=minutes_ago)
    if state == State.SENT:
        fields["sent_at"] = moment
    return baker.make(Delivery, state=state, queued_at=moment, next_attempt_at=moment, channel="email", **fields)


@pytest.fixture
def administrator():
    return make_user(Role.ADMINISTRATOR)


def test_a_failed_message_is_the_first_task_and_opens_its_row(client, administrator):
    delivery(State.FAILED)
    delivery(State.SENT)
    task = board(administrator).tasks[0]
    client.force_login(administrator)
    page = client.get(task.url)
    assert "1" in task.text
    assert [row.state for row in page.context["cl"].result_list] == [State.FAILED]


def test_without_trouble_there_is_no_such_task(administrator):
    delivery(State.SENT)
    assert "state__exact" not in " ".join(task.url for task in board(administrator).tasks)


def test_somebody_without_a_post_is_a_task_until_appointed(administrator):
    person = make_profile()
    before = texts(administrator)
    make_appointment(person)
    after = texts(administrator)
    assert ("jabatan 1 orang" in before, "jabatan" in after) == (True, False)


@pytest.mark.parametrize(
    ("seconds", "state"), [(None, "warning"), (30, "good"), (299, "good"), (310, "bad"), (7200, "bad")]
)
def test_the_timetable_is_well_while_it_ticks(administrator, seconds, state):
    if seconds is not None:
        Heartbeat.objects.create(name="beat", at=timezone.now() - timedelta(seconds=seconds))
    assert board(administrator).pulses[0].state == state


@pytest.mark.parametrize(("minutes", "state"), [(1, "good"), (30, "warning")])
def test_a_message_waiting_long_makes_the_outbox_warn(administrator, minutes, state):
    delivery(State.WAITING, minutes_ago=minutes)
    assert board(administrator).pulses[2].state == state


def test_each_number_equals_the_rows_it_opens(client, administrator):
    make_profile()
    make_profile(left_on=timezone.localdate() - timedelta(days=40))
    make_user(is_active=False)
    make_unit(is_active=False)
    make_unit()
    client.force_login(administrator)
    figures = [figure for figure in board(administrator).figures if figure.url]
    shown = [client.get(figure.url).context["cl"].result_count for figure in figures]
    assert shown == [int(figure.value) for figure in figures]


def test_everyones_changes_are_shown_to_those_who_may_read_the_log(administrator):
    unit = make_unit()
    other = make_user(Role.ADMINISTRATOR)
    LogEntry.objects.create(
        user=other,
        content_type=ContentType.objects.get_for_model(Unit),
        object_id=unit.pk,
        object_repr="Unit",
        action_flag=ADDITION,
    )
    assert [entry.user for entry in board(administrator).changes] == [other]
    assert board(make_user()).changes == []


def test_who_may_view_nothing_is_told_nothing():
    delivery(State.FAILED)
    make_profile()
    empty = board(make_user())
    assert (empty.tasks, empty.figures, empty.pulses, empty.changes) == ([], [], [], [])


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_few_questions_whatever_the_rows(
    client, administrator, rows, django_assert_max_num_queries
):
    for _row in range(rows):
        delivery(State.FAILED)
        make_profile()
        unit = make_unit()
        LogEntry.objects.create(
            user=make_user(),
            content_type=ContentType.objects.get_for_model(Unit),
            object_id=unit.pk,
            object_repr="x",
            action_flag=ADDITION,
        )
    client.force_login(administrator)
    client.get("/admin/")
    with django_assert_max_num_queries(20) as seen:
        page = client.get("/admin/")
    assert page.status_code == 200
    counts = test_the_page_asks_the_same_few_questions_whatever_the_rows.__dict__.setdefault("counts", set())
    counts.add(len(seen))
    assert len(counts) == 1


def test_sections_speak_indonesian_and_hide_what_nobody_edits(client, administrator):
    client.force_login(administrator)
    page = client.get("/admin/")
    text = unescape(re.sub(r"<[^>]+>", " ", page.content.decode()))
    assert "Orang dan akun" in text
    for word in ("Solar", "Clocked", "Interval", "email address", "Alamat surel", "Celery", "Periodic"):
        assert word.lower() not in text.lower(), word


def test_sign_in_goes_through_allauth(client):
    response = client.get("/admin/", follow=True)
    assert response.redirect_chain[-1][0].startswith("/akun/")
    assert b"csrfmiddlewaretoken" in response.content


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.ADMINISTRATOR, 200), (Role.INSPECTOR, 200), (Role.LIBRARIAN, 403), (Role.AGENCY_HEAD, 403)],
)
def test_the_door_opens_for_administrators_and_inspectors_only(client, role, status):
    client.force_login(make_user(role))
    assert client.get("/admin/", follow=True).status_code == status


def test_the_dashboard_lists_what_the_staff_home_asks_of_the_person(client, administrator):
    """One list, two pages: a duty of this person stands on both, and leaves both when it is done."""
    period = make_period()
    period.ends_on = timezone.localdate() - timedelta(days=1)
    period.starts_on = period.ends_on - timedelta(days=30)
    period.save()
    client.force_login(administrator)
    home = {task.title for task in client.get("/staf/").context["tasks"]}
    due = [task.title for task in personal_tasks(administrator, timezone.localdate())]
    assert any(period.survey.title in title for title in due)
    assert set(due) <= home
    assert [task.text for task in board(administrator).tasks][: len(due)] == due
    assert str(period.survey.title) in client.get("/admin/").content.decode()
    close_period(period=period, by=administrator, at=timezone.now())
    assert not any(f"{period.survey.title}" in task.text and task.due for task in board(administrator).tasks[:1])

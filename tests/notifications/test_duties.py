"""What must be done by whom: many sorts, one statement, most pressing first."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import Value
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.libraries import switches
from baubau_pembinaan.notifications import duties
from baubau_pembinaan.notifications.duties import Duty, as_rows, open_for, reader_text
from evaluations.choices import FollowUpKind, FollowUpStatus, PeriodStatus, Unsur
from evaluations.models import FollowUp, Period
from tests.factories.accounts import make_person
from tests.factories.evaluations import make_period
from tests.statements import texts

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def follow_up(person, *, due_on=TODAY, status=FollowUpStatus.PLANNED, **fields):
    return FollowUp.objects.create(
        period=fields.pop("period", None) or make_period(status=PeriodStatus.CLOSED),
        unsur=Unsur.WAKTU,
        action=fields.pop("action", "Tambah petugas"),
        kind=FollowUpKind.FIX,
        responsible=person,
        due_on=due_on,
        status=status,
        **fields,
    )


@pytest.fixture
def common(monkeypatch):
    """A common duty, for whoever may moderate comments."""
    duty = Duty(
        code="tests.close-period",
        label="Close",
        rows=lambda today: as_rows(Period.objects.filter(status=PeriodStatus.OPEN), subject="key", due_on="ends_on"),
        title=lambda row: f"Tutup {row.subject}",
        url=lambda row: f"/p/{row.ref}/",
        permission="evaluations.moderate_comment",
        switch="question_bank",
    )
    monkeypatch.setitem(duties._DUTIES, duty.code, duty)
    return duty


def test_a_deed_done_leaves_the_list():
    me = make_person(Role.LIBRARIAN)
    mine = follow_up(me)
    assert [(duty.code, row.ref, row.due_on) for duty, row in open_for(me.user, TODAY)] == [
        ("evaluations.settle-followup", str(mine.pk), TODAY)
    ]
    mine.status, mine.outcome, mine.ended_on = FollowUpStatus.DONE, "Sudah.", TODAY
    mine.save()
    assert open_for(me.user, TODAY) == []


def test_nobody_sees_what_is_somebody_elses():
    follow_up(make_person(Role.LIBRARIAN))
    assert open_for(make_person(Role.ADMINISTRATOR).user, TODAY) == []


def test_many_sorts_take_one_statement_and_stand_by_date(common, library):
    switches.turn("question_bank", True, by=None)
    me = make_person(Role.DIVISION_HEAD)
    late = follow_up(me, due_on=TODAY - timedelta(days=3))
    period = make_period(ends_on=TODAY + timedelta(days=9), starts_on=TODAY - timedelta(days=40))
    undated = follow_up(me, due_on=None, period=late.period, action="Nanti")
    me.user.has_perm("evaluations.moderate_comment")
    with CaptureQueriesContext(connection) as captured:
        found = open_for(me.user, TODAY)
    assert [row.ref for _duty, row in found] == [str(late.pk), str(period.pk), str(undated.pk)]
    assert sum("duty_code" in text for text in texts(captured)) == 1


def test_a_common_duty_shows_only_to_those_who_may(common, library):
    switches.turn("question_bank", True, by=None)
    make_period()
    assert open_for(make_person(Role.LIBRARIAN).user, TODAY) == []
    assert len(open_for(make_person(Role.DIVISION_HEAD).user, TODAY)) == 1


def test_a_part_switched_off_hides_its_duties(common, library):
    make_period()
    head = make_person(Role.DIVISION_HEAD).user
    assert open_for(head, TODAY) == []
    switches.turn("question_bank", True, by=None)
    assert len(open_for(head, TODAY)) == 1


def test_two_duties_never_share_a_code(common):
    with pytest.raises(ValueError, match="registered twice"):
        duties.register(Duty(code=common.code, label="", rows=common.rows, title=common.title, url=common.url))


def test_the_staff_home_draws_it_in_the_readers_language(client_as):
    client = client_as(Role.LIBRARIAN)
    follow_up(client.user.profile, action="Latih petugas")
    assert "Kerjakan tindak lanjut “Latih petugas”" in client.get(reverse("portal:home")).content.decode()


def test_the_kept_statement_serves_each_reader_and_day():
    """Put together once, the statement of a duty still asks for its reader, on the day asked."""
    first, second = make_person(Role.LIBRARIAN), make_person(Role.LIBRARIAN)
    period = make_period(status=PeriodStatus.CLOSED)
    for person, day in ((first, TODAY), (second, TODAY + timedelta(days=3)), (first, TODAY + timedelta(days=1))):
        follow_up(person, due_on=day, period=period, action=f"{person.pk} {day}")

    def shown(person):
        return [row.subject for _duty, row in open_for(person.user, TODAY)]

    for _again in range(2):
        assert shown(first) == [f"{first.pk} 2026-11-23", f"{first.pk} 2026-11-24"]
        assert shown(second) == [f"{second.pk} 2026-11-26"]
        assert shown(make_person(Role.LIBRARIAN)) == []
    for duty in duties.all_duties():
        kept = {row.ref for found, row in open_for(first.user, TODAY) if found is duty}
        fresh = duties.rows_of(duty, TODAY).filter(duty_recipient=first.user.pk)
        assert duty.permission or kept == {row[1] for row in fresh}


def test_the_kept_statement_follows_the_readers_language(monkeypatch):
    person = make_person(Role.LIBRARIAN)
    survey = make_period().survey
    survey.title, survey.title_en = "Layanan", "Services"
    survey.save()
    duty = Duty(
        code="tests.read",
        label="Baca",
        rows=lambda today: as_rows(
            type(survey).objects.filter(pk=survey.pk), subject=reader_text("title"), recipient=Value(person.user.pk)
        ),
        title=lambda row: row.subject,
        url=lambda row: "/",
    )
    monkeypatch.setitem(duties._DUTIES, duty.code, duty)
    for language, title in (("id", "Layanan"), ("en", "Services"), ("id", "Layanan")):
        with translation.override(language):
            assert [row.subject for _duty, row in open_for(person.user, TODAY)] == [title]

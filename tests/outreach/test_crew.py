"""Who leads and helps: what took place keeps the crew it had."""

from datetime import timedelta

import pytest
from django.utils import timezone

from evaluations.selectors.activities import activities_of
from outreach import selectors
from outreach.choices import FacilitatorRole, SessionState
from outreach.models import Facilitator
from outreach.services import crew
from outreach.services.clashes import DoubleBooked
from tests.factories.accounts import make_profile
from tests.factories.outreach import make_event, make_report, make_session
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db
LEADER, HELPER = FacilitatorRole.LEADER, FacilitatorRole.ASSISTANT


def now():
    return timezone.now()


def dates(person) -> tuple[int, int]:
    """How many dates of the last weeks the figures and the record of deeds give this colleague."""
    last = timezone.localdate()
    first = last - timedelta(days=60)
    return selectors.figures.hours_of(person, first, last).dates, len(activities_of(person, first, last))


def on(session) -> set[tuple[int, str]]:
    return {(row.profile_id, row.role) for row in selectors.events.crew_on(session)}


@pytest.fixture
def series():
    """An event with a date that was reported, one to come, and the colleague who leads it."""
    event, leader = make_event(), make_profile()
    past, coming = make_session(event, days=-30), make_session(event)
    crew.add_facilitator(event=event, profile=leader, role=LEADER, at=now() - timedelta(days=40))
    make_report(past)
    return event, past, coming, leader


def test_who_leaves_keeps_the_past_and_who_comes_gets_none_of_it(series):
    event, past, coming, leader = series
    newcomer = make_profile()
    assert dates(leader) == (1, 1)
    crew.remove_facilitator(facilitator=event.crew.get(), at=now())
    crew.add_facilitator(event=event, profile=newcomer, role=LEADER, at=now())
    assert (dates(leader), dates(newcomer)) == ((1, 1), (0, 0))
    assert (on(past), on(coming)) == ({(leader.pk, LEADER)}, {(newcomer.pk, LEADER)})


def test_another_role_holds_from_now_on(series):
    event, past, coming, leader = series
    crew.set_role(facilitator=event.crew.get(), role=HELPER, at=now())
    assert (on(past), on(coming)) == ({(leader.pk, LEADER)}, {(leader.pk, HELPER)})
    crew.set_role(facilitator=event.crew.get(session=None), role=LEADER, at=now())
    assert (event.crew.count(), on(past)) == (2, {(leader.pk, LEADER)})


def test_the_form_of_the_event_changes_the_dates_to_come(series):
    event, past, coming, leader = series
    newcomer = make_profile()
    crew.set_crew(event=event, crew=[(newcomer, LEADER)], at=now())
    assert (on(past), on(coming)) == ({(leader.pk, LEADER)}, {(newcomer.pk, LEADER)})
    later = now() + timedelta(days=60)
    crew.set_crew(event=event, crew=[(leader, LEADER)], at=later)
    assert (on(past), on(coming)) == ({(leader.pk, LEADER)}, {(newcomer.pk, LEADER)})


def test_before_the_first_date_and_after_a_cancelled_one_nothing_is_kept():
    event, person = make_event(), make_profile()
    make_session(event)
    make_session(event, days=-3, state=SessionState.CANCELLED, reason="Hujan")
    row = crew.add_facilitator(event=event, profile=person, role=LEADER, at=now())
    assert row.since is None
    crew.remove_facilitator(facilitator=row, at=now())
    assert not Facilitator.objects.exists()


def test_a_colleague_of_one_past_date_is_taken_out_as_a_correction(series):
    event, past, _coming, _leader = series
    person = make_profile()
    row = crew.add_facilitator(event=event, profile=person, role=HELPER, at=now(), session=past)
    assert dates(person) == (1, 1)
    crew.remove_facilitator(facilitator=row, at=now())
    assert dates(person) == (0, 0)


def test_the_page_of_the_crew_says_since_when_and_leaves_the_long_past_out(client_as, series):
    event, past, _coming, _leader = series
    for days in (-90, -97):
        make_session(event, days=days)
    client = client_as("Pustakawan")
    event.author = client.user
    event.save()
    page = f"/staf/kegiatan/acara/{event.pk}/pemandu/"
    row = event.crew.get()
    client.post(f"/staf/kegiatan/pemandu/{row.pk}/peran/", {"role": HELPER})
    html = client.get(page).content.decode()
    assert "pada setiap tanggal setelah" in html
    assert html.count("hanya pada") == 1  # the one of a month ago

    def more():
        crew.add_facilitator(event=event, profile=make_profile(), role=HELPER, at=now(), session=past)

    assert_same_queries(client, page, more)


@pytest.fixture
def held():
    """An event with two dates over, not reported yet, its leader of every date, and a colleague who may stand in."""
    event, leader, other = make_event(), make_profile(), make_profile()
    first, second = (make_session(event, days=days, state=SessionState.HELD) for days in (-9, -2))
    crew.add_facilitator(event=event, profile=leader, role=LEADER, at=now() - timedelta(days=40))
    return event, first, second, leader, other


def stand_in(event, person, session, replaces, role=LEADER):
    return crew.add_facilitator(event=event, profile=person, role=role, at=now(), session=session, replaces=replaces)


def test_who_stands_in_has_the_hours_of_that_date_and_the_replaced_has_not(held):
    event, first, second, leader, other = held
    assert (dates(leader), dates(other)) == ((2, 2), (0, 0))
    row = stand_in(event, other, second, leader)
    assert (dates(leader), dates(other)) == ((1, 1), (1, 1))
    assert (on(first), on(second)) == ({(leader.pk, LEADER)}, {(other.pk, LEADER)})
    assert [each.pk for each in selectors.events.crew_shown(second)] == [row.pk]
    mine = [selectors.events.sessions_to_run(now(), profile_id=person.pk) for person in (leader, other)]
    assert [[each.pk for each in rows] for rows in mine] == [[first.pk], [second.pk]]
    crew.remove_facilitator(facilitator=row, at=now())
    assert (dates(leader), dates(other)) == ((2, 2), (0, 0))


def test_who_only_comes_along_takes_nobodys_hours(held):
    event, _first, second, leader, other = held
    stand_in(event, other, second, None)
    assert (dates(leader), dates(other)) == ((2, 2), (1, 1))


def test_hours_of_a_reported_date_stand(held):
    event, first, second, leader, other = held
    row = stand_in(event, other, second, leader)
    make_report(first)
    make_report(second)
    for deed in (
        lambda: stand_in(event, other, first, leader),
        lambda: crew.remove_facilitator(facilitator=row, at=now()),
    ):
        with pytest.raises(crew.HoursStand):
            deed()
    assert (dates(leader), dates(other)) == ((1, 1), (1, 1))


def test_a_helper_who_stands_in_for_the_leader_leads_that_date_once(held):
    event, first, second, leader, other = held
    crew.add_facilitator(event=event, profile=other, role=HELPER, at=now() - timedelta(days=40))
    event.crew.filter(profile=other).update(since=None)
    stand_in(event, other, second, leader)
    assert on(first) == {(leader.pk, LEADER), (other.pk, HELPER)}
    assert on(second) == {(other.pk, LEADER)}
    span = (timezone.localdate() - timedelta(days=60), timezone.localdate())
    rows = selectors.figures.led_by(other, *span)
    assert [(row.session_id, row.role) for row in rows] == [(second.pk, LEADER), (first.pk, HELPER)]


def test_who_was_replaced_keeps_no_row_of_that_date_when_they_leave(held):
    event, first, second, leader, other = held
    stand_in(event, other, second, leader)
    crew.remove_facilitator(facilitator=event.crew.get(session=None), at=now())
    assert (on(first), on(second)) == ({(leader.pk, LEADER)}, {(other.pk, LEADER)})
    assert (dates(leader), dates(other)) == ((1, 1), (1, 1))


def test_nobody_stands_in_for_somebody_who_is_not_there(held):
    event, first, second, leader, other = held
    third = make_profile()
    for session, replaces in ((None, leader), (second, third), (second, other)):
        with pytest.raises(crew.NotThere):
            stand_in(event, other, session, replaces)
    stand_in(event, other, second, leader)
    with pytest.raises(crew.NotThere):  # away already
        stand_in(event, third, second, leader)
    with pytest.raises(crew.IsReplaced):
        stand_in(event, leader, second, other)
    stand_in(event, third, second, other)
    assert (on(first), on(second)) == ({(leader.pk, LEADER)}, {(third.pk, LEADER)})


def test_a_leader_wanted_elsewhere_is_free_where_somebody_stands_in():
    event, elsewhere, leader, other = make_event(), make_event(), make_profile(), make_profile()
    session = make_session(event)
    make_session(elsewhere, starts_at=session.starts_at)
    crew.add_facilitator(event=event, profile=leader, role=LEADER, at=now())
    with pytest.raises(DoubleBooked):
        crew.add_facilitator(event=elsewhere, profile=leader, role=LEADER, at=now())
    stand_in(event, other, session, leader)
    crew.add_facilitator(event=elsewhere, profile=leader, role=LEADER, at=now())
    with pytest.raises(DoubleBooked):
        crew.add_facilitator(event=elsewhere, profile=other, role=HELPER, at=now())


def test_the_page_names_who_stands_in_and_for_whom(client_as, held):
    event, _first, second, leader, other = held
    client = client_as("Kepala Bidang")
    page = f"/staf/kegiatan/acara/{event.pk}/pemandu/"
    words = {"profile": other.pk, "role": LEADER, "session": second.pk, "replaces": leader.pk}
    alone = client.post(page, words | {"session": ""})
    assert "Pilih tanggalnya" in alone.content.decode()
    client.post(page, words)
    assert f"menggantikan {leader}" in client.get(page).content.decode()
    assert f"menggantikan {leader}" in client.get(f"/staf/kegiatan/acara/{event.pk}/").content.decode()
    assert f"menggantikan {leader}" in client.get(f"/staf/kegiatan/tanggal/{second.pk}/").content.decode()
    make_report(second)
    row = event.crew.get(session=second)
    html = client.post(f"/staf/kegiatan/pemandu/{row.pk}/lepas/", follow=True).content.decode()
    assert "Laporan tanggal ini sudah ditulis" in html
    assert event.crew.filter(pk=row.pk).exists()

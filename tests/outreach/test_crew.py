"""Who leads and helps: what took place keeps the crew it had."""

from datetime import timedelta

import pytest
from django.utils import timezone

from evaluations.selectors.activities import activities_of
from outreach import selectors
from outreach.choices import FacilitatorRole, SessionState
from outreach.models import Facilitator
from outreach.services import crew
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

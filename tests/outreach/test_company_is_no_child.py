"""Grown-ups who come along do not stand for the child, or the class, that did not come."""

from datetime import timedelta

import pytest
from django.utils import timezone

from evaluations.selectors.invited import attended_event
from outreach import selectors
from outreach.choices import AgeBand, SessionState
from outreach.models import CheckIn
from outreach.selectors.attendance import attendees_of
from tests.factories.outreach import (
    make_campaign,
    make_channel,
    make_event,
    make_group,
    make_member,
    make_registration,
    make_report,
    make_session,
)

pytestmark = pytest.mark.django_db


def arrive(row, *, company: bool) -> None:
    CheckIn.objects.create(
        session=row.session, registration=row, is_company=company, age_band=AgeBand.CHILD, heads=2, at=timezone.now()
    )


def of_a_campaign(company: bool):
    event = make_event(seats=60)
    campaign = make_campaign(event)
    channel = make_channel(campaign)
    session = make_session(event, starts_at=timezone.now() - timedelta(minutes=5))
    row = make_registration(session, kind="keluarga", seats=3, companions=2, channel=channel)
    arrive(row, company=company)
    return campaign, session, row


@pytest.mark.parametrize(("company", "came"), [(True, False), (False, True)])
def test_only_those_expected_have_come(company, came):
    campaign, session, row = of_a_campaign(company)
    assert [line.came for line in selectors.promotion.brought(campaign)] == [3 * came, 0]
    session.state = SessionState.HELD
    session.save()
    for _times in range(2):  # by the arrivals, then by the report
        assert list(attendees_of(session.event)) == [row] * came
        assert attended_event(session) == [row] * came
        make_report(session, {"anak": 1})
        row.refresh_from_db()
        assert row.no_show is not came


def test_a_member_who_stayed_at_home_has_not_come_to_the_meeting():
    group = make_group(meetings=1)
    stayed, there = make_member(group), make_member(group)
    for member, company in ((stayed, True), (there, False)):
        arrive(member.registrations.get(), company=company)
    after = timezone.now() + timedelta(days=9)
    assert {row.pk: row.came for row in selectors.groups.members_of(group, after)} == {stayed.pk: 0, there.pk: 1}
    assert [meeting.came for meeting in selectors.groups.meetings_of(group, after)] == [1]


def test_where_no_arrival_was_noted_nobody_is_marked_absent():
    row = make_registration(make_session(days=-1))
    make_report(row.session, {"anak": 1})
    row.refresh_from_db()
    assert not row.no_show

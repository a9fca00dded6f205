"""The demo's events: eighteen months, told the same way each time, gone without a trace."""

from datetime import date

import pytest
from django.db.models import Count, F, Q, Sum

from baubau_pembinaan.core.demo import DemoContext
from baubau_pembinaan.portal.demo import load_demo
from evaluations import demo as evaluations_demo
from outreach import demo, selectors
from outreach.choices import EventKind, RegistrationStatus, SessionState
from outreach.models import Campaign, Event, Partner, PartnerVisit, Registration, Session, SessionPhoto
from tests.demo_database import AS_OF

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_database")]


def test_the_demo_fills_eighteen_months_and_goes_again():
    context = DemoContext(as_of=AS_OF)
    sessions = Session.objects.filter(event__is_demo=True)
    assert sessions.earliest("starts_at").starts_at.date() < date(2025, 7, 1)
    assert sessions.filter(state=SessionState.REPORTED).count() > 200
    assert Event.objects.filter(is_demo=True).values("kind").distinct().count() >= 9
    assert Event.objects.filter(kind=EventKind.STORY_TIME).exists()
    assert Registration.objects.filter(status=RegistrationStatus.WAITING).exists()
    assert 1 <= sessions.filter(state=SessionState.HELD).count() < 12
    assert selectors.figures.year_figures(2026).participants > 3000
    reported = PartnerVisit.objects.filter(session__state=SessionState.REPORTED)
    own = reported.filter(session__event__rule="")
    assert sorted(own.values_list("kind", "reached")) == [("datang", 30), ("pergi", 33)]
    assert SessionPhoto.objects.filter(session__in=reported.values("session")).count() == 2
    before = (sessions.count(), Registration.objects.count())
    load_demo(as_of=AS_OF)
    assert (sessions.count(), Registration.objects.count()) == before
    evaluations_demo.clear(context)  # what was asked about events goes first, as in remove_demo
    demo.clear(context)
    assert not Event.objects.exists()
    assert not Partner.objects.exists()
    assert context.kept == []


def test_each_weekly_school_visit_names_a_school_whose_page_counts_it():
    weekly = Session.objects.filter(event__is_demo=True, event__kind=EventKind.SCHOOL_COMES).exclude(event__rule="")
    assert weekly.count() > 60
    assert not weekly.filter(Q(partner=None) | Q(partner__npsn="")).exists()
    reported = weekly.filter(state=SessionState.REPORTED)
    noted = reported.values("partner").annotate(dates=Count("pk", distinct=True), heads=Sum("head_counts__heads"))
    by_school = {row["partner"]: (row["dates"], row["heads"]) for row in noted.order_by()}
    assert len(by_school) == 5
    for school in selectors.partners.partners().filter(pk__in=by_school):
        visits = PartnerVisit.objects.filter(partner=school)
        meetings = visits.filter(session__in=reported)
        assert (meetings.count(), sum(visit.reached for visit in meetings)) == by_school[school.pk]
        assert (school.meetings, school.reached) == (visits.count(), sum(visit.reached for visit in visits))


def test_a_class_of_the_demo_registers_for_its_own_schools_visit():
    classes = Registration.objects.filter(session__partner__isnull=False).exclude(school="")
    assert classes.exists()
    assert not classes.exclude(school=F("session__partner__name")).exists()


def test_the_demos_campaign_brought_no_more_than_its_days_had():
    [campaign] = Campaign.objects.filter(is_demo=True)
    rows = selectors.promotion.brought(campaign)
    living = Registration.objects.filter(session__event=campaign.event, status__in=selectors.promotion.COUNTED)
    meanwhile = living.filter(queued_at__date__range=(campaign.starts_on, campaign.ends_on))
    assert sum(row.registrations for row in rows) == meanwhile.count() < living.count()
    assert all(row.registrations for row in rows[:-1]), "every channel brought somebody"
    assert not any(row.beside for row in rows)

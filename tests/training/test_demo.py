"""The demo's trainings: there, told relative to its day, the same twice, and gone without a trace."""

from datetime import datetime, time, timedelta

import pytest
from django.db.models import F, Q
from django.utils import timezone

from baubau_pembinaan.documents.models import DocumentNumber
from baubau_pembinaan.portal.demo import load_demo, remove_demo
from tests.demo_database import AS_OF
from tests.factories.accounts import make_user
from training.models import (
    Certificate,
    Competence,
    CompetenceExam,
    ConferenceReport,
    Enrolment,
    ExchangeVisit,
    JpEntry,
    Meeting,
    MentoringPair,
    Programme,
    Session,
    SessionPaper,
    TestAttempt,
    TestQuestion,
)
from training.selectors.catalogue import catalogue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_database")]


def counts():
    models = (
        Programme, Session, Enrolment, JpEntry, TestQuestion, TestAttempt, CompetenceExam, MentoringPair,
        ExchangeVisit, ConferenceReport, SessionPaper,
    )  # fmt: skip
    return [model.objects.count() for model in models]


def test_the_demo_shows_eighteen_months_and_runs_twice_and_goes():
    today = AS_OF
    days = list(Session.objects.order_by("starts_on").values_list("starts_on", flat=True))
    assert days[0] <= today - timedelta(days=500)
    assert days[-1] > today
    assert catalogue().count() >= 10
    assert SessionPaper.objects.exclude(cancelled_on=None).count() == 1
    found = set(Enrolment.objects.values_list("status", flat=True))
    assert {"requested", "waiting", "seated", "completed", "attended"} <= found
    assert Certificate.objects.filter(number__series__code="sertifikat-contoh").exists()
    assert not DocumentNumber.objects.filter(series__code="sertifikat").exists()
    assert set(JpEntry.objects.values_list("status", flat=True)) == {"earned", "verified", "refused"}
    assert not Enrolment.objects.filter(decided_by__profile=F("profile")).exists()
    assert Meeting.objects.filter(trainer__user__username="pustakawan", starts_at__date__gt=today).exists()
    assert "endorsed" in found
    before = counts()
    load_demo(as_of=today)
    assert counts() == before
    remove_demo(by=make_user("Administrator"), at=timezone.now())
    assert not Programme.objects.exists()
    assert not Competence.objects.exists()
    assert not any(counts())


def test_the_demo_fills_every_part_and_nothing_of_it_lies_ahead():
    assert all(counts())
    gained = {
        moment: sum(row.percent for row in TestAttempt.objects.filter(moment=moment)) for moment in ("before", "after")
    }
    assert gained["after"] > gained["before"] > 0
    conference = Enrolment.objects.filter(session__programme__form="conference", session__status="finished")
    assert conference.filter(status="completed", conference_report__isnull=False).exists()
    assert Meeting.objects.filter(trainer__user__username="pustakawan", session__status="open").exists()
    begins = timezone.make_aware(datetime.combine(AS_OF, time(0)))
    ahead = Enrolment.objects.filter(Q(requested_at__gte=begins) | Q(decided_at__gte=begins) | Q(queued_at__gte=begins))
    assert not ahead.exists()
    assert not Enrolment.objects.filter(decided_by=F("profile__user")).exists()

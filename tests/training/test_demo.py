"""The demo's trainings: there, told relative to its day, the same twice, and gone without a trace."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from baubau_pembinaan.documents.models import DocumentNumber
from baubau_pembinaan.portal.demo import load_demo, remove_demo
from tests.demo_database import AS_OF
from tests.factories.accounts import make_user
from training.models import Certificate, Competence, Enrolment, JpEntry, Meeting, Programme, Session
from training.selectors.sessions import catalogue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_database")]


def test_the_demo_shows_eighteen_months_and_runs_twice_and_goes():
    today = AS_OF
    days = list(Session.objects.order_by("starts_on").values_list("starts_on", flat=True))
    assert days[0] <= today - timedelta(days=500)
    assert days[-1] > today
    assert catalogue(on=today).count() >= 10
    found = set(Enrolment.objects.values_list("status", flat=True))
    assert {"requested", "waiting", "seated", "completed", "attended"} <= found
    assert Certificate.objects.filter(number__series__code="sertifikat-contoh").exists()
    assert not DocumentNumber.objects.filter(series__code="sertifikat").exists()
    assert set(JpEntry.objects.values_list("status", flat=True)) == {"earned", "verified", "refused"}
    assert not Enrolment.objects.filter(decided_by__profile=F("profile")).exists()
    assert Meeting.objects.filter(trainer__user__username="pustakawan", starts_at__date__gt=today).exists()
    before = (Programme.objects.count(), Session.objects.count(), Enrolment.objects.count())
    load_demo(as_of=today)
    assert (Programme.objects.count(), Session.objects.count(), Enrolment.objects.count()) == before
    remove_demo(by=make_user("Administrator"), at=timezone.now())
    assert not Programme.objects.exists()
    assert not Competence.objects.exists()
    assert not JpEntry.objects.exists()

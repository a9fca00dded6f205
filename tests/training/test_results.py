"""After a training: certificate, JP and the evaluation stand beside one's own place."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from tests.factories.training import make_certificate, make_held, make_programme, make_worker
from tests.pages import assert_same_queries
from training.models import ImpactReview, JpEntry
from training.services import certificates, ledger
from training.services.certificates import issue_for_session

pytestmark = pytest.mark.django_db
MINE = "/staf/pelatihan/saya/"


def page_of(session):
    return reverse("training:session-detail", args=[session.pk])


def test_certificate_jp_and_evaluation_stand_under_my_place(client_as):
    person = make_worker()
    session = make_held(profiles=[person])
    client = client_as(person.user)
    text = client.get(page_of(session)).content.decode()
    assert "belum diterbitkan" in text
    assert "5,00 JP" in text and "Menunggu verifikasi" in text
    assert "ditanyakan mulai" in text
    certificate = issue_for_session(session=session, by=None, at=timezone.now())[0]
    text = client.get(page_of(session)).content.decode()
    assert reverse("training:certificate-pdf", args=[certificate.pk]) in text
    assert str(certificate.number) in text
    entry = JpEntry.objects.get()
    if entry.is_waiting:
        ledger.verify_entry(entry=entry, by=None, at=timezone.now())
    assert "Terverifikasi" in client.get(page_of(session)).content.decode()
    text = client.get(MINE).content.decode()
    assert reverse("training:certificate-pdf", args=[certificate.pk]) in text
    assert f"{reverse('training:my-jp')}?year={entry.year}" in text


def test_a_revoked_certificate_says_why_and_the_evaluation_is_offered_on_its_day(client_as):
    certificate = make_certificate()
    enrolment = certificate.enrolment
    impact = ImpactReview.objects.get(enrolment=enrolment)
    impact.due_on = timezone.localdate() - timedelta(days=1)
    impact.save()
    certificates.revoke_certificate(certificate=certificate, by=None, on=timezone.localdate(), reason="Salah orang")
    client = client_as(enrolment.profile.user)
    text = client.get(page_of(enrolment.session)).content.decode()
    assert "Dicabut" in text and "Salah orang" in text
    assert reverse("training:impact", args=[impact.pk]) in text
    assert "(Dicabut)" in client.get(MINE).content.decode()


def test_nobody_reads_what_came_of_somebody_elses(client_as):
    certificate = make_certificate()
    text = client_as(Role.LIBRARIAN).get(page_of(certificate.enrolment.session)).content.decode()
    assert str(certificate.number) not in text


def test_a_training_without_certificate_says_nothing_of_one(client_as):
    person = make_worker()
    session = make_held(make_programme(gives_certificate=False), profiles=[person])
    text = client_as(person.user).get(page_of(session)).content.decode()
    assert "belum diterbitkan" not in text
    assert "5,00 JP" in text


def test_a_planner_who_took_part_reads_the_page_within_its_statements(client_as):
    head = make_worker(Role.DIVISION_HEAD)
    session = make_held(profiles=[head])
    issue_for_session(session=session, by=None, at=timezone.now())
    client = client_as(head.user)
    assert_same_queries(client, page_of(session), lambda: None)
    assert_same_queries(
        client, MINE, lambda: issue_for_session(session=make_held(profiles=[head]), by=None, at=timezone.now())
    )

"""A programme goes only while nothing rests on it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from tests.factories.training import (
    make_annual,
    make_plan,
    make_programme,
    make_question,
    make_session,
    make_worker,
    slot,
)
from tests.pages import assert_same_queries
from training.models import AnnualLine, PlanItem, Programme
from training.services import interests, programmes
from training.services.programmes import ProgrammeHasHistory

pytestmark = pytest.mark.django_db


def _line(programme):
    AnnualLine.objects.create(plan=make_annual(), programme=programme, activity="Lokakarya")


def _goal(programme):
    PlanItem.objects.create(plan=make_plan(), programme=programme, goal="Belajar", due_on=timezone.localdate())


def _wish(programme):
    interests.note_interest(programme=programme, profile=make_worker(), at=timezone.now())


@pytest.mark.parametrize(
    ("rest", "words"),
    [
        (make_session, "1 sesi"),
        (_line, "1 baris rencana tahunan"),
        (_goal, "1 tujuan rencana pengembangan"),
        (make_question, "1 soal tes"),
        (_wish, "1 orang menunggu tanggal"),
    ],
)
def test_a_programme_that_something_rests_on_stays_and_the_page_says_why(client_as, rest, words):
    programme = make_programme()
    rest(programme)
    with pytest.raises(ProgrammeHasHistory):
        programmes.delete_programme(programme=programme, by=None)
    address = reverse("training:programme-delete", args=[programme.pk])
    page = client_as(Role.DIVISION_HEAD).post(address, follow=True)
    assert page.status_code == 200
    assert words in page.content.decode()
    assert Programme.objects.filter(pk=programme.pk).exists()


def test_a_programme_nothing_rests_on_goes(client_as):
    programme = make_programme()
    client_as(Role.DIVISION_HEAD).post(reverse("training:programme-delete", args=[programme.pk]))
    assert not Programme.objects.filter(pk=programme.pk).exists()


def test_a_planner_reads_who_waits_for_a_date(client_as):
    programme, person = make_programme(), make_worker()
    interests.note_interest(programme=programme, profile=person, at=timezone.now())
    address = reverse("training:programme-detail", args=[programme.pk])
    assert person.full_name in client_as(Role.DIVISION_HEAD).get(address).content.decode()
    assert person.full_name not in client_as(Role.LIBRARIAN).get(address).content.decode()
    assert_same_queries(client_as(Role.DIVISION_HEAD), address, lambda: _wish(programme))


def test_a_wish_for_a_date_is_offered_only_while_there_is_none(client_as):
    programme, offer = make_programme(), "Beri tahu saya bila ada jadwal"
    client, address = client_as(make_worker().user), reverse("training:programme-detail", args=[programme.pk])
    assert offer in client.get(address).content.decode()
    closed = make_session(programme, closes_on=timezone.localdate() - timedelta(days=1))
    assert offer in client.get(address).content.decode()
    closed.closes_on = None
    closed.save()
    assert offer not in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("fields", "on_programme", "on_session"),
    [
        ({"form": "workshop"}, "5,00 JP per hari", "10,00 JP"),
        ({"form": "workshop", "scope": "international"}, "7,00 JP per hari", "14,00 JP"),
        ({"form": "course", "jp": 24}, "24,00 JP seluruhnya", "24,00 JP"),
        ({"form": "course"}, "Belum ditetapkan", ""),
    ],
)
def test_the_pages_say_how_many_jp_it_counts(client_as, fields, on_programme, on_session):
    programme, day = make_programme(**fields), timezone.localdate() + timedelta(days=20)
    session = make_session(programme, slots=[slot(day), slot(day + timedelta(days=1))])
    client = client_as(Role.LIBRARIAN)
    html = client.get(reverse("training:programme-detail", args=[programme.pk])).content.decode()
    assert f"<dt>JP</dt><dd>{on_programme}" in html
    html = client.get(reverse("training:session-detail", args=[session.pk])).content.decode()
    assert (f"<dt>JP</dt><dd>{on_session}" in html) is bool(on_session)
    assert ("<dt>JP</dt>" in html) is bool(on_session)


def test_a_programme_says_its_rules_before_anybody_asks_for_a_seat(client_as):
    strict, mild = (
        make_programme(),
        make_programme(counts_pro_rata=True, needs_second_approval=True, certificate_months=36, least_attendance=60),
    )
    client = client_as(Role.LIBRARIAN)

    def said(programme):
        return client.get(reverse("training:programme-detail", args=[programme.pk])).content.decode()

    for words in ("tidak memperoleh JP", "Oleh atasan.", "Berlaku tanpa batas waktu"):
        assert words in said(strict) and words not in said(mild)
    for words in ("memperoleh sebagian JP", "persetujuan kedua", "Berlaku 36 bulan", "60 %"):
        assert words in said(mild) and words not in said(strict)

"""One step from a weak unsur to the draft of a training, an event or a wish for a book."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from collections_app.models import Demand, Suggestion
from evaluations.models import FollowUp
from evaluations.services import deeds
from outreach.choices import EventStatus
from outreach.models import Event
from tests.factories.evaluations_reporting import make_follow_up
from tests.factories.outreach import make_need
from tests.factories.training import make_competence, make_programme
from tests.races import LONG, Meeting
from training.choices import SessionStatus
from training.models import Programme, Session

pytestmark = pytest.mark.django_db


def begin(client, row, deed, title="Layanan ramah"):
    return client.post(f"/staf/tindak-lanjut/{row.pk}/mulai/{deed}/", {"title": title})


@pytest.fixture
def chief(client_as, library):
    return client_as(Role.DIVISION_HEAD)


def test_a_training_is_drafted_in_the_programme_of_that_title_and_the_plan_points_at_it(chief):
    unit = make_competence()
    programme = make_programme(title="Layanan ramah", competences=[unit])
    row = make_follow_up(status="proposed", action="", kind="", competence_unit=unit)
    response = begin(chief, row, "pelatihan")
    session = Session.objects.get()
    assert response["Location"] == f"/staf/pelatihan/sesi/{session.pk}/"
    assert (session.programme, session.status) == (programme, SessionStatus.DRAFT)
    row.refresh_from_db()
    assert (row.session, row.status, row.kind, row.target) == (session, "planned", "training", "Layanan ramah")
    assert row.action == "Menyelenggarakan pelatihan “Layanan ramah”."


def test_a_training_nobody_offers_yet_becomes_a_programme_for_the_competence(chief):
    unit = make_competence()
    begin(chief, make_follow_up(competence_unit=unit), "pelatihan", "Melayani dengan hati")
    programme = Programme.objects.get()
    assert programme.title == "Melayani dengan hati"
    assert list(programme.competences.all()) == [unit]


def test_a_wish_of_the_community_becomes_a_training_or_a_book(chief, client_as):
    wish, book, held = make_need(text="Belajar Excel"), make_need(), make_need(held_aside=True)
    page = f"/staf/kegiatan/aspirasi/{wish.pk}/"
    assert "/mulai/pelatihan/" in chief.get(page).content.decode()
    made = chief.post(f"/staf/aspirasi/{wish.pk}/mulai/pelatihan/", {"title": "Excel untuk warga"})
    session = Session.objects.get()
    assert made["Location"] == f"/staf/pelatihan/sesi/{session.pk}/"
    assert (session.status, session.programme.title) == (SessionStatus.DRAFT, "Excel untuk warga")
    bought = chief.post(f"/staf/aspirasi/{book.pk}/mulai/buku/", {"title": "Laskar Pelangi"})
    wish.refresh_from_db()
    book.refresh_from_db()
    assert (wish.outcome, wish.status, wish.reference) == ("pelatihan", "dikerjakan", "Excel untuk warga")
    assert (book.outcome, book.deed_path, Demand.objects.count()) == ("pembelian", bought["Location"], 1)
    html = chief.get(page).content.decode()
    assert f'href="{wish.deed_path}"' in html
    assert "/mulai/pelatihan/" not in html
    for need in (wish, held):  # once, and only what counts
        chief.post(f"/staf/aspirasi/{need.pk}/mulai/pelatihan/", {"title": "Lagi"})
    assert Session.objects.count() == 1
    assert client_as("Pustakawan").post(f"/staf/aspirasi/{wish.pk}/mulai/pelatihan/").status_code == 403


def test_an_event_is_drafted_and_a_book_joins_the_wishes(chief):
    first, second = make_follow_up(action="Sudah ada"), make_follow_up()
    begin(chief, first, "kegiatan", "Forum konsultasi publik")
    begin(chief, second, "buku", "Laskar Pelangi")
    event, demand = Event.objects.get(), Demand.objects.get()
    assert (event.status, event.author) == (EventStatus.DRAFT, chief.user)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.event, first.action) == (event, "Sudah ada")
    assert second.demand == demand
    assert demand.suggestions.get().asked_by == chief.user
    page = chief.get(f"/staf/tindak-lanjut/{second.pk}/").content.decode()
    assert f"/staf/koleksi/usulan/{demand.pk}/" in page
    assert "/mulai/" not in page  # a second deed is another follow-up


def test_a_title_is_needed_and_a_settled_plan_begins_nothing(chief):
    row = make_follow_up()
    begin(chief, row, "buku", "  \x00 ")
    settled = make_follow_up(status="done", outcome="Selesai", ended_on=timezone.localdate())
    begin(chief, settled, "buku")
    assert not Suggestion.objects.exists()
    assert "/mulai/" in chief.get(f"/staf/tindak-lanjut/{row.pk}/").content.decode()


def test_who_may_not_plan_trainings_is_offered_the_other_deeds_only(client_as, library):
    page = client_as(Role.LIBRARIAN).get(f"/staf/tindak-lanjut/{make_follow_up().pk}/").content.decode()
    assert ("/mulai/pelatihan/" in page, "/mulai/kegiatan/" in page) == (False, True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guarded", [True, False])
def test_eight_presses_at_once_make_one_draft(library, staff_user, monkeypatch, guarded):
    """Negative control: without the lock on the follow-up more than one draft comes of it."""
    row, user = make_follow_up(), staff_user(Role.DIVISION_HEAD)
    if not guarded:
        monkeypatch.setattr(Meeting, "PATIENCE", LONG)
        read = Meeting(8).after(lambda follow_up: FollowUp.objects.get(pk=follow_up.pk))
        monkeypatch.setattr(deeds, "_locked", read)

    def press(number):
        try:
            deeds.begin_event(follow_up=row, title=f"Acara {number}", by=user, on=timezone.localdate())
        except ValidationError:
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(press, range(8)))
    assert (Event.objects.count() == 1) is guarded

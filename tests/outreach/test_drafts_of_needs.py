"""A draft made of a wish can be let go of, and whoever asked is told no more than what was agreed on."""

import pytest
from django.utils import timezone

from outreach.choices import EventStatus, NeedOutcome, NeedStatus
from outreach.models import Event, Need
from outreach.services import needs as deeds
from outreach.services.events import approve_event, return_event
from tests.factories.outreach import make_event, make_need, make_session

pytestmark = pytest.mark.django_db


def made_of(client, *also) -> tuple[Need, Event]:
    need = make_need(phone="628123456789")
    client.post(f"/staf/kegiatan/aspirasi/{need.pk}/acara/", {"juga": [one.pk for one in also]})
    need.refresh_from_db()
    assert need.event
    return need, need.event


def told(client, need) -> str:
    return client.get(f"/aspirasi/status/{need.code}/").content.decode()


def test_a_draft_made_of_wishes_is_deleted_and_they_are_open_again(client_as):
    planner, like = client_as("Pustakawan"), make_need()
    need, draft = made_of(planner, like)
    done = make_need()
    Need.objects.filter(pk=done.pk).update(
        event=draft, status=NeedStatus.DONE, answer="Sudah.", outcome=NeedOutcome.EVENT
    )
    make_session(draft)
    html = planner.post(f"/staf/kegiatan/acara/{draft.pk}/hapus/", {"sure": "yes"}, follow=True).content.decode()
    assert "3 aspirasi" in html
    assert not Event.objects.exists()
    for row in (need, like):
        row.refresh_from_db()
        assert (row.event, row.outcome, row.status) == (None, "", NeedStatus.TAKEN_UP)
    done.refresh_from_db()
    assert (done.status, done.answer, done.event) == (NeedStatus.DONE, "Sudah.", None)
    planner.post(f"/staf/kegiatan/aspirasi/{need.pk}/acara/")
    assert Event.objects.count() == 1, "it may become an event anew"


def test_a_wish_that_becomes_something_else_lets_go_of_its_draft(client_as):
    planner = client_as("Pustakawan")
    need, draft = made_of(planner)
    form = {"status": "baru", "theme": need.theme, "outcome": ""}
    assert planner.post(f"/staf/kegiatan/aspirasi/{need.pk}/jawab/", form).status_code == 302
    need.refresh_from_db()
    assert need.event is None
    assert "Buat draf kegiatan" in planner.get(f"/staf/kegiatan/aspirasi/{need.pk}/").content.decode()
    planner.post(f"/staf/kegiatan/acara/{draft.pk}/hapus/", {"sure": "yes"})
    assert not Event.objects.exists()
    kept, event = made_of(planner)
    form = {"status": "dikerjakan", "theme": kept.theme, "outcome": "acara"}
    planner.post(f"/staf/kegiatan/aspirasi/{kept.pk}/jawab/", form)
    kept.refresh_from_db()
    assert kept.event == event


def test_whoever_asked_hears_of_the_event_once_it_is_approved(client, client_as):
    planner, head = client_as("Pustakawan"), client_as("Kepala Bidang")
    need, draft = made_of(planner)
    html = told(client, need)
    assert "Ditampung" in html
    assert "dikerjakan" not in html.casefold()
    assert "Menjadi" not in html
    staff = planner.get(f"/staf/kegiatan/aspirasi/{need.pk}/").content.decode()
    assert "Belum disetujui" in staff
    make_session(draft)
    draft.status = EventStatus.SUBMITTED
    draft.save()
    approve_event(event=draft, by=head.user, at=timezone.now())
    html = told(client, need)
    assert "Sedang dikerjakan" in html
    assert "Menjadi" in html
    return_event(event=draft, by=head.user, at=timezone.now(), note="Belum ada dana.")
    assert "Menjadi" not in told(client, need)


def test_the_text_to_the_asker_says_no_more_either(client_as):
    planner = client_as("Pustakawan")
    need, _draft = made_of(planner)
    deeds.answer_need(
        need=need, status=NeedStatus.ACTED_ON, outcome=NeedOutcome.EVENT, answer="Kami pelajari.", by=None,
        on=timezone.localdate(),
    )  # fmt: skip
    address = f"/staf/kegiatan/aspirasi/{need.pk}/"
    assert "text=Ditampung" in planner.get(address).content.decode()
    Need.objects.filter(pk=need.pk).update(event=make_event())
    assert "text=Sedang%20dikerjakan" in planner.get(address).content.decode()

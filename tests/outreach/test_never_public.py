"""What never was public can go; what was cancelled before it was public is nobody's to read. Crew by role and date."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.formats import hari_tanggal
from outreach.choices import EventStatus, FacilitatorRole, SessionState
from outreach.forms import EventForm
from outreach.models import Event, Facilitator, Need, Session
from outreach.services import events, removing, sessions
from outreach.services.clashes import DoubleBooked
from outreach.views.sure import deleting_event
from tests.factories.accounts import make_profile
from tests.factories.outreach import make_event, make_facilitator, make_lesson, make_need, make_session

pytestmark = pytest.mark.django_db


def now():
    return timezone.now()


def test_an_event_whose_only_date_is_cancelled_is_not_submitted():
    event = make_event(status=EventStatus.DRAFT)
    make_session(event, state=SessionState.CANCELLED, reason="Salah tanggal")
    with pytest.raises(events.NotReady):
        events.submit_event(event=event, by=None, at=now())
    make_session(event)
    assert events.submit_event(event=event, by=None, at=now()).is_submitted


def test_the_public_never_reads_why_a_date_was_cancelled_before_it_was_public(client):
    event = make_event(status=EventStatus.APPROVED)
    early, late = make_session(event), make_session(event)
    sessions.cancel_session(session=early, reason="Rahasia rapat", by=None, at=now())
    events.publish_event(event=event, by=None, at=now())
    sessions.cancel_session(session=late, reason="Hujan lebat", by=None, at=now() + timedelta(seconds=1))
    for address in (f"/kegiatan/{event.pk}/", f"/kegiatan/{event.pk}/kalender.ics", "/kegiatan/kalender.ics"):
        html = client.get(address).content.decode()
        assert "Rahasia" not in html
        assert "Hujan" in html
    assert client.get(f"/kegiatan/tanggal/{early.pk}/kalender.ics").status_code == 404


def test_a_draft_goes_with_its_dates(client_as):
    event = make_event(status=EventStatus.DRAFT)
    one, other = make_session(event), make_session(event, state=SessionState.CANCELLED, reason="Salah")
    client = client_as("Pustakawan")
    assert f"/staf/kegiatan/tanggal/{one.pk}/hapus/" in client.get(f"/staf/kegiatan/tanggal/{one.pk}/").content.decode()
    client.post(f"/staf/kegiatan/tanggal/{one.pk}/hapus/", {"sure": "yes"})
    assert list(event.sessions.all()) == [other]
    client.post(f"/staf/kegiatan/acara/{event.pk}/hapus/", {"sure": "yes"})
    assert not Event.objects.filter(pk=event.pk).exists()
    assert event.history.model.objects.filter(id=event.pk, history_type="-").exists()


def test_deleting_is_asked_first_and_stands_apart_from_the_other_steps(client_as):
    event = make_event(status=EventStatus.DRAFT)
    one, _other = make_session(event), make_session(event)
    Need.objects.filter(pk=make_need().pk).update(event=event)
    client = client_as("Pustakawan")
    for page in (f"/staf/kegiatan/acara/{event.pk}/", f"/staf/kegiatan/tanggal/{one.pk}/"):
        html = client.get(page).content.decode()
        assert html.count(f"{page}hapus/") == 1
        assert html.index(f"{page}hapus/") > html.index('id="h-delete"')
    asked = client.post(f"/staf/kegiatan/tanggal/{one.pk}/hapus/").content.decode()
    assert hari_tanggal(one.starts_at) in asked
    assert f'href="/staf/kegiatan/tanggal/{one.pk}/"' in asked
    asked = client.post(f"/staf/kegiatan/acara/{event.pk}/hapus/").content.decode()
    assert event.reader_title in asked
    assert "2 tanggalnya ikut terhapus. 1 aspirasi" in asked
    assert event.sessions.count() == 2
    with override("en"):
        assert "2 dates go with it. 1 wish" in deleting_event(event, dates=2, wishes=1).text


def test_what_was_public_or_is_still_needed_stays():
    public = make_session()
    withdrawn = make_session(make_event(status=EventStatus.APPROVED, withdrawn_at=now()))
    for session in (public, withdrawn):
        with pytest.raises(removing.WasPublic):
            removing.delete_session(session=session)
        with pytest.raises(removing.WasPublic):
            removing.delete_event(event=session.event, by=None, at=now())
    draft = make_event(status=EventStatus.DRAFT)
    make_need(session=make_session(draft))
    with pytest.raises(removing.StillNeeded):
        removing.delete_event(event=draft, by=None, at=now())
    taught = make_lesson().session
    taught.event.status = EventStatus.DRAFT
    taught.event.save()
    with pytest.raises(removing.StillNeeded):
        removing.delete_event(event=taught.event, by=None, at=now())
    assert Session.objects.filter(pk=taught.pk).exists()


# --- Crew --------------------------------------------------------------------------------------------------------


def test_a_librarian_sets_roles_and_somebody_for_one_date(client_as):
    client = client_as("Pustakawan")
    event = make_event(status=EventStatus.DRAFT)
    session = make_session(event)
    leader, other = make_facilitator(event, make_profile()), make_profile()
    page = f"/staf/kegiatan/acara/{event.pk}/pemandu/"
    assert client.get(page).status_code == 200
    client.post(f"/staf/kegiatan/pemandu/{leader.pk}/peran/", {"role": "pencerita"})
    leader.refresh_from_db()
    assert leader.role == FacilitatorRole.STORYTELLER
    form = {"profile": other.pk, "role": "pengajar", "session": session.pk}
    assert client.post(page, form).status_code == 302
    assert client.post(page, form).status_code == 200, "twice the same is said, not kept"
    row = Facilitator.objects.get(profile=other)
    assert (row.session, row.role) == (session, FacilitatorRole.TEACHER)
    assert client.post(page, form | {"session": make_session().pk}).status_code == 200, "no date of another event"
    ticked = EventForm({"leaders": [leader.profile_id, other.pk]}, instance=event, people=StaffProfile.objects.all())
    assert not ticked.errors.get("leaders")
    ticked.cleaned_data.setdefault("helpers", [])
    assert dict(ticked.crew()) == {leader.profile: "pencerita", other: "pemandu"}, "the other role is one date's"
    client.post(f"/staf/kegiatan/pemandu/{row.pk}/lepas/")
    assert not Facilitator.objects.filter(profile=other).exists()


def test_who_is_wanted_elsewhere_is_not_added_and_the_other_time_is_named():
    from baubau_pembinaan.core.formats import tanggal_pukul
    from outreach.services.crew import add_facilitator

    busy, start = make_profile(), now() + timedelta(days=3)
    other = make_session(starts_at=start - timedelta(hours=1))
    make_facilitator(other.event, busy)
    mine = make_session(starts_at=start)
    with pytest.raises(DoubleBooked) as refused:
        add_facilitator(event=mine.event, profile=busy, role="pemandu", at=now(), session=mine)
    assert tanggal_pukul(other.starts_at) in " ".join(refused.value.messages)
    assert not Facilitator.objects.filter(event=mine.event).exists()
    free = make_session(mine.event, days=9)
    assert add_facilitator(event=mine.event, profile=busy, role="pemandu", at=now(), session=free).pk

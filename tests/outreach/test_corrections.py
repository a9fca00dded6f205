"""Who leads a public event, or stands in for its author, puts right what needs no approval."""

from datetime import timedelta

import pytest
from django.utils import timezone

from baubau_pembinaan.accounts.choices import DelegationScope, Role
from baubau_pembinaan.accounts.services import delegate
from outreach.choices import EventStatus, FacilitatorRole
from outreach.models import Session
from outreach.services import events
from tests.factories.accounts import make_profile
from tests.factories.outreach import make_event, make_facilitator, make_session
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db
LEADERS = [FacilitatorRole.LEADER, FacilitatorRole.STORYTELLER, FacilitatorRole.TEACHER]
HELPERS = [FacilitatorRole.ASSISTANT, FacilitatorRole.DOCUMENTATION]


def address(event):
    return f"/staf/kegiatan/acara/{event.pk}/ubah/"


def sent(event, **changed):
    """What a browser sends of the shorter form."""
    names = ("title", "title_en", "kind", "audience", "age_min", "age_max", "summary", "place")
    return {name: getattr(event, name) for name in names} | {"budget_idr": "", "materials": ""} | changed


def move_words(session, **changed):
    start = timezone.localtime(session.starts_at) + timedelta(days=1)
    words = {"day": f"{start:%d-%m-%Y}", "starts": "10.00", "ends": "11.30", "place": "", "reason": "Narasumber telat"}
    return words | changed


def hand_over(giver, receiver, scope=DelegationScope.EVERYTHING):
    today = timezone.localdate()
    delegate(
        giver=giver.profile, receiver=receiver.profile, scope=scope, starts_on=today, ends_on=today,
        by=None, at=timezone.now(),
    )  # fmt: skip


@pytest.fixture
def public(staff_user):
    event = make_event(author=staff_user(Role.LIBRARIAN), place="Lobi")
    make_session(event, days=20)
    return event


@pytest.mark.parametrize("who", [Role.LIBRARIAN, Role.SERVICE_OFFICER])
@pytest.mark.parametrize("role", LEADERS)
def test_who_leads_it_corrects_words_place_and_materials(client_as, public, who, role):
    client = client_as(who)
    assert client.get(address(public)).status_code == 403
    make_facilitator(public, client.user.profile, role=role)
    assert "Perbaiki" in client.get(f"/staf/kegiatan/acara/{public.pk}/").content.decode()
    html = client.get(address(public)).content.decode()
    assert 'name="materials"' in html
    assert 'name="capacity"' not in html and 'name="leaders"' not in html and 'name="questions"' not in html
    client.post(address(public), sent(public, summary="Cerita lain.", place="Aula", materials="Kertas"))
    public.refresh_from_db()
    assert (public.summary, public.place, public.materials) == ("Cerita lain.", "Aula", "Kertas")
    line = public.history.latest()
    assert line.history_user.name == client.user.name
    assert list(public.crew.values_list("profile", flat=True)) == [client.user.profile.pk]


@pytest.mark.parametrize("role", HELPERS)
def test_who_only_helps_or_leads_one_date_does_not(client_as, public, role):
    helper, guest = client_as(Role.LIBRARIAN), client_as(Role.LIBRARIAN)
    make_facilitator(public, helper.user.profile, role=role)
    make_facilitator(public, guest.user.profile, session=public.sessions.get())
    for client in (helper, guest):
        assert client.post(address(public), sent(public, place="Aula")).status_code == 403
    public.refresh_from_db()
    assert public.place == "Lobi"


@pytest.mark.parametrize("status", [EventStatus.DRAFT, EventStatus.SUBMITTED])
def test_what_is_not_approved_yet_is_not_the_leaders(client_as, public, status):
    client = client_as(Role.SERVICE_OFFICER)
    make_facilitator(public, client.user.profile)
    public.status = status
    public.save()
    assert client.get(address(public)).status_code == 403


def test_who_stands_in_for_the_author_corrects_it_that_day(client_as, clock, public):
    client = client_as(Role.LIBRARIAN)
    hand_over(public.author, client.user, DelegationScope.SPENDING)
    assert client.get(address(public)).status_code == 403
    hand_over(public.author, client.user)
    client.post(address(public), sent(public, place="Aula"))
    public.refresh_from_db()
    assert public.place == "Aula"
    clock.shift(timedelta(days=1))
    client.force_login(client.user)
    assert client.post(address(public), sent(public, place="Teras")).status_code == 403


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"title": "Lain"}, "sudah disetujui"),
        ({"budget_idr": "900.000"}, "sudah disetujui"),
        ({"age_max": 12}, "sudah disetujui"),
    ],
)
def test_what_was_approved_is_refused_by_name(client_as, public, changed, words):
    client = client_as(Role.LIBRARIAN)
    make_facilitator(public, client.user.profile)
    html = client.post(address(public), sent(public, place="Aula", **changed)).content.decode()
    assert words in html
    public.refresh_from_db()
    assert (public.place, public.budget_idr, public.age_max) == ("Lobi", None, 120)


def test_seats_and_what_else_is_the_authors_is_refused_by_name(staff_user, public):
    leader = staff_user(Role.LIBRARIAN)
    for field, value in (("capacity", 5), ("registration_mode", "daftar"), ("takes_groups", True)):
        with pytest.raises(events.AuthorsAlone) as refused:
            events.correct_event(event=public, by=leader, at=timezone.now(), place="Aula", **{field: value})
        assert list(refused.value.message_dict) == [field]
    public.refresh_from_db()
    assert public.place == "Lobi"


def test_fields_beside_the_form_change_nothing(client_as, public):
    client = client_as(Role.LIBRARIAN)
    make_facilitator(public, client.user.profile)
    client.post(address(public), sent(public, capacity=3, registration_mode="daftar", leaders="", takes_groups="on"))
    public.refresh_from_db()
    assert (public.capacity, public.registration_mode, public.takes_groups) == (None, "bebas", False)
    assert public.crew.count() == 1


def test_who_leads_a_date_moves_it_and_the_book_says_so(client_as, public):
    client, other = client_as(Role.SERVICE_OFFICER), client_as(Role.SERVICE_OFFICER)
    session = public.sessions.get()
    page, place = f"/staf/kegiatan/tanggal/{session.pk}/", f"/staf/kegiatan/tanggal/{session.pk}/pindah/"
    make_facilitator(public, client.user.profile, session=session)
    make_facilitator(public, other.user.profile, role=FacilitatorRole.ASSISTANT)
    assert other.post(place, move_words(session)).status_code == 403
    assert (place in client.get(page).content.decode(), place in other.get(page).content.decode()) == (True, False)
    client.post(place, move_words(session))
    moved = Session.objects.get(pk=session.pk)
    assert timezone.localtime(moved.starts_at).hour == 10
    line = public.history.latest()
    assert line.history_user.name == client.user.name
    assert "pukul 10.00" in line.reason_told and line.reason_told.endswith("Narasumber telat")
    for deed in ("batal", "mitra"):
        assert client.get(f"{page}{deed}/").status_code in (403, 404)


def test_another_date_than_ones_own_stays(client_as, public):
    client = client_as(Role.SERVICE_OFFICER)
    make_facilitator(public, client.user.profile, session=public.sessions.get())
    other = make_session(public, days=30)
    assert client.post(f"/staf/kegiatan/tanggal/{other.pk}/pindah/", move_words(other)).status_code == 403


def test_the_pages_of_who_leads_cost_the_same(client_as, public):
    client = client_as(Role.SERVICE_OFFICER)
    make_facilitator(public, client.user.profile)
    page = f"/staf/kegiatan/acara/{public.pk}/"
    assert_same_queries(client, page, lambda: make_facilitator(public, make_profile()))
    assert_same_queries(client, address(public), lambda: make_facilitator(public, make_profile()))
    session = public.sessions.get()
    one = f"/staf/kegiatan/tanggal/{session.pk}/"
    assert_same_queries(client, one, lambda: make_facilitator(public, make_profile()))

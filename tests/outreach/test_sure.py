"""A question stands before what cannot be taken back; the first press changes nothing."""

import pytest
from django.urls import reverse
from django.utils import timezone

from outreach.links import guardian_path, reading_path, self_service_path
from outreach.models import ReadingParty, SessionPhoto
from outreach.services import registering
from tests.factories.outreach import make_event, make_party, make_photo, make_reading_party, make_session
from tests.outreach.test_registration_pages import make_minor

pytestmark = pytest.mark.django_db
ASKED, SURE = "Tidak, kembali", {"sure": "yes"}


def with_child():
    party = make_party(band="anak", attendance=True)
    return registering.register(session=make_session(make_event(seats=5)), party=party, at=timezone.now())


@pytest.mark.parametrize("deed", ["batal", "tarik-izin", "hapus"])
def test_what_ends_a_registration_is_asked_first(client, deed):
    row = with_child()
    path = self_service_path(row)
    asked = client.post(f"{path}{deed}/")
    assert ASKED in asked.content.decode()
    assert f'href="{path}"' in asked.content.decode()
    assert client.get(f"{path}{deed}/").url == path  # loaded again, or in the other language
    row.refresh_from_db()
    assert row.has_seat
    assert row.name
    assert all(consent.holds for consent in row.consents.all())
    client.post(f"{path}{deed}/", SURE)
    row.refresh_from_db()
    assert not row.has_seat


def test_leaving_the_waiting_list_is_asked_in_its_own_words(client):
    session = make_session(make_event(seats=1))
    _first, waiting = (registering.register(session=session, party=make_party(), at=timezone.now()) for _n in range(2))
    assert "Keluar dari daftar tunggu?" in client.post(f"{self_service_path(waiting)}batal/").content.decode()
    waiting.refresh_from_db()
    assert waiting.is_waiting


@pytest.mark.parametrize("deed", ["tarik-izin", "hapus"])
def test_a_guardian_is_asked_first(client, deed):
    row = make_minor()
    registering.answer_as_guardian(
        registration=row, agrees=True, photo=None, name="Ibu", at=timezone.now(), way="tautan"
    )
    path = guardian_path(row)
    assert ASKED in client.post(f"{path}{deed}/").content.decode()
    row.refresh_from_db()
    assert row.has_seat
    client.post(f"{path}{deed}/", SURE)
    row.refresh_from_db()
    assert not row.has_seat


@pytest.mark.parametrize("deed", ["batal", "tarik-izin", "hapus"])
def test_the_desk_is_asked_first(client_as, deed):
    row, desk = with_child(), client_as("Petugas layanan")
    address = reverse("outreach:registration-deed", args=[row.pk, deed])
    assert ASKED in desk.post(address).content.decode()
    row.refresh_from_db()
    assert row.has_seat
    assert desk.post(address, SURE).status_code == 302
    row.refresh_from_db()
    assert not row.has_seat


def test_a_photo_is_asked_about_first(client_as):
    photo, desk = make_photo(make_session(days=-1)), client_as("Pustakawan")
    address = reverse("outreach:photo-remove", args=[photo.pk])
    assert ASKED in desk.post(address).content.decode()
    assert SessionPhoto.objects.exists()
    assert desk.post(address, SURE).status_code == 302
    assert not SessionPhoto.objects.exists()


def test_a_reading_family_is_asked_first(client):
    party = make_reading_party()
    for deed in ("tarik", "hapus"):
        assert ASKED in client.post(f"{reading_path(party)}{deed}/").content.decode()
    party.refresh_from_db()
    assert (party.withdrawn_at, party.erased_at) == (None, None)
    client.post(f"{reading_path(party)}hapus/", SURE)
    assert ReadingParty.objects.get(pk=party.pk).erased_at


def test_what_was_posted_with_the_first_press_comes_back_as_text(client):
    page = client.post(f"{self_service_path(with_child())}batal/", {"x": '"><b>'}).content.decode()
    assert "<b>" not in page
    assert "&quot;&gt;&lt;b&gt;" in page

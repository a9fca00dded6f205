"""What a form asks fits who fills it in: the officer at the desk, a child, a family that reads."""

import pytest
from django.urls import reverse

from outreach.links import reading_path
from outreach.models import Registration
from tests.factories.outreach import make_challenge, make_event, make_reading_party, make_session
from tests.outreach.test_registration_pages import fill

pytestmark = pytest.mark.django_db
CHILD = {
    "age": "younger", "band1": "remaja", "guardian_name": "Ibu", "guardian_phone": "0812 9999 0000", "photo": "",
}  # fmt: skip


def test_at_the_desk_nobody_is_called_you(client_as):
    desk, session = client_as("Petugas layanan"), make_session(make_event(seats=5))
    for kind in ("orang", "keluarga"):
        page = desk.get(f"{reverse('outreach:registration-add', args=[session.pk])}?sebagai={kind}").content.decode()
        assert "Nama yang mendaftar" in page
        assert "Nama Anda" not in page
        assert "Kami kabari" not in page
    page = desk.get(reverse("outreach:party-add", args=[make_challenge().pk])).content.decode()
    assert "Orang tua atau wali sudah membacanya dan mengizinkan" in page
    assert "Nama Anda" not in page


def test_a_child_is_not_made_to_answer_for_photos_and_everybody_else_is(client):
    session = make_session(make_event(seats=5))
    assert fill(client, session, **CHILD).status_code == 302
    assert not Registration.objects.get().consents.exists()
    for age in ("17", "adult"):
        refused = fill(client, session, **CHILD | {"age": age, "phone": "0812 0000 0001"})
        assert refused.status_code == 422
        assert 'id="id_photo' in refused.content.decode()
    assert fill(client, session, kind="keluarga", photo="", phone="0812 0000 0001").status_code == 422
    assert Registration.objects.count() == 1


def test_a_reading_family_is_spoken_to_in_one_way(client):
    page = client.get(reading_path(make_reading_party(agreed_by="Ibu"))).content.decode()
    assert "Izin Anda" in page
    assert "kamu" not in page.casefold().replace("kamus", "")

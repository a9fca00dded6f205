"""The book of peer libraries."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from baubau_pembinaan.accounts.choices import Role
from tests.factories.training import make_peer, make_visit, make_worker
from tests.pages import assert_same_queries
from training.models import PeerLibrary

pytestmark = pytest.mark.django_db
FIELDS = {"name": "Perpustakaan Kota Contoh", "kind": "public", "place": "Kendari", "is_active": "on"}


@pytest.fixture
def client(client_as):
    return client_as(make_worker(Role.LIBRARIAN).user)


def test_colleagues_keep_the_book_and_its_history_says_who(client):
    address = reverse("training:peer-add")
    assert client.post(address, {**FIELDS, "phone": "bukan nomor"}).status_code == 200
    assert client.post(address, {**FIELDS, "website": "javascript:alert(1)"}).status_code == 200
    assert not PeerLibrary.objects.exists()
    client.post(address, {**FIELDS, "phone": "+62 811-000", "email": "a@example.org", "contact_name": "Ibu Contoh"})
    peer = PeerLibrary.objects.get()
    assert peer.dial == "+62811000"
    assert peer.history.get().history_user is not None
    client.post(reverse("training:peer-edit", args=[peer.pk]), {**FIELDS, "place": "Kolaka"})
    peer.refresh_from_db()
    assert peer.place == "Kolaka"
    assert client.post(address, FIELDS).status_code == 200  # the name is taken
    assert PeerLibrary.objects.count() == 1


def test_a_library_is_found_by_what_can_be_learnt_there(client):
    make_peer(name="Perpustakaan A", strengths="Layanan difabel")
    make_peer(name="Perpustakaan B", kind="school")
    address = reverse("training:peer-list")
    page = client.get(address, {"q": "difabel"}).content.decode()
    assert "Perpustakaan A" in page
    assert "Perpustakaan B" not in page
    page = client.get(address, {"kind": "school"}).content.decode()
    assert "Perpustakaan A" not in page
    sheet = load_workbook(io.BytesIO(client.get(reverse("training:peer-xlsx"), {"kind": "school"}).content)).active
    assert "Perpustakaan B" in [cell.value for row in sheet.iter_rows() for cell in row]


def test_a_visit_leads_to_its_library(client):
    peer, visit = make_peer(), make_visit()
    visit.peer = peer
    visit.save()
    assert reverse("training:peer-edit", args=[peer.pk]) in client.get(reverse("training:network")).content.decode()
    assert "1 kunjungan" in client.get(reverse("training:peer-list")).content.decode()


def test_the_list_costs_the_same_for_one_and_for_three(client_as):
    reader = client_as(make_worker(Role.LIBRARIAN).user)

    def more():
        visit = make_visit()
        visit.peer = make_peer()
        visit.save()

    assert_same_queries(reader, reverse("training:peer-list"), more)
    assert_same_queries(reader, reverse("training:network"), more)

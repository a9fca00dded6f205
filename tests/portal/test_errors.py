"""Error pages: whole, in words, and without the database."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client, RequestFactory
from django.utils import translation
from django.views import defaults

from baubau_pembinaan.portal.views.errors import csrf_failure


@pytest.mark.parametrize(
    ("view", "args", "status", "words"),
    [
        (defaults.bad_request, [SuspiciousOperation("x")], 400, "tidak dapat kami baca"),
        (defaults.server_error, [], 500, "Ada gangguan di sistem kami"),
    ],
)
def test_page_of_last_resort_needs_no_database(view, args, status: int, words: str) -> None:
    # No django_db mark: pytest-django refuses every statement here.
    response = view(RequestFactory().get("/"), *args)
    assert response.status_code == status
    page = response.content.decode()
    assert words in page
    assert page.count("<h1") == 1
    assert "/static/css/theme.css" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("view", "args", "status", "words"),
    [
        (defaults.permission_denied, [PermissionDenied("rahasia")], 403, "bukan untuk akun Anda"),
        (csrf_failure, [], 403, "Formulir terlalu lama terbuka"),
    ],
)
def test_refusal_is_explained(rf: RequestFactory, view, args, status: int, words: str) -> None:
    response = view(rf.get("/"), *args)
    assert response.status_code == status
    assert words in response.content.decode()
    assert "rahasia" not in response.content.decode()


@pytest.mark.django_db
def test_unknown_address_is_explained_in_the_readers_language(client: Client) -> None:
    assert "Halaman ini tidak ada" in client.get("/tidak-ada-sama-sekali/").content.decode()
    client.cookies["bahasa"] = "en"
    response = client.get("/tidak-ada-sama-sekali/")
    assert response.status_code == 404
    assert "This page does not exist" in response.content.decode()


def test_broken_page_keeps_the_readers_language() -> None:
    with translation.override("en"):
        assert "Something broke on our side" in defaults.server_error(RequestFactory().get("/")).content.decode()


@pytest.mark.django_db
def test_an_account_that_is_nobodys_learns_where_it_becomes_a_person(client, django_user_model) -> None:
    first = django_user_model.objects.create_superuser("pertama", password="x")
    client.force_login(first)
    page = client.get("/staf/pelatihan/saya/")
    assert page.status_code == 403
    assert f"/staf/akun/{first.pk}/hubungkan/" in page.content.decode()


@pytest.mark.django_db
def test_a_person_without_the_right_is_not_sent_to_the_directory(client_as) -> None:
    page = client_as("Petugas layanan/Relawan").get("/staf/pegawai/impor/")
    assert page.status_code == 403
    assert "peran yang sesuai" in page.content.decode()
    assert "direktori" not in page.content.decode()

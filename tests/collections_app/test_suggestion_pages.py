"""Pages of wishes: for everybody, and for the staff."""

from io import BytesIO

import pytest
from django.db import connection
from django.utils import timezone
from openpyxl import load_workbook

from baubau_pembinaan.accounts.choices import Role
from collections_app.models import Demand, Item, Suggestion, Title
from collections_app.services.partners import partner_url
from collections_app.services.suggestions import set_status
from tests.factories.collections_app import make_title
from tests.factories.suggestions import make_partner, make_wish, sure
from tests.pages import assert_same_queries


def test_patron_sends_a_wish_and_sees_its_code(db, client):
    answer = client.post("/usul-buku/", {"title": "Bumi", "isbn": "602-03-3294-2"}, follow=True)

    wish = Suggestion.objects.get()
    assert wish.demand.isbn == "9786020332949"
    assert wish.code_shown in answer.content.decode()


def test_wrong_isbn_is_refused_and_nothing_is_kept(db, client):
    answer = client.post("/usul-buku/", {"title": "Bumi", "isbn": "9786020332940"})

    assert answer.status_code == 422
    assert not Suggestion.objects.exists()


def test_owned_title_is_shown_before_the_wish_is_sent(db, client):
    Title.objects.create(title="Bumi", isbn="9786020332949", call_number="813 TER b", match_key="x")
    said = {"title": "Bumi", "isbn": "9786020332949"}
    answer = client.post("/usul-buku/", said)
    assert "813 TER b" in answer.content.decode()
    assert not Suggestion.objects.exists()

    client.post("/usul-buku/", said | {"sure": "1"})
    client.post("/usul-buku/", said | {"title": "Bumi lain"} | sure(answer))
    assert not Suggestion.objects.exists()
    client.post("/usul-buku/", said | sure(answer))

    assert Suggestion.objects.get().demand.owned.call_number == "813 TER b"


def test_machine_that_fills_the_hidden_field_is_refused(db, client):
    assert client.post("/usul-buku/", {"title": "Bumi", "website": "x"}).status_code == 429
    assert not Suggestion.objects.exists()


def test_status_page_says_nothing_about_the_person(db, client):
    wish = make_wish(name="Wa Contoh", phone="6281234567890", why="tugas sekolah")

    page = client.get(f"/usul-buku/status/{wish.code}/").content.decode()

    assert wish.demand.title in page
    assert "Wa Contoh" not in page
    assert "81234567890" not in page
    assert "tugas sekolah" not in page


def test_unknown_code_is_answered_kindly_and_guessing_is_stopped(db, client):
    make_wish()
    answers = [client.get("/usul-buku/status/00000000000/").status_code for _n in range(21)]

    assert answers == [404] * 20 + [429]


def test_typed_code_leads_to_its_page(db, client):
    wish = make_wish()

    answer = client.get("/usul-buku/status/", {"kode": wish.code_shown.lower()})

    assert answer["Location"] == f"/usul-buku/status/{wish.code}/"


def test_list_takes_as_many_statements_for_three_as_for_one(client_as):
    answer = assert_same_queries(client_as(Role.LIBRARIAN), "/staf/koleksi/", make_wish)

    assert "Judul Contoh" in answer.content.decode()


def test_detail_takes_as_many_statements_for_three_askers_as_for_one(client_as, staff_user):
    demand = make_wish(title="Bumi", phone="6281100000000").demand

    def one_more():
        make_wish(title="Bumi", by=staff_user(Role.LIBRARIAN))
        make_wish()

    assert_same_queries(client_as(Role.LIBRARIAN), f"/staf/koleksi/usulan/{demand.pk}/", one_more, cap=14)


def test_excel_holds_the_list_and_runs_no_formula(client_as):
    make_wish(title="=1+1")

    answer = client_as(Role.LIBRARIAN).get("/staf/koleksi/usulan/excel/")

    cells = [cell for row in load_workbook(BytesIO(answer.content)).active.iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value and "1+1" in str(cell.value)] == ["s"]


def test_service_officer_sees_no_askers_and_a_librarian_does(client_as):
    wish = make_wish(name="Wa Contoh", phone="6281234567890")
    page = f"/staf/koleksi/usulan/{wish.demand_id}/"

    assert "Wa Contoh" in client_as(Role.LIBRARIAN).get(page).content.decode()
    assert "Wa Contoh" not in client_as(Role.SERVICE_OFFICER).get(page).content.decode()


def test_colleague_wishes_and_sees_it_taken_in(client_as):
    client = client_as(Role.SERVICE_OFFICER)
    client.post("/staf/koleksi/usulan/baru/", {"title": "Bumi"})

    assert Suggestion.objects.get().asked_by == client.user


def test_what_is_asked_for_already_is_shown_with_its_count_before_a_voice_is_added(client, client_as):
    partner_page = "/" + partner_url(make_partner()).split("/", 3)[3]
    make_wish(title="Bumi Manusia", author="Pramoedya", phone="6281234567890")
    make_wish(title="Bumi Manusia", author="Pramoedya", phone="6281234567891")
    said = {"title": "Bumi manusia", "author": "Pramoedya", "copies": 1}
    pages = [(client, "/usul-buku/"), (client_as(Role.SERVICE_OFFICER), "/staf/koleksi/usulan/baru/")]
    for visitor, page in [*pages, (client, partner_page)]:
        asked = Suggestion.objects.count()
        answer = visitor.post(page, said)
        html = answer.content.decode()
        assert f"{asked} orang" in html and "Tambahkan suara saya" in html
        assert Suggestion.objects.count() == asked
        visitor.post(page, said | sure(answer))
        assert Suggestion.objects.count() == asked + 1


def test_a_title_like_one_on_the_shelf_is_asked_about(db, client):
    make_title("Laskar Pelangi", contributors=["Hirata, Andrea"], call_number="899.221 HIR l")
    html = client.post("/usul-buku/", {"title": "Laskar Plangi"}).content.decode()
    assert "Apakah ini" in html and "899.221 HIR l" in html
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize("page", ["public", "staff", "partner"])
def test_not_that_book_is_said_with_a_button(client, client_as, page):
    partner = "/" + partner_url(make_partner()).split("/", 3)[3]
    visitor = client_as(Role.LIBRARIAN) if page == "staff" else client
    address = {"public": "/usul-buku/", "staff": "/staf/koleksi/usulan/baru/", "partner": partner}[page]
    first = make_wish(title="Bumi", isbn="9786020332949").demand
    said = {"title": "Judul lain sama sekali", "isbn": "9786020332949", "copies": 1}
    shown = visitor.post(address, said)
    assert 'name="other"' in shown.content.decode()

    visitor.post(address, said | sure(shown) | {"other": "1"})

    wish = Suggestion.objects.latest("pk")
    assert (wish.demand.title, wish.demand.isbn) == ("Judul lain sama sekali", "")
    assert wish.demand_id != first.pk
    same = visitor.post(address, said | {"title": "Bumi"})
    assert 'name="other"' not in same.content.decode()


def test_what_else_is_known_is_shown_after_not_that_book(db, client):
    make_wish(title="Bumi", isbn="9786020332949")
    make_title("Atheis")
    said = {"title": "Atheis", "isbn": "9786020332949"}
    shown = client.post("/usul-buku/", said)

    again = client.post("/usul-buku/", said | sure(shown) | {"other": "1"})

    assert again.status_code == 200 and "sudah memiliki judul ini" in again.content.decode()
    assert "9786020332949" not in again.content.decode()
    assert Suggestion.objects.count() == 1


def test_yes_this_one_is_said_with_a_button(db, client):
    meant = make_wish(title="Negeri 5 Menara", author="Ahmad Fuadi").demand
    other = make_wish(title="Kapal Pinisi").demand
    said = {"title": "Negeri 5 Menarra", "author": "A. Fuadi"}
    assert f'name="same" value="{meant.pk}"' in client.post("/usul-buku/", said).content.decode()

    client.post("/usul-buku/", said | {"same": other.pk})  # was not shown
    assert Suggestion.objects.count() == 2
    client.post("/usul-buku/", said | {"same": meant.pk})

    assert Suggestion.objects.latest("pk").demand == meant


def test_what_is_owned_leads_to_its_page_and_says_how_many_are_here(db, client):
    owned = make_title("Atheis", copies=2, call_number="899.221 ACH a")
    html = client.post("/usul-buku/", {"title": "Atheis"}).content.decode()
    assert f'href="/katalog/{owned.pk}/"' in html and "899.221 ACH a" in html and "2 eksemplar di sini" in html

    Item.objects.update(status="repair")

    assert "tidak ada eksemplar di rak saat ini" in client.post("/usul-buku/", {"title": "Atheis"}).content.decode()


def test_one_browser_without_contact_counts_once(db, client):
    said = {"title": "Bumi Manusia"}
    answers = [client.post("/usul-buku/", said) for _n in range(2)]
    assert [answer.status_code for answer in answers] == [302, 200]
    said |= sure(answers[1])
    assert [client.post("/usul-buku/", said).status_code for _n in range(3)] == [422] * 3
    assert client.post("/usul-buku/", said | {"phone": "081234567890"}).status_code == 302
    assert Suggestion.objects.count() == 2


def test_a_librarian_takes_a_wish_off(client_as):
    demand, other = make_wish(title="Bumi", isbn="9786020332949").demand, make_wish(title="Bulan", isbn="9786020332949")
    client = client_as(Role.LIBRARIAN)
    assert "Bulan" in client.get(f"/staf/koleksi/usulan/{demand.pk}/").content.decode()

    client.post(f"/staf/koleksi/usulan/{demand.pk}/lepas/", {"wish": other.pk})

    other.refresh_from_db()
    assert (other.demand.title, other.demand_id != demand.pk) == ("Bulan", True)


def test_the_slip_holds_code_address_and_picture_and_nothing_about_the_person(db, client, settings):
    wish = make_wish(name="Wa Contoh", phone="6281234567890", why="tugas sekolah")
    assert f"/usul-buku/status/{wish.code}/slip/" in client.get(f"/usul-buku/status/{wish.code}/").content.decode()

    html = client.get(f"/usul-buku/status/{wish.code}/slip/").content.decode()

    assert wish.code_shown in html and f"{settings.SITE_URL}/usul-buku/status/{wish.code}/" in html and "<svg" in html
    assert "Wa Contoh" not in html and "81234567890" not in html and "tugas sekolah" not in html
    assert client.get("/usul-buku/status/00000000000/slip/").status_code == 404


def _numbered_from(model, number):
    """The next rows of the model have long numbers, as those of a library that works with it for years."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [model._meta.db_table, number])


def test_rows_past_a_thousand_are_named_without_dots(db, client, client_as):
    for model in (Demand, Suggestion):
        _numbered_from(model, 1_234_567)
    one, like = make_wish(title="Negeri 5 Menara", phone="6281234567890"), make_wish(title="Negeri 5 Menarra")
    make_wish(title="Negeri 5 Menara", author="")
    html = client_as(Role.LIBRARIAN).get(f"/staf/koleksi/usulan/{one.demand_id}/").content.decode()
    assert f'name="wish" value="{one.pk}"' in html and f'name="into" value="{like.demand_id}"' in html
    set_status(demand=one.demand, status="accepted", by=None, on=timezone.localdate())
    html = client_as(Role.LIBRARIAN).get(f"/staf/koleksi/usulan/{one.demand_id}/").content.decode()
    assert f'name="told" value="{one.pk}:accepted"' in html and f'name="demand" value="{one.demand_id}"' in html
    shown = client.post("/usul-buku/", {"title": "Negeri 5 Menaraa"}).content.decode()
    assert f'name="same" value="{like.demand_id}"' in shown

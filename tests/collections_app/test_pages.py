"""The catalogue's pages: found in spite of slips, few statements, in and out as files."""

import io
import random

import pytest
from django.contrib.postgres.search import SearchRank
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from collections_app.choices import ItemStatus
from collections_app.models import Title, TitleWord
from collections_app.selectors import catalogue, title_ranks
from collections_app.selectors.catalogue import titles
from collections_app.services.importing import import_catalogue
from collections_app.services.words import renew_words
from tests.collections_app.test_import import BOOK, OTHER, table
from tests.factories.collections_app import make_item, make_title
from tests.pages import assert_same_queries
from tests.statements import texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf():
    return {
        "wolio": make_title("Sejarah Kesultanan Buton", contributors=["Zahari, A. M."], classification="959.84"),
        "ikan": make_title("Budidaya Rumput Laut", contributors=["Siti Rahma"], classification="639.8", year=2021),
        "agama": make_title("Tafsir Al-Mishbah", contributors=["Shihab, M. Quraish"], classification="2X1.3"),
        "cafe": make_title("Café di Tepi Pantai", contributors=[], isbn="9786020332949"),
    }


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("buton", ["wolio"]),
        ("kesultanan", ["wolio"]),
        ("kesultnan buton", ["wolio"]),  # a slip of the finger
        ("membudidayakan", ["ikan"]),  # another form of the word
        ("rumpt laut", ["ikan"]),
        ("quraish", ["agama"]),
        ("CAFE", ["cafe"]),
        ("978-602-03-3294-9", ["cafe"]),
        ("xyzzy", []),
        ("'; DROP TABLE", []),
        ("& | ! :* ()", []),  # nothing but signs finds nothing
        ("", ["agama", "cafe", "ikan", "wolio"]),
    ],
)
def test_titles_are_found_in_spite_of_slips(shelf, search, found):
    assert sorted(title.pk for title in titles(search)) == sorted(shelf[name].pk for name in found)


def test_what_is_written_right_is_not_mixed_with_guesses(shelf):
    other = make_title("Kesultana Ternate", contributors=[])
    assert other not in titles("kesultanan") and other in titles("kesultana ternat")


def test_the_best_match_stands_first(shelf):
    make_title("Catatan tentang Buton dan laut", contributors=[])
    assert titles("sejarah kesultanan buton")[0] == shelf["wolio"]


def test_the_very_title_stands_first_however_many_hold_its_word(monkeypatch):
    """Of a word that more titles hold than are weighed, the title of that name, then those that begin so, come first
    though they stand last in the catalogue."""
    monkeypatch.setattr(title_ranks, "_ALL", title_ranks.ranking("", foremost=5, weighed=8))
    for number in range(12):
        make_title(f"Ketika Cinta Bertasbih {number}", contributors=[])
    for number in range(6):
        make_title(f"Bertasbih {number}", contributors=[])
    very = make_title("Bertasbih", contributors=["Zul"])
    found = [title.title for title in titles("bertasbih")]
    assert found == [very.title, *(f"Bertasbih {number}" for number in range(4))]


@pytest.mark.parametrize("seed", range(3))
def test_the_statement_written_out_ranks_as_the_querysets_do(seed):
    dice = random.Random(seed)
    words = ["Buton", "buton", "Laut", "Qur'an", "Sejarah", "sejarah", "Éndé", "ikan", "100%", "C++"]
    for _number in range(40):
        make_title(" ".join(dice.choices(words, k=dice.randint(1, 4))), contributors=dice.choices(words, k=1))
    for said in ("buton", "sejarah buton", "Laut", "qur'an ikan", "c++", "ende"):
        query = catalogue.query_of(said)
        rows = Title.objects.filter(search=query).order_by()
        found = titles(said)
        assert found.keys == catalogue._sorted(rows, SearchRank(F("search"), query), said)
        assert [title.pk for title in found] == found.keys


def test_one_or_two_letters_are_a_word_or_a_first_word(shelf):
    """Half the catalogue has a word that begins with "ka": such a beginning is no search."""
    one = make_title("Di Ka Laut", contributors=[])
    other = make_title("Ke Negeri Seberang", contributors=[])
    assert list(titles("ka")) == [one]  # and not "Kesultanan"
    assert set(titles("ke")) == {other}
    assert list(titles("ne")) == [] and list(titles("neg")) == [other]
    make_title("Nelayan", contributors=[])
    assert [title.title for title in titles("ne")] == ["Nelayan"]


def test_short_words_never_start_the_search_for_slips(shelf):
    with CaptureQueriesContext(connection) as said:
        assert list(titles("ba ka su mi")) == []
    assert not [text for text in texts(said) if "strict_word" in text or "%>>" in text]


@pytest.mark.parametrize(("main_class", "found"), [("900", "wolio"), ("600", "ikan"), ("2X0", "agama")])
def test_a_class_holds_its_own(shelf, main_class, found):
    assert [title.pk for title in titles(main_class=main_class)] == [shelf[found].pk]


def test_copies_that_are_gone_are_not_counted():
    title = make_title(copies=2, origin="slims")
    make_item(title, status=ItemStatus.WITHDRAWN)
    make_item(title, status=ItemStatus.REPAIR)
    row = titles().get()
    assert (row.copies, row.on_shelf) == (3, 2)


@pytest.mark.parametrize("name", ["title-list", "public-home"])
def test_a_list_costs_the_same_for_one_title_and_three(client_as, name):
    html = assert_same_queries(
        client_as("Pustakawan"),
        reverse(f"collections_app:{name}") + "?q=judul",
        lambda: make_title(copies=2),
    ).content.decode()
    assert "Judul Contoh" in html


@pytest.mark.parametrize("name", ["title-detail", "public-title"])
def test_a_title_costs_the_same_for_one_copy_and_three(client_as, name):
    title = make_title(subjects=["Pantai"], year=2020, isbn="9786020332949")
    html = assert_same_queries(
        client_as("Pustakawan"), reverse(f"collections_app:{name}", args=[title.pk]), lambda: make_item(title)
    ).content.decode()
    assert "978-602-03-3294-9" in html
    assert "2020" in html and "2.020" not in html


def test_the_public_page_works_without_signing_in_and_escapes(client):
    make_title("<script>alert(1)</script> Wolio")
    html = client.get(reverse("collections_app:public-home"), {"q": "<script>wolio"}).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


@pytest.mark.parametrize("form", ["slims", "marc", "marcxml"])
def test_what_goes_out_comes_in_unchanged(client_as, form):
    import_catalogue(table(BOOK, OTHER))
    answer = client_as("Pustakawan").get(reverse("collections_app:export", args=[form]))
    content = b"".join(answer.streaming_content)
    again = import_catalogue(io.BytesIO(content))
    assert (again.rows, again.merged) == (2, 2)
    Title.objects.all().delete()
    assert import_catalogue(io.BytesIO(content)).created == 2


def test_the_item_layout_goes_round(client_as):
    import_catalogue(table(BOOK))
    Title.objects.get().items.update(location="Lantai 1", inventory_code="001/2020")
    answer = client_as("Pustakawan").get(reverse("collections_app:export", args=["slims-eksemplar"]))
    content = b"".join(answer.streaming_content)
    Title.objects.get().items.update(location="", inventory_code="")
    again = import_catalogue(io.BytesIO(content))
    assert (again.rows, again.updated) == (2, 2)
    assert set(Title.objects.get().items.values_list("location", flat=True)) == {"Lantai 1"}


def test_an_unknown_form_of_export_is_not_there(client_as):
    assert client_as("Pustakawan").get(reverse("collections_app:export", args=["pdf"])).status_code == 404


def test_the_admin_leads_to_the_import(client_as):
    html = client_as("Administrator").get(reverse("admin:collections_app_title_changelist")).content.decode()
    assert reverse("collections_app:import") in html


def test_a_search_looks_its_titles_up_once(client):
    for number in range(25):
        make_title(f"Sejarah Buton {number}")
    client.get(reverse("collections_app:public-home"), {"q": "apa saja"})  # the size of the catalogue is known now
    with CaptureQueriesContext(connection) as said:
        client.get(reverse("collections_app:public-home"), {"q": "sejarah"})
    asked = texts(said)
    assert sum("@@" in text and "LIMIT" in text for text in asked) == 1
    assert not [text for text in asked if 'COUNT(*) AS "__count" FROM "collections_app_title"' in text and "@@" in text]
    assert not [text for text in asked if 'FROM "collections_app_item"' in text and text.startswith("SELECT COUNT")]


def test_misspelt_words_are_put_right_by_those_of_the_catalogue(client):
    import_catalogue(table(BOOK, OTHER))
    make_title("Harry Potter dan Batu Bertuah", contributors=["Rowling, J. K."])
    make_title("Sejarah Buton", contributors=["Zahari"])
    assert "harry" not in TitleWord.objects.values_list("word", flat=True)  # came without an import: known at night
    assert [title.title for title in titles("poter")] == ["Harry Potter dan Batu Bertuah"]

    assert renew_words() == TitleWord.objects.count()

    for search, found in {
        "hirata plangi": "Laskar Pelangi",
        "sejrah butun": "Sejarah Buton",
        "poter batu bertuahh": "Harry Potter dan Batu Bertuah",
        "hari poter": "Harry Potter dan Batu Bertuah",
    }.items():
        assert [title.title for title in titles(search)] == [found]
    with CaptureQueriesContext(connection) as said:
        list(titles("sejrah butun"))
    assert not [text for text in texts(said) if "strict_word" in text or "%>>" in text]

    Title.objects.filter(title="Sejarah Buton").delete()
    renew_words()
    assert not TitleWord.objects.filter(word="buton").exists()


def test_a_copy_without_call_number_has_no_stray_sign_and_a_link_is_shown(db, client):
    title = make_title(link="https://contoh.id/buku", origin="slims")
    make_item(title)
    html = client.get(f"/katalog/{title.pk}/").content.decode()
    assert "<li>Tersedia</li>" in html
    assert 'href="https://contoh.id/buku"' in html

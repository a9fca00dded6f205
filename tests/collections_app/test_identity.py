"""Words and numbers: letters of any script, signs that end a name, numbers with company; here and in the database."""

from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from collections_app.identity import is_alike, joined_words, match_key, plain, read_isbn
from collections_app.selectors.catalogue import titles
from tests.factories.collections_app import make_title
from tests.factories.suggestions import make_wish

TEXTS = [
    "Al-Qur'an dan Terjemahannya",
    "Pemrograman C++ dan C#",
    "#1 A+B ++ C",
    "فتح القريب",
    "إحياء علوم الدين، الجزء ١",
    "القُرْآنُ الكَرِيم",
    "हिन्दी भाषा",
    "Café d’Été «Ærø»",
    "Война и мир",
    "紅樓夢",
    "ʿUmar bin ʿAbd al-ʿAzīz",
    "snake_case 'lama' rock 'n' roll",
    "Buku-buku Do`a & Jum’at",
    "???",
]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Al-Qur'an", "al quran"),
        ("Do’a Jum`at", "doa jumat"),
        ("C++, C# dan A+B #1", "c++ c# dan a b 1"),
        ("فتح القريب", "فتح القريب"),
        ("القُرْآن", "القران"),
        ("ÉTUDE jilid ٣", "etude jilid 3"),
        ("?!", ""),
    ],
)
def test_words_keep_letters_of_any_script_and_lose_what_is_no_letter(text, words):
    assert plain(text) == words


@pytest.mark.parametrize("text", TEXTS)
def test_the_database_says_the_same(db, text):
    with connection.cursor() as cursor:
        cursor.execute("SELECT collections_plain(%s), collections_joined(%s)", [text, text])
        assert cursor.fetchone() == (plain(text), joined_words(text))


def test_titles_of_another_script_and_names_with_signs_have_keys_of_their_own():
    names = ["فتح القريب", "إحياء علوم الدين", "Pemrograman C++", "Pemrograman C#", "Pemrograman C", "???", "!!!"]
    assert len({match_key(name, "", None, "") for name in names}) == len(names)
    assert match_key("  ", "", None, "") == ""
    assert not is_alike("Pemrograman C++", "Pemrograman C#")


@pytest.mark.parametrize(
    "text",
    [
        "ISBN-13: 978-602-03-3294-9",
        "9786020332949 pbk",
        "978-602-03-3294-9 : Rp50.000",
        "9786020332949, 9786020314112",
        "978-602-03-3294-9 / 978-602-03-1411-2",
        "978-602-033294-9 jil. 1",
        "978 602 03 3294 9",
        "978_602_03_3294_9",
        "ISBN-10 602-03-3294-2",
        "602-03-3294-2 (jil.1)",
    ],
)
def test_a_valid_number_is_found_in_its_company(text):
    assert read_isbn(text) == ("9786020332949", "", True)


@pytest.mark.parametrize("text", ["9786020332940", "9.78602E+12", "197860203329499", "tanpa nomor", "602033294"])
def test_what_holds_no_valid_number_stays_invalid(text):
    assert read_isbn(text) == ("", "", False)


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("فتح القريب", "fath"),
        ("القريب", "fath"),
        ("القرآن", ""),
        ("alquran", "quran"),
        ("al quran", "quran"),
        ("al-qur'an", "quran"),
        ("Qur’an", "quran"),
        ("terjemahan alquran", "quran"),
        ("doa", "doa"),
        ("kumpulan do'a", "doa"),
        ("jumat", "jumat"),
        ("c++", "cpp"),
        ("pemrograman c#", "csharp"),
        ("al-hikam", "hikam"),
        ("al hikam", "hikam"),
    ],
)
def test_every_script_and_spelling_is_found(db, search, found):
    shelf = {
        "fath": "فتح القريب",
        "quran": "Al-Qur'an dan Terjemahannya",
        "doa": "Kumpulan Do'a Sehari-hari",
        "jumat": "Khutbah Jum'at",
        "cpp": "Pemrograman C++",
        "csharp": "Pemrograman C#",
        "hikam": "Alhikam",
    }
    rows = {name: make_title(title, contributors=[]) for name, title in shelf.items()}
    assert [title.title for title in titles(search)] == ([rows[found].title] if found else [])


def test_rows_that_stand_get_their_keys_and_words_anew(db):
    title = make_title("فتح القريب", contributors=["الغزي"])
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE collections_app_title DISABLE TRIGGER title_search")
        cursor.execute("UPDATE collections_app_title SET words = '', search = NULL, match_key = 'old'")
        cursor.execute("ALTER TABLE collections_app_title ENABLE TRIGGER title_search")
    demand = make_wish(title="Bahasa C++").demand
    apps = MigrationExecutor(connection).loader.project_state().apps
    apps.get_model("collections_app", "Demand").objects.update(match_key="old")

    import_module("collections_app.migrations.0037_keys_of_any_script").renew(apps, None)

    title.refresh_from_db()
    demand.refresh_from_db()
    assert title.match_key == match_key("فتح القريب", "الغزي", None, "")
    assert titles("القريب")[0] == title
    assert demand.match_key == match_key("Bahasa C++", "", None, "")

"""Files that are no catalogue are refused and say what they are; columns nobody knows are found or named; loans."""

import csv
import io
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collections_app.identity import match_key
from collections_app.models import Item, Title
from collections_app.services.importing import FileRefused, import_catalogue
from collections_app.slims import writing
from collections_app.slims.columns import BIBLIOGRAPHY, ITEMS
from tests.collections_app.test_import import BOOK, ITEM, OTHER, THIRD, counts, state, table
from tests.factories.collections_app import make_item, make_title

pytestmark = pytest.mark.django_db


def rows_of(heading, row, n=6):
    out = io.StringIO()
    writer = csv.writer(out)
    if heading:
        writer.writerow(heading)
    for number in range(n):
        writer.writerow([cell.format(n=number) for cell in row])
    return out.getvalue()


MEMBERS = ["member_id", "member_name", "gender", "birth_date", "member_address", "member_phone", "expire_date"]
MEMBER = ["M00{n}", "Anggota {n} Baru", "1", "2001-01-0{n}", "Jalan Contoh {n}", "08123456780{n}", "2027-01-01"]
FOREIGN = {
    "members": (rows_of(MEMBERS, MEMBER), "anggota"),
    "members without heading": (rows_of(None, MEMBER), "orang"),
    "members with odd words": (rows_of(["Id", "Sebutan", "JK", "Lahir", "Rumah", "HP", "Sampai"], MEMBER), "orang"),
    "staff": (rows_of(["Nama", "NIP", "Jabatan"], ["Orang {n}", "19800101201001100{n}", "Pustakawan"]), "pegawai"),
    "loans": (rows_of(["Kode Anggota", "Judul", "Tanggal Pinjam"], ["M{n}", "Buku {n}", "2026-01-0{n}"]), "peminjaman"),
    "holidays": (rows_of(["tanggal", "nama", "jenis"], ["2027-0{n}-01", "Hari raya {n}", "libur nasional"]), "judul"),
    "page": ("<html><body>Session expired, please login</body></html>", "halaman web"),
    "page with doctype": ("\n <!DOCTYPE html>\n<table><tr><td>a,b</td></tr></table>", "halaman web"),
    "cut MARC": ("Bumi,Tere\x1eLiye\x1d2014\nBulan,Tere\x1eLiye\x1d2015\n", "MARC"),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_what_is_no_catalogue_is_refused_and_named(name):
    text, word = FOREIGN[name]
    with pytest.raises(FileRefused, match=f"(?i){word}"):
        import_catalogue(io.BytesIO(text.encode()))
    assert not Title.objects.exists()


def test_a_column_of_days_is_no_isbn():
    text = rows_of(None, ["Judul Buku {n}", "2001-01-0{n}", "200{n}", "<Penulis {n}>"])
    report = import_catalogue(io.BytesIO(text.encode()))
    assert report.created == 6
    assert "isbn_issn" not in report.recognised["columns"]


def test_an_unknown_heading_is_filled_by_the_order_of_the_layout():
    names = list(BIBLIOGRAPHY)
    names[BIBLIOGRAPHY.index("item_code")], names[BIBLIOGRAPHY.index("publisher_name")] = "Xyz", "Qwe"
    report = import_catalogue(table(BOOK, OTHER, names=names))
    assert counts(report) == (2, 0, 0, 0, 3)
    assert Title.objects.filter(publisher="Bentang").count() == 2
    assert report.problems == []


def test_an_unknown_heading_elsewhere_is_filled_by_content_and_else_named():
    order = ["title", "publisher_name", "item_code", "isbn_issn", "authors", "publish_year", "notes"]
    names = ["Judul", "Penerbit", "Zzz", "ISBN", "Pengarang", "Tahun", "Yyy"]
    told = [row | {"notes": "sangat baik"} for row in (BOOK, OTHER)]
    report = import_catalogue(table(*told, header=order, names=names))
    assert counts(report) == (2, 0, 0, 0, 3)
    assert [(p.row, p.field, p.value, p.severity) for p in report.problems] == [(1, "Yyy", "sangat baik", "warning")]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("No. Eksemplar", "item_code"), ("Nomor Eksemplar", "item_code"), ("Daftar Eksemplar", "item_code"),
        ("Nomor Induk Buku", "item_code"), ("Ejemplares", "item_code"), ("Copies", "item_code"),
        ("Item Barcode", "item_code"), ("Exemplaires", "item_code"), ("Code-barres", "item_code"),
        ("Exemplare", "item_code"), ("Nomor Klasifikasi", "classification"), ("Clasificación", "classification"),
        ("Klassifikation", "classification"), ("Abstrak/Catatan", "notes"), ("Subjek/Topik", "topics"),
        ("Schlagworte", "topics"), ("Temas", "topics"), ("Sujets", "topics"), ("Pengarang Utama", "authors"),
        ("Autores", "authors"), ("Jumlah Halaman", "collation"), ("Medientyp", "gmd_name"), ("Verantwortlich", "sor"),
    ],
)  # fmt: skip
def test_words_of_headings_in_use_are_known(heading, field):
    order = ["title", "publisher_name", "publish_year", field]
    report = import_catalogue(table(BOOK, OTHER, header=order, names=["Judul", "Penerbit", "Tahun", heading]))
    assert report.recognised["columns"][field] == 4


def test_a_column_that_counts_copies_is_no_column_of_codes():
    text = "Judul,Penerbit,Tahun,Copies\nBumi,Gramedia,2014,3\nBulan,Gramedia,2015,3\n"
    report = import_catalogue(io.BytesIO(text.encode()))
    assert counts(report) == (2, 0, 0, 0, 0)
    assert [(p.field, p.value) for p in report.problems] == [("Copies", "3")]


LOANS = "Kode Anggota,Nama,Kode Eksemplar,Judul,Tanggal Pinjam,Tanggal Kembali\n"


def test_a_history_of_loans_says_when_a_copy_was_lent_last_and_nothing_about_people():
    one, other = make_item(code="B1"), make_item(code="B2")
    text = LOANS + (
        "M1,Wa Contoh,B1,Bumi,2025-03-01,2025-03-08\nM2,La Contoh,B1,Bumi,2024-01-01,2024-01-08\n"
        "M1,Wa Contoh,B9,Bumi,2024-01-01,2024-01-08\nM1,Wa Contoh,B2,Bumi,kemarin,2024-01-08\nM1,Wa Contoh,B2\n"
    )
    report = import_catalogue(io.BytesIO(text.encode()))
    assert (report.recognised["layout"], counts(report)) == ("loans", (0, 1, 1, 3, 0))
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.last_lent_on, other.last_lent_on) == (date(2025, 3, 1), None)
    assert "Contoh" not in str(report.as_dict()["problems"])
    assert counts(import_catalogue(io.BytesIO(text.encode()))) == (0, 0, 2, 3, 0)


def test_a_copy_named_twice_in_a_file_is_said_and_settles():
    import_catalogue(table(BOOK, OTHER))
    file = table(ITEM | {"site": "Rak 1"}, ITEM | {"site": "Rak 2"}, header=ITEMS)
    report = import_catalogue(file)
    assert counts(report) == (0, 1, 1, 0, 0)
    assert [(p.row, p.field, p.severity) for p in report.problems] == [(3, "item_code", "warning")]
    assert Item.objects.get(code="B001").site == "Rak 1"
    assert counts(import_catalogue(file)) == (0, 0, 2, 0, 0)


def test_a_status_set_here_goes_out_in_slims_words_and_comes_in_as_it_was():
    make_item(code="B001", status="repair")
    text = "".join(writing.items(Item.objects.select_related("title")))
    assert counts(import_catalogue(io.BytesIO(text.encode()))) == (0, 0, 1, 0, 0)


def test_several_isbns_go_out_and_come_in():
    given = "978-602-03-3294-9 (jil. 1); 978-979-3062-79-2 (jil. 2)"
    import_catalogue(table(BOOK | {"isbn_issn": given.replace("; ", " ;")}))
    assert Title.objects.get().isbn_given == given
    text = "".join(writing.bibliography(Title.objects.prefetch_related("items")))
    assert import_catalogue(io.BytesIO(text.encode())).merged == 1


def test_a_title_that_takes_another_name_still_answers_to_the_old_one():
    make_title("Laskar Pelangi", contributors=["Andrea Hirata"], isbn="9789793062792", year=2008)
    blank = dict.fromkeys(BIBLIOGRAPHY, "") | {"authors": "<Andrea Hirata>"}
    file = table(
        blank | {"title": "Laskar Pelangi (novel)", "isbn_issn": "9789793062792"},
        blank | {"title": "Laskar pelangi", "publish_year": "2008", "item_code": "<Q7>"},
    )
    assert counts(import_catalogue(file)) == (0, 2, 0, 0, 1)
    assert counts(import_catalogue(file)) == (0, 0, 2, 0, 0)


ROW = st.fixed_dictionaries(
    {
        "title": st.sampled_from(["Bumi", "BUMI (novel)", "Matahari", "Matahari kita"]),
        "isbn_issn": st.sampled_from(["", "9786020332949"]),
        "publish_year": st.sampled_from(["", "2014"]),
        "authors": st.sampled_from(["", "<Tere Liye>"]),
        "publisher_name": st.sampled_from(["", "Gramedia"]),
        "item_code": st.sampled_from(["", "<B1>"]),
    }
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stood=st.lists(ROW, max_size=3), rows=st.lists(ROW, min_size=1, max_size=6))
def test_any_small_file_twice_changes_nothing(stood, rows):
    """Of any two names here it is plain whether they are one title: "Bumi" between two volumes of a set is not among
    them."""
    Title.objects.all().delete()
    for row in stood:
        year = int(row["publish_year"]) if row["publish_year"] else None
        author = row["authors"].strip("<>")
        Title.objects.create(
            title=row["title"], isbn=row["isbn_issn"], year=year, contributors=[author] if author else [],
            match_key=match_key(row["title"], author, year, ""),
        )  # fmt: skip
    file = table(*[THIRD | row for row in rows])
    import_catalogue(file)
    before = state()
    again = import_catalogue(file)
    assert (again.created, again.updated, again.items) == (0, 0, 0)
    assert state() == before

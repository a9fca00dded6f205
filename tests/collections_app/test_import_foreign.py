"""Files that are no catalogue are refused and say what they are; columns nobody knows are found or named; loans."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baubau_pembinaan.accounts.choices import Role
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
        "title": st.sampled_from(["Bumi", "BUMI (novel)", "Bumi kita", "Bumi kitq", "Matahari", "Matahari kita"]),
        "isbn_issn": st.sampled_from(["", "9786020332949", "9786020314112"]),
        "publish_year": st.sampled_from(["", "2014"]),
        "authors": st.sampled_from(["", "<Tere Liye>"]),
        "publisher_name": st.sampled_from(["", "Gramedia"]),
        "item_code": st.sampled_from(["", "<B1>", "<B2>"]),
    }
)


KAMUS = "title,isbn_issn,authors\n" + "".join(
    f'"Kamus {name}",9786020314112,"<A B>"\n'
    for name in ("Bahasa Inggris", "Bahasa Indonesia", "Besar Bahasa Indonesia", "Besar", "Bahasa Indonesiq")
)


@pytest.mark.parametrize("batch", [1, 400])
def test_titles_of_one_isbn_stay_what_they_are_when_the_file_comes_again(monkeypatch, batch):
    monkeypatch.setattr("collections_app.services.catalogue.BATCH", batch)
    file = io.BytesIO(KAMUS.encode())
    tried = import_catalogue(file, dry_run=True)
    report = import_catalogue(file)
    assert counts(report) == counts(tried) == (4, 0, 1, 0, 0)
    assert [problem.message for problem in report.problems][-1] == (
        "Diambil sebagai judul yang sama dengan “Kamus Bahasa Indonesia”."
    )
    before = state()
    assert counts(import_catalogue(file)) == (0, 0, 5, 0, 0)
    assert state() == before


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ilmu Pengetahuan Alam untuk SMP", "Ilmu Pengetahuan Sosial untuk SMP"),
        ("Kamus Bahasa Indonesia", "Kamus Bahasa Inggris"),
        ("Iqro A", "Iqro B"),
        ("Sejarah dunia jilid pertama", "Sejarah dunia jilid kedua"),
        ("Ekologi Dasar", "Geologi Dasar"),
        ("Ensiklopedi Sains", "Ensiklopedi Sains: Hewan"),
        ("Sosiologi Kelas XII", "Sosiologi Kelas XII EDISI REVISI"),
    ],
)
def test_different_titles_under_the_isbn_of_a_set_keep_their_own_copies(one, other):
    rows = [BOOK | {"title": one, "item_code": "<B1>"}, BOOK | {"title": other, "item_code": "<B2>"}]
    report = import_catalogue(table(*rows))
    assert counts(report) == (2, 0, 0, 0, 2)
    assert [(problem.row, problem.field) for problem in report.problems] == [(3, "isbn_issn")]
    assert set(Item.objects.values_list("code", "title__title")) == {("B1", one), ("B2", other)}
    later = import_catalogue(table(BOOK | {"title": f"{one} jilid baru", "item_code": "<B3>"}, *rows))
    assert counts(later) == (1, 0, 2, 0, 1)


def test_a_title_with_the_names_that_files_gave_it_can_be_removed(client_as):
    import_catalogue(table(BOOK))
    title = Title.objects.get()
    title.items.all().delete()
    assert title.names.count() == 1
    client_as(Role.ADMINISTRATOR).post(reverse("admin:collections_app_title_delete", args=[title.pk]), {"post": "yes"})
    assert not Title.objects.exists()


def test_a_slip_of_the_pen_is_the_same_title_and_is_named():
    slip = BOOK | {"title": "Laskar Pelagni", "item_code": "<B009>"}
    report = import_catalogue(table(BOOK, slip))
    assert counts(report) == (1, 0, 1, 0, 3)
    (problem,) = report.problems
    assert (problem.row, problem.value, "Laskar Pelangi" in problem.message) == (3, "Laskar Pelagni", True)


def test_a_title_that_its_copies_tell_is_renamed_and_both_names_are_said():
    import_catalogue(table(BOOK))
    new = BOOK | {"title": "Novel Laskar Pelangi", "item_code": "<B001><B002><B009>"}
    report = import_catalogue(table(new))
    assert counts(report) == (0, 1, 0, 0, 1)
    (problem,) = report.problems
    assert (problem.value, "“Laskar Pelangi”" in problem.message) == ("Novel Laskar Pelangi", True)
    before = state()
    assert counts(import_catalogue(table(new))) == (0, 0, 1, 0, 0)
    assert state() == before


def test_what_a_record_was_taken_as_is_remembered_where_two_titles_come_to_have_its_name():
    number = "9786020314112"
    make_title("Bumi", isbn=number, contributors=[])
    Title.objects.update(title="Bumi kita")
    make_item(title=make_title("Bumi raya", isbn=number, contributors=[]), code="B7")
    blank = dict.fromkeys(BIBLIOGRAPHY, "") | {"title": "Bumi"}
    file = table(blank | {"isbn_issn": number, "item_code": "<B7>", "publisher_name": "Gramedia"}, blank)
    assert counts(import_catalogue(file)) == (0, 2, 0, 0, 0)
    assert list(Title.objects.values_list("title", "publisher").order_by("pk"))[1] == ("Bumi", "Gramedia")
    before = state()
    assert counts(import_catalogue(file)) == (0, 0, 2, 0, 0)
    assert state() == before


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stood=st.lists(ROW, max_size=3), rows=st.lists(ROW, min_size=1, max_size=6))
def test_any_small_file_twice_changes_nothing(stood, rows):
    """Also where one ISBN stands for several titles whose names are nearly one."""
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

"""The catalogue import: any dialect, every row accounted for, the same file twice changes nothing."""

import csv
import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from collections_app.models import Item, Title, WeedingRule
from collections_app.services import importing
from collections_app.services.importing import FileRefused, import_catalogue
from collections_app.services.weeding import decide, propose
from collections_app.slims import writing
from collections_app.slims.columns import BIBLIOGRAPHY, ITEMS

pytestmark = pytest.mark.django_db

REAL = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "slims"
BOOK = {
    "title": "Laskar Pelangi",
    "gmd_name": "Text",
    "edition": "Cet. 1",
    "isbn_issn": "979-3062-79-7",
    "publisher_name": "Bentang",
    "publish_year": "2005",
    "collation": "529 hlm.; 21 cm.",
    "series_title": "",
    "call_number": "899.221 HIR l",
    "language_name": "Indonesia",
    "place_name": "Yogyakarta",
    "classification": "899.221",
    "notes": "",
    "image": "",
    "sor": "Andrea Hirata",
    "authors": "<Hirata, Andrea>",
    "topics": "<Fiksi>",
    "item_code": "<B001><B002>",
}
OTHER = BOOK | {
    "title": "Sang Pemimpi",
    "isbn_issn": "979-3062-92-4",
    "publish_year": "2006",
    "item_code": "<B003>",
    "call_number": "899.221 HIR s",
}
THIRD = BOOK | {
    "title": "Sejarah Buton",
    "isbn_issn": "",
    "publish_year": "1999",
    "authors": "<Zahari, A. M.>",
    "item_code": "",
    "classification": "2X4.122 9",
    "call_number": "2x4.122 9 ZAH s",
}


def table(*rows, header=BIBLIOGRAPHY, separator=",", names=None, encoding="utf-8", quoting=csv.QUOTE_MINIMAL, end="\n"):
    """The rows as a CSV file; `names` are other headings, header=None leaves it out."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, quoting=quoting, lineterminator=end, escapechar="\\")
    fields = header or BIBLIOGRAPHY
    if header:
        writer.writerow(names or fields)
    for row in rows:
        writer.writerow([row.get(name, "") for name in fields])
    return io.BytesIO(out.getvalue().encode(encoding))


def counts(report):
    assert report.rows == report.created + report.updated + report.merged + report.refused
    return report.created, report.updated, report.merged, report.refused, report.items


def state():
    titles = list(Title.objects.order_by("pk").values())
    return titles, list(Item.objects.order_by("pk").values())


def test_a_row_becomes_a_title_with_its_copies():
    report = import_catalogue(table(BOOK))
    assert counts(report) == (1, 0, 0, 0, 2)
    title = Title.objects.get()
    assert (title.title, title.isbn, title.year, title.contributors, title.subjects, title.classification) == (
        "Laskar Pelangi",
        "9789793062792",
        2005,
        ["Hirata, Andrea"],
        ["Fiksi"],
        "899.221",
    )
    assert sorted(title.items.values_list("code", flat=True)) == ["B001", "B002"]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("header", [BIBLIOGRAPHY, None])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_each_dialect_is_recognised_by_its_content(separator, header, encoding):
    accented = THIRD | {"title": "Café di Wolio"}
    report = import_catalogue(table(BOOK, OTHER, accented, header=header, separator=separator, encoding=encoding))
    assert counts(report) == (3, 0, 0, 0, 3)
    assert Title.objects.filter(title="Café di Wolio", year=1999).exists()
    assert report.recognised["header"] is bool(header)
    assert report.recognised["separator"] == {"\t": "tab"}.get(separator, separator)


INDONESIAN = (
    "Judul,GMD,Edisi,ISBN,Penerbit,Tahun Terbit,Kolasi,Judul Seri,Nomor Panggil,Bahasa,Tempat Terbit,Klasifikasi,"
)
INDONESIAN += "Catatan,Gambar,Pernyataan Tanggung Jawab,Pengarang,Subjek,Kode Eksemplar"
UNKNOWN = "Hlavní název,Druh,Vydání,Číslo,Nakladatel,Rok,Popis,Edice,Značka,Jazyk,Místo,Třída,"
UNKNOWN += "Poznámka,Obr,Odp,Autoři,Témata,Kód"


@pytest.mark.parametrize("names", [INDONESIAN, UNKNOWN])
def test_a_heading_in_any_language_is_no_title(names):
    report = import_catalogue(table(BOOK, OTHER, THIRD, names=names.split(",")))
    assert counts(report) == (3, 0, 0, 0, 3)
    assert report.recognised["header"] is True
    assert set(Title.objects.values_list("year", flat=True)) == {2005, 2006, 1999}


def test_columns_in_another_order_are_found_by_their_names():
    order = ["isbn_issn", "authors", "publish_year", "title", "publisher_name", "item_code"]
    names = ["ISBN", "Pengarang", "Tahun", "Judul", "Penerbit", "Barcode"]
    report = import_catalogue(table(BOOK, OTHER, header=order, names=names))
    assert counts(report) == (2, 0, 0, 0, 3)
    assert Title.objects.get(isbn="9789793062792").publisher == "Bentang"


def test_columns_without_names_in_another_order_are_found_by_their_content():
    order = ["isbn_issn", "title", "publish_year", "authors", "item_code"]
    rows = [BOOK, OTHER, THIRD | {"item_code": "<B009>"}]
    out = "\n".join(";".join(row[name] for name in order) for row in rows)
    report = import_catalogue(io.BytesIO(out.encode()))
    assert counts(report) == (3, 0, 0, 0, 4)
    assert report.recognised["by_content"] is True
    assert Title.objects.get(title="Sang Pemimpi").contributors == ["Hirata, Andrea"]


def test_a_trailing_separator_is_tolerated():
    text = table(BOOK, OTHER).getvalue().decode().replace("\n", ",\n")
    assert counts(import_catalogue(io.BytesIO(text.encode()))) == (2, 0, 0, 0, 3)
    text = table(BOOK, OTHER, header=None, separator=";").getvalue().decode().replace("\n", ";\r\n")
    assert counts(import_catalogue(io.BytesIO(text.encode()))) == (0, 0, 2, 0, 0)


def test_a_line_break_inside_quotes_and_an_escaped_quote_are_one_cell():
    noted = BOOK | {"notes": "Baris satu\nbaris dua", "title": 'Kata "mutiara" Buton'}
    assert counts(import_catalogue(table(noted, OTHER))) == (2, 0, 0, 0, 3)
    assert Title.objects.get(isbn="9789793062792").notes == "Baris satu baris dua"
    slims = '"Buku \\"Emas\\"","Text","","","Penerbit","2001","","","","Indonesia","Kota","",'
    slims += '"Satu.\\r\\nDua","","","<A B>","",""\n'
    slims += '"Buku lain","Text","","","Penerbit","2002","","","","Indonesia","Kota","","","","","<C D>","",""\n'
    assert counts(import_catalogue(io.BytesIO(slims.encode()))) == (2, 0, 0, 0, 0)
    assert Title.objects.get(title='Buku "Emas"').notes == "Satu. Dua"


def test_a_stray_rn_goes_and_a_word_with_rn_stays():
    odd = BOOK | {"notes": "Bab satu.rnBab dua", "title": "Teknik Modern Fotografi"}
    import_catalogue(table(odd))
    assert Title.objects.values_list("title", "notes").get() == ("Teknik Modern Fotografi", "Bab satu. Bab dua")


def test_the_same_file_twice_changes_nothing():
    file = table(BOOK, OTHER, THIRD, BOOK | {"place_name": "Jakarta", "item_code": "<B010>"})
    first = import_catalogue(file)
    assert counts(first) == (3, 0, 1, 0, 4)
    before = state()
    again = import_catalogue(file)
    assert counts(again) == (0, 0, 4, 0, 0)
    assert state() == before


def test_a_row_that_says_more_updates_and_an_empty_cell_erases_nothing():
    import_catalogue(table(BOOK))
    report = import_catalogue(
        table(BOOK | {"publisher_name": "", "collation": "534 hlm.", "item_code": "<B001><B077>"})
    )
    assert counts(report) == (0, 1, 0, 0, 1)
    assert Title.objects.values_list("publisher", "collation").get() == ("Bentang", "534 hlm.")


def test_ten_and_thirteen_digits_are_one_number():
    import_catalogue(table(BOOK))
    report = import_catalogue(table(BOOK | {"isbn_issn": "9789793062792", "title": "LASKAR PELANGI"}))
    assert report.created == 0
    assert Title.objects.count() == 1


def test_one_isbn_on_two_volumes_makes_two_titles_and_says_so():
    one, two = BOOK | {"title": "Matematika Kelas 7", "item_code": ""}, BOOK | {"title": "Matematika Kelas 8"}
    report = import_catalogue(table(one, two))
    assert counts(report) == (2, 0, 0, 0, 2)
    assert [(problem.row, problem.field, problem.severity) for problem in report.problems] == [
        (3, "isbn_issn", "warning")
    ]
    assert counts(import_catalogue(table(one, two))) == (0, 0, 2, 0, 0)


def test_an_invalid_isbn_and_an_odd_year_are_kept_as_written_and_named():
    report = import_catalogue(table(BOOK | {"isbn_issn": "979-3062-79-1", "publish_year": "UII PRESS"}))
    assert [(p.row, p.field, p.value) for p in report.problems] == [
        (2, "isbn_issn", "979-3062-79-1"),
        (2, "publish_year", "UII PRESS"),
    ]
    assert Title.objects.values_list("isbn", "isbn_given", "year", "year_given").get() == (
        "",
        "979-3062-79-1",
        None,
        "UII PRESS",
    )


def test_rows_without_title_of_separators_or_of_another_width_are_refused_by_number():
    text = table(BOOK, header=None, separator=";").getvalue().decode()
    text += ";" * 17 + "\n" + text.replace("Laskar Pelangi", "").replace("<B001><B002>", "") + "satu;dua;tiga\n"
    text += table(OTHER, THIRD, header=None, separator=";").getvalue().decode()
    report = import_catalogue(io.BytesIO(text.encode()))
    assert counts(report) == (3, 0, 0, 3, 3)
    refused = [(p.row, p.field) for p in report.problems if p.severity == "error"]
    assert refused == [(2, ""), (3, "title"), (4, "")]


def test_an_unquoted_separator_in_a_title_is_mended_where_the_columns_tell():
    rows = [row | {"collation": "529 hlm."} for row in (BOOK | {"title": "Laskar; Pelangi"}, OTHER, THIRD)]
    text = "\n".join(";".join(row[name] for name in BIBLIOGRAPHY) for row in rows)
    assert counts(import_catalogue(io.BytesIO(text.encode()))) == (3, 0, 0, 0, 3)
    assert Title.objects.filter(title="Laskar; Pelangi", isbn="9789793062792").exists()


def test_an_item_code_of_another_title_stays_there_and_is_named():
    report = import_catalogue(table(BOOK, OTHER | {"item_code": "<B001><B003>"}))
    assert counts(report) == (2, 0, 0, 0, 3)
    assert [(p.row, p.field, p.value) for p in report.problems] == [(3, "item_code", "B001")]
    assert Item.objects.get(code="B001").title.title == "Laskar Pelangi"


def test_islamic_and_local_classes_stay():
    import_catalogue(table(THIRD))
    title = Title.objects.get()
    assert (title.classification, title.call_number, title.main_class) == ("2X4.122 9", "2X4.122 9 ZAH s", "2X0")


ITEM = {
    "item_code": "B001",
    "call_number": "899.221 HIR l",
    "coll_type_name": "Fiksi",
    "inventory_code": "0001/PKB/2020",
    "received_date": "2020-03-01",
    "supplier_name": "CV Contoh",
    "location_name": "Lantai 1",
    "item_status_name": "Repair",
    "source": "Buy",
    "price": "65000",
    "price_currency": "Rupiah",
}


def test_the_item_layout_tells_about_copies():
    import_catalogue(table(BOOK, OTHER))
    report = import_catalogue(table(ITEM, ITEM | {"item_code": "ZZZ"}, header=ITEMS))
    assert counts(report) == (0, 1, 0, 1, 0)
    assert report.recognised["layout"] == "items"
    assert [(p.row, p.field, p.value) for p in report.problems] == [(3, "item_code", "ZZZ")]
    item = Item.objects.get(code="B001")
    assert (item.inventory_code, item.status, item.source, item.price_idr, item.location) == (
        "0001/PKB/2020",
        "repair",
        "purchase",
        65000,
        "Lantai 1",
    )
    assert counts(import_catalogue(table(ITEM, header=ITEMS))) == (0, 0, 1, 0, 0)


def test_a_copy_weeded_out_here_is_not_brought_back_by_a_later_file():
    import_catalogue(table(BOOK))
    import_catalogue(table(ITEM | {"item_status_name": "Rusak"}, header=ITEMS))
    rule = WeedingRule.objects.create(name="Buku rusak sekali", status="repair")
    listed = propose(rule=rule, by=None, on=timezone.localdate())
    decisions = {line.pk: "withdraw" for line in listed.lines.all()}
    decide(weeding=listed, decisions=decisions, by=None, at=timezone.now(), on=timezone.localdate())
    report = import_catalogue(table(ITEM | {"item_status_name": "Tersedia", "site": "Rak 9"}, header=ITEMS))
    item = Item.objects.get(code="B001")
    assert (item.status, item.status_given, item.site) == ("withdrawn", "", "Rak 9")
    assert counts(report) == (0, 1, 0, 0, 0)
    assert [(p.row, p.field, p.severity) for p in report.problems] == [(2, "item_status_name", "warning")]
    assert "Withdrawn" in "".join(writing.items([item]))
    again = import_catalogue(table(ITEM | {"item_status_name": "Tersedia", "site": "Rak 9"}, header=ITEMS))
    assert counts(again) == (0, 0, 1, 0, 0)


def test_a_copy_that_only_the_file_called_weeded_out_comes_back_with_the_file():
    import_catalogue(table(BOOK))
    import_catalogue(table(ITEM | {"item_status_name": "Disiangi"}, header=ITEMS))
    assert Item.objects.get(code="B001").status == "withdrawn"
    import_catalogue(table(ITEM | {"item_status_name": "Tersedia"}, header=ITEMS))
    assert Item.objects.get(code="B001").status == "available"


def test_the_item_layout_without_heading_and_with_a_title_column():
    import_catalogue(table(BOOK))
    rows = [ITEM | {"item_code": "B001"}, ITEM | {"item_code": "N900"}]
    text = "".join(",".join(f'"{row.get(name, "")}"' for name in ITEMS) + ',"Laskar Pelangi"\n' for row in rows)
    report = import_catalogue(io.BytesIO(text.encode()))
    assert counts(report) == (1, 1, 0, 0, 1)


def test_a_dry_run_says_the_same_and_saves_nothing():
    assert counts(import_catalogue(table(BOOK, OTHER), dry_run=True)) == (2, 0, 0, 0, 3)
    assert not Title.objects.exists()


def test_a_crash_in_the_middle_leaves_nothing(monkeypatch):
    monkeypatch.setattr("collections_app.services.catalogue.BATCH", 1)
    written = []

    def fail(rows):
        written.append(Title.objects.count())
        if rows == 2:
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        import_catalogue(table(BOOK, OTHER, THIRD), progress=fail)
    assert written == [1, 2]  # or nothing would have been undone
    assert not Title.objects.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n \n",
        b"PK\x03\x04 zip",
        b"%PDF-1.7",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"just one line of prose without any table",
        b"\x00" * 1000,
        b"a,b,c\n1,2,3\n4,5,6\n",
        b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><collection><record/></collection>",
    ],
)
def test_a_file_that_is_no_catalogue_is_refused_whole(content):
    with pytest.raises(FileRefused):
        import_catalogue(io.BytesIO(content))
    assert not Title.objects.exists()


def test_a_file_over_the_limit_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(importing, "MAX_BYTES", 100)
    with pytest.raises(FileRefused):
        import_catalogue(table(BOOK))


def test_nul_signs_and_a_cell_without_end_do_no_harm():
    text = table(BOOK, OTHER, header=None).getvalue().replace(b"Bentang", b"Ben\x00tang")
    assert counts(import_catalogue(io.BytesIO(text))) == (2, 0, 0, 0, 3)
    assert Title.objects.filter(publisher="Bentang").exists()
    for rows in (1, 400):
        titles = [THIRD | {"title": f"Judul {n}"} for n in range(rows)]
        endless = table(*titles, quoting=csv.QUOTE_ALL).getvalue() + b'"' + b"x," * 300_000
        with pytest.raises(FileRefused):
            import_catalogue(io.BytesIO(endless))
    assert Title.objects.count() == 2


def test_the_command_prints_the_promised_json_and_its_exit_codes(tmp_path, capsys):
    path = tmp_path / "export.csv"
    path.write_bytes(table(BOOK, OTHER | {"title": ""}).getvalue())
    call_command("import_slims", path, format="json")
    said = json.loads(capsys.readouterr().out)
    assert {name: said[name] for name in ("rows", "created", "updated", "merged", "refused", "items")} == {
        "rows": 2,
        "created": 1,
        "updated": 0,
        "merged": 0,
        "refused": 1,
        "items": 2,
    }
    assert said["problems"] == [
        {"row": 3, "field": "title", "value": "", "message": "Judul tidak ada.", "severity": "error"}
    ]
    path.write_bytes(b"%PDF")
    with pytest.raises(SystemExit) as left:
        call_command("import_slims", path, format="json")
    assert left.value.code == 2
    said = json.loads(capsys.readouterr().out)
    assert (said["rows"], said["problems"][0]["severity"]) == (0, "error")
    with pytest.raises(SystemExit) as left:
        call_command("import_slims", tmp_path / "none.csv")
    assert left.value.code == 2


@pytest.mark.skipif(not REAL.exists(), reason="the real exports are not beside this checkout")
@pytest.mark.parametrize(
    ("name", "rows", "refused"),
    [
        ("slims_export_headers_id.csv", 1196, 0),
        ("slims_export_semicolon_noheader.csv", 113, 13),
        ("slims_export_comma_noheader.csv", 131, 90),
    ],
)
def test_a_real_export_is_taken_whole_and_only_once(name, rows, refused):
    report = import_catalogue(REAL / name)
    assert (report.rows, report.refused) == (rows, refused)
    counts(report)
    before = state()
    again = import_catalogue(REAL / name)
    assert (again.merged, again.refused, again.created, again.updated) == (rows - refused, refused, 0, 0)
    assert state() == before

"""Files as they really come: cut bytes, titles above the heading, short rows, money and days in every spelling."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command

from collections_app import marc_files
from collections_app.choices import Origin
from collections_app.models import Item, Title
from collections_app.services import catalogue_report, importing
from collections_app.services.importing import FileRefused, import_catalogue
from collections_app.slims import writing
from collections_app.slims.columns import BIBLIOGRAPHY, ITEMS
from tests.collections_app.test_import import BOOK, ITEM, OTHER, THIRD, counts, table
from tests.factories.collections_app import make_title

pytestmark = pytest.mark.django_db

SHORT = "Judul;Pengarang;Penerbit;Tahun;ISBN;Barcode\n"
ROWS = "Bumi;Tere Liye;Gramedia;2014;9786020332949;B1\nBulan;Tere Liye;Gramedia;2015;9786020314112;B2\n"


def taken(text):
    return import_catalogue(io.BytesIO(text.encode()))


def names():
    return sorted(Title.objects.values_list("title", flat=True))


def test_titles_of_another_script_are_titles_of_their_own():
    one = BOOK | {"isbn_issn": "", "sor": "", "authors": "<الغزي>", "title": "فتح القريب", "item_code": ""}
    rows = [one, one | {"title": "إحياء علوم الدين"}, one | {"title": "Bahasa C++"}, one | {"title": "Bahasa C#"}]
    assert counts(import_catalogue(table(*rows))) == (4, 0, 0, 0, 0)
    assert counts(import_catalogue(table(*rows))) == (0, 0, 4, 0, 0)


def test_a_missing_copy_is_there_again_when_its_status_cell_is_empty():
    import_catalogue(table(BOOK))
    import_catalogue(table(ITEM | {"item_status_name": "Missing"}, header=ITEMS))
    assert Item.objects.get(code="B001").status == "missing"
    report = import_catalogue(table(ITEM | {"item_status_name": ""}, header=ITEMS))
    assert counts(report) == (0, 1, 0, 0, 0)
    assert Item.objects.values_list("status", "status_given").get(code="B001") == ("available", "")
    import_catalogue(table(ITEM | {"item_status_name": "Missing"}, header=ITEMS))
    without = [name for name in ITEMS if name != "item_status_name"]
    import_catalogue(table(ITEM, header=without))  # no such column says nothing about it
    assert Item.objects.get(code="B001").status == "missing"


def test_one_cut_byte_costs_one_sign_and_is_named():
    rows = [THIRD | {"title": f"Café Étude {n}", "item_code": ""} for n in range(20)]
    report = import_catalogue(io.BytesIO(table(*rows, THIRD).getvalue().replace(b"Buton", b"But\xc3n")))
    assert report.recognised["encoding"] == "utf-8"
    assert "Café Étude 0" in names() and "Butn" in " ".join(names())
    assert [(p.row, p.field, p.severity) for p in report.problems] == [(22, "title", "warning")]


def test_accents_at_the_seams_between_pieces_are_whole(monkeypatch):
    monkeypatch.setattr("collections_app.slims.encodings.PIECE", 7)
    rows = [THIRD | {"title": f"Café Étude قرآن {n}", "item_code": ""} for n in range(5)]
    assert import_catalogue(table(*rows)).recognised["encoding"] == "utf-8"
    assert import_catalogue(table(*rows[:1], encoding="utf-8")).created == 0
    old = table(THIRD | {"title": "Café Étude"}, encoding="cp1252")
    assert import_catalogue(old).recognised["encoding"] == "cp1252"


@pytest.mark.parametrize(
    ("above", "first"),
    [
        ("sep=;\r\n", 3),
        ("LAPORAN DATA BUKU;;;;;\n;;;;;\n", 4),
        ("Laporan data buku\n\nPerpustakaan Contoh\n", 5),
        ("\n\n", 4),
        ("", 2),
    ],
)
def test_what_stands_above_the_heading_is_no_book(above, first):
    report = taken(above + SHORT + ROWS)
    assert counts(report) == (2, 0, 0, 0, 2)
    assert names() == ["Bulan", "Bumi"]
    assert (report.recognised["first_row"], report.recognised["separator"]) == (first, ";")


def test_rows_above_a_second_heading_are_not_lost():
    report = taken(ROWS + ROWS.replace("Bu", "Ma").replace("B1", "B3").replace("B2", "B4") + SHORT + ROWS)
    assert report.rows >= 6


def test_codes_between_commas_and_bars_are_copies_of_their_own():
    taken(SHORT + ROWS.replace("B1", "B1, B3,B4").replace("B2", "B5 | B6"))
    assert sorted(Item.objects.values_list("code", flat=True)) == ["B1", "B3", "B4", "B5", "B6"]


def slims(*rows):
    def cell(text):
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    return "".join(",".join(cell(row[name]) for name in BIBLIOGRAPHY) + "\n" for row in rows)


def test_escapes_far_down_the_file_are_seen():
    many = [THIRD | {"title": f"Judul {n}", "notes": "n" * 600} for n in range(1000)]
    last = THIRD | {"title": 'Kata "Hati, Jiwa" kita', "publish_year": "2000"}
    assert counts(taken(slims(*many, last))) == (1001, 0, 0, 0, 0)
    assert Title.objects.filter(title='Kata "Hati, Jiwa" kita').exists()


@pytest.mark.parametrize("title", ["Belajar DOS C:\\", "a\\b", 'Kata "x\\"', "satu\\r\\ndua", "it\\'s", "\\\\server"])
def test_a_backslash_goes_out_and_comes_in(title):
    make_title(title, origin=Origin.SLIMS)
    make_title("Biasa, saja", notes="C:\\", origin=Origin.SLIMS)
    before = sorted(Title.objects.values_list("title", "notes"))
    text = "".join(writing.bibliography(Title.objects.prefetch_related("items").order_by("pk")))
    assert taken(text).merged == 2
    Title.objects.all().delete()
    assert counts(taken(text))[:4] == (2, 0, 0, 0)
    assert sorted(Title.objects.values_list("title", "notes")) == before


def test_a_cell_of_another_system_that_ends_in_a_backslash_is_whole():
    taken(table(BOOK | {"title": "Belajar DOS C:"}, OTHER).getvalue().decode().replace("DOS C:", '"DOS C:\\"'))
    text = '"Belajar DOS C:\\","Text","","","P","2001","","","","","","","","","","<A B>","",""\n'
    assert taken(text + text.replace("2001", "2002")).created == 2
    assert Title.objects.filter(title="Belajar DOS C:\\").count() == 2


def test_a_formula_is_harmless_outside_and_whole_inside():
    make_title("=HYPERLINK(1)", contributors=[], origin=Origin.MANUAL)
    make_title("-30- Kumpulan berita", origin=Origin.SLIMS)
    text = "".join(writing.bibliography(Title.objects.prefetch_related("items").order_by("pk")))
    assert '"\'=HYPERLINK(1)"' in text and '"\'-30- Kumpulan berita"' in text
    assert taken(text).merged == 2


def test_a_file_over_the_limit_is_refused_and_one_below_it_is_read():
    book = table(BOOK).getvalue()
    for size, message in ((importing.MAX_BYTES + 1, "20 MB"), (50_000_000, "20 MB"), (importing.MAX_BYTES, "500000")):
        with pytest.raises(FileRefused, match=message):
            import_catalogue(io.BytesIO(book + b"\n" * (size - len(book))))
    assert not Title.objects.exists()


def test_a_row_without_its_empty_end_is_taken_and_a_torn_one_is_not():
    whole = table(BOOK, OTHER, THIRD, header=None, separator=";").getvalue().decode()
    assert whole.endswith(";<Fiksi>;\n")
    assert counts(taken(whole.removesuffix(";\n") + "\n")) == (3, 0, 0, 0, 3)
    torn = OTHER | {"title": "Sobek", "authors": "<Hirata, ", "topics": "", "item_code": ""}
    text = whole + table(torn, header=None, separator=";").getvalue().decode().removesuffix(";;\n") + "\n"
    assert counts(taken(text))[3] == 1


def test_problems_past_the_limit_are_counted(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(catalogue_report, "PROBLEMS_KEPT", 2)
    path = tmp_path / "export.csv"
    path.write_bytes(table(*[BOOK | {"title": "", "isbn_issn": ""}] * 5, OTHER).getvalue())
    said = import_catalogue(path, dry_run=True).as_dict()
    assert (len(said["problems"]), said["unlisted"], said["refused"]) == (2, 3, 5)
    call_command("import_slims", path, dry_run=True)
    assert "3 lagi" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("said", "price", "warned"),
    [
        ("45000", 45000, False),
        ("Rp 45.000,-", 45000, False),
        ("Rp45.000,00", 45000, False),
        ("IDR 45.000", 45000, False),
        ("45.000.-", 45000, False),
        ("45,000.00", 45000, False),
        ("45.000 rupiah", 45000, False),
        ("1.250.000", 1250000, False),
        ("45000.75", 45001, True),
        ("45.000,5", 45001, True),
        ("45000.000", 45000, True),
        ("mahal", None, True),
        ("-5000", None, True),
        ("4.50.000", None, True),
    ],
)
def test_prices_are_read_or_named(said, price, warned):
    import_catalogue(table(BOOK, OTHER))
    rows = [ITEM | {"price": said, "price_currency": ""}, ITEM | {"item_code": "B003", "price": "1"}]
    report = import_catalogue(table(*rows, header=ITEMS))
    kept = Item.objects.get(code="B001").price_idr
    assert kept == (None if price is None else Decimal(price))
    assert bool(report.problems) is warned


@pytest.mark.parametrize(
    "said", ["1 Mei 2024", "01-05-24", "1/5/2024 00:00", "2024-05-01T00:00:00", "2024/05/01", "1.5.2024", "31/12/2024"]
)
def test_days_are_read_day_first(said):
    import_catalogue(table(BOOK, OTHER))
    rows = [ITEM | {"received_date": said}, ITEM | {"item_code": "B003"}]
    assert not import_catalogue(table(*rows, header=ITEMS)).problems
    assert Item.objects.get(code="B001").received_on in (date(2024, 5, 1), date(2024, 12, 31))


def test_a_day_that_is_none_is_named():
    import_catalogue(table(BOOK))
    (problem,) = import_catalogue(table(ITEM | {"received_date": "12/31/2024"}, header=ITEMS)).problems
    assert problem.field == "received_date"


def test_several_numbers_are_kept_and_the_first_counts():
    report = import_catalogue(table(BOOK | {"isbn_issn": "9786020332949, 9786020314112"}))
    assert Title.objects.values_list("isbn", "isbn_given").get() == ("9786020332949", "9786020332949, 9786020314112")
    assert [problem.field for problem in report.problems] == ["isbn_issn"]


def test_a_record_of_xml_without_end_is_refused(monkeypatch):
    monkeypatch.setattr(marc_files, "LARGEST_XML_RECORD", 100_000)
    head = '<collection xmlns="http://www.loc.gov/MARC21/slim">'
    record = '<record><leader>00000nam a2200000 a 4500</leader><datafield tag="245" ind1="0" ind2="0">'
    record += '<subfield code="a">{}</subfield></datafield></record>'
    with pytest.raises(FileRefused, match="1 MB"):
        taken(head + record.format("x" * 200_000) + "</collection>")
    many = "".join(record.format(f"Judul {n} " + "x" * 400) for n in range(600))
    assert taken(head + many + "</collection>").created == 600

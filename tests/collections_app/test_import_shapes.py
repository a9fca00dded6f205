"""Files of other shapes: accession registers, tables without their last columns, two exports in one, wide letters."""

import csv
import io

import pytest

from collections_app.choices import Origin
from collections_app.models import Item, Title
from collections_app.services.importing import FileRefused, import_catalogue
from collections_app.slims import dialect, writing
from collections_app.slims.columns import BIBLIOGRAPHY
from tests.collections_app.test_import import BOOK, OTHER, THIRD, counts, state, table
from tests.factories.collections_app import make_item, make_title

pytestmark = pytest.mark.django_db


def taken(text, encoding="utf-8"):
    return import_catalogue(io.BytesIO(text.encode(encoding)))


def register(head="No,No. Induk,Judul Buku,Pengarang,Penerbit,Tahun,Harga", rows=12, first=1):
    said = [
        f"{n},{n:05}/P/2020,Laut bagian {chr(64 + n)},Pengarang {n},Gramedia,2015,Rp 45.000"
        for n in range(first, first + rows)
    ]
    return "\n".join([head, *said, ""])


@pytest.mark.parametrize("first", [1, 2])
def test_an_accession_register_gives_copies_and_its_counter_is_no_class(first):
    file = register(first=first)
    report = taken(file)
    assert counts(report) == (12, 0, 0, 0, 12)
    assert "classification" not in report.recognised["columns"]
    assert report.recognised["ignored"] == ["No"]
    assert [(problem.row, problem.field, problem.severity) for problem in report.problems] == [
        (1, "inventory_code", "warning")
    ]
    item = Item.objects.order_by("code")[0]
    number = f"{first:05}/P/2020"
    assert (item.code, item.inventory_code, item.price_idr, item.title.classification) == (number, number, 45000, "")
    before = state()
    assert counts(taken(file)) == (0, 0, 12, 0, 0)
    assert state() == before


def test_a_counter_without_a_heading_is_no_class():
    report = taken(
        "\n".join(f"{n:03};Buku {chr(64 + n)};Penulis {n};{1990 + n * 3 % 7};97860203{n}" for n in range(1, 9))
    )
    assert 1 not in report.recognised["columns"].values()
    rows = [f"{n * 37 + 100};Kitab {chr(64 + n)};Penulis {n};{1990 + n * 3 % 7}" for n in range(1, 9)]
    classed = taken("\n".join(rows))
    assert classed.recognised["columns"]["classification"] == 1


def test_what_is_said_of_copies_that_nobody_names_is_named_as_lost():
    report = taken("Judul,Pengarang,Tahun,Harga\nBumi,Tere Liye,2014,45000\nBulan,Tere Liye,2015,\n")
    assert [(problem.row, problem.field) for problem in report.problems] == [(1, "price")]
    report = taken("Judul,Tahun,Barcode,Harga\nHujan,2014,B1,45000\nPulang,2015,,50000\n")
    assert [(problem.row, problem.field, problem.value) for problem in report.problems] == [(3, "price", "50000")]


@pytest.mark.parametrize("header", [BIBLIOGRAPHY, ("title", "isbn_issn", "authors", "item_code")])
def test_the_heading_of_a_second_export_is_refused_with_its_number(header):
    second = table(OTHER, header=header).getvalue()
    report = import_catalogue(io.BytesIO(table(BOOK, header=header).getvalue() + second))
    assert counts(report) == (2, 0, 0, 1, 3)
    assert [(problem.row, problem.severity) for problem in report.problems] == [(3, "error")]
    assert not Item.objects.filter(code="item_code").exists()


def test_an_unknown_heading_that_comes_again_is_refused_too():
    names = [f"Sloupec {n}" for n in range(18)]
    file = table(BOOK, OTHER, names=names).getvalue()
    report = import_catalogue(io.BytesIO(file + table(THIRD, names=names).getvalue()))
    assert counts(report) == (3, 0, 0, 1, 3)


@pytest.mark.parametrize("width", [17, 15, 12])
def test_a_table_without_its_last_columns_keeps_the_order_of_the_layout(width):
    full = BOOK | {"series_title": "Tetralogi", "notes": "Tentang murid"}
    rows = [full, OTHER, THIRD | {"isbn_issn": "979-3062-79-7 (jil.2)"}, full | {"title": "Edensor", "isbn_issn": ""}]
    out = io.StringIO()
    csv.writer(out).writerows([row[name] for name in BIBLIOGRAPHY[:width]] for row in rows)
    report = taken(out.getvalue())
    assert report.recognised["columns"] == {name: place for place, name in enumerate(BIBLIOGRAPHY[:width], start=1)}
    title = Title.objects.get(title="Laskar Pelangi")
    assert (title.publisher, title.edition, title.series, title.place) == (
        "Bentang", "Cet. 1", "Tetralogi", "Yogyakarta",
    )  # fmt: skip


@pytest.mark.parametrize("left_out", ["image", "edition", "gmd_name", "place_name", "series_title", "topics"])
def test_a_table_without_one_column_keeps_the_others(left_out):
    rows = [row | {"series_title": "Tetralogi", "notes": "Tentang murid"} for row in (BOOK, OTHER, THIRD)]
    out, kept = io.StringIO(), [name for name in BIBLIOGRAPHY if name != left_out]
    csv.writer(out).writerows([row[name] for name in kept] for row in rows)
    report = taken(out.getvalue())
    assert report.recognised["columns"] == {name: place for place, name in enumerate(kept, start=1)}


@pytest.mark.parametrize("more", ["before", "after"])
def test_a_table_with_one_column_more_keeps_the_layout_and_names_it(more):
    out = io.StringIO()
    for number, row in enumerate((BOOK, OTHER, THIRD), start=4711):
        cells = [row[name] for name in BIBLIOGRAPHY]
        csv.writer(out).writerow([number, *cells] if more == "before" else [*cells, "catatan"])
    report = taken(out.getvalue())
    assert report.recognised["columns"]["title"] == (2 if more == "before" else 1)
    assert Title.objects.filter(edition="Cet. 1").count() == 3
    assert [problem.field for problem in report.problems] == ["1" if more == "before" else "19"]


def test_places_and_publishers_are_told_apart():
    numbers = ["9786020332949", "9786020314112", "9789793062792", "9789793062921"]
    rows = [
        f"{isbn};Penulis {n};Judul yang panjang {n};{'BANDUNG' if n % 2 else 'Jakarta :'};PT Mizan Pustaka;2014;813"
        for n, isbn in enumerate(numbers)
    ]
    taken("\n".join(rows))
    assert set(Title.objects.values_list("publisher", "place")) == {
        ("PT Mizan Pustaka", "BANDUNG"),
        ("PT Mizan Pustaka", "Jakarta :"),
    }


def slims(**fields):
    return "".join(writing.bibliography(Title.objects.filter(**fields).prefetch_related("items").order_by("pk")))


def test_signs_addresses_and_both_numbers_go_out_and_come_in():
    for notes in ("", "Tentang sepuluh murid."):
        make_title(
            f"Judul {len(notes)}", contributors=["A < B", "C > D", "<E>"], subjects=["x > y"], notes=notes,
            link="https://contoh.id/buku?x=1", isbn="9789793062792", issn="03785955", origin=Origin.SLIMS,
        )  # fmt: skip
    make_title("Hanya ISSN", issn="03785955", origin=Origin.SLIMS)
    fields = ("title", "contributors", "subjects", "notes", "link", "isbn", "issn", "isbn_given")
    before = list(Title.objects.order_by("pk").values(*fields))
    text = slims()
    assert counts(taken(text)) == (0, 0, 3, 0, 0)
    assert list(Title.objects.order_by("pk").values(*fields)) == before
    Title.objects.all().delete()
    assert counts(taken(text)) == (3, 0, 0, 0, 0)
    assert list(Title.objects.order_by("pk").values(*fields)) == before


def test_several_isbns_and_an_issn_go_out_and_come_in():
    given = "978-602-03-3294-9 (jil. 1); 978-979-3062-79-2 (jil. 2)"
    taken(f"title,isbn_issn,authors\nBumi,{given}; 0378-5955,<A B>\n")
    assert Title.objects.values_list("isbn", "issn", "isbn_given").get() == ("9786020332949", "03785955", given)
    before = state()
    assert counts(taken(slims())) == (0, 0, 1, 0, 0)
    assert state() == before


def test_no_formula_leaves_alive_wherever_it_came_from():
    evil = '=HYPERLINK("http://jahat","klik")'
    title = make_title(evil, contributors=[], publisher="@SUM(1)", notes="'=1+1", origin=Origin.SLIMS)
    make_item(title, code="B1", supplier="+cmd|x", order_no="-1+1", invoice="=1")
    items = "".join(writing.items(Item.objects.select_related("title")))
    for line in csv.reader(io.StringIO(slims() + items)):
        assert not [cell for cell in line if cell[:1] in ("=", "+", "-", "@")]
    before = state()
    assert counts(taken(slims())) == (0, 0, 1, 0, 0)
    assert counts(taken(items)) == (0, 0, 1, 0, 0)
    assert state() == before


@pytest.mark.parametrize("sign", ["\r", "\v", "\f", "\x1c", "\x85"])
def test_a_break_of_any_kind_parts_words(sign):
    taken(table(BOOK | {"title": f"Laskar{sign}Pelangi"}, quoting=csv.QUOTE_ALL).getvalue().decode())
    assert Title.objects.get().title == "Laskar Pelangi"


def test_a_title_with_very_many_copies_is_taken_and_the_limit_of_others_stays():
    usual = csv.field_size_limit()
    codes = "".join(f"<P{n:07}>" for n in range(20_000))
    assert len(codes) > usual
    assert counts(import_catalogue(table(BOOK | {"item_code": codes}, OTHER))) == (2, 0, 0, 0, 20_001)
    assert csv.field_size_limit() == usual


def test_a_cell_that_is_too_large_or_swallows_rows_is_refused_with_the_reason(monkeypatch):
    monkeypatch.setattr(dialect, "LARGEST_CELL", 150_000)
    with pytest.raises(FileRefused, match=r"150\.000 karakter"):
        import_catalogue(table(BOOK | {"item_code": "<B>" * 60_000}, OTHER))
    rows = table(*[THIRD | {"title": f"Judul {n}", "authors": "<A B>"} for n in range(3000)]).getvalue()
    swallowed = rows.replace(b"Judul 2000", b'"Judul 2000', 1)
    with pytest.raises(FileRefused):
        import_catalogue(io.BytesIO(swallowed))
    assert not Title.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("header", [BIBLIOGRAPHY, None])
def test_wide_letters_without_a_mark_are_read(encoding, header):
    report = import_catalogue(table(BOOK, OTHER, THIRD | {"title": "فتح القريب"}, header=header, encoding=encoding))
    assert counts(report) == (3, 0, 0, 0, 3)
    assert report.recognised["encoding"] == encoding
    assert Title.objects.filter(title="فتح القريب").exists()

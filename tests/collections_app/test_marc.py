"""MARC 21 and MARCXML in and out, and the two SLiMS layouts round."""

import io

import pytest

from collections_app import marc
from collections_app.models import Item, Title
from collections_app.services.importing import import_catalogue
from tests.factories.collections_app import make_item, make_title

pytestmark = pytest.mark.django_db


def shelf():
    one = make_title(
        "Laskar Pelangi",
        contributors=["Hirata, Andrea", "Penyunting Contoh"],
        isbn="9789793062792",
        publisher="Bentang",
        place="Yogyakarta",
        year=2005,
        edition="Cet. 1",
        collation="529 hlm.",
        classification="899.221",
        call_number="899.221 HIR l",
        language="Indonesia",
        subjects=["Fiksi", "Pendidikan"],
        notes="Tentang sepuluh murid.",
        series="Tetralogi",
    )
    make_item(one, code="B001", call_number="899.221 HIR l")
    two = make_title("Sejarah Wolio", contributors=[], classification="2X9", isbn_given="123-X", year=None)
    return [one, two]


def as_file(kind):
    records = [
        marc.record_of(title, title.items.values_list("code", "call_number").order_by("code"))
        for title in Title.objects.order_by("pk")
    ]
    return io.BytesIO(b"".join(marc.write(records, kind)))


FIELDS = ["title", "contributors", "isbn", "publisher", "place", "year", "edition", "collation", "classification"]
FIELDS += ["call_number", "language", "subjects", "notes", "series"]


@pytest.mark.parametrize("kind", [marc.ISO, marc.XML])
def test_what_goes_out_comes_in_as_it_was(kind):
    shelf()
    before = list(Title.objects.order_by("pk").values(*FIELDS))
    file = as_file(kind)
    again = import_catalogue(file)
    assert (again.merged, again.created, again.updated, again.refused) == (2, 0, 0, 0)
    Title.objects.all().delete()
    report = import_catalogue(file)
    assert (report.created, report.items, report.recognised["layout"]) == (2, 1, kind)
    assert list(Title.objects.order_by("pk").values(*FIELDS)) == before
    assert Item.objects.get().code == "B001"


def test_a_damaged_record_is_refused_by_number_and_the_others_are_taken():
    shelf()
    data = as_file(marc.ISO).getvalue()
    Title.objects.all().delete()
    broken = b"00050nam a2200025 a 4500" + b"x" * 26
    report = import_catalogue(io.BytesIO(data + broken))
    assert (report.rows, report.created, report.refused) == (3, 2, 1)
    assert [(p.row, p.severity) for p in report.problems if p.severity == "error"] == [(3, "error")]


def test_a_record_without_title_is_refused():
    xml = b'<collection xmlns="http://www.loc.gov/MARC21/slim"><record><datafield tag="100" ind1="0" ind2=" ">'
    xml += b'<subfield code="a">Siapa</subfield></datafield></record></collection>'
    report = import_catalogue(io.BytesIO(xml))
    assert (report.rows, report.refused) == (1, 1)

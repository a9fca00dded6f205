"""MARC 21 and MARCXML in and out, and the two SLiMS layouts round."""

import io

import pytest

from baubau_pembinaan.accounts.choices import Role
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


def iso(*titles):
    return [marc.record_of(title, []).as_marc() for title in titles]


@pytest.mark.parametrize("between", [b"\n", b"\r\n", b"  \r\n\t", b"\xef\xbb\xbf"])
def test_line_ends_between_records_do_no_harm(between):
    one, two = iso(*shelf())
    Title.objects.all().delete()
    report = import_catalogue(io.BytesIO(between + one + between + two + b"\r\n"))
    assert (report.rows, report.created, report.refused) == (2, 2, 0)


def test_blank_and_odd_leaders_are_read_and_what_is_broken_is_one_row():
    one, two = iso(*shelf(), make_title("Café Qurʼān"))[1:]
    Title.objects.all().delete()
    blank = b"     " + one[5:]
    odd = b"00999nam##22     #a#4500" + two[24:]
    damaged = two[:30] + b"x" + two[31:]
    report = import_catalogue(io.BytesIO(blank + damaged + odd))
    assert (report.rows, report.created, report.refused) == (3, 2, 1)
    assert [(p.row, p.severity) for p in report.problems if p.severity == "error"] == [(2, "error")]
    assert Title.objects.filter(title="Café Qurʼān").exists()


def test_repeated_isbns_and_links_go_out_and_come_in():
    make_title(
        "Bumi", isbn="9786020332949", isbn_given="978-602-03-3294-9 (jil. 1); 9789793062792", link="https://contoh.id/1"
    )
    file = as_file(marc.ISO)
    assert import_catalogue(file).merged == 1
    Title.objects.all().delete()
    import_catalogue(file)
    title = Title.objects.get()
    assert (title.isbn, title.link) == ("9786020332949", "https://contoh.id/1")
    assert title.isbn_given == "978-602-03-3294-9 (jil. 1); 9789793062792"


def test_a_withdrawn_isbn_before_the_right_one_is_not_taken():
    record = marc.record_of(make_title("Bumi", isbn="9786020332949"), [])
    record.add_ordered_field(marc.Field("020", marc.Indicators(" ", " "), [marc.Subfield("z", "9789793062792")]))
    record.fields.sort(key=lambda field: (field.tag, field.tag == "020" and "z" not in field.subfields_as_dict()))
    Title.objects.all().delete()
    import_catalogue(io.BytesIO(record.as_marc()))
    assert Title.objects.get().isbn == "9786020332949"


def test_a_link_that_cannot_be_followed_is_left_out_and_named():
    record = marc.record_of(make_title("Bumi"), [])
    record.add_field(marc.Field("856", marc.Indicators("4", "0"), [marc.Subfield("u", "javascript:alert(1)")]))
    Title.objects.all().delete()
    report = import_catalogue(io.BytesIO(record.as_marc()))
    assert (Title.objects.get().link, [p.field for p in report.problems]) == ("", ["link"])


def test_long_notes_are_several_fields_and_a_record_beyond_counting_goes_as_xml_only(client_as):
    notes = " ".join(["فتحالقريب"] * 700)
    title = make_title("Bumi", notes=notes)
    assert import_catalogue(as_file(marc.ISO)).merged == 1
    client = client_as(Role.LIBRARIAN)
    assert client.get("/staf/koleksi/katalog/ekspor/marc/").status_code == 200
    Item.objects.bulk_create(Item(title=title, code=f"{n:060d}", call_number="x" * 100) for n in range(700))
    answer = client.get("/staf/koleksi/katalog/ekspor/marc/", follow=True)
    assert "MARCXML" in answer.content.decode() and "Bumi" in answer.content.decode()
    assert client.get("/staf/koleksi/katalog/ekspor/marcxml/").status_code == 200

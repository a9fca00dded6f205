"""MARC 21 and MARCXML in and out, and the two SLiMS layouts round."""

import io

import pytest

from baubau_pembinaan.accounts.choices import Role
from collections_app import marc
from collections_app.models import Item, Title
from collections_app.services.importing import FileRefused, import_catalogue
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


def old_record(title, responsibility):
    """A record that says nothing of its letters, which are given as bytes."""
    field = b"00\x1fa" + title + b"\x1fc" + responsibility + b"\x1e"
    directory = b"245%04d00000" % len(field)
    leader = b"%05dnam  22%05d a 4500" % (24 + 12 + 1 + len(field) + 1, 24 + 12 + 1)
    return leader + directory + b"\x1e" + field + b"\x1d"


def test_windows_letters_that_the_record_does_not_name_are_read_and_said():
    file = io.BytesIO(
        old_record(b"Laskar Pelangi", "Andrea Hirata ; éditor ñ".encode("cp1252"))
        + old_record(b"Bumi", "Tere Liye ; André".encode("cp1252"))
        + old_record(b"Bulan", b"Tere Liye")
    )
    report = import_catalogue(file)
    assert set(Title.objects.values_list("responsibility", flat=True)) == {
        "Andrea Hirata ; éditor ñ",
        "Tere Liye ; André",
        "Tere Liye",
    }
    assert [(problem.row, "Windows-1252" in problem.message) for problem in report.problems] == [(1, True), (2, True)]
    assert import_catalogue(file).merged == 3


def test_marc8_letters_are_still_read():
    file = io.BytesIO(
        old_record(b"Tafs\xe5ir al-Qur\xaean", b"al-Ghaz\xe5al\xe5i") + old_record(b"Caf\xe2e", b"F\xf2hu\xf2sayn")
    )
    report = import_catalogue(file)
    assert set(Title.objects.values_list("title", "responsibility")) == {
        ("Tafsīr al-Qurʼan", "al-Ghazālī"),
        ("Café", "Fḥuṣayn"),
    }
    assert not report.problems


def test_an_accent_that_may_be_either_is_said():
    (problem,) = import_catalogue(io.BytesIO(old_record(b"Ren\xe9e", b"P\xe9n"))).problems
    assert "MARC-8" in problem.message


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_wide_letters_of_marcxml_are_read_and_its_entities_are_not(encoding):
    shelf()
    text = as_file(marc.XML).getvalue().decode()
    wide = text.replace('encoding="UTF-8"', 'encoding="UTF-16"').encode(encoding)
    assert import_catalogue(io.BytesIO(wide)).merged == 2
    evil = text.replace("<collection", '<!DOCTYPE x [<!ENTITY a "b">]><collection', 1)
    with pytest.raises(FileRefused, match=r"(?i)jenis dokumen|document type"):
        import_catalogue(io.BytesIO(evil.encode(encoding)))


def test_an_issn_beside_an_isbn_and_signs_in_names_go_out_and_come_in():
    make_title("Bumi", isbn="9789793062792", issn="03785955", contributors=["A < B", "C > D"])
    fields = ("isbn", "issn", "isbn_given", "contributors")
    before = list(Title.objects.values(*fields))
    file = as_file(marc.ISO)
    assert import_catalogue(file).merged == 1
    Title.objects.all().delete()
    import_catalogue(file)
    assert list(Title.objects.values(*fields)) == before

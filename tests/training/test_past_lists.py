"""Lists of past trainings: names where there is no NIP, the words offices write, every fault at once."""

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.core.tables import TableRefused, read_table
from tests.factories.training import make_certificate, make_worker
from training.choices import Form, Scope
from training.models import JpEntry
from training.services.ledger import EnteredTwice, refuse_double
from training.services.past import COLUMNS, import_past
from training.services.past_words import WRITTEN, value_of, words_of

pytestmark = pytest.mark.django_db
NIP = "199001012015011001"


def take(*rows, columns=COLUMNS, dry_run=False):
    text = "\n".join(";".join(row.get(name, "") for name in columns) for row in rows)
    source = io.BytesIO(f"{';'.join(columns)}\n{text}".encode())
    return import_past(source, by=None, at=timezone.now(), on=timezone.localdate(), dry_run=dry_run)


def line(**cells):
    base = {
        "nip": NIP,
        "pelatihan": "Bimtek Lama",
        "bentuk": "bimtek",
        "penyelenggara": "Perpusnas",
        "mulai": "01-03-2023",
        "selesai": "2 Maret 2023",
        "jp": "12,5",
    }
    return {**base, **cells}


def faults(*rows):
    with pytest.raises(TableRefused) as refusal:
        take(*rows)
    assert not JpEntry.objects.exists()
    return refusal.value.problems


@pytest.mark.parametrize("nip", ["", "-", " – "])
@pytest.mark.parametrize("name", ["Bayu Pratama Contoh", "BAYU PRATAMA CONTOH, S.Sos."])
def test_somebody_without_nip_is_found_by_the_whole_name(nip, name):
    person = make_worker(name="Bayu Pratama Contoh")
    take(line(nip=nip, nama=name))
    assert JpEntry.objects.get().profile == person


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Bayu Pratama", "Tidak ada pegawai dengan nama lengkap ini."),
        ("Andi Rahman", "Tidak ada pegawai dengan nama lengkap ini."),  # there is an Andi, but this is somebody else
        ("Sari Contoh", "Beberapa pegawai bernama sama: tulis NIP-nya."),
    ],
)
def test_a_name_that_fits_nobody_or_several_is_refused(name, message):
    make_worker(name="Bayu Pratama Contoh")
    make_worker(name="Andi")
    make_worker(name="Sari Contoh")
    make_worker(name="Sari Contoh", nip=NIP)
    [problem] = faults(line(nip="", nama=name))
    assert (problem.column, problem.message) == ("nama", message)


def test_part_of_a_name_beside_a_nip_names_one_person_only():
    make_worker(name="Wa Ode Aisyah", nip=NIP)
    make_worker(name="Wa Ode Rahmah")
    [problem] = faults(line(nip=NIP, nama="Wa Ode"))
    assert (problem.column, problem.message) == ("nama", "NIP ini milik Wa Ode Aisyah.")
    take(line(nip=NIP, nama="Aisyah"))


def test_a_certificate_of_the_house_is_nobody_elses_and_no_training_elsewhere():
    certificate = make_certificate()
    person, other = certificate.enrolment.profile, make_worker(nip=NIP)
    before = JpEntry.objects.count()
    with pytest.raises(TableRefused) as refusal:
        take(line(nip=other.nip, nama="", nomor_sertifikat=f"No. {certificate.number}".replace("/", " / ")))
    assert [problem.column for problem in refusal.value.problems] == ["nomor_sertifikat"]
    with pytest.raises(ValidationError):
        refuse_double(other, title="x", ends_on=date(2024, 1, 1), number=f"nomor {certificate.number}")
    with pytest.raises(EnteredTwice):
        refuse_double(person, title="x", ends_on=date(2024, 1, 1), number=f"NO.{certificate.number}")
    refuse_double(person, title="x", ends_on=date(2024, 1, 1), number="")
    assert JpEntry.objects.count() == before


def test_the_very_name_goes_before_a_shorter_one_within_it():
    make_worker(name="Dewi Contoh")
    person = make_worker(name="Sari Dewi Contoh")
    take(line(nip="", nama="Sari Dewi Contoh"))
    assert JpEntry.objects.get().profile == person


def test_neither_nip_nor_name_is_a_fault_and_a_list_may_lack_the_nip_column():
    [problem] = faults(line(nip=""))
    assert (problem.column, problem.row) == ("nip", 2)
    make_worker(name="Bayu Pratama Contoh")
    columns = [name for name in COLUMNS if name not in ("nip", "lingkup", "jp")]
    take(line(nama="Bayu Pratama Contoh", bentuk="lokakarya"), columns=columns)
    assert JpEntry.objects.get().jp == 10


@pytest.mark.parametrize("nip", [f"'{NIP}", f"’{NIP}", "19900101 201501 1 001"])
def test_a_nip_kept_as_text_is_that_nip(nip):
    person = make_worker(nip=NIP)
    take(line(nip=nip))
    assert JpEntry.objects.get().profile == person


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("Lokakarya", "workshop"),
        ("workshop", "workshop"),
        ("Bimbingan Teknis", "bimtek"),
        ("bimtek", "bimtek"),
        ("Guidance course (bimtek)", "bimtek"),
        ("konferensi", "conference"),
        ("diklat teknis", "technical"),
        ("Studi  Banding", "benchmarking"),
        ("pesta", None),
    ],
)
def test_forms_are_understood_as_offices_write_them(word, value):
    assert value_of(word, words_of(Form)) == value


@pytest.mark.parametrize("word", ["nasional", "Nasional", "national", "Daerah atau nasional", "Local or national", ""])
def test_national_is_a_word_in_both_languages(word):
    make_worker(nip=NIP)
    take(line(lingkup=word))
    assert JpEntry.objects.get().scope == Scope.NATIONAL


def test_international_too():
    make_worker(nip=NIP)
    take(line(lingkup="internasional"))
    assert JpEntry.objects.get().scope == Scope.INTERNATIONAL


def test_no_word_stands_for_two_things():
    for choices in (Form, Scope):
        known = words_of(choices)
        for choice in choices:
            for word in (choice.value, str(choice.label), *WRITTEN.get(choice, ())):
                assert value_of(word, known) == choice.value, word


def test_every_fault_of_a_row_is_named_at_once():
    make_worker(nip=NIP)
    found = faults(
        line(bentuk="pesta", lingkup="planet", jp="banyak", mulai="kapan", pelatihan=""),
        line(nip="1", penyelenggara=""),
        line(),
    )
    assert [(problem.row, problem.column) for problem in found] == [
        (2, "pelatihan"), (2, "bentuk"), (2, "lingkup"), (2, "mulai"), (2, "jp"), (3, "nip"), (3, "penyelenggara"),
    ]  # fmt: skip


def test_a_long_number_that_was_rounded_is_one_fault_beside_the_others():
    make_worker(nip=NIP)
    from openpyxl import Workbook

    book, out = Workbook(), io.BytesIO()
    book.active.append(list(COLUMNS))
    row = line(bentuk="pesta")
    book.active.append([int(NIP) if name == "nip" else row.get(name, "") for name in COLUMNS])
    book.save(out)
    with pytest.raises(TableRefused) as refusal:
        import_past(out, by=None, at=timezone.now(), on=timezone.localdate(), dry_run=True)
    assert [problem.column for problem in refusal.value.problems] == ["nip", "bentuk"]


def test_jp_may_be_empty_where_the_table_counts_by_itself():
    make_worker(nip=NIP)
    take(line(bentuk="workshop", jp=""))
    entry = JpEntry.objects.get()
    assert (entry.jp, entry.stated_jp, entry.rate.unit) == (10, None, "day")
    take(line(bentuk="seminar", pelatihan="Seminar", jp="3"))
    entry = JpEntry.objects.get(title="Seminar")
    assert (entry.jp, entry.stated_jp) == (3, Decimal(3))


def test_jp_that_only_the_certificate_knows_or_of_months_are_asked_for():
    make_worker(nip=NIP)
    [unknown, long, old] = faults(
        line(jp=""),
        line(bentuk="seminar", jp="", mulai="01-01-2023", selesai="30-11-2023"),
        line(bentuk="seminar", jp="", mulai="01-03-2003", selesai="01-03-2003"),  # before the table begins
    )
    assert {problem.column for problem in (unknown, long, old)} == {"jp"}
    assert "334 hari" in long.message


def test_the_trial_names_people_and_their_sums(client_as):
    make_worker(nip=NIP, name="Sari Dewi Contoh")
    report = take(line(), line(pelatihan="Seminar", bentuk="seminar", jp=""), dry_run=True)
    assert report.people == {"Sari Dewi Contoh": (2, Decimal("20.50"))}
    rows = [line().get(name, "") for name in COLUMNS]
    upload = io.BytesIO(f"{';'.join(COLUMNS)}\n{';'.join(rows)}".encode())
    upload.name = "lama.csv"
    html = client_as(Role.ADMINISTRATOR).post(reverse("training:past-import"), {"file": upload}).content.decode()
    assert "Siapa mendapat apa" in html
    assert '<th scope="row">Sari Dewi Contoh</th><td class="num">1</td><td class="num">12,50</td>' in html


def test_the_page_explains_columns_and_words_and_gives_a_template(client_as):
    client = client_as(Role.ADMINISTRATOR)
    html = client.get(reverse("training:past-import")).content.decode()
    assert reverse("training:past-template") in html
    for words in ("Lokakarya", "Bimbingan teknis (bimtek)", "01-03-2023", "“nasional” atau “internasional”"):
        assert words in html, words


def test_the_template_is_read_back_once_it_is_filled_in(client_as):
    person = make_worker(nip=NIP)
    content = client_as(Role.ADMINISTRATOR).get(reverse("training:past-template")).content
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Pelatihan lampau", "Penjelasan"]
    sheet = book.worksheets[0]
    assert read_table(io.BytesIO(content)).rows == []
    head = next(row[0].row for row in sheet.iter_rows() if row[0].value == "nip")
    assert sheet.cell(head + 1, 1).number_format == "@"
    filled = line(mulai=timezone.localdate() - timedelta(days=400), selesai=timezone.localdate() - timedelta(days=400))
    for column, name in enumerate(COLUMNS, start=1):
        sheet.cell(head + 1, column).value = filled.get(name)
    out = io.BytesIO()
    book.save(out)
    import_past(out, by=None, at=timezone.now(), on=timezone.localdate(), dry_run=False)
    assert JpEntry.objects.get().profile == person

"""Who came, once each; the report that closes a date; papers; hours and the year's figures."""

import io
import json
import re
import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signing import Signer
from django.utils import timezone
from openpyxl import load_workbook
from PIL import Image

from baubau_pembinaan.documents.models import StoredFile
from baubau_pembinaan.documents.sniff import FileRefused
from baubau_pembinaan.documents.tree import Table
from outreach import papers as papers_of
from outreach import selectors
from outreach.choices import AgeBand, EventKind, RegistrationStatus, SessionState
from outreach.links import ARRIVAL
from outreach.models import CheckIn, ConsentText, OfficePaper, SessionReport
from outreach.services import attendance, papers
from outreach.services.attendance import Arrival, note_arrival, write_report
from tests.factories.accounts import make_appointment, make_position, make_profile
from tests.factories.libraries import make_signatory
from tests.factories.outreach import (
    make_event,
    make_facilitator,
    make_photo,
    make_registration,
    make_report,
    make_session,
    picture,
)
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db


def now():
    return timezone.now()


def today(event=None, **fields):
    return make_session(event or make_event(seats=30), starts_at=now() - timedelta(minutes=10), **fields)


def person(session, band=AgeBand.CHILD, **fields):
    return make_registration(session, **fields).participants.create(nickname="Contoh", age_band=band)


# --- Arrivals --------------------------------------------------------------------------------------------------------


def test_an_arrival_counts_once_by_its_key_and_once_by_its_person():
    session = today()
    child = person(session)
    first = Arrival(uuid.uuid4(), participant_id=child.pk)
    assert note_arrival(session=session, arrival=first, by=None, at=now())
    assert not note_arrival(session=session, arrival=first, by=None, at=now())
    other_phone = Arrival(uuid.uuid4(), participant_id=child.pk)
    assert not note_arrival(session=session, arrival=other_phone, by=None, at=now())
    assert attendance.counted(session) == {"anak": 1}


def test_a_class_arrives_with_its_heads_and_walk_ins_are_counted_by_age():
    session = today()
    group = make_registration(session, kind="kelas", seats=25, group_band=AgeBand.CHILD, school="SD Contoh")
    note_arrival(session=session, arrival=Arrival(uuid.uuid4(), registration_id=group.pk, heads=23), by=None, at=now())
    note_arrival(session=session, arrival=Arrival(uuid.uuid4(), age_band=AgeBand.ADULT, heads=2), by=None, at=now())
    assert attendance.counted(session) == {"anak": 23, "dewasa": 2}


@pytest.mark.parametrize("status", [RegistrationStatus.WAITING, RegistrationStatus.CANCELLED])
def test_who_has_no_seat_on_this_date_is_not_noted(status):
    session = today()
    for stranger in (person(session, status=status), person(today())):
        with pytest.raises(attendance.NoSuchPerson):
            note_arrival(session=session, arrival=Arrival(uuid.uuid4(), participant_id=stranger.pk), by=None, at=now())
    assert note_arrival(
        session=session, arrival=Arrival(uuid.uuid4(), participant_id=person(session).pk), by=None, at=now()
    )


@pytest.mark.parametrize("days", [2, -20])
def test_arrivals_are_noted_around_the_day_only(days):
    with pytest.raises(attendance.NotTheDay):
        note_arrival(session=make_session(days=days), arrival=Arrival(uuid.uuid4(), age_band="anak"), by=None, at=now())


def test_what_a_phone_kept_is_sent_once_when_the_line_is_back(client_as):
    """features.md 9: the line is cut, three are noted, the line returns: three rows, no doubles."""
    client = client_as("Petugas layanan")
    session = today()
    kept = [{"key": str(uuid.uuid4()), "participant": person(session).pk} for _n in range(3)]
    kept.append({"key": str(uuid.uuid4()), "band": "dewasa", "heads": 4})
    for _again in range(2):
        answer = client.post(
            f"/staf/kegiatan/tanggal/{session.pk}/hadir/kirim/", json.dumps(kept), content_type="application/json"
        ).json()
    assert sorted(answer["done"]) == sorted(entry["key"] for entry in kept)
    assert (answer["walk_ins"], answer["total"]) == ({"dewasa": 4}, 7)
    assert CheckIn.objects.count() == 4


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{}",
        "[1]",
        '[{"key": "x"}]',
        '[{"key": "%s", "heads": -1, "band": "anak"}]',
        '[{"key": "%s", "band": "tua"}]',
        '[{"key": "%s", "band": "anak", "heads": 1e999}]',
        '[{"key": "%s", "participant": 99999999999999999999}]',
        '[{"key": "%s", "registration": -1e999}]',
    ],
)
def test_odd_messages_from_phones_are_refused_by_name(client_as, body):
    session = today()
    body = body.replace("%s", str(uuid.uuid4()))
    response = client_as("Petugas layanan").post(
        f"/staf/kegiatan/tanggal/{session.pk}/hadir/kirim/", body, content_type="application/json"
    )
    assert response.status_code == 400 or response.json()["done"] == []
    assert not CheckIn.objects.exists()


def test_the_list_works_without_script_and_takes_back(client_as):
    client = client_as("Petugas layanan")
    session = today()
    child = person(session)
    address = f"/staf/kegiatan/tanggal/{session.pk}/hadir/"
    client.post(address, {"key": str(uuid.uuid4()), "participant": child.pk})
    assert "Tarik kembali" in client.get(address).content.decode()
    client.post(address, {"undo": str(CheckIn.objects.get().key)})
    assert not CheckIn.objects.exists()
    assert client.post(address, {"undo": "x"}).status_code == 302


def test_the_list_costs_the_same_for_one_person_and_three(client_as):
    session = today()
    assert_same_queries(
        client_as("Petugas layanan"), f"/staf/kegiatan/tanggal/{session.pk}/hadir/", lambda: person(session)
    )


def test_whoever_takes_pictures_sees_who_is_to_be_on_none(client_as):
    """The list of the day, the paper list, the spreadsheet and the report's form; a withdrawn yes is a no."""
    desk, session = client_as("Petugas layanan"), today(make_event(seats=30, asks_photo_consent=True))
    text = ConsentText.objects.filter(purpose="foto").first()
    for name, given, withdrawn in (("Setuju", True, None), ("Tarik", True, now()), ("Tolak", False, None)):
        row = make_registration(session)
        row.participants.create(nickname=name, age_band="anak")
        row.consents.create(text=text, is_given=given, at=now(), way="web", withdrawn_at=withdrawn)
    base = f"/staf/kegiatan/tanggal/{session.pk}/"
    marked = [row for row in desk.get(f"{base}hadir/").content.decode().split("<li>") if "jangan difoto" in row]
    assert [re.search("<b>([^<]+)</b>", row)[1] for row in marked] == ["Tarik", "Tolak"]
    assert "mereka: Tarik, Tolak<" in desk.get(f"{base}laporan/").content.decode()
    sheet = load_workbook(io.BytesIO(desk.get(f"{base}pendaftar/").content)).active
    words = [[str(cell.value) for cell in row] for row in sheet.iter_rows()]
    assert sum("jangan difoto" in row for row in words) == 2
    paper = papers_of.attendance_list(session, list(selectors.registrations.registrations_of(session)))
    [table] = [block for block in paper.document.blocks if isinstance(block, Table)]
    assert {row[1] for row in table.rows if row[3]} == {"Tarik", "Tolak"}
    session.event.asks_photo_consent = False
    session.event.save()
    assert "jangan difoto" not in desk.get(f"{base}hadir/").content.decode()


def test_the_list_of_many_has_pages_and_one_press_still_counts(client_as, monkeypatch):
    monkeypatch.setattr("outreach.views.attendance.LINES_ON_A_PAGE", 2)
    desk, session = client_as("Petugas layanan"), today()
    people = [person(session) for _n in range(3)]
    address = f"/staf/kegiatan/tanggal/{session.pk}/hadir/"
    first, second = (desk.get(f"{address}?page={n}").content.decode() for n in (1, 2))
    assert (first.count('name="participant"'), second.count('name="participant"')) == (2, 1)
    back = desk.post(f"{address}?page=2", {"participant": people[0].pk})
    assert back["Location"] == f"{address}?page=2"
    assert CheckIn.objects.get().participant == people[0]


def test_the_roster_holds_nicknames_and_no_contacts(client_as):
    session = today()
    person(session, name="Ibu Rahasia", phone="628999", email="rahasia@example.org")
    html = client_as("Petugas layanan").get(f"/staf/kegiatan/tanggal/{session.pk}/hadir/").content.decode()
    assert "Contoh" in html
    assert "Rahasia" not in html
    assert "628999" not in html
    assert "rahasia@" not in html


def _door(session) -> str:
    return f"/kegiatan/hadir/{Signer(salt=ARRIVAL).sign(str(session.uid))}/"


def test_people_say_by_themselves_that_they_are_here(client):
    session = today()
    row = make_registration(session, phone="628111222333")
    for band in (AgeBand.CHILD, AgeBand.ADULT):
        row.participants.create(nickname="Contoh", age_band=band)
    assert client.post(_door(session), {"contact": "0811 999"}).status_code == 422
    assert "Selamat datang" in client.post(_door(session), {"contact": "0811-1222-333"}).content.decode()
    client.post(_door(session), {"contact": "0811-1222-333"})
    assert attendance.counted(session) == {"anak": 1, "dewasa": 1}


def test_everybody_arrives_by_the_librarys_own_wifi_and_who_guesses_numbers_stops(client):
    session = today(make_event(seats=60))
    for number in range(30):
        person(session, phone=f"6281110000{number:02}")
    for number in range(30):
        assert client.post(_door(session), {"contact": f"0811 1000 0{number:02}"}).status_code == 200
    assert attendance.counted(session) == {"anak": 30}
    answers = {client.post(_door(session), {"contact": f"0812 999 {number:04}"}).status_code for number in range(20)}
    assert answers == {422}
    assert client.post(_door(session), {"contact": "0811 1000 001"}).status_code == 429


def test_drop_in_visitors_count_themselves_by_age(client):
    session = today(make_event())
    key = str(uuid.uuid4())
    for _twice in range(2):
        client.post(_door(session), {"key": key, "band": "anak", "heads": "3"})
    assert attendance.counted(session) == {"anak": 3}
    assert client.post(_door(session), {"key": str(uuid.uuid4()), "band": "anak", "heads": "400"}).status_code == 422


def test_the_code_at_the_door_is_good_on_the_day_only(client):
    session = make_session(days=3)
    assert "dua jam sebelum" in client.get(_door(session)).content.decode()
    assert client.post(_door(session), {"band": "anak"}).status_code == 422
    assert client.get("/kegiatan/hadir/palsu/").status_code == 404
    assert client.get(f"/kegiatan/hadir/{session.uid}/").status_code == 404


# --- The report ------------------------------------------------------------------------------------------------------


def test_a_report_closes_the_date_and_notes_who_did_not_come():
    session = today()
    came, absent = person(session), person(session)
    note_arrival(session=session, arrival=Arrival(uuid.uuid4(), participant_id=came.pk), by=None, at=now())
    report = make_report(session, {"anak": 12, "dewasa": 4}, cost_idr=400_000)
    session.refresh_from_db()
    came.registration.refresh_from_db()
    absent.registration.refresh_from_db()
    assert session.state == SessionState.REPORTED
    assert (came.registration.no_show, absent.registration.no_show) == (False, True)
    assert selectors.figures.cost_per_head(report, 16) == Decimal(25_000)
    assert list(selectors.attendees_of(session.event)) == [came.registration]


def test_nobody_is_absent_where_no_arrival_was_noted():
    session = today()
    someone = person(session)
    make_report(session)
    someone.registration.refresh_from_db()
    assert not someone.registration.no_show


def test_a_report_needs_a_date_that_began_and_somebody_who_came():
    with pytest.raises(attendance.ReportTooEarly):
        make_report(make_session(days=1))
    with pytest.raises(attendance.NobodyCounted):
        make_report(make_session(days=-1), {"anak": 0})


def test_a_report_written_again_corrects_the_first_and_keeps_its_history():
    session = make_session(days=-1)
    make_report(session, {"anak": 12})
    make_report(session, {"anak": 10, "remaja": 3}, story="Diperbaiki.")
    assert sorted(session.head_counts.values_list("age_band", "heads")) == [("anak", 10), ("remaja", 3)]
    report = SessionReport.objects.get()
    assert report.story == "Diperbaiki."
    assert report.history.count() == 2


def test_the_report_page_takes_five_minutes_and_photos_lose_their_place(client_as, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client = client_as("Pustakawan")
    session = today(make_event())
    note_arrival(session=session, arrival=Arrival(uuid.uuid4(), age_band="anak", heads=7), by=None, at=now())
    address = f"/staf/kegiatan/tanggal/{session.pk}/laporan/"
    assert 'value="7"' in client.get(address).content.decode()
    photo = SimpleUploadedFile("../IMG_1.JPG", picture(3000, 2000, exif=True), "image/jpeg")
    form = {"heads_anak": "9", "story": "Ramai & seru", "cost_idr": "150.000", "photos": photo}
    assert client.post(address, form).status_code == 302
    stored = StoredFile.objects.get()
    with stored.file.open("rb") as file, Image.open(file) as image:
        assert max(image.size) <= 2400
        assert not image.getexif()
    page = client.get(f"/staf/kegiatan/tanggal/{session.pk}/").content.decode()
    assert "Ramai &amp; seru" in page
    assert "Rp16.667 per orang" in page
    assert client.get(stored.get_absolute_url()).status_code == 200
    assert client_as("Pemeriksa").get(stored.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("name", "content"), [("foto.jpg", b"<html>"), ("foto.jpg", b"\xff\xd8\xff" + b"0" * 100), ("a.pdf", b"%PDF-1.4 x")]
)
def test_a_photo_that_is_none_keeps_the_words(client_as, name, content):
    client = client_as("Pustakawan")
    session = make_session(days=-1)
    form = {"heads_anak": "9", "story": "Kata-kata saya", "photos": SimpleUploadedFile(name, content, "image/jpeg")}
    response = client.post(f"/staf/kegiatan/tanggal/{session.pk}/laporan/", form)
    assert response.status_code == 200
    assert "Kata-kata saya" in response.content.decode()
    assert not SessionReport.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_photo_too_heavy_is_refused():
    with pytest.raises(FileRefused):
        write_report(
            session=make_session(days=-1),
            heads={"anak": 1},
            story="x",
            cost_idr=0,
            by=None,
            at=now(),
            photos=[(io.BytesIO(b"\xff\xd8\xff" + b"0" * (9 * 1024 * 1024)), "besar.jpg")],
        )


def test_a_photo_is_removed_with_its_file(client_as):
    photo = make_photo(make_session(days=-1))
    client_as("Pustakawan").post(f"/staf/kegiatan/foto/{photo.pk}/hapus/", {"sure": "yes"})
    assert not StoredFile.objects.exists()


# --- Papers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["undangan", "surat-tugas", "daftar-hadir", "laporan"])
def test_each_paper_is_made_as_pdf_and_word(client_as, kind):
    session = make_session(make_event(seats=5), days=-1)
    papers.number_paper(session=session, kind="undangan", by=None, at=session.starts_at)
    make_facilitator(session.event, make_profile(name="Ayu Contoh"))
    make_registration(session).participants.create(nickname="Contoh", age_band="anak")
    make_photo(session)
    make_report(session)
    client = client_as("Pustakawan")
    address = f"/staf/kegiatan/tanggal/{session.pk}/naskah/{kind}/"
    assert client.get(address).content.startswith(b"%PDF")
    assert client.get(f"{address}?format=docx").content.startswith(b"PK")


def test_a_paper_keeps_its_number_and_numbers_run_without_gaps(client_as):
    client = client_as("Pustakawan")
    one, two = make_session(), make_session()
    for session in (one, two, one):
        client.post(f"/staf/kegiatan/tanggal/{session.pk}/naskah/surat-tugas/")
    assert list(OfficePaper.objects.order_by("pk").values_list("session", "number__sequence")) == [
        (one.pk, 1),
        (two.pk, 2),
    ]
    assert papers.number_paper(session=one, kind="undangan", by=None, at=now()).number.sequence == 1
    assert client.post(f"/staf/kegiatan/tanggal/{one.pk}/naskah/daftar-hadir/").status_code == 404


def test_a_letter_of_assignment_says_who_assigns_whom_on_what_ground():
    make_signatory(name="Dra. Wa Contoh, M.Si.", nip="196804111993032009", rank="Pembina, IV/a", title="Kepala Dinas")
    person = make_profile(nip="199001032015032908")
    make_appointment(person, golongan="III/b", position=make_position(name="Pustakawan Ahli Pertama"))
    session = make_session(make_event(title="Dongeng"))
    crew, day = [make_facilitator(session.event, person)], timezone.localdate()
    text = str(papers_of.assignment(session, crew, number="1", day=day).document.blocks)
    for words in (
        "Dasar", "Persetujuan kegiatan “Dongeng” tanggal", "Dra. Wa Contoh, M.Si.", "19680411 199303 2 009",
        "Pembina, IV/a", "Kepala Dinas", "19900103 201503 2 908", "III/b", "Pustakawan Ahli Pertama", "Pemandu",
    ):  # fmt: skip
        assert words in text
    assert "setelah tugas dilaksanakan" not in text
    past = make_session(session.event, days=-9)
    assert "setelah tugas dilaksanakan" in str(papers_of.assignment(past, crew, number="", day=day).document.blocks)


def test_nobody_is_invited_to_a_date_that_is_over(client_as):
    client, past = client_as("Pustakawan"), make_session(days=-2)
    page = f"/staf/kegiatan/tanggal/{past.pk}/"
    assert "naskah/undangan/" not in client.get(page).content.decode()
    assert "naskah/undangan/" in client.get(f"/staf/kegiatan/tanggal/{make_session().pk}/").content.decode()
    client.post(f"{page}naskah/undangan/")
    assert not OfficePaper.objects.exists()
    for ending in ("", "?format=docx"):
        refused = client.get(f"{page}naskah/undangan/{ending}", follow=True)
        assert refused.redirect_chain == [(page, 302)]
        assert "tidak ada lagi yang dapat diundang" in refused.content.decode()
    before = papers.number_paper(session=past, kind="undangan", by=None, at=past.starts_at)
    assert papers.number_paper(session=past, kind="undangan", by=None, at=now()) == before
    assert client.get(f"{page}naskah/undangan/").content.startswith(b"%PDF")
    assert "naskah/undangan/" in client.get(page).content.decode()
    client.post(f"{page}naskah/surat-tugas/")
    assert OfficePaper.objects.filter(kind="surat-tugas").exists()


def test_there_is_no_activity_report_before_somebody_wrote_it(client_as):
    session = make_session(days=-1)
    client = client_as("Pustakawan")
    assert client.get(f"/staf/kegiatan/tanggal/{session.pk}/naskah/laporan/").status_code == 404
    assert client.get(f"/staf/kegiatan/tanggal/{session.pk}/naskah/surat/").status_code == 404


# --- Figures ---------------------------------------------------------------------------------------------------------


def test_hours_and_heads_flow_to_the_colleagues_record():
    me, other = make_profile(), make_profile()
    event = make_event(title="Dongeng")
    make_facilitator(event, me, role="pencerita")
    one, two = make_session(event, days=-3, hours=1.5), make_session(event, days=-2, hours=2)
    make_facilitator(event, other, session=two, role="pendamping")
    make_report(one, {"anak": 18})
    make_report(two, {"anak": 10, "dewasa": 2})
    make_session(event, days=5)
    first, last = date(2020, 1, 1), timezone.localdate()
    assert [(row.hours, row.heads, row.role) for row in selectors.figures.led_by(me, first, last)] == [
        (Decimal("2.00"), 12, "pencerita"),
        (Decimal("1.50"), 18, "pencerita"),
    ]
    mine = selectors.figures.hours_of(me, first, last)
    assert (mine.dates, mine.hours, mine.leading_hours, mine.heads) == (2, Decimal("3.50"), Decimal("3.50"), 30)
    theirs = selectors.figures.hours_of(other, first, last)
    assert (theirs.dates, theirs.hours, theirs.leading_hours) == (1, Decimal("2.00"), Decimal(0))


def test_the_years_figures_equal_the_reports_behind_them(client_as):
    with time_machine.travel("2026-11-23T09:00+08:00", tick=False):
        story, talk = make_event(kind=EventKind.STORY_TIME), make_event(kind=EventKind.DISCUSSION)
        make_report(make_session(story, days=-10), {"anak": 20}, cost_idr=100_000)
        make_report(make_session(story, days=-3), {"anak": 10, "dewasa": 5}, cost_idr=50_000)
        make_report(make_session(talk, days=-400), {"dewasa": 99})
        make_session(talk, days=-2, state=SessionState.HELD)
        found = selectors.figures.year_figures(2026)
        assert (found.programmes, found.activities, found.participants) == (2, 3, 35)
        assert (found.cost_idr, found.not_reported) == (150_000, 1)
        assert found.by_band == {"anak": 30, "dewasa": 5}
        assert found.by_kind == [(EventKind.STORY_TIME, 2, 35), (EventKind.DISCUSSION, 1, 0)]
        client = client_as("Kepala Dinas")
        page = assert_same_queries(client, "/staf/kegiatan/angka/", lambda: make_report(make_session(days=-1)))
        assert "Angka tahun 2026" in page.content.decode()
        content = client.get("/staf/kegiatan/angka/?format=xlsx&tahun=2026").content
        assert load_workbook(io.BytesIO(content)).active.max_row > 5


def test_a_colleague_is_asked_for_the_missing_report(client_as):
    client = client_as("Pustakawan")
    event = make_event(title="Belum Ditulis")
    make_facilitator(event, client.user.profile)
    session = make_session(event, days=-1)
    assert "Laporkan “Belum Ditulis”" in client.get("/staf/").content.decode()
    make_report(session)
    assert "Laporkan “Belum Ditulis”" not in client.get("/staf/").content.decode()

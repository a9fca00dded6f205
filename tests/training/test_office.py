"""Papers, costs, calendars, evaluations after three months, the network, and lists of the past."""

import io
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from openpyxl import load_workbook

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.core.tables import TableRefused
from baubau_pembinaan.documents.render import to_docx, to_pdf
from baubau_pembinaan.notifications.models import Message
from tests.factories.libraries import make_signatory
from tests.factories.training import (
    local,
    make_association,
    make_certificate,
    make_cost,
    make_entry,
    make_feed,
    make_held,
    make_membership,
    make_note,
    make_pair,
    make_paper,
    make_programme,
    make_report,
    make_seated,
    make_session,
    make_visit,
    make_worker,
)
from tests.pages import assert_same_queries
from training.choices import PaperKind
from training.long_work import past_told
from training.models import ConferenceReport, ImpactReview, JpEntry, PracticeNote, SessionPaper
from training.services import enrolments, impact, ledger, network, office
from training.services.finishing import finish_session, reopen_session
from training.services.impact import ExampleMissing, NoLongerAsked, TooEarly
from training.services.network import ReportMissing, SharedInTheFuture
from training.services.office import AddresseeMissing, MemoToItsSigner, NoAddressee, SignsNotThatDay
from training.services.past import COLUMNS, import_past
from training.services.sessions import Slot, cancel_session, set_meetings
from training.session_papers import paper_document

pytestmark = pytest.mark.django_db
NOW = timezone.now


def today():
    return timezone.localdate()


def signed_scan():
    upload = io.BytesIO(b"%PDF-1.4\n%%EOF\n")
    upload.name = "bertanda-tangan.pdf"
    return upload


# --- Calendars ---------------------------------------------------------------------------------------------------


def events(client, token):
    page = client.get(reverse("training:calendar-file", args=[token]))
    assert page.status_code == 200
    return {str(event["uid"]): event for event in Calendar.from_ical(page.content).walk("VEVENT")}


def test_the_feed_lists_what_one_takes_part_in_or_teaches(client):
    person = make_worker()
    mine, other = make_seated(make_session(), person).session, make_session()
    taught = make_session()
    meeting = taught.meetings.get()
    meeting.trainer = person
    meeting.save()
    found = events(client, make_feed(person).token)
    wanted = {f"{row.meetings.get().uid}@pembinaan-pustakawan" for row in (mine, taught)}
    assert set(found) == wanted
    assert f"{other.meetings.get().uid}@pembinaan-pustakawan" not in found


def test_a_moved_session_keeps_its_uid_and_its_sequence_rises(client):
    person = make_worker()
    session = make_seated(make_session(), person).session
    meeting, token = session.meetings.get(), make_feed(person).token
    before = events(client, token)
    starts = local(today() + timedelta(days=20), 13)
    moved = Slot(starts_at=starts, ends_at=starts + timedelta(hours=2), place="Aula", pk=meeting.pk)
    set_meetings(session=session, slots=[moved], by=None)
    after = events(client, token)
    assert set(after) == set(before)
    (uid,) = after
    assert after[uid]["sequence"] > before[uid]["sequence"]
    assert after[uid]["dtstart"].dt == starts
    assert str(session.enrolments.get().status) == "seated"
    cancel_session(session=session, by=None, at=NOW(), reason="Narasumber sakit")
    assert str(events(client, token)[uid]["status"]) == "CANCELLED"


def test_a_new_address_makes_the_old_one_worthless_and_revoking_ends_it(client, client_as):
    person = make_worker()
    first = make_feed(person).token
    browser = client_as(person.user)
    browser.post(reverse("training:calendar"))
    second = person.calendar_feed.__class__.objects.get(profile=person).token
    assert first != second
    assert client.get(reverse("training:calendar-file", args=[first])).status_code == 404
    assert second in browser.get(reverse("training:calendar")).content.decode()
    browser.post(reverse("training:calendar-revoke"))
    assert client.get(reverse("training:calendar-file", args=[second])).status_code == 404


def test_who_left_has_no_calendar_any_more(client):
    person = make_worker()
    token = make_feed(person).token
    person.left_on = today() - timedelta(days=2)
    person.save()
    assert client.get(reverse("training:calendar-file", args=[token])).status_code == 404


def test_a_calendar_ends_after_the_last_local_day(client, clock):
    person = make_worker()
    address = reverse("training:calendar-file", args=[make_feed(person).token])
    person.left_on = today()
    person.save()
    clock.move_to(local(today(), 23, 50))
    assert client.get(address).status_code == 200  # the last day still counts
    clock.move_to(local(person.left_on + timedelta(days=1), 6))  # yesterday still by UTC
    assert client.get(address).status_code == 404


def test_a_closed_account_has_no_calendar_any_more_and_an_opened_one_has(client):
    person = make_worker()
    address = reverse("training:calendar-file", args=[make_feed(person).token])
    for is_active, status in ((False, 404), (True, 200)):
        person.user.is_active = is_active
        person.user.save()
        assert client.get(address).status_code == status


# --- Papers and money --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", PaperKind.values)
def test_every_paper_is_made_from_the_sessions_record(kind):
    make_signatory()
    session = make_held(people=2)
    make_cost(session)
    to = {"addressee": "Sekretaris Daerah"} if kind == "nota_dinas" else {}
    paper = make_paper(session, kind=kind, text="Peserta aktif.\n\nDisepakati jadwal lanjutan.", **to)
    document = paper_document(paper)
    assert document.number == "005/12/XI/2026"
    assert to_pdf(document).startswith(b"%PDF")
    assert to_docx(document).startswith(b"PK")
    words = repr(document.blocks)
    assert "Peserta aktif." in words
    if kind in ("undangan", "surat_tugas", "daftar_hadir"):
        assert session.enrolments.first().profile.full_name in words
    if kind == "surat_tugas":
        assert "Dasar" in words
        assert words.count("Kepala Dinas") == 2  # who assigns, and who signs: once each
    if kind == "daftar_hadir":
        assert "Tanda tangan" in words
    if kind == "laporan":
        assert "Rp750.000" in words


def test_a_numbered_letter_stands_whatever_happens_to_the_session_and_a_draft_follows(client_as):
    head = make_signatory(name="Drs. Contoh, M.Si.")
    session = make_session()
    leaving, staying = make_seated(session), make_seated(session)
    letter = make_paper(session, kind="surat_tugas", number="090/1/2026")
    draft = make_paper(session, kind="surat_tugas", number="")
    before = paper_document(SessionPaper.objects.get(pk=letter.pk))
    enrolments.withdraw(enrolment=leaving, by=None, at=timezone.now(), reason="Sakit")
    make_cost(session)
    head.name, session.programme.title = "Kepala Lain", "Judul Lain"
    head.save()
    session.programme.save()
    gone, there = leaving.profile.full_name, staying.profile.full_name
    again = paper_document(SessionPaper.objects.get(pk=letter.pk))
    assert again == before
    assert to_pdf(again) == to_pdf(before)
    assert gone in repr(again.blocks) and there in repr(again.blocks)
    words = repr(paper_document(SessionPaper.objects.get(pk=draft.pk)).blocks)
    assert gone not in words and there in words and "Judul Lain" in words


def test_a_memo_says_to_whom_and_from_whom_and_is_not_sent_to_its_signer(client_as):
    make_signatory(title="Kepala Dinas", name="Drs. Kepala")
    deputy = make_signatory(title="Kepala Bidang Layanan", name="Dra. Bidang")
    session = make_session()
    with pytest.raises(AddresseeMissing):
        make_paper(session, kind="nota_dinas", signatory=deputy)
    with pytest.raises(MemoToItsSigner):
        make_paper(session, kind="nota_dinas", addressee="kepala bidang layanan", signatory=deputy)
    with pytest.raises(NoAddressee):
        make_paper(session, kind="surat_tugas", addressee="Kepala Dinas")
    client, address = client_as(Role.DIVISION_HEAD), reverse("training:paper-add", args=[session.pk])
    sent = {"kind": "nota_dinas", "number": "7", "day": f"{today():%d-%m-%Y}", "text": "", "signatory": deputy.pk}
    assert "Tulis kepada siapa" in client.post(address, sent).content.decode()
    client.post(address, sent | {"addressee": "Kepala Dinas"})
    document = paper_document(SessionPaper.objects.get())
    rows = dict(document.blocks[0].rows)
    assert (rows["Kepada Yth."], rows["Dari"]) == ("Kepala Dinas", "Kepala Bidang Layanan")
    assert document.blocks[-1].signers[0].name == "Dra. Bidang"


def test_an_invitation_names_its_reader_and_nobody_signs_before_their_day():
    session = make_session()
    assert "daftar peserta" in repr(paper_document(make_paper(session)).blocks[0])
    invited = make_paper(session, addressee="Kepala SMP Contoh")
    assert "Kepala SMP Contoh" in repr(paper_document(invited).blocks[0])
    later = make_signatory(valid_from=today() + timedelta(days=1))
    with pytest.raises(SignsNotThatDay):
        make_paper(session, signatory=later)


def test_an_invitation_without_a_number_to_a_session_that_is_over_is_refused_by_page_and_address(client_as):
    session, client = make_held(), client_as(Role.DIVISION_HEAD)
    page = reverse("training:session-office", args=[session.pk])
    late = make_paper(session, number="")
    offered = [make_paper(session), make_paper(session, kind="laporan", number=""), make_paper(number="")]

    def files(paper):
        return [reverse(f"training:paper-{ending}", args=[paper.pk]) for ending in ("pdf", "docx")]

    html = client.get(page).content.decode()
    assert "tidak ada lagi yang dapat diundang" in html
    for address in files(late):
        assert address not in html
        refused = client.get(address, follow=True)
        assert refused.redirect_chain == [(page, 302)]
        assert refused.content.decode().count("tidak ada lagi yang dapat diundang") == 2
    for paper in offered:
        html = client.get(reverse("training:session-office", args=[paper.session_id])).content.decode()
        for address in files(paper):
            assert address in html
            assert client.get(address).content[:2] in (b"%P", b"PK")


def test_an_unnumbered_invitation_that_came_back_signed_did_go_out(client_as):
    paper, client = make_paper(make_held(), number=""), client_as(Role.DIVISION_HEAD)
    address = reverse("training:paper-pdf", args=[paper.pk])
    assert client.get(address).status_code == 302
    client.post(reverse("training:paper-signed", args=[paper.pk]), {"upload": signed_scan()})
    assert client.get(address).content.startswith(b"%PDF")


def test_papers_and_costs_on_their_page(client_as):
    session = make_held(make_programme(budget_idr=2_000_000))
    client = client_as(Role.DIVISION_HEAD)
    client.post(
        reverse("training:paper-add", args=[session.pk]),
        {"kind": "notulen", "number": "12", "day": "20-11-2026", "text": "Baik"},
    )
    paper = SessionPaper.objects.get()
    assert client.get(reverse("training:paper-pdf", args=[paper.pk])).content.startswith(b"%PDF")
    assert client.get(reverse("training:paper-docx", args=[paper.pk])).content.startswith(b"PK")
    client.post(reverse("training:paper-signed", args=[paper.pk]), {"upload": signed_scan()})
    client.post(
        reverse("training:cost-add", args=[session.pk]),
        {"item": "Konsumsi", "amount_idr": "Rp750.000", "spent_on": "20-11-2026", "source": "APBD"},
    )
    html = client.get(reverse("training:session-office", args=[session.pk])).content.decode()
    assert "Terpakai: Rp750.000" in html
    assert "dari anggaran Rp2.000.000" in html
    assert "Versi bertanda tangan" in html
    paper.refresh_from_db()
    address = paper.signed_file.get_absolute_url()
    assert client_as(Role.AGENCY_HEAD).get(address).status_code == 200
    assert client_as(Role.LIBRARIAN).get(address).status_code == 404
    client.post(reverse("training:cost-remove", args=[session.costs.get().pk]))
    assert not session.costs.exists()


def test_the_offices_pages_cost_the_same_for_one_row_and_three(client_as):
    client, session = client_as(Role.DIVISION_HEAD), make_session()

    def more():
        make_paper(session)
        make_cost(session)

    assert_same_queries(client, reverse("training:session-office", args=[session.pk]), more)
    page = assert_same_queries(
        client, reverse("training:year", args=[today().year]), lambda: make_cost(make_session(on=today()))
    )
    assert "Rp2.250.000" in page.content.decode()
    sheet = load_workbook(io.BytesIO(client.get(reverse("training:year-xlsx", args=[today().year])).content)).active
    assert 750_000 in [cell.value for row in sheet.iter_rows() for cell in row]


# --- Three months later ------------------------------------------------------------------------------------------


def test_three_months_later_both_are_asked_each_for_their_half(client_as, clock):
    leader = make_worker()
    person = make_worker(supervisor=leader)
    row = ImpactReview.objects.get(enrolment__session=make_held(profiles=[person]))
    assert row.due_on == row.enrolment.session.ends_on + timedelta(days=90)
    with pytest.raises(TooEarly):
        impact.answer_as_participant(impact=row, level=3, example="x", by=None, at=NOW())
    clock.shift(timedelta(days=91))
    with pytest.raises(ExampleMissing):
        impact.answer_as_participant(impact=row, level=3, example=" ", by=None, at=NOW())
    client, boss = client_as(person.user), client_as(leader.user)
    assert row.enrolment.session.title in client.get(reverse("training:impact-list")).content.decode()
    client.post(reverse("training:impact", args=[row.pk]), {"level": "3", "example": "Panduan baru"})
    boss.post(reverse("training:impact", args=[row.pk]), {"level": "2", "example": "Sudah lebih sigap"})
    row.refresh_from_db()
    assert (row.own_level, row.leader_level, row.leader_by) == (3, 2, leader.user)
    assert "Tidak ada yang perlu" in client.get(reverse("training:impact-list")).content.decode()


def test_only_those_who_completed_are_asked_and_a_reopened_session_asks_nobody():
    make_held(minutes=30)
    assert not ImpactReview.objects.exists()
    session = make_held()
    reopen_session(session=session, by=None, reason="Keliru")
    assert not ImpactReview.objects.exists()


def test_evaluations_with_an_answer_stay_when_a_session_is_opened_again(client_as, clock):
    leader = make_worker()
    people = [make_worker(supervisor=leader) for _person in range(3)]
    session = make_held(profiles=people)
    clock.shift(timedelta(days=92))
    own, led, nobody = (ImpactReview.objects.get(enrolment__profile=person) for person in people)
    impact.answer_as_participant(impact=own, level=3, example="Panduan baru", by=None, at=NOW())
    impact.answer_as_leader(impact=led, level=2, example="Lebih sigap", by=leader.user, at=NOW())
    reopen_session(session=session, by=None, reason="Keliru")
    assert set(ImpactReview.objects.all()) == {own, led}
    boss = client_as(leader.user)
    address = reverse("training:impact-list")
    assert session.title not in boss.get(address).content.decode()  # the half that misses waits until it is settled
    with pytest.raises(NoLongerAsked):
        impact.answer_as_leader(impact=own, level=2, example="Lebih sigap", by=leader.user, at=NOW())
    with pytest.raises(NoLongerAsked):
        impact.answer_as_participant(impact=nobody, level=2, example="Lebih sigap", by=None, at=NOW())
    finish_session(session=session, by=None, at=NOW())
    own.refresh_from_db()
    assert (own.own_level, own.own_example, ImpactReview.objects.count()) == (3, "Panduan baru", 3)
    assert session.title in boss.get(address).content.decode()


# --- The network -------------------------------------------------------------------------------------------------


def test_a_completed_conference_owes_a_sharing_session_until_it_is_held():
    person = make_worker()
    session = make_held(make_programme(form="conference"), profiles=[person])
    report = ConferenceReport.objects.get(enrolment__session=session)
    assert (report.profile, report.is_owed, report.share_by) == (
        person,
        True,
        session.ends_on + timedelta(days=30),
    )
    held = {"report": report, "listeners": 7, "by": person.user, "on": today()}
    with pytest.raises(ReportMissing):
        network.hold_sharing(shared_on=today(), **held)
    report.learnt = "Metadata terbuka"
    network.write_report(report=report, by=person.user)
    with pytest.raises(SharedInTheFuture):
        network.hold_sharing(shared_on=today() + timedelta(1), **held)
    assert not network.hold_sharing(shared_on=today(), **held).is_owed


def test_a_verified_conference_elsewhere_owes_a_sharing_session_once():
    person, other = make_worker(), make_worker()
    by = {"by": None, "at": timezone.now()}
    ledger.verify_entry(entry=make_entry(person, form="seminar"), **by)
    assert not ConferenceReport.objects.exists()
    entry = make_entry(person, form="conference", title="Kongres Contoh", organiser="IPI")
    assert not ConferenceReport.objects.exists()
    ledger.verify_entry(entry=entry, **by)
    report = ConferenceReport.objects.get()
    assert (report.profile, report.title, report.organiser, report.is_owed) == (person, "Kongres Contoh", "IPI", True)
    assert report.share_by == today() + timedelta(days=30)
    assert "kepada rekan" in Message.objects.get(key__startswith=f"training.jp.{entry.pk}.verified.").body
    written = make_report(other, title="Kongres (Contoh)", ended_on=today())
    ledger.verify_entry(entry=make_entry(other, form="conference", title="Kongres Contoh"), **by)
    assert list(other.conference_reports.all()) == [written]


def test_a_conference_entered_late_is_shared_within_a_month_of_its_verification():
    then = today() - timedelta(days=80)
    entry = make_entry(form="conference", starts_on=then, ends_on=then)
    ledger.verify_entry(entry=entry, by=None, at=timezone.now())
    assert ConferenceReport.objects.get().share_by == today() + timedelta(days=30)


def test_a_person_keeps_memberships_and_reports_of_their_own(client_as):
    person = make_worker()
    client = client_as(person.user)
    association = make_association()
    client.post(
        reverse("training:membership-add"),
        {"association": association.pk, "number": "7", "starts_on": "01-01-2024", "ends_on": "31-12-2024"},
    )
    client.post(
        reverse("training:report-add"),
        {"title": "Konferensi Contoh", "ended_on": "20-11-2026", "learnt": "Hal baru", "organiser": "IPI"},
    )
    report = ConferenceReport.objects.get()
    assert report.share_by == date(2026, 12, 20)
    client.post(
        reverse("training:sharing-held", args=[report.pk]), {"shared_on": f"{today():%d-%m-%Y}", "listeners": "9"}
    )
    html = client.get(reverse("training:network")).content.decode()
    assert association.name in html
    assert "Berakhir" in html
    assert "kepada 9 rekan" in html
    sheet = load_workbook(io.BytesIO(client.get(reverse("training:network-xlsx")).content)).active
    assert "Konferensi Contoh" in [cell.value for row in sheet.iter_rows() for cell in row]


def test_notes_are_searched_and_commented_and_changed_by_their_writer_only(client_as):
    writer, reader = make_worker(), make_worker()
    note = make_note(writer, title="Menata rak referensi", body="Gunakan label warna.")
    make_note(title="Lain")
    client = client_as(reader.user)
    page = client.get(reverse("training:note-list") + "?q=label")
    assert [row.title for row in page.context["notes"]] == ["Menata rak referensi"]
    client.post(reverse("training:note", args=[note.pk]), {"text": "Kami coba <b>juga</b>."})
    html = client.get(reverse("training:note", args=[note.pk])).content.decode()
    assert "Kami coba &lt;b&gt;juga&lt;/b&gt;." in html
    assert client.get(reverse("training:note-edit", args=[note.pk])).status_code == 404
    own = client_as(writer.user)
    data = {"title": "Menata rak", "subject": note.subject_id, "body": "Baru"}
    own.post(reverse("training:note-edit", args=[note.pk]), data)
    assert PracticeNote.objects.get(pk=note.pk).title == "Menata rak"


def test_the_networks_pages_cost_the_same_for_one_row_and_three(client_as):
    person = make_worker()
    client = client_as(person.user)

    def more():
        make_report(person)
        make_membership(person)
        make_pair()
        make_visit()

    assert_same_queries(client, reverse("training:network"), more)
    note = make_note()
    assert_same_queries(client, reverse("training:note-list"), make_note)
    assert_same_queries(
        client,
        reverse("training:note", args=[note.pk]),
        lambda: network.comment_on(note=note, text="Bagus", by=make_worker().user, at=NOW()),
    )


# --- Lists of the past -------------------------------------------------------------------------------------------

NIP = "199001012015011001"


def take(*rows, dry_run=False):
    text = "\n".join(";".join(cells) for cells in (COLUMNS, *rows))
    return import_past(io.BytesIO(text.encode()), by=None, at=NOW(), on=today(), dry_run=dry_run)


def line(**cells):
    base = {
        "nip": NIP,
        "pelatihan": "Bimtek Lama",
        "bentuk": "bimtek",
        "penyelenggara": "Perpusnas",
        "mulai": "01-03-2023",
        "selesai": "2 Maret 2023",
        "jp": "12,5",
        **cells,
    }
    return [base.get(name, "") for name in COLUMNS]


def test_a_conference_of_a_list_owes_a_sharing_session_as_one_entered_by_hand():
    person = make_worker(nip=NIP)
    assert past_told(take(line(), dry_run=True), dry_run=True).endswith("sudah ada.")
    rows = [line(pelatihan="Kongres", bentuk="conference")]
    owed = "1 di antaranya konferensi: setelah diverifikasi, dibagikan kepada rekan."
    assert past_told(take(*rows, dry_run=True), dry_run=True).endswith(owed)
    assert take(*rows).sharing == 1
    upload, entry = io.BytesIO(b"%PDF-1.4\n%%EOF\n"), person.jp_entries.get()
    upload.name = "bukti.pdf"
    ledger.add_proof(entry=entry, upload=upload, by=None, at=NOW())
    ledger.verify_entry(entry=entry, by=None, at=NOW())
    assert person.conference_reports.get().is_owed


def test_past_trainings_are_taken_once_and_wait_for_verification():
    person = make_worker(nip=NIP)
    assert take(line(), dry_run=True).created == 1
    assert not JpEntry.objects.exists()
    assert take(line(), line(pelatihan="Seminar", bentuk="Seminar")).created == 2
    again = take(line())
    assert (again.created, again.unchanged) == (0, 1)
    entry = JpEntry.objects.get(title="Bimtek Lama")
    assert (entry.profile, entry.year, float(entry.jp), entry.is_waiting) == (person, 2023, 12.5, True)


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"nip": "1"}, "nip"),
        ({"bentuk": "pesta"}, "bentuk"),
        ({"mulai": "11/22/2023"}, "mulai"),
        ({"selesai": "01-02-2023"}, "selesai"),
        ({"selesai": "01-02-2099"}, "selesai"),
        ({"jp": "banyak"}, "jp"),
        ({"jp": "-4"}, "jp"),
        ({"jp": "NaN"}, "jp"),
        ({"jp": "sNaN"}, "jp"),
        ({"jp": "Infinity"}, "jp"),
        ({"jp": "-inf"}, "jp"),
        ({"pelatihan": ""}, "pelatihan"),
        ({"pelatihan": "p" * 201}, "pelatihan"),
        ({"penyelenggara": "p" * 201}, "penyelenggara"),
        ({"nomor_sertifikat": "1" * 101}, "nomor_sertifikat"),
    ],
)
def test_one_bad_row_takes_nothing_and_names_row_and_column(cells, column):
    make_worker(nip=NIP)
    with pytest.raises(TableRefused) as refusal:
        take(line(pelatihan="Baik"), line(**cells))
    assert [(problem.row, problem.column) for problem in refusal.value.problems] == [(3, column)]
    assert not JpEntry.objects.exists()


def test_an_empty_cell_of_another_program_hides_no_other_problem():
    make_worker(nip=NIP)
    with pytest.raises(TableRefused) as refusal:
        take(line(jp="nan"), line(nip="1"), line(pelatihan="p" * 250))
    found = [(problem.row, problem.column) for problem in refusal.value.problems]
    assert found == [(2, "jp"), (3, "nip"), (4, "pelatihan")]
    assert "paling banyak 200 huruf; sel ini memuat 250" in refusal.value.problems[2].message.lower()


def test_the_longest_words_that_fit_are_taken_whole():
    make_worker(nip=NIP)
    take(line(pelatihan="p" * 200, penyelenggara="o" * 200, nomor_sertifikat="1" * 100))
    entry = JpEntry.objects.get()
    assert (len(entry.title), len(entry.organiser), len(entry.certificate_number)) == (200, 200, 100)


def test_an_administrator_looks_first_and_then_takes_the_list(client_as):
    make_worker(nip=NIP)
    client = client_as(Role.ADMINISTRATOR)

    def send(**data):
        upload = io.BytesIO("\n".join(";".join(cells) for cells in (COLUMNS, line())).encode())
        upload.name = "lama.csv"
        return client.post(reverse("training:past-import"), {"file": upload, **data})

    assert "1 baru" in send().content.decode()
    assert not JpEntry.objects.exists()
    assert send(save="on").status_code == 302
    assert JpEntry.objects.count() == 1


def test_a_cost_is_some_money():
    with pytest.raises(ValidationError):
        office.add_cost(session=make_session(), by=None, item="x", amount_idr=0, spent_on=today())


@pytest.mark.parametrize("name", ["Sari Dewi Contoh", "Dra. SARI dewi contoh, M.Hum.", "Sari Dewi", ""])
def test_a_row_is_taken_for_the_person_it_names(name):
    make_worker(nip=NIP, name="Sari Dewi Contoh")
    assert take(line(nama=name), dry_run=True).created == 1


def test_a_nip_beside_somebody_elses_name_is_refused():
    make_worker(nip=NIP, name="Sari Dewi Contoh")
    with pytest.raises(TableRefused, match="NIP ini milik Sari Dewi Contoh") as refusal:
        take(line(nama="Budi Anggara Contoh"))
    assert [(problem.row, problem.column) for problem in refusal.value.problems] == [(2, "nama")]


def test_a_certificate_counts_once_under_whatever_title():
    person = make_worker(nip=NIP)
    own = make_certificate(person)
    rows = [line(pelatihan=title, nomor_sertifikat="K4P/1") for title in ("Satu", "Dua")]
    report = take(*rows, line(pelatihan="Tiga", nomor_sertifikat=own.number.text.lower()))
    assert (report.created, report.unchanged) == (1, 2)

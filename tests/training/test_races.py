"""Deeds that meet: each race with its guard holds, and with the guard off it is lost."""

import threading
from contextlib import contextmanager
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.documents.models import DocumentNumber, ReportRun, RunStatus
from baubau_pembinaan.notifications.models import Message
from baubau_pembinaan.runs import services as runs
from tests.factories.training import make_entry, make_held, make_seated, make_session, make_worker
from tests.races import Meeting, at_once
from training.choices import AttendanceWay, LedgerStatus
from training.choices import EnrolmentStatus as S
from training.models import Attendance, Certificate, Enrolment, ImpactReview, JpEntry, JpYear, Session
from training.models import Meeting as SessionMeeting
from training.services import (
    attendance,
    certificates,
    enrolments,
    finishing,
    impact,
    issuing,
    ledger,
    past,
    sessions,
    undoing,
)
from training.services.attendance import Mark, check_in, take_list
from training.services.enrolments import IllegalStep
from training.services.ledger import AlreadyDecided, EnteredTwice
from training.services.sessions import Slot

pytestmark = pytest.mark.django_db(transaction=True)
NOW = timezone.now


def last_year():
    return date(timezone.localdate().year - 1, 12, 1)


def read_only(pk):
    """The session's row, read and not held: the guard is off."""
    return Session.objects.select_related("programme").get(pk=pk)


# --- Taking an offer and letting it lapse ----------------------------------------------------------------------


def offered():
    """Somebody who is offered the only seat, and somebody behind them in line."""
    session = make_session(capacity=1, offer_hours=48)
    holder, first, second = (make_seated(session) for _person in range(3))
    enrolments.withdraw(enrolment=holder, by=None, at=NOW())
    return session, Enrolment.objects.get(pk=first.pk), second


def take_and_lapse(monkeypatch):
    """Both decide after having read the offer; answers whether what was said to the person is what stands."""
    _session, first, second = offered()
    meeting, until = Meeting(), first.offered_until
    monkeypatch.setattr(enrolments, "_save", meeting.before(enrolments._save))
    refused, lapsed = at_once(
        lambda: enrolments.take_offer(enrolment=first, by=None, at=until - timedelta(seconds=1)),
        lambda: enrolments.lapse_offers(at=until),
    )
    states = [Enrolment.objects.get(pk=row.pk).status for row in (first, second)]
    if refused is None:
        return lapsed is None and states == [S.SEATED, S.WAITING]
    return lapsed is None and isinstance(refused, IllegalStep) and states == [S.WITHDRAWN, S.OFFERED]


def test_taking_and_lapsing_leave_one_owner_of_the_seat(library, monkeypatch):
    assert take_and_lapse(monkeypatch)


def test_without_the_lock_a_seat_taken_would_be_passed_on(library, monkeypatch, unguarded):
    def locked(enrolment):
        rows = Enrolment.objects.select_related("profile__user", "session__programme")
        return read_only(enrolment.session_id), rows.get(pk=enrolment.pk)

    monkeypatch.setattr(enrolments, "lock_session", read_only)
    monkeypatch.setattr(enrolments, "_locked", locked)
    assert not take_and_lapse(monkeypatch)


# --- Certificates of one session, given out twice at once ------------------------------------------------------


def issue_twice(monkeypatch):
    session, meeting = make_held(people=2), Meeting()
    monkeypatch.setattr(certificates, "take_number", meeting.before(certificates.take_number))

    def issue():
        certificates.issue_for_session(session=session, by=None, at=NOW())

    raised = at_once(issue, issue)
    return Certificate.objects.count(), [error for error in raised if error]


def test_a_session_gives_out_each_certificate_once(monkeypatch):
    assert issue_twice(monkeypatch) == (2, [])


def test_without_the_lock_one_of_two_runs_would_fail(monkeypatch, unguarded):
    monkeypatch.setattr(certificates, "lock_session", read_only)
    count, errors = issue_twice(monkeypatch)
    assert (count, [type(error) for error in errors]) == (2, [IntegrityError])


def two_workers(monkeypatch, admin):
    """Two workers have the certificate run of a session in hand; answers certificates, numbers and what went wrong."""
    session, meeting = make_held(people=4), Meeting()
    monkeypatch.setattr(issuing, "AT_ONCE", 0)
    monkeypatch.setattr(runs, "wake", lambda run_ids: None)
    issuing.issue(session=session, by=admin, at=NOW())
    run = ReportRun.objects.get()
    monkeypatch.setattr(certificates, "take_number", meeting.before(certificates.take_number))
    raised = at_once(*[lambda: runs.build(run_id=run.pk)] * 2)
    run.refresh_from_db()
    numbers = list(DocumentNumber.objects.order_by("sequence").values_list("sequence", flat=True))
    told = Message.objects.filter(kind="runs.over").count()
    return Certificate.objects.count(), numbers, [error for error in raised if error], run.status, told


def without_the_runs_lock(monkeypatch):
    @contextmanager
    def everybody(name):
        yield True

    monkeypatch.setattr(runs, "advisory_lock", everybody)


RIGHT = (4, [1, 2, 3, 4], [], RunStatus.DONE, 1)


def test_two_workers_with_one_certificate_run_issue_each_certificate_once(staff_user, monkeypatch):
    assert two_workers(monkeypatch, staff_user(Role.ADMINISTRATOR)) == RIGHT


def test_even_without_the_runs_lock_the_sessions_lock_keeps_each_certificate_single(staff_user, monkeypatch):
    without_the_runs_lock(monkeypatch)
    assert two_workers(monkeypatch, staff_user(Role.ADMINISTRATOR)) == RIGHT


def test_without_either_lock_two_workers_get_into_each_others_way(staff_user, monkeypatch, unguarded):
    without_the_runs_lock(monkeypatch)
    monkeypatch.setattr(certificates, "lock_session", read_only)
    _count, _numbers, errors, _status, _told = two_workers(monkeypatch, staff_user(Role.ADMINISTRATOR))
    assert [type(error) for error in errors] == [IntegrityError]


def click_twice(monkeypatch, admin):
    session, meeting = make_held(people=2), Meeting()
    monkeypatch.setattr(issuing, "AT_ONCE", 0)
    monkeypatch.setattr(runs, "wake", lambda run_ids: None)
    monkeypatch.setattr(ReportRun.objects, "get_or_create", meeting.before(ReportRun.objects.get_or_create))
    raised = at_once(*[lambda: issuing.issue(session=session, by=admin, at=NOW())] * 2)
    return ReportRun.objects.count(), [error for error in raised if error]


def test_two_clicks_at_once_ask_for_one_certificate_run(staff_user, monkeypatch):
    assert click_twice(monkeypatch, staff_user(Role.ADMINISTRATOR)) == (1, [])


def test_without_looking_again_the_second_click_would_fail(staff_user, monkeypatch, unguarded):
    def make(defaults, **same):
        return ReportRun.objects.create(**same, **defaults), True

    monkeypatch.setattr(ReportRun.objects, "get_or_create", make)
    count, errors = click_twice(monkeypatch, staff_user(Role.ADMINISTRATOR))
    assert (count, [type(error) for error in errors]) == (1, [IntegrityError])


# --- Closing a year while somebody writes into it --------------------------------------------------------------


def close_and_enter(monkeypatch, person):
    """A training entered while the year is being closed; answers (is it closed, entries that still wait in it)."""
    day, meeting = last_year(), Meeting()
    monkeypatch.setattr(ledger, "store_upload", meeting.before(ledger.store_upload))
    monkeypatch.setattr(ledger, "acting", meeting.before(ledger.acting))
    at_once(
        lambda: make_entry(person, starts_on=day, ends_on=day),
        lambda: ledger.close_year(year=day.year, by=None, at=NOW(), on=timezone.localdate()),
    )
    waiting = JpEntry.objects.filter(year=day.year, status=LedgerStatus.EARNED).count()
    return JpYear.objects.filter(year=day.year).exists(), waiting


def test_a_year_is_closed_or_takes_the_entry_never_both(monkeypatch):
    assert close_and_enter(monkeypatch, make_worker()) in ((True, 0), (False, 1))


def test_without_the_lock_an_entry_would_be_stuck_in_a_closed_year(monkeypatch, unguarded):
    monkeypatch.setattr(ledger, "hold_year", lambda year, **_options: None)
    assert close_and_enter(monkeypatch, make_worker()) == (True, 1)


def close_and_import(monkeypatch):
    """A list of past trainings is taken over while its year is being closed; answers as `close_and_enter`."""
    day, meeting = last_year(), Meeting()
    make_worker(nip="198001012005012001")
    row = ["198001012005012001", "", "Bimtek Lama", "bimtek", "", "Perpusnas", f"{day}", f"{day}", "12", ""]
    table = "\n".join(";".join(cells) for cells in (past.COLUMNS, row)).encode()
    monkeypatch.setattr(past._Reader, "read", meeting.before(past._Reader.read))
    monkeypatch.setattr(ledger, "acting", meeting.before(ledger.acting))
    at_once(
        lambda: past.import_past(BytesIO(table), by=None, at=NOW(), on=timezone.localdate(), dry_run=False),
        lambda: ledger.close_year(year=day.year, by=None, at=NOW(), on=timezone.localdate()),
    )
    waiting = JpEntry.objects.filter(year=day.year, status=LedgerStatus.EARNED).count()
    return JpYear.objects.filter(year=day.year).exists(), waiting


def test_a_year_is_closed_or_takes_the_list_never_both(monkeypatch):
    assert close_and_import(monkeypatch) in ((True, 0), (False, 1))


def test_without_the_lock_a_list_would_be_stuck_in_a_closed_year(monkeypatch, unguarded):
    for room in (ledger, past):
        monkeypatch.setattr(room, "hold_year", lambda year, **_options: None)
    assert close_and_import(monkeypatch) == (True, 1)


def close_and_take_back(monkeypatch, person):
    """A verification is taken back while its year is being closed; answers as `close_and_enter`."""
    day, meeting = last_year(), Meeting()
    entry = ledger.verify_entry(entry=make_entry(person, starts_on=day, ends_on=day), by=None, at=NOW())
    monkeypatch.setattr(undoing, "refuse_stated_jp", meeting.before(undoing.refuse_stated_jp))
    monkeypatch.setattr(ledger, "acting", meeting.before(ledger.acting))
    at_once(
        lambda: undoing.take_back_decision(entry=entry, by=None, at=NOW(), reason="Keliru"),
        lambda: ledger.close_year(year=day.year, by=None, at=NOW(), on=timezone.localdate()),
    )
    waiting = JpEntry.objects.filter(year=day.year, status=LedgerStatus.EARNED).count()
    return JpYear.objects.filter(year=day.year).exists(), waiting


def test_a_year_is_closed_or_gives_the_decision_back_never_both(monkeypatch):
    assert close_and_take_back(monkeypatch, make_worker()) in ((True, 0), (False, 1))


def test_without_the_lock_jp_would_wait_in_a_closed_year(monkeypatch, unguarded):
    monkeypatch.setattr(ledger, "hold_year", lambda year, **_options: None)
    assert close_and_take_back(monkeypatch, make_worker()) == (True, 1)


# --- The same training entered twice at once -------------------------------------------------------------------


def enter_twice(monkeypatch):
    person, meeting = make_worker(), Meeting()
    monkeypatch.setattr(ledger, "store_upload", meeting.before(ledger.store_upload))

    def enter():
        make_entry(person, title="Seminar Literasi")

    raised = at_once(enter, enter)
    return JpEntry.objects.count(), [type(error) for error in raised if error]


def test_the_same_training_entered_twice_at_once_stands_once(monkeypatch):
    assert enter_twice(monkeypatch) == (1, [EnteredTwice])


def test_without_the_lock_it_would_stand_twice(monkeypatch, unguarded):
    monkeypatch.setattr(ledger, "hold_person", lambda profile: None)
    assert enter_twice(monkeypatch) == (2, [])


# --- The code on the wall and the list, at the same moment -----------------------------------------------------


def scan_and_tick(monkeypatch):
    row = make_seated()
    meeting = SessionMeeting.objects.select_related("session").get(session=row.session_id)
    late, together = meeting.starts_at + timedelta(minutes=30), Meeting()
    monkeypatch.setattr(attendance, "_write", together.before(attendance._write))

    def tick():
        marks = [Mark(row.pk, "present")]
        take_list(meeting=meeting, marks=marks, way="list", by=None, taken_at=late, at=late)

    raised = at_once(lambda: check_in(meeting=meeting, profile=row.profile, by=None, at=late), tick)
    return Attendance.objects.count(), [error for error in raised if error]


def test_a_scan_and_a_tick_at_once_are_one_line(library, monkeypatch):
    assert scan_and_tick(monkeypatch) == (1, [])


def test_without_the_lock_the_second_of_them_would_fail(library, monkeypatch, unguarded):
    monkeypatch.setattr(attendance, "lock_session", read_only)
    count, errors = scan_and_tick(monkeypatch)
    assert (count, [type(error) for error in errors]) == (1, [IntegrityError])


# --- A press kept on the phone, sent while staff write down who was not there -----------------------------------


def press_and_absent(monkeypatch):
    """The press is older; answers the line that stands. Where nothing holds it up, the press is written last."""
    row = make_seated()
    meeting = SessionMeeting.objects.select_related("session").get(session=row.session_id)
    first, pressed = meeting.starts_at - timedelta(minutes=5), meeting.starts_at + timedelta(minutes=2)
    over = meeting.ends_at + timedelta(minutes=10)

    def tick(at):
        take_list(meeting=meeting, marks=[Mark(row.pk, "absent")], way="list", by=None, taken_at=at, at=at)

    tick(first)
    together, ticked, write = Meeting(), threading.Event(), attendance._write

    def ordered(line, mark, way, *more):
        together.wait()
        if way == AttendanceWay.QR:
            ticked.wait(timeout=together.PATIENCE)
        return write(line, mark, way, *more)

    def tick_late():
        tick(over)
        ticked.set()

    monkeypatch.setattr(attendance, "_write", ordered)
    at_once(lambda: check_in(meeting=meeting, profile=row.profile, by=None, at=pressed), tick_late)
    line = Attendance.objects.get()
    return line.state, line.recorded_at == over


def test_a_kept_press_and_a_newer_absent_leave_the_newer(library, monkeypatch):
    assert press_and_absent(monkeypatch) == ("absent", True)


def test_without_the_lock_the_older_press_would_stand(library, monkeypatch, unguarded):
    monkeypatch.setattr(attendance, "lock_session", read_only)
    assert press_and_absent(monkeypatch) == ("present", False)


# --- A certificate issued while its JP are refused --------------------------------------------------------------


def issue_and_refuse(monkeypatch):
    """Answers whether the paper says what the ledger says, and the one who refused was told the truth."""
    session, meeting = make_held(), Meeting()
    entry = JpEntry.objects.get()
    monkeypatch.setattr(certificates, "snapshot", meeting.after(certificates.snapshot))
    monkeypatch.setattr(ledger, "_decide", meeting.before(ledger._decide))
    issued, refused = at_once(
        lambda: certificates.issue_for_session(session=session, by=None, at=NOW()),
        lambda: ledger.refuse_entry(entry=entry, by=None, at=NOW(), reason="Pulang awal"),
    )
    stands, paper = JpEntry.objects.get().status, Certificate.objects.get().snapshot["jp"]
    if refused is None:
        return issued is None and (stands, paper) == (LedgerStatus.REFUSED, "")
    return issued is None and isinstance(refused, AlreadyDecided) and (stands, paper) == (LedgerStatus.VERIFIED, "5.00")


def test_a_certificate_and_a_refusal_at_once_say_the_same(library, monkeypatch):
    assert issue_and_refuse(monkeypatch)


def test_without_holding_the_entry_refused_jp_would_stand_on_the_paper(library, monkeypatch, unguarded):
    def unheld(row):
        return JpEntry.objects.filter(enrolment=row).exclude(status=LedgerStatus.REFUSED).first()

    monkeypatch.setattr(certificates, "_entry_of", unheld)
    assert not issue_and_refuse(monkeypatch)


# --- An evaluation answered while its session is opened again ---------------------------------------------------


def answer_and_reopen(monkeypatch):
    """Answers whether the answer is kept exactly where the person was told so."""
    session, meeting = make_held(), Meeting()
    review = ImpactReview.objects.get()
    after = timezone.now() + timedelta(days=100)
    written = ImpactReview.is_written.fget
    monkeypatch.setattr(ImpactReview, "is_written", property(meeting.after(written)))
    monkeypatch.setattr(impact, "_saved", meeting.before(impact._saved))
    answered, reopened = at_once(
        lambda: impact.answer_as_participant(impact=review, level=3, example="Panduan", by=None, at=after),
        lambda: finishing.reopen_session(session=session, by=None, reason="Keliru"),
    )
    kept = ImpactReview.objects.filter(own_level=3).exists()
    return reopened is None and (kept if answered is None else isinstance(answered, impact.NoLongerAsked))


def test_an_evaluation_answered_while_the_session_opens_again_is_kept_or_refused(library, monkeypatch):
    assert answer_and_reopen(monkeypatch)


def test_without_holding_the_evaluations_the_answer_would_be_lost(library, monkeypatch, unguarded):
    def delete(model, session):
        rows = model.objects.filter(enrolment__session=session)
        model.objects.filter(pk__in=[row.pk for row in rows if not row.is_written]).delete()

    monkeypatch.setattr(finishing, "_delete_unwritten", delete)
    assert not answer_and_reopen(monkeypatch)


# --- Attendance taken while the meeting's time is put right -----------------------------------------------------


def tick_and_correct(monkeypatch):
    """Answers the minutes of who was there from beginning to end, and those of the meeting."""
    row, together = make_seated(), Meeting()
    meeting = SessionMeeting.objects.select_related("session").get(session=row.session_id)
    longer = Slot(meeting.starts_at, meeting.ends_at + timedelta(hours=3), place=meeting.place, pk=meeting.pk)
    over = meeting.ends_at
    monkeypatch.setattr(attendance, "_write", together.before(attendance._write))
    monkeypatch.setattr(sessions, "lines_of", together.after(sessions.lines_of))

    def tick():
        marks = [Mark(row.pk, "present")]
        take_list(meeting=meeting, marks=marks, way="list", by=None, taken_at=over, at=over)

    raised = at_once(tick, lambda: sessions.set_meetings(session=row.session, slots=[longer], by=None))
    assert raised == [None, None]
    return Attendance.objects.get().minutes, SessionMeeting.objects.get(pk=meeting.pk).minutes


def test_attendance_and_a_corrected_time_at_once_agree(library, monkeypatch):
    assert tick_and_correct(monkeypatch) == (360, 360)


def test_without_the_lock_whole_attendance_would_be_half(library, monkeypatch, unguarded):
    monkeypatch.setattr(attendance, "lock_session", read_only)
    monkeypatch.setattr(sessions, "lock_session", read_only)
    assert tick_and_correct(monkeypatch) == (180, 360)

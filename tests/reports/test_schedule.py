"""Reports on schedule: never twice, never forgotten, told once to those who may read."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import get_current_timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.documents.models import ReportRun
from baubau_pembinaan.documents.services import fail_run
from baubau_pembinaan.libraries.models import Holiday
from baubau_pembinaan.notifications import attachments, mail
from baubau_pembinaan.notifications.models import Delivery, Message
from baubau_pembinaan.notifications.reminders.planning import Calendar
from baubau_pembinaan.reports.models import Definition, Edition, Issue
from baubau_pembinaan.reports.services import making, scheduling
from tests.factories.accounts import make_person, make_unit
from tests.factories.reports import make_definition
from tests.pages import assert_same_queries
from tests.races import Meeting

pytestmark = pytest.mark.django_db


def at(day, hour=8):
    return datetime(2026, *day, hour, tzinfo=get_current_timezone())


@pytest.fixture(autouse=True)
def no_broker(monkeypatch):
    sent = []
    monkeypatch.setattr(making, "wake", sent.extend)
    return sent


@pytest.fixture
def monthly(library):
    """The monthly summary, five days after, since the tenth of August; the seeded ones are off."""
    Definition.objects.all().delete()
    definition = make_definition(since=at((8, 10)))
    definition.recipients.add(make_person(Role.DIVISION_HEAD).user)
    return definition


def build_all():
    for run in ReportRun.objects.filter(status="queued"):
        making.build(run_id=run.pk)


def around(moment):
    return Calendar.around(moment)


def test_next_run_is_shown_and_moves_with_the_schedule(monthly):
    """5 September 2026 is a Saturday: what was due then waits for Monday."""
    now = at((9, 7), 7)
    span, moment = monthly.next_due(now, around(now))
    assert (span.key, moment) == ("2026-08", now + timedelta(minutes=30))
    later = now + timedelta(hours=1)
    assert monthly.next_due(later, around(later))[0].key == "2026-09"
    monthly.days_after, monthly.at_time = 22, time(6, 0)
    assert monthly.next_due(later, around(later))[1] == at((9, 22), 6)


def test_a_report_whose_day_is_a_holiday_is_made_on_the_next_working_day(monthly, clock):
    Holiday.objects.create(date=date(2026, 9, 7), name="Libur contoh")
    for day in (5, 6, 7):
        clock.move_to(at((9, day), 12))
        assert scheduling.see_to_due(at=at((9, day), 12))["asked"] == 0
    assert monthly.next_due(at((9, 7), 12), around(at((9, 7), 12)))[1] == at((9, 8), 7) + timedelta(minutes=30)
    assert scheduling.see_to_due(at=at((9, 8), 7))["asked"] == 0
    assert [scheduling.see_to_due(at=at((9, 8)))["asked"] for _again in range(2)] == [1, 0]


def test_a_small_pdf_goes_along_with_the_mail_and_a_large_one_stays(monthly, clock, settings):
    clock.move_to(at((9, 7)))
    scheduling.see_to_due(at=at((9, 7)))
    build_all()
    edition = Edition.objects.get()
    settings.REPORTS_ATTACH_BELOW_BYTES = edition.pdf.size
    assert scheduling.attachment_of(edition) == ""
    settings.REPORTS_ATTACH_BELOW_BYTES = edition.pdf.size + 1
    scheduling.see_to_due(at=at((9, 7), 9))
    message = Message.objects.get()
    enclosed = attachments.load(message.attachment, message.recipient)
    assert enclosed.content.startswith(b"%PDF")
    assert (len(enclosed.content), enclosed.content_type) == (edition.pdf.size, "application/pdf")
    assert attachments.load(message.attachment, make_person(Role.LIBRARIAN).user) is None  # who may not read it
    assert attachments.load("reports.edition:0", message.recipient) is None
    assert attachments.load("lain:1", message.recipient) is None


def test_the_mail_carries_the_pdf_beside_the_link(monthly, clock):
    clock.move_to(at((9, 7)))
    scheduling.see_to_due(at=at((9, 7)))
    build_all()
    reader = monthly.recipients.get()
    reader.email = "kabid@example.org"
    reader.save()
    scheduling.see_to_due(at=at((9, 7), 9))
    letter = mail.compose(Delivery.objects.get(channel="email"))
    [(name, content, content_type)] = letter.attachments
    assert (name[-4:], content[:4], content_type) == (".pdf", b"%PDF", "application/pdf")
    assert Edition.objects.get().get_absolute_url() in letter.body


def test_report_is_made_and_told_once_however_often_the_task_runs(monthly, clock):
    clock.move_to(at((9, 7)))
    assert scheduling.see_to_due(at=at((9, 7), 7)) == {"asked": 0, "told": 0}
    for _again in range(3):
        scheduling.see_to_due(at=at((9, 7)))
    build_all()
    for _again in range(3):
        scheduling.see_to_due(at=at((9, 7), 9))
    issue = Issue.objects.get()
    assert (issue.period, issue.told, issue.edition) == ("2026-08", 1, Edition.objects.get())
    message = Message.objects.get()
    assert message.url == issue.edition.get_absolute_url()
    assert "Agustus 2026" in message.subject
    scheduling.see_to_due(at=at((9, 4)))  # the clock is put back
    assert Message.objects.count() == 1


def test_machine_that_was_off_makes_up_for_what_was_due_and_for_nothing_older(monthly):
    scheduling.see_to_due(at=at((11, 20)))
    assert list(Issue.objects.order_by("period").values_list("period", flat=True)) == ["2026-08", "2026-09", "2026-10"]
    Issue.objects.all().delete()
    Definition.objects.all().delete()
    make_definition(since=at((11, 1)))
    scheduling.see_to_due(at=at((11, 20)))
    assert [issue.period for issue in Issue.objects.all()] == ["2026-10"]


def test_message_that_fails_half_way_leaves_nobody_told_twice(monthly, clock, monkeypatch):
    clock.move_to(at((9, 7)))
    monthly.recipients.add(make_person(Role.AGENCY_HEAD).user)
    scheduling.see_to_due(at=at((9, 7)))
    build_all()
    said, whole = [], scheduling.notify

    def dies_at_the_second(**options):
        said.append(options)
        if len(said) == 2:
            raise RuntimeError("killed")
        return whole(**options)

    with monkeypatch.context() as patch:
        patch.setattr(scheduling, "notify", dies_at_the_second)
        scheduling.see_to_due(at=at((9, 7), 9))
    assert (Message.objects.count(), Issue.objects.get().told_at) == (0, None)
    scheduling.see_to_due(at=at((9, 7), 10))
    assert (Message.objects.count(), Issue.objects.get().told) == (2, 2)


def test_failed_making_is_tried_again_three_times_at_most(monthly):
    for _attempt in range(5):
        scheduling.see_to_due(at=at((9, 7)))
        for run in ReportRun.objects.filter(status="queued"):
            fail_run(run_id=run.pk, error="tinta habis", at=at((9, 7)))
    assert (Issue.objects.get().attempts, ReportRun.objects.count()) == (3, 3)


def test_report_that_failed_too_often_waits_for_a_person_and_is_then_made(monthly, client_as, clock):
    clock.move_to(at((9, 7)))
    test_failed_making_is_tried_again_three_times_at_most(monthly)
    client, url = client_as(Role.ADMINISTRATOR), reverse("reports:schedule")
    assert "1 laporan berkala" in client.get(reverse("admin:index")).content.decode()
    retry = reverse("reports:issue-retry", args=[Issue.objects.get().pk])
    assert retry in client.get(url).content.decode()
    client.post(retry)
    scheduling.see_to_due(at=at((9, 7), 9))
    build_all()
    scheduling.see_to_due(at=at((9, 7), 10))
    assert Issue.objects.get().told == 1
    assert retry not in client.get(url).content.decode()


def test_only_active_people_who_may_read_are_told(monthly, clock):
    clock.move_to(at((9, 7)))
    gone = make_person(Role.AGENCY_HEAD).user
    gone.is_active = False
    gone.save()
    monthly.recipients.add(gone, make_person(Role.LIBRARIAN).user)
    scheduling.see_to_due(at=at((9, 7)))
    build_all()
    scheduling.see_to_due(at=at((9, 7), 9))
    assert [message.recipient for message in Message.objects.all()] == [
        person for person in monthly.recipients.all() if person.has_perm("reports.view_reports") and person.is_active
    ]
    assert Issue.objects.get().told == 1


def test_one_broken_definition_leaves_the_others_alone(monthly):
    make_definition(report="tidak-ada", since=at((8, 10)))
    assert scheduling.see_to_due(at=at((9, 7)))["asked"] == 1


def test_definition_that_is_off_makes_nothing(monthly):
    monthly.is_active = False
    monthly.save()
    assert scheduling.see_to_due(at=at((9, 7)))["asked"] == 0


def asked_by_six():
    """How often the one due report was asked for when six see to it at once."""

    def work():
        try:
            return scheduling.see_to_due(at=at((9, 7)))["asked"]
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        return sum(future.result() for future in [pool.submit(work) for _ in range(6)])


@pytest.mark.django_db(transaction=True)
def test_many_at_once_ask_once_and_tell_once(monthly, clock):
    clock.move_to(at((9, 7)))
    Issue.objects.create(definition=monthly, period="2026-08", begun_at=at((9, 7)))
    assert asked_by_six() == 1
    build_all()
    assert asked_by_six() == 0
    assert (ReportRun.objects.count(), Issue.objects.count(), Message.objects.count()) == (1, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_without_the_row_lock_the_same_race_asks_more_than_once(monthly, clock, monkeypatch, unguarded):
    """The negative control: the lock on the issue switched off."""
    clock.move_to(at((9, 7)))
    Issue.objects.create(definition=monthly, period="2026-08", begun_at=at((9, 7)))
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **options: self)
    monkeypatch.setattr(scheduling, "request_report", Meeting(6).before(scheduling.request_report))
    assert asked_by_six() == 6


def test_definition_refuses_what_makes_no_sense(library):
    unit = make_unit()
    for fields, field in (
        ({"report": "portofolio"}, "report"),
        ({"report": "unit"}, "unit"),
        ({"report": "bulanan", "unit": unit, "language": "en"}, "unit"),
    ):
        with pytest.raises(ValidationError) as refusal:
            Definition(**fields).full_clean()
        assert field in refusal.value.message_dict
    Definition(report="unit", unit=unit).full_clean()


def test_schedule_page_shows_the_next_run_and_who_is_told(client_as, monthly):
    client = client_as(Role.AGENCY_HEAD)

    def one_more():
        definition = make_definition(report="unit", unit=make_unit())
        definition.recipients.add(make_person().user)

    page = assert_same_queries(client, reverse("reports:schedule"), one_more).content.decode()
    reader = monthly.recipients.get()
    assert str(reader) in page
    assert "5 hari setelah bulan berakhir" in page


def test_usual_reports_are_there_and_tell_nobody_yet(library):
    usual = {"bulanan", "triwulan", "tahunan", "lima-tahun"}
    assert set(Definition.objects.values_list("report", flat=True)) == usual
    assert not Definition.objects.filter(recipients__isnull=False).exists()
    assert all(row.since.date() <= timezone.localdate() + timedelta(days=1) for row in Definition.objects.all())

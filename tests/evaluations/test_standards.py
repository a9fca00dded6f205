"""What is promised and reached; the shelf of procedures with its review dates."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from openpyxl import load_workbook

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.libraries.models import DailyCount
from baubau_pembinaan.notifications.duties import get as duty
from baubau_pembinaan.notifications.duties import rows_of
from collections_app.choices import DemandStatus
from collections_app.services.suggestions import set_status
from evaluations.models import Procedure, ServiceStandard, StandardValue
from evaluations.models.standard import Measure
from evaluations.selectors import measures
from evaluations.selectors.standards import lines
from evaluations.services import procedures, standards
from tests.factories.accounts import make_person
from tests.factories.complaints import answer, make_complaint, make_procedure, make_standard, make_tick
from tests.factories.libraries import make_holiday, make_service, make_service_point
from tests.factories.suggestions import make_wish
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
TODAY = timezone.localdate


@pytest.fixture
def head():
    return make_person(Role.DIVISION_HEAD).user


def reached(standard, year=None):
    year = year or TODAY().year
    return lines([year - 1, year], today=TODAY(), only=standard.pk)[0].latest


def test_what_is_written_down_by_hand_is_kept_or_not(head):
    standard = make_standard()
    assert (reached(standard).value, reached(standard).is_kept) == (None, None)
    standards.write_value(standard=standard, year=TODAY().year, value=Decimal("4.5"), evidence="jam tangan", by=head)
    assert (reached(standard).value, reached(standard).is_kept, reached(standard).evidence) == (
        Decimal("4.50"), True, "jam tangan",
    )  # fmt: skip
    standards.write_value(standard=standard, year=TODAY().year, value=Decimal(6), by=head)
    assert reached(standard).is_kept is False
    assert StandardValue.objects.count() == 1
    assert make_standard(target=95, better="higher").is_kept(Decimal(96))


def test_what_the_system_counts_is_not_written_down(head):
    complaint = make_complaint(on=TODAY() - timedelta(days=3))
    answer(complaint, head)
    standard = make_standard(measure=Measure.COMPLAINT_DAYS, unit="hari", target=14)
    year = complaint.received_on.year
    assert reached(standard, year).value == 3
    assert reached(make_standard(measure=Measure.COMPLAINT_IN_TIME), year).value == 100
    with pytest.raises(standards.CountedByItself):
        standards.write_value(standard=standard, year=2026, value=Decimal(1), by=head)


def test_a_first_word_on_a_suggestion_is_counted_in_days(head):
    wish = make_wish(on=TODAY() - timedelta(days=9))
    set_status(demand=wish.demand, status=DemandStatus.REVIEW, by=head, on=TODAY() - timedelta(days=5))
    set_status(demand=wish.demand, status=DemandStatus.ACCEPTED, by=head, on=TODAY())
    standard = make_standard(measure=Measure.SUGGESTION_DAYS)
    assert reached(standard, wish.asked_on.year).value == 4
    assert reached(make_standard(measure=Measure.COMMENT_DAYS)).value is None
    assert reached(make_standard(measure=Measure.VISITS)).value is None


def test_a_first_word_is_counted_from_the_first_wish_and_each_year_on_its_own(head):
    year = TODAY().year
    for wished, days in ((date(year - 1, 3, 1), 10), (date(year - 1, 3, 2), 20), (date(year, 1, 1), 0)):
        wish = make_wish(on=wished)
        set_status(demand=wish.demand, status=DemandStatus.REVIEW, by=head, on=wished + timedelta(days=days))
    line = lines([year - 2, year - 1, year], today=TODAY(), only=make_standard(measure=Measure.SUGGESTION_DAYS).pk)[0]
    assert [reached.value for reached in line.years] == [None, 15, 0]


def test_opening_days_kept_are_those_with_a_count_holidays_and_closed_weekdays_aside():
    """Two weeks of March, Monday the 2nd to Sunday the 15th: nine days due, seven counted."""
    make_service(days=range(5))
    make_service(days=range(7), is_published=False)
    make_holiday(date=date(2026, 3, 4))
    point = make_service_point()
    for day in (2, 3, 5, 6, 9, 10, 11):
        DailyCount.objects.create(service_point=point, day=date(2026, 3, day), visits=5)
    DailyCount.objects.create(service_point=point, day=date(2026, 3, 4), visits=1)  # open on a holiday: not due
    standard = make_standard(measure=Measure.OPENING_KEPT, unit="%", target=95, better="higher")
    line = lines([2025, 2026], today=date(2026, 3, 14), only=standard.pk, quarters=[(2025, 4), (2026, 1)])[0]
    assert [reached.value for reached in line.years] == [None, Decimal("77.8")]
    assert [(reached.quarter, reached.value, reached.is_kept) for reached in line.quarters] == [
        (4, None, None),
        (1, Decimal("77.8"), False),
    ]


def test_minutes_at_the_desk_are_the_middle_of_what_was_ticked():
    standard = make_standard(measure=Measure.RESPONSE_MINUTES, unit="menit")
    assert reached(standard).value is None
    for minutes in (5, 5, 30):
        make_tick(minutes=minutes)
    assert reached(standard).value == 3


@pytest.mark.parametrize(("number", "last"), [(1, date(2026, 3, 31)), (4, date(2026, 12, 31))])
def test_a_quarter_ends_with_its_third_month(number, last):
    assert measures.quarter(number, 2026) == measures.Span(date(2026, number * 3 - 2, 1), last)


def test_pages_take_few_statements_whatever_is_measured(client_as, head):
    """Every measure there is, over all years and quarters the pages draw."""
    client, made = client_as(Role.DIVISION_HEAD), []

    def one_more():
        made.extend(make_standard(measure=measure) for measure in Measure.values)
        standards.write_value(standard=made[-len(Measure.values)], year=TODAY().year, value=Decimal(3), by=head)
        answer(make_complaint(), head)
        make_tick()
        make_wish()
        DailyCount.objects.create(service_point=make_service_point(), day=TODAY(), visits=5)

    assert_same_queries(client, "/staf/standar/", one_more)
    assert_same_queries(client, "/staf/standar/excel/", one_more)
    for standard in made[: len(Measure.values)]:
        assert_same_queries(client, f"/staf/standar/{standard.pk}/", make_standard)


def test_pages_take_the_same_statements_for_one_and_three(client_as, head):
    client = client_as(Role.DIVISION_HEAD)

    def one_more():
        standards.write_value(standard=make_standard(), year=TODAY().year, value=Decimal(3), by=head)

    assert_same_queries(client, "/staf/standar/", one_more)
    standard = make_standard()
    assert_same_queries(client, f"/staf/standar/{standard.pk}/", lambda: make_standard())
    assert_same_queries(client, "/staf/sop/", make_procedure)
    procedure = make_procedure()
    assert_same_queries(client, f"/staf/sop/{procedure.pk}/", make_procedure)


def test_managers_set_a_standard_and_write_down_what_was_reached(client_as):
    client = client_as(Role.DIVISION_HEAD)
    said = {"promise": "Antre sebentar", "measure": "manual", "unit": "menit", "target": "5", "better": "lower"}
    client.post("/staf/standar/baru/", said | {"is_active": "on"})
    standard = ServiceStandard.objects.get()
    assert standard.history.get().history_user_id == client.user.pk
    client.post(f"/staf/standar/{standard.pk}/", {"year": "2026", "value": "4,5"})
    client.post(f"/staf/standar/{standard.pk}/", {"year": "1900", "value": "4"})
    client.post(f"/staf/standar/{standard.pk}/", {"year": "2025", "value": "1.250"})
    assert [(row.year, row.value) for row in StandardValue.objects.all()] == [
        (2026, Decimal("4.50")),
        (2025, Decimal(1250)),
    ]
    cells = load_workbook(BytesIO(client.get("/staf/standar/excel/").content)).active.iter_rows()
    assert "Antre sebentar" in [cell.value for row in cells for cell in row]


def test_a_paper_is_reviewed_with_a_new_file_and_taken_out_of_force(client_as):
    client = client_as(Role.DIVISION_HEAD)
    row = make_procedure(file=(BytesIO(PDF), "sop.pdf"))
    first, later = row.file, TODAY() + timedelta(days=400)
    assert client_as(Role.SERVICE_OFFICER).get(first.get_absolute_url()).status_code == 200
    said = {"review_on": str(later), "number": "SOP-9", "file": SimpleUploadedFile("baru.pdf", PDF + b"%")}
    assert client.post(f"/staf/sop/{row.pk}/", said).status_code == 302
    row.refresh_from_db()
    assert (row.review_on, row.reviewed_on, row.number, row.file == first) == (later, TODAY(), "SOP-9", False)
    assert client.post(f"/staf/sop/{row.pk}/", {"review_on": str(TODAY())}).status_code == 422
    client.post(f"/staf/sop/{row.pk}/cabut/")
    row.refresh_from_db()
    assert row.retired_on == TODAY()
    with pytest.raises(procedures.OutOfForce):
        procedures.retire(procedure=row, by=None, on=TODAY())
    assert row.title not in client.get("/staf/sop/").content.decode()
    assert row.title in client.get("/staf/sop/", {"status": "retired"}).content.decode()


def test_a_file_that_is_no_paper_is_refused(client_as):
    said = {"title": "SOP", "kind": "sop", "valid_from": "2026-01-01", "review_on": "2027-01-01"}
    fake = SimpleUploadedFile("sop.pdf", b"MZ bukan pdf")
    page = client_as(Role.DIVISION_HEAD).post("/staf/sop/baru/", said | {"file": fake})
    assert page.status_code == 422
    assert not Procedure.objects.exists()
    with pytest.raises(procedures.ReviewTooEarly):
        make_procedure(valid_from=TODAY(), review_on=TODAY())
    row = make_procedure()
    row.review_on = row.valid_from
    with pytest.raises(IntegrityError, match="procedure_is_reviewed_after"), transaction.atomic():
        row.save()


def test_a_review_is_a_duty_until_it_is_done():
    row = make_procedure(review_on=TODAY() + timedelta(days=20))
    make_procedure()
    assert [found[1] for found in rows_of(duty("evaluations.review-procedure"), TODAY())] == [str(row.pk)]
    procedures.review(procedure=row, review_on=TODAY() + timedelta(days=365), by=None, on=TODAY(), at=timezone.now())
    assert not list(rows_of(duty("evaluations.review-procedure"), TODAY()))


def test_standards_speak_english_where_they_have_it(client_as):
    row = make_standard(promise_en="A loan is done", unit_en="minutes")
    plain = make_standard(promise="Singgah sesuai jadwal")
    client = client_as(Role.LIBRARIAN)
    assert "Peminjaman selesai" in client.get("/staf/standar/").content.decode()
    client.user.language = "en"
    client.user.save()
    for address in ("/staf/standar/", f"/staf/standar/{row.pk}/"):
        page = client.get(address).content.decode()
        assert "A loan is done" in page
        assert "5 minutes" in page
    assert plain.promise in client.get("/staf/standar/").content.decode()


def test_the_running_year_of_visits_is_drawn_no_fall(client_as):
    row, today = make_standard(measure=Measure.VISITS, target=10, better="higher"), TODAY()
    point = make_service_point()
    for year in (today.year - 1, today.year):
        DailyCount.objects.create(service_point=point, day=date(year, 1, 1), visits=9)
    chart = client_as(Role.LIBRARIAN).get(f"/staf/standar/{row.pk}/").context["chart"]
    assert chart.rows[-1][0] == f"{today.year} (berjalan)"
    assert chart.count("<circle") == 1

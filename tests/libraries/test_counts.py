"""Daily counts: the grid, the library system's exports, and what they come to."""

import re
from datetime import date, timedelta
from io import BytesIO
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from openpyxl import load_workbook

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.core.admin.versions import FIELD
from baubau_pembinaan.core.xlsx import workbook
from baubau_pembinaan.libraries import counting, figures
from baubau_pembinaan.libraries.counting import (
    DayToCome,
    TableRefused,
    import_counts,
    read_export,
    record_counts,
)
from baubau_pembinaan.libraries.models import DailyCount, Library, ServicePoint
from baubau_pembinaan.notifications.duties import get as duty
from baubau_pembinaan.notifications.duties import rows_of
from tests.factories.libraries import make_service_point
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)
TODAY = date(2026, 11, 24)
VISITORS = (
    "Member ID,Visitor Name,Membership Type,Institution,Visit Date\n"
    "NON-MEMBER,Wa Contoh,NON-MEMBER,SMAN 1,2026-11-20 08:12:01\n"
    "M01,La Contoh,Pelajar,,2026-11-20 09:00:00\n"
    "M02,Ani,Umum,,2026-11-21 10:15:30\n"
)


def record(point, day=DAY, **values):
    return record_counts(day=day, counts={point.pk: values}, by="Uji", at=timezone.now(), today=TODAY)


def export(text):
    return read_export(BytesIO(text.encode()), today=TODAY)


def take(text, point, *, dry_run=False):
    return import_counts(file=export(text), service_point=point, name="uji", at=timezone.now(), dry_run=dry_run)


def test_only_what_is_named_is_written_and_none_takes_away():
    point = make_service_point()
    assert record(point, visits=10, loans=3) == 1
    assert record(point, loans=4) == 1
    assert record(point, loans=4) == 0
    row = DailyCount.objects.get()
    assert (row.visits, row.loans, row.reads_in, row.written_by) == (10, 4, None, "Uji")
    record(point, visits=None, loans=None)
    assert not DailyCount.objects.exists()


def test_a_day_to_come_is_refused_and_today_is_not():
    point = make_service_point()
    with pytest.raises(DayToCome):
        record(point, TODAY + timedelta(days=1), visits=1)
    assert record(point, TODAY, visits=1) == 1


def test_the_database_refuses_what_nobody_believes_and_a_second_row():
    point = make_service_point()
    record(point, visits=50_000)
    with pytest.raises(IntegrityError, match="daily_visits_are_believable"), transaction.atomic():
        DailyCount.objects.update(visits=50_001)
    with pytest.raises(IntegrityError, match="service_point_is_counted_once_a_day"), transaction.atomic():
        DailyCount.objects.create(service_point=point, day=DAY)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guarded", [True, False])
def test_five_writers_of_one_day_lose_nothing(guarded, monkeypatch):
    """The negative control takes the lock away and lets all read before one writes: then second rows are tried."""
    point, start, failed = make_service_point(), Barrier(5), []
    if not guarded:
        plain = ServicePoint.objects.get_queryset().__class__
        monkeypatch.setattr(plain, "select_for_update", lambda self, *args, **kwargs: self)
        meeting, real = Barrier(5, timeout=60), counting._write
        monkeypatch.setattr(counting, "_write", lambda *args: (meeting.wait(), real(*args))[1])

    def write(kind):
        try:
            start.wait()
            record(point, **{kind: 7})
        except IntegrityError as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [Thread(target=write, args=[kind]) for kind in figures.KINDS]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    if guarded:
        row = DailyCount.objects.get()
        assert ([getattr(row, kind) for kind in figures.KINDS], failed) == ([7] * 5, [])
    else:
        assert len(failed) == 4


def test_an_export_counts_lines_by_day_and_reads_no_names():
    file = export(VISITORS)
    assert (file.kind, file.rows, file.days) == ("visits", 3, {DAY: 2, date(2026, 11, 21): 1})
    sheet = workbook(title="", columns=["MEMBER ID", "VISIT DATE"], rows=[["M01", "2026-11-20 08:12:01"]])
    assert read_export(BytesIO(sheet), today=TODAY).days == {DAY: 1}
    loans = export("ID Anggota;Judul;Tanggal Pinjam\nM01;Bumi;20-11-2026\n")
    assert (loans.kind, loans.days) == ("loans", {DAY: 1})


def test_the_old_spreadsheet_of_slims_is_named_as_such():
    with pytest.raises(TableRefused, match="xlsx"):
        read_export(BytesIO(b"\x09\x08\x08\x00\x00\x00\x10\x00" + b"\x00" * 40), today=TODAY)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Visit Date,Visitor Name\n2026-11-20,Wa\nkemarin,La\n", "Baris 3, kolom Visit Date"),
        ("Visit Date,Visitor Name\n2027-01-01,Wa\n", "Baris 2, kolom Visit Date"),
        ("Nama,Alamat\nWa,Wolio\n", "Visit Date"),
        ("Visit Date,Loan Date\n2026-11-20,2026-11-20\n", "Loan Date"),
        ("Visit Date,Visitor Name\n", ""),
    ],
    ids=["no day", "still to come", "no such column", "both columns", "no lines"],
)
def test_a_file_that_is_wrong_is_refused_as_a_whole_naming_row_and_column(text, said):
    with pytest.raises(TableRefused) as refused:
        export(text)
    assert said in " ".join(refused.value.messages)


def test_an_import_is_tried_first_then_done_once_and_corrects_by_day():
    point = make_service_point()
    record(point, visits=99, loans=5)
    tried = take(VISITORS, point, dry_run=True)
    assert (tried.new, tried.changed, tried.same) == (1, 1, 0)
    assert DailyCount.objects.get().visits == 99
    take(VISITORS, point)
    again = take(VISITORS, point)
    assert (again.new, again.changed, again.same) == (0, 0, 2)
    assert list(DailyCount.objects.order_by("day").values_list("visits", "loans")) == [(2, 5), (1, None)]


def test_months_years_and_samples_add_up():
    one, other = make_service_point(), make_service_point()
    record(one, date(2026, 1, 5), visits=10, loans=2)
    record(other, date(2026, 1, 5), visits=5, computer=4)
    record(one, date(2026, 3, 2), visits=7, reads_in=3)
    record(one, date(2025, 12, 31), visits=100)
    months = figures.monthly(2026)
    assert [month["visits"] for month in months[:4]] == [15, None, 7, None]
    assert (months[0]["days"], figures.monthly(2026, service_point=other.pk)[0]["visits"]) == (1, 5)
    Library.objects.update_or_create(pk=1, defaults={"name": "Uji"})
    year = figures.year_figures(2026)
    assert (year.days, year.visits, year.print_use, year.ict_use, year.visits_per_day) == (2, 22, 5, 4, 11)
    assert figures.visits_of_year_before(date(2026, 3, 1)) == 115
    assert figures.visits_of_year_before(date(2026, 3, 1), unit=other.unit_id) == 5
    assert figures.visits_of_year_before(date(2024, 2, 29)) is None
    assert figures.years() == [2026, 2025]


def test_the_grid_is_written_by_the_desk_and_two_writers_do_not_undo_each_other(client_as, clock):
    point = make_service_point(counted=["visits", "loans"])
    silent = make_service_point(counted=[])
    client = client_as(Role.SERVICE_OFFICER)
    page = client.get("/staf/hitungan/").content.decode()
    assert point.name in page
    assert silent.name not in page
    record_counts(day=date(2026, 11, 23), counts={point.pk: {"loans": 8}}, by="Lain", at=timezone.now(), today=TODAY)
    sent = {"hari": "2026-11-23", f"n-{point.pk}-visits": "12", f"n-{point.pk}-loans": ""}
    sent |= {f"was-{point.pk}-visits": "", f"was-{point.pk}-loans": ""}
    assert client.post("/staf/hitungan/", sent).status_code == 302
    row = DailyCount.objects.get()
    assert (row.visits, row.loans, row.written_by) == (12, 8, str(client.user))


def test_a_wrong_number_is_named_and_nothing_is_saved(client_as):
    point = make_service_point()
    page = client_as(Role.SERVICE_OFFICER).post("/staf/hitungan/", {f"n-{point.pk}-visits": "dua belas"})
    assert page.status_code == 422
    assert "dua belas".replace(" ", "") in page.content.decode()
    assert not DailyCount.objects.exists()


def test_pages_take_the_same_statements_for_one_point_and_three(client_as):
    client = client_as(Role.LIBRARIAN)

    def one_more():
        record_counts(
            day=timezone.localdate(),
            counts={make_service_point().pk: {"visits": 3}},
            by="Uji",
            at=timezone.now(),
            today=timezone.localdate(),
        )

    assert_same_queries(client, "/staf/hitungan/", one_more)
    assert_same_queries(client, "/staf/hitungan/bulanan/", one_more)


def test_the_running_month_and_year_say_so_and_are_drawn_no_fall(client_as, clock):
    point, client = make_service_point(), client_as(Role.LIBRARIAN)
    for day in (date(2026, 10, 5), date(2026, 11, 2), date(2025, 11, 3)):
        record(point, day, visits=70)
    page = client.get("/staf/hitungan/bulanan/")
    chart = page.context["charts"][0]
    assert [row[:2] for row in chart.rows[9:11]] == [["Okt", "70"], ["Nov (berjalan)", "70"]]
    assert chart.count("<circle") == 1
    assert "Tahun berjalan sampai hari ini" in page.content.decode()
    past = client.get("/staf/hitungan/bulanan/?tahun=2025")
    assert past.context["charts"][0].rows[10][:2] == ["Nov", "70"]
    assert "Setahun penuh" in past.content.decode()


def test_excel_holds_the_days_of_the_year(client_as):
    record(make_service_point(name="Sirkulasi"), visits=12)
    page = client_as(Role.INSPECTOR).get("/staf/hitungan/bulanan/excel/", {"tahun": "2026"})
    cells = [cell.value for row in load_workbook(BytesIO(page.content)).active.iter_rows() for cell in row]
    assert "Sirkulasi" in cells
    assert 12 in cells


def test_the_desk_is_told_when_a_point_fell_silent():
    silent, counted, never = make_service_point(), make_service_point(), make_service_point()
    record(silent, TODAY - timedelta(days=9), visits=3)
    record(counted, TODAY - timedelta(days=2), visits=3)
    assert never.counted
    rows = rows_of(duty("evaluations.write-counts"), TODAY)
    assert [row[3] for row in rows] == ["1"]
    record(silent, TODAY, visits=1)
    assert not list(rows_of(duty("evaluations.write-counts"), TODAY))


def test_a_new_survey_period_is_offered_the_visits_of_the_year_before():
    from evaluations.selectors.population import comparable_visits
    from tests.factories.evaluations import make_survey

    point = make_service_point()
    survey = make_survey(service_point=point)
    record(point, date(2025, 11, 5), visits=40)
    record(make_service_point(), date(2025, 11, 5), visits=9)
    record(point, date(2026, 9, 30), visits=3)
    assert comparable_visits(survey, date(2026, 10, 1), date(2026, 12, 31)) == 40
    assert comparable_visits(survey, date(2026, 1, 1), date(2026, 3, 31)) == 40
    assert comparable_visits(survey, date(2024, 2, 29), date(2024, 3, 31)) is None


def test_an_administrator_chooses_what_a_point_counts(client_as):
    point = make_service_point()
    client = client_as(Role.ADMINISTRATOR)
    address = f"/admin/libraries/servicepoint/{point.pk}/change/"
    page = client.get(address).content.decode()
    assert 'name="unit"' in page
    said = {"code": point.code, "name": "Meja baru", "unit": point.unit_id, "counted": ["visits"], "is_active": "on"}
    stale = client.post(address, said)
    assert stale.status_code == 409
    assert "Peminjaman" in stale.content.decode()
    token = re.search(rf'name="{FIELD}" value="([^"]+)"', page)[1]
    assert client.post(address, said | {FIELD: token}).status_code == 302
    point.refresh_from_db()
    assert (point.name, point.counted) == ("Meja baru", ["visits"])

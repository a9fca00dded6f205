"""The staff's survey pages: what they say, how often they ask the database, who may press what."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from baubau_pembinaan.core.formats import tanggal
from evaluations.choices import Channel, Dimension, HeldReason, PeriodStatus
from evaluations.models import HeldBatch
from evaluations.report.data import gather
from evaluations.selectors.results import rest_name
from evaluations.services.surveys import close_period
from tests.factories.evaluations import make_answers, make_period, make_survey
from tests.factories.libraries import make_service_point
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db


def test_the_list_costs_the_same_for_one_survey_and_three(client_as):
    def make_one():
        make_period(make_survey(service_point=make_service_point(name_en="Example service")))

    html = assert_same_queries(client_as("Pustakawan"), "/staf/survei/", make_one).content.decode()
    assert "Layanan Contoh" in html


def test_a_survey_costs_the_same_for_one_period_and_three(client_as):
    survey = make_survey()
    assert_same_queries(
        client_as("Pustakawan"), f"/staf/survei/{survey.pk}/", lambda: make_period(survey, status=PeriodStatus.DRAFT)
    )


@pytest.mark.parametrize(("site", "warns"), [("http://127.0.0.1:8000", True), ("https://pustaka.example", False)])
def test_a_poster_that_no_phone_can_follow_is_warned_of(client_as, settings, site, warns):
    settings.SITE_URL = site
    page = client_as("Pustakawan").get(f"/staf/survei/{make_survey().pk}/").content.decode()
    assert ("hanya terbuka di komputer ini" in page) is warns


def test_a_result_costs_the_same_for_one_held_batch_and_three(client_as):
    period = make_period()
    make_answers(period, 10, 3, sex=1)
    days = iter(range(1, 20))

    def hold():
        HeldBatch.objects.create(
            period=period, day=period.starts_on, reason=HeldReason.FLOOD, origin=f"{next(days):016d}"
        )

    assert_same_queries(client_as("Pustakawan"), f"/staf/survei/periode/{period.pk}/", hold)


def test_the_result_speaks_indonesian_and_english(client_as):
    period = make_period()
    make_answers(period, 6, 4, sex=1)
    make_answers(period, 6, 3, sex=2)
    client = client_as("Pustakawan")
    client.user.language = "en"
    client.user.save()
    html = client.get(f"/staf/survei/periode/{period.pk}/").content.decode()
    assert "87.50 · B (Good)" in html
    client.user.language = "id"
    client.user.save()
    html = client.get(f"/staf/survei/periode/{period.pk}/").content.decode()
    assert "87,50 · B (Baik)" in html
    assert "Laki-laki" in html


def test_small_groups_show_nowhere_on_the_page_or_in_the_file(client_as):
    period = make_period()
    make_answers(period, 10, 4, sex=1, occupation=7)
    make_answers(period, 6, 4, sex=1, occupation=1)
    make_answers(period, 2, 4, sex=2, occupation=3)
    client = client_as("Pustakawan")
    html = client.get(f"/staf/survei/periode/{period.pk}/").content.decode()
    assert "Perempuan" not in html
    assert "TNI" not in html
    assert "Kelompok lain bersama" in html  # six and two together; men alone would tell of the two women
    assert "Laki-laki" not in html


def test_a_heap_is_named_by_what_is_not_shown_so_one_answer_hides_no_word(client_as):
    period = make_period()
    make_answers(period, 24, 4, sex=2)
    make_answers(period, 20, 3, sex=1, channel=Channel.PAPER)
    make_answers(period, 1, 3, channel=Channel.KIOSK)
    close_period(period=period, by=None, at=timezone.now())
    base = f"/staf/survei/periode/{period.pk}/"
    client = client_as("Pustakawan")
    page, analysis = (client.get(base + name).content.decode() for name in ("", "analisis/"))
    channels = "Kios, kertas dan berkas impor"
    assert "Perempuan" in page
    assert "Laki-laki dan tidak diisi" in page
    assert channels in page
    assert channels in analysis
    assert "elompok kecil" not in page + analysis
    groups = {row["about"]: row["groups"] for row in client.get(f"{base}json/").json()["groups"]}
    assert groups["Jenis kelamin"] == [{"label": "Perempuan", "n": 24}, {"label": "Laki-laki dan tidak diisi", "n": 21}]
    profiles = gather(period.frozen_results.get()).profiles  # report and poster
    assert [group.label for group in profiles[0].groups] == ["Perempuan", "Laki-laki dan tidak diisi"]


def test_a_heap_of_many_is_not_named_one_by_one():
    assert rest_name(Dimension.CHANNEL, [Channel.WEB]) == "Kios, kertas dan berkas impor"
    assert rest_name(Dimension.OCCUPATION, [1]) == "Kelompok lain bersama"  # too many to name


def test_the_spreadsheet_has_real_numbers(client_as):
    period = make_period()
    make_answers(period, 3, 4)
    make_answers(period, 1, 3)
    response = client_as("Pustakawan").get(f"/staf/survei/periode/{period.pk}/excel/")
    rows = [row for row in load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True) if any(row)]
    waktu = next(row for row in rows if row[0] == "Waktu Penyelesaian")
    assert waktu[1:7] == (4, 3, 1, 0, 0, 15)
    assert float(waktu[7]) == 3.75
    assert float(rows[-1][8]) == 93.75


def test_the_excel_file_holds_the_respondents_in_guarded_groups_too(client_as):
    period = make_period()
    make_answers(period, 7, 4, sex=1)
    make_answers(period, 5, 4, sex=2)
    make_answers(period, 2, 4, age=6)
    content = client_as("Pustakawan").get(f"/staf/survei/periode/{period.pk}/excel/").content
    sheet = load_workbook(io.BytesIO(content))["Responden"]
    lines = {row[:2]: row[2] for row in sheet.iter_rows(values_only=True) if row[1]}
    sexes = {label: n for (about, label), n in lines.items() if about == "Jenis kelamin"}
    assert sum(sexes.values()) == 14
    assert min(sexes.values()) >= 5


def test_a_period_without_answers_says_what_to_do(client_as):
    period = make_period()
    html = client_as("Pustakawan").get(f"/staf/survei/periode/{period.pk}/").content.decode()
    assert "Belum ada jawaban" in html


def test_deciding_on_a_held_batch_from_the_page(client_as):
    period = make_period()
    batch = HeldBatch.objects.create(period=period, day=period.starts_on, reason=HeldReason.FLOOD, origin="0" * 16)
    client = client_as("Pustakawan")
    assert client.post(f"/staf/survei/disisihkan/{batch.pk}/", {"decision": "apa"}).status_code == 302
    batch.refresh_from_db()
    assert batch.is_waiting
    client.post(f"/staf/survei/disisihkan/{batch.pk}/", {"decision": "accept"})
    batch.refresh_from_db()
    assert not batch.is_waiting


def test_a_refused_step_comes_back_as_words(client_as):
    period = make_period(status=PeriodStatus.CLOSED)
    response = client_as("Pustakawan").post(f"/staf/survei/periode/{period.pk}/tutup/", follow=True)
    assert "langkah ini tidak berlaku" in response.content.decode()


def test_a_service_officer_sees_results_and_decides_nothing(client_as):
    period = make_period()
    client = client_as("Petugas layanan")
    html = client.get(f"/staf/survei/periode/{period.pk}/").content.decode()
    assert "/tutup/" not in html
    assert client.post(f"/staf/survei/periode/{period.pk}/tutup/").status_code == 403
    assert "/tutup/" in client_as("Pustakawan").get(f"/staf/survei/periode/{period.pk}/").content.decode()


@pytest.mark.parametrize(
    ("query", "status"), [("", 200), ("?kertas=a4&bahasa=en", 200), ("?kertas=a0", 404), ("?bahasa=xx", 404)]
)
def test_the_poster_is_a_pdf_in_the_sizes_on_offer(client_as, query, status):
    survey = make_survey()
    response = client_as("Petugas layanan").get(f"/staf/survei/{survey.pk}/poster/{query}")
    assert response.status_code == status
    assert response.content.startswith(b"%PDF") == (status == 200)


def test_a_closed_period_keeps_its_numbers_when_answers_vanish(client_as):
    period = make_period()
    make_answers(period, 5, 4)
    frozen = close_period(period=period, by=None, at=period.version.published_at)
    assert frozen.data["ikm"] == "100.00"


def test_closing_before_the_last_day_is_asked_and_after_it_is_one_press(client_as):
    today = timezone.localdate()
    client, running = client_as("Kepala Bidang"), make_period(ends_on=today)
    over = make_period(starts_on=today - timedelta(days=40), ends_on=today - timedelta(days=1))
    asked, plain = (client.get(f"/staf/survei/periode/{p.pk}/").content.decode() for p in (running, over))
    assert f"sampai {tanggal(today)}. Begitu ditutup" in asked
    assert "Begitu ditutup" not in plain
    for page, period in ((asked, running), (plain, over)):
        assert page.count(f"/staf/survei/periode/{period.pk}/tutup/") == 1
    assert client.post(f"/staf/survei/periode/{running.pk}/tutup/").status_code == 302
    running.refresh_from_db()
    assert running.is_closed


def test_every_line_of_the_csv_has_as_many_fields_as_its_heading(client_as):
    period = make_period()
    make_answers(period, 12, 3, sex=1)
    text = client_as("Pustakawan").get(f"/staf/survei/periode/{period.pk}/csv/").content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    assert {line[0] for line in lines} >= {"about", "unsur", "ikm", "respondents"}
    assert {len(line) for line in lines} == {10}

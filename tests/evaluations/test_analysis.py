"""The analysis pages: what they say, how often they ask the database, what they keep to themselves."""

import csv
import io
import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from baubau_pembinaan.libraries.models import ServicePoint, Unit
from evaluations.choices import PeriodStatus
from evaluations.models import ExpectedShare, ExtraAnswer, InstrumentVersion, Period
from evaluations.selectors.analysis import by_channel, importance, question_means
from evaluations.selectors.own_questions import MOST_TEXTS, own_answers
from evaluations.selectors.results import current_bands, fold, whole_period_rows
from evaluations.selectors.rollup import leaves, rollup, survey_trend
from evaluations.services.instruments import copy_version, publish_version
from evaluations.services.surveys import close_period, quarter_of, reopen_period
from tests.factories.accounts import make_person
from tests.factories.evaluations import make_answers, make_period, make_survey, skm_with_own_questions
from tests.pages import PAGE_CAP, assert_same_queries, statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def points():
    children = Unit.objects.create(code="UA", name="Seksi Anak")
    return [ServicePoint.objects.create(unit=children, code=f"t{i}", name=f"Titik {i}") for i in range(3)]


def answered(survey, n, total, *, key="2026-Q1", day=date(2026, 2, 1)):
    """A period of n respondents whose nine answers sum to `total` in all."""
    period = make_period(survey, key=key, starts_on=day.replace(month=1, day=1), ends_on=day.replace(month=3, day=31))
    fours = total - 27 * n
    for unsur in range(n):
        here = max(0, min(9, fours - 9 * unsur))
        make_answers(period, 1, ratings={s: 4 if s <= here else 3 for s in range(1, 10)}, day=day)
    return period


def test_a_unit_is_counted_from_respondents_and_not_from_services(points, client_as):
    answered(make_survey(service_point=points[0]), 40, 1295)
    answered(make_survey(service_point=points[1]), 17, 496)
    found = rollup(2026)
    assert [str(row.result.ikm) for row in found.units[0].inner] == ["89.93", "81.05"]
    assert str(found.units[0].result.ikm) == str(found.library.ikm) == "87.28"
    html = client_as("Pustakawan").get("/staf/survei/rekap/?tahun=2026").content.decode()
    assert "87,28" in html
    assert "85,49" not in html


def test_a_year_is_counted_from_all_respondents_of_its_periods(points):
    survey = make_survey(service_point=points[0])
    answered(survey, 40, 1295)
    answered(survey, 17, 496, key="2026-Q2", day=date(2026, 3, 1))
    answered(survey, 10, 360, key="2025-Q1", day=date(2025, 2, 1))
    found = rollup()
    assert (found.year, found.years) == (2026, [2026, 2025])
    assert [(m.label, str(m.result.ikm)) for m in found.yearly] == [("2025", "100.00"), ("2026", "87.28")]
    assert [m.label for m in found.trend] == ["2025-Q1", "2026-Q1", "2026-Q2"]


@pytest.fixture(autouse=True)
def one_open_period_at_most(monkeypatch):
    """Periods of the past are closed ones."""
    make = make_period

    def closed(survey=None, **fields):
        fields.setdefault("status", PeriodStatus.CLOSED)
        return make(survey, **fields)

    monkeypatch.setattr("tests.evaluations.test_analysis.make_period", closed)


def test_a_small_service_point_hides_with_the_next_smallest_in_page_file_and_data(points, client_as):
    for point, n in zip(points, (40, 17, 3), strict=True):
        answered(make_survey(service_point=point, title=f"S{n}"), n, 30 * n)
    client = client_as("Pustakawan")
    page = client.get("/staf/survei/rekap/").content.decode()
    data = client.get("/staf/survei/rekap/json/").json()
    sheet = load_workbook(io.BytesIO(client.get("/staf/survei/rekap/excel/").content)).active
    file = [[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert "Titik 0" in page
    for hidden in ("Titik 1", "Titik 2"):
        assert hidden not in page
        assert hidden not in json.dumps(data)
        assert not any(hidden in cell for row in file for cell in row)
    assert [part["result"]["respondents"] for part in data["units"][0]["parts"]] == [40, 20]


def test_an_unsur_of_one_person_is_in_no_line_of_the_roll_up(points, client_as):
    thin = make_period(make_survey(service_point=points[0]), starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 31))
    make_answers(thin, 7, ratings=dict.fromkeys(range(1, 8), 4) | {8: None, 9: 4}, day=date(2026, 2, 1))
    make_answers(thin, 1, 1, day=date(2026, 2, 1))
    for point in points[1:]:
        answered(make_survey(service_point=point), 20, 620)
    client = client_as("Pustakawan")
    data = client.get("/staf/survei/rekap/json/").json()
    parts = [part["result"] for part in data["units"][0]["parts"]]
    assert [part["unsur"] for part in parts] == [None] * 3  # the others would give it away beside the unit
    assert sorted(part["respondents"] for part in parts) == [8, 20, 20]
    assert [row["result"]["unsur"] for row in data["periods"]].count(None) == len(data["periods"])
    make_answers(thin, 4, 1, day=date(2026, 2, 1))
    data = client.get("/staf/survei/rekap/json/").json()
    assert all(len(part["result"]["unsur"]) == 9 for part in data["units"][0]["parts"])


def test_roll_up_costs_the_same_for_one_survey_and_three(points, client_as):
    points = iter(points)

    def make_one():
        answered(make_survey(service_point=next(points)), 6, 180)

    response = assert_same_queries(client_as("Pustakawan"), "/staf/survei/rekap/", make_one)
    assert "Titik 2" in response.content.decode()
    assert len(response.content) < 60_000


def test_a_survey_of_the_whole_library_is_a_line_without_parts():
    answered(make_survey(), 6, 180)
    assert [(row.result.respondents, row.inner) for row in rollup().units] == [(6, [])]


def test_other_kinds_never_enter_a_roll_up(points):
    make_answers(make_period(make_survey(key="gambar", service_point=points[0])), 10, 3)
    assert rollup().years == []


def test_a_trend_joins_unsur_by_key_over_versions_and_costs_the_same(client_as):
    survey = make_survey()
    draft = copy_version(version=InstrumentVersion.objects.get(instrument=survey.instrument, number=1))
    eight, nine = draft.questions.get(slot=8), draft.questions.get(slot=9)
    eight.unsur, nine.unsur = nine.unsur, eight.unsur
    eight.save()
    nine.save()
    publish_version(version=draft, at=timezone.now())
    old = make_period(survey, starts_on=date(2025, 1, 1), ends_on=date(2025, 3, 31))
    make_answers(old, 6, ratings={**dict.fromkeys(range(1, 10), 4), 8: 1})
    new = make_period(survey, starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 31), version=draft)
    make_answers(new, 6, ratings={**dict.fromkeys(range(1, 10), 4), 9: 1})
    (first, _), (second, _) = survey_trend(leaves([old, new], current_bands()))
    weak = [next(u.key for u in leaf.result.unsur if u.nrr == 1) for leaf in (first, second)]
    assert weak == ["pengaduan", "pengaduan"]
    starts = iter([date(2026, 4, 1), date(2026, 7, 1), date(2026, 10, 1)])

    def make_one():
        start = next(starts)
        make_answers(make_period(survey, starts_on=start, ends_on=start.replace(day=28), version=draft), 6, 3)

    response = assert_same_queries(client_as("Pustakawan"), f"/staf/survei/{survey.pk}/", make_one)
    assert "<strong>2</strong>" in response.content.decode()


def test_importance_needs_thirty_and_finds_what_moves_with_the_whole():
    period = make_period()
    for value in (1, 2, 3, 4):
        make_answers(period, 7, ratings={**dict.fromkeys(range(1, 10), value), 4: 4, 9: 5 - value})
    fold([period.pk])
    assert importance(period) == (28, {})
    make_answers(period, 2, ratings={**dict.fromkeys(range(1, 10), 2), 4: 4, 9: 3})
    fold([period.pk])
    n, found = importance(period)
    assert n == 30
    assert found["waktu"] == pytest.approx(1)
    assert found["sarana"] == pytest.approx(-1)
    assert found["biaya"] is None  # all said "free"


def test_the_analysis_page_places_names_and_counts(client_as):
    period = make_period(population=500)
    for value in (2, 3, 4):
        make_answers(period, 12, ratings={**dict.fromkeys(range(1, 10), value), 4: 4, 9: 5 - value}, sex=1)
    make_answers(period, 3, 3, sex=2, channel=3)
    ExpectedShare.objects.create(survey=period.survey, kind=1, code=2, share=Decimal(50))
    client = client_as("Pustakawan")

    def one_more():
        kind = ExpectedShare.objects.filter(survey=period.survey).count()
        ExpectedShare.objects.create(survey=period.survey, kind=2, code=kind, share=Decimal(30))

    response = assert_same_queries(client, f"/staf/survei/periode/{period.pk}/analisis/", one_more)
    html = response.content.decode()
    assert "217" in html
    assert "Lemah dan penting" in html
    assert "Perempuan" not in html  # three women stand in the rest, which is everybody: nothing can be said
    assert len(response.content) < 60_000


def test_paper_and_phone_stand_side_by_side_unless_one_is_small():
    period = make_period()
    make_answers(period, 8, 4, channel=1)
    make_answers(period, 6, 3, channel=3)
    rows = by_channel(period, whole_period_rows(period), current_bands())
    assert [(row.result.respondents, str(row.result.ikm)) for row in rows] == [(8, "100.00"), (6, "75.00")]
    make_answers(period, 2, 1, channel=4)
    rows = by_channel(period, whole_period_rows(period), current_bands())
    assert [row.result.respondents for row in rows] == [8, 8]


def test_outcome_gives_four_means_and_n(client_as):
    period = make_period(make_survey(key="hasil"))
    make_answers(period, 3, ratings={1: 4, 2: 3, 3: 2, 4: 1})
    make_answers(period, 1, ratings={1: 2, 2: 3, 3: 2, 4: 1})
    means = question_means(period, whole_period_rows(period))
    assert [(m.key, str(m.mean), m.n) for m in means] == [
        ("learned", "3.50", 4),
        ("confident", "3.00", 4),
        ("change", "2.00", 4),
        ("aware", "1.00", 4),
    ]
    html = client_as("Pustakawan").get(f"/staf/survei/periode/{period.pk}/").content.decode()
    assert "3,50" in html
    assert "ikm" not in html.split("<main", 1)[1].split('class="section"')[1]


def test_own_questions_are_summed_up_and_small_choices_hidden(client_as):
    version = skm_with_own_questions()
    period = make_period(make_survey(instrument=version.instrument))
    make_answers(period, 12, 4)
    choice, scale, text = version.questions.filter(slot=None)
    for value, times in ((1, 8), (2, 3), (3, 1)):
        ExtraAnswer.objects.bulk_create(
            [ExtraAnswer(period=period, question=choice, value=value) for _ in range(times)]
        )
    ExtraAnswer.objects.bulk_create([ExtraAnswer(period=period, question=scale, value=v) for v in (5, 5, 4, 2)])
    ExtraAnswer.objects.bulk_create([ExtraAnswer(period=period, question=text, text=f"buku {i}") for i in range(5)])
    chosen, scaled, said = own_answers(period, []).questions
    assert (chosen.lines, chosen.n) == ([(chosen.lines[0][0], 12)], 12)
    assert (scaled.mean, scaled.lines, said.texts[0]) == (None, [], "buku 0")
    ExtraAnswer.objects.create(period=period, question=scale, value=4)
    assert str(own_answers(period, []).questions[1].mean) == "4.00"
    response = client_as("Pustakawan").get(f"/staf/survei/periode/{period.pk}/")
    assert "buku 4" in response.content.decode()


def test_short_texts_name_no_staff_and_only_a_hundred_are_read(client_as):
    version = skm_with_own_questions()
    period = make_period(make_survey(instrument=version.instrument))
    make_answers(period, 12, 4)
    make_person("Petugas Layanan", name="La Ode Budi Santoso")
    text = version.questions.get(key="buku")
    said = [ExtraAnswer(period=period, question=text, text=f"Pak Budi {i:03}") for i in range(MOST_TEXTS + 30)]
    ExtraAnswer.objects.bulk_create(said)
    with CaptureQueriesContext(connection) as asked:
        own = next(q for q in own_answers(period, []).questions if q.kind == "text")
    assert (own.n, len(own.texts)) == (MOST_TEXTS + 30, MOST_TEXTS)
    assert all(words.startswith("[nama] ") for words in own.texts)
    assert len(asked) <= 3
    html = client_as("Pustakawan").get(f"/staf/survei/periode/{period.pk}/").content.decode()
    assert "[nama] 0" in html
    assert "Budi" not in html


def test_the_pages_of_a_period_with_everything_cost_ten_statements_at_most(client_as, staff_user):
    chief = staff_user("Kepala Dinas")
    version = skm_with_own_questions()
    survey = make_survey(instrument=version.instrument)
    before = make_period(survey, status=PeriodStatus.OPEN, starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 31))
    make_answers(before, 40, 3, sex=1)
    close_period(period=before, by=chief, at=timezone.now())
    period = make_period(survey, starts_on=date(2026, 4, 1), ends_on=date(2026, 6, 30), population=500)
    make_answers(period, 40, 4, sex=2, channel=1)
    for question in version.questions.filter(slot=None):
        words = {"text": "kata"} if question.kind == "text" else {"value": 1}
        ExtraAnswer.objects.bulk_create([ExtraAnswer(period=period, question=question, **words) for _ in range(6)])
    client = client_as("Pustakawan")
    for page in ("", "analisis/"):
        address = f"/staf/survei/periode/{period.pk}/{page}"
        client.get(address)
        _response, asked = statements(client, address)
        assert len(asked) <= PAGE_CAP, "\n".join(asked)


def test_csv_and_json_hide_what_the_page_hides(client_as):
    period = make_period()
    make_answers(period, 9, 4, sex=1, occupation=7)
    make_answers(period, 2, 3, sex=2, occupation=3)
    client = client_as("Pustakawan")
    text = client.get(f"/staf/survei/periode/{period.pk}/csv/").content.decode("utf-8-sig")
    data = client.get(f"/staf/survei/periode/{period.pk}/json/").json()
    for shown in (text, json.dumps(data, ensure_ascii=False)):
        assert "Perempuan" not in shown
        assert "Nelayan" not in shown
    lines = list(csv.DictReader(io.StringIO(text)))
    groups = [int(line["n"]) for line in lines if line["about"] == "respondents"]
    assert groups == [11] * len(groups)
    assert data["ikm"] == "95.45"
    assert sum(line["about"] == "unsur" for line in lines) == 9


def test_the_kept_result_stands_beside_the_count_of_now(client_as, staff_user):
    chief = staff_user("Kepala Dinas")
    period = make_period(status=PeriodStatus.OPEN)
    make_answers(period, 6, 4)
    close_period(period=period, by=chief, at=timezone.now())
    client = client_as("Pustakawan")
    assert "100,00 · A" in client.get(f"/staf/survei/periode/{period.pk}/").content.decode()
    reopen_period(period=Period.objects.get(pk=period.pk), by=chief, reason="kertas tertinggal")
    make_answers(period, 6, 3)
    html = client.get(f"/staf/survei/periode/{period.pk}/").content.decode()
    assert "100,00 · A" in html
    assert "87,50 · B" in html


def test_a_period_is_added_on_the_newest_version_and_refused_by_name(client_as):
    survey = make_survey()
    client = client_as("Pustakawan")
    url = f"/staf/survei/{survey.pk}/periode-baru/"
    proposed = client.get(url)
    present, labels = proposed.context["form"].initial["key"], proposed.context["form"].fields
    assert present == quarter_of(timezone.localdate())[0]
    assert all(field.label[0].isupper() for field in labels.values())
    make_period(survey=survey, key=present)
    assert client.get(url).context["form"].initial["key"] > present  # the next one, as this one is there
    Period.objects.all().delete()
    data = {"key": "2027-Q1", "starts_on": "1 Januari 2027", "ends_on": "31 Maret 2027", "population": "500"}
    assert client.post(url, data).status_code == 302
    period = survey.periods.get()
    assert (period.version.number, period.status, period.population) == (1, PeriodStatus.DRAFT, 500)
    for wrong in ({}, {"key": "2027-Q2", "ends_on": "1 Desember 2026"}):
        response = client.post(url, data | wrong)
        assert response.status_code == 200
        assert survey.periods.count() == 1


def test_questionnaires_are_copied_and_published_in_the_portal(client_as):
    client = client_as("Pustakawan")
    version = InstrumentVersion.objects.get(instrument__key="skm", number=1)
    assert "Survei Kepuasan" in client.get("/staf/survei/instrumen/").content.decode()
    client.post(f"/staf/survei/instrumen/{version.pk}/salin/")
    draft = InstrumentVersion.objects.get(instrument__key="skm", number=2)
    assert client.get(f"/staf/survei/instrumen/{draft.pk}/").content.decode().count("<h2") == 9
    client.post(f"/staf/survei/instrumen/{draft.pk}/terbitkan/")
    draft.refresh_from_db()
    assert draft.is_published

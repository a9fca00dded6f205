"""A survey about several desks asks where somebody was served, and shows the result of each."""

import csv
import io
import json
import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.libraries.models import ServicePoint, Unit
from evaluations.form_token import make_token
from evaluations.models import Answer
from evaluations.selectors.analysis import by_service
from evaluations.selectors.results import current_bands, whole_period_rows
from tests.factories.evaluations import make_answers, make_period, make_survey

pytestmark = pytest.mark.django_db


@pytest.fixture
def points(library):
    cache.clear()
    unit, other = (Unit.objects.create(code=code, name=f"Bidang {code}") for code in ("UL", "UM"))
    rows = [ServicePoint.objects.create(unit=unit, code=f"meja-{i}", name=f"Meja {i}") for i in range(3)]
    return [*rows, ServicePoint.objects.create(unit=other, code="jauh", name="Meja jauh")]


def test_a_survey_of_the_whole_library_asks_at_which_desk_and_keeps_it(points, patron):
    period = make_period()
    page = Client().get(f"/s/{period.survey.code}/").content.decode()
    assert all(point.name in page for point in points)
    assert patron(period.survey.code, service=str(points[1].pk)).status_code == 303
    assert patron(period.survey.code).status_code == 303
    assert set(Answer.objects.values_list("service_point", flat=True)) == {points[1].pk, None}
    assert patron(period.survey.code, service="99999999").status_code == 422


def test_a_survey_of_a_unit_offers_its_desks_and_one_of_a_desk_asks_nothing(points, patron):
    of_unit = make_period(make_survey(unit=points[0].unit))
    page = Client().get(f"/s/{of_unit.survey.code}/").content.decode()
    assert "Meja 0" in page
    assert "Meja jauh" not in page
    assert patron(of_unit.survey.code, service=str(points[3].pk)).status_code == 422
    of_desk = make_period(make_survey(service_point=points[0]))
    assert 'name="service"' not in Client().get(f"/s/{of_desk.survey.code}/").content.decode()
    assert patron(of_desk.survey.code, service=str(points[1].pk)).status_code == 303
    assert Answer.objects.get().service_point == points[0]


def test_paper_sheets_say_at_which_desk_by_its_number(points, client_as):
    period, clerk = make_period(), client_as(Role.SERVICE_OFFICER)
    address = f"/staf/survei/periode/{period.pk}/kertas/"
    page = clerk.get(address).content.decode()
    assert f"<strong>{points[1].pk}</strong> Meja 1" in page
    sheet = {f"s{n}-r1": "4" for n in (1, 2, 3)} | {"s1-service": str(points[1].pk), "s3-service": str(points[0].pk)}
    data = {"token": make_token(period.pk), "day": timezone.localdate().isoformat(), "half": "1", **sheet}
    wrong = clerk.post(address, data | {"s2-service": "99999999"})
    assert wrong.status_code == 422
    assert not Answer.objects.exists()
    assert clerk.post(address, data).status_code == 302
    assert set(Answer.objects.values_list("service_point", flat=True)) == {points[1].pk, points[0].pk, None}
    of_desk = make_period(make_survey(service_point=points[0]))
    assert "s1-service" not in clerk.get(f"/staf/survei/periode/{of_desk.pk}/kertas/").content.decode()


def test_each_desk_has_its_result_on_page_csv_and_json_and_small_ones_stay_together(points, client_as):
    period = make_period()
    make_answers(period, 12, 4, service_point_id=points[0].pk)
    make_answers(period, 8, 2, service_point_id=points[1].pk)
    make_answers(period, 2, 1, service_point_id=points[2].pk)
    make_answers(period, 4, 3)
    rows = by_service(period, whole_period_rows(period), current_bands())
    assert [(row.label, row.result.respondents, str(row.result.ikm)) for row in rows] == [
        ("Meja 0", 12, "100.00"),
        ("Meja 1", 8, "50.00"),
        ("Kelompok lain bersama", 6, "58.33"),
    ]
    client = client_as(Role.LIBRARIAN)
    base = f"/staf/survei/periode/{period.pk}/"
    data = client.get(f"{base}json/").json()
    assert [(row["label"], row["n"], row["ikm"]) for row in data["services"]][:2] == [
        ("Meja 0", 12, "100.00"),
        ("Meja 1", 8, "50.00"),
    ]
    text = client.get(f"{base}csv/").content.decode("utf-8-sig")
    lines = [line for line in csv.DictReader(io.StringIO(text)) if line["about"] == "service"]
    assert [(line["item"], line["n"], line["ikm"]) for line in lines] == [
        ("Meja 0", "12", "100.00"),
        ("Meja 1", "8", "50.00"),
        ("Kelompok lain bersama", "6", "58.33"),
    ]
    page, analysis = (client.get(base + name).content.decode() for name in ("", "analisis/"))
    assert "Meja 0" in page
    assert "50,00" in analysis
    for shown in (page, analysis, text, json.dumps(data)):
        assert "Meja 2" not in shown


def test_the_grid_says_which_unsur_each_column_is_and_counts_the_services_up(client_as, points):
    ServicePoint.objects.create(unit=points[0].unit, code="aaa", name="Meja A")  # first by its code, last by its number
    clerk = client_as(Role.SERVICE_OFFICER)
    html = clerk.get(f"/staf/survei/periode/{make_period().pk}/kertas/").content.decode()
    above = html.split('id="asked"')[1].split("</p>")[0]
    for place, name in ((1, "Persyaratan"), (8, "Penanganan Pengaduan"), (9, "Sarana")):
        assert re.search(rf"<strong>U{place}</strong> {name}", above), above
    legend = html.split('id="h-legend"')[1].split("<dd>")[-1].split("</dd>")[0]
    numbers = [int(n) for n in re.findall(r"<strong>(\d+)</strong>", legend)]
    assert len(numbers) > 1
    assert numbers == sorted(numbers)

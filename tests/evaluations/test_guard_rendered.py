"""The guard as readers meet it: whatever was answered and however often a period was closed, no page, file or report
shows a number that speaks of one to four people."""

import csv
import io
import re
from contextlib import suppress
from itertools import combinations

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.documents.tree import Table
from baubau_pembinaan.libraries.models import ServicePoint, Unit
from evaluations.guard import SMALLEST_GROUP, Blocks
from evaluations.models import Answer
from evaluations.report.documents import skm_document
from evaluations.selectors import results
from evaluations.services.publishing import publish_result
from evaluations.services.surveys import close_period, reopen_period
from tests.factories.evaluations import draft, make_period

pytestmark = pytest.mark.django_db

# How many answered alike: (how many, sex, desk, the unsur left out: 0 none, 10 all but one, the value)
crowds = st.tuples(
    st.integers(1, 8), st.sampled_from([None, 1, 2]), st.integers(0, 3), st.integers(0, 10), st.integers(1, 4)
)
histories = st.lists(st.lists(crowds, min_size=1, max_size=4), min_size=1, max_size=3)


@pytest.fixture
def readers(library, client_as, staff_user):
    unit = Unit.objects.create(code="UJ", name="Bidang uji")
    points = [ServicePoint.objects.create(unit=unit, code=f"uji-{i}", name=f"Meja {i}") for i in range(3)]
    cache.clear()
    return client_as(Role.DIVISION_HEAD), staff_user(Role.AGENCY_HEAD), points


def answer(period, crowd, points):
    n, sex, desk, left_out, value = crowd
    ratings = dict.fromkeys(range(1, 10), value)
    ratings |= dict.fromkeys(range(2, 10)) if left_out == 10 else dict.fromkeys([left_out] if left_out else [])
    point = points[desk].pk if desk < len(points) else None
    rows = [draft(ratings=ratings, sex=sex, service_point_id=point).row(period) for _ in range(n)]
    Answer.objects.bulk_create([Answer(**row) for row in rows])


def small(numbers):
    return [n for n in numbers if 0 < n < SMALLEST_GROUP]


def on_the_page(html):
    """(numbers of groups, respondents of the closings that are shown and of now)."""
    who = html.split('id="h-who"')[1].split("</section>")[0]
    groups = re.findall(r'</th><td class="num">(\d+)</td><td class="num">', who)
    kept = html.split('id="h-frozen"')[1].split("</table>")[0] if 'id="h-frozen"' in html else ""
    return [int(n) for n in groups], [int(n) for n in re.findall(r'</th><td class="num">(\d+)</td>', kept)]


def look(client, period):
    """Every way in which staff read the period, and the roll-up of the library."""
    base = f"/staf/survei/periode/{period.pk}/"
    data = client.get(f"{base}json/").json()
    now = data["respondents"]
    groups, kept = on_the_page(client.get(base).content.decode())
    assert not small(groups)
    assert not small(abs(a - b) for a, b in combinations([now, *kept], 2))
    assert not small(row["n"] for profile in data["groups"] for row in profile["groups"])
    assert not small(row["n"] for row in data["services"])
    lines = csv.DictReader(io.StringIO(client.get(f"{base}csv/").content.decode("utf-8-sig")))
    assert not small(int(line["n"]) for line in lines if line["about"] in ("respondents", "service"))
    analysis = client.get(f"{base}analisis/").content.decode()
    assert not small(int(n) for n in re.findall(r'</th><td class="num">(\d+)</td><td>', analysis))
    rolled = client.get("/staf/survei/rekap/json/").json()
    inside = [line["result"] for line in rolled["units"] + rolled["years"] + rolled["periods"] if line["result"]]
    assert not small(u["n"] for result in inside if result["unsur"] for u in result["unsur"])


def in_public(period):
    """Unsur -> (n, sum) as the open data tell it."""
    text = Client().get("/kepuasan/data.csv").content.decode("utf-8-sig")
    rows = [r for r in csv.DictReader(io.StringIO(text)) if r["survey_code"] == period.survey.code]
    return {row["unsur"]: (int(row["n"]), round(float(row["nrr"]) * int(row["n"]))) for row in rows}


def live(history, readers):
    """Answers come, the period is closed, published where that is allowed, read in every way, reopened."""
    client, chief, points = readers
    period, public = make_period(), []
    for number, crowds_now in enumerate(history):
        if number:
            reopen_period(period=period, by=chief, reason="uji")
        for crowd in crowds_now:
            answer(period, crowd, points)
        look(client, period)
        close_period(period=period, by=chief, at=timezone.now())
        look(client, period)
        with suppress(ValidationError):
            publish_result(period=period, by=chief, on=timezone.localdate())
        if found := in_public(period):
            public.append(found)
        frozen = period.frozen_results.order_by("-number")[0]
        if frozen.data["ikm"]:
            tables = [block for block in skm_document(frozen).blocks if isinstance(block, Table)]
            assert not small(int(row[1]) for table in tables if table.headers[-1] == "%" for row in table.rows)
    for first, second in combinations(public, 2):
        for unsur, (n, total) in second.items():
            assert not small([abs(n - first[unsur][0])])
            assert n != first[unsur][0] or abs(total - first[unsur][1]) not in range(1, SMALLEST_GROUP)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories)
def test_no_page_file_or_report_speaks_of_one_to_four_people(readers, history):
    live(history, readers)


# One woman among men, at a desk of her own, who left one unsur out; then one sheet more.
TELLING = [[(8, 1, 0, 0, 3), (1, 2, 1, 8, 1)], [(1, 1, 0, 0, 1)]]


def test_a_history_that_would_tell_is_told_by_nothing(readers):
    live(TELLING, readers)


@pytest.mark.parametrize("guard", ["merge", "tells_few", "closings"])
def test_without_a_guard_the_pages_are_caught(readers, monkeypatch, guard):
    """The negative controls: each guard taken away shows."""
    if guard == "merge":
        monkeypatch.setattr(results, "merge", lambda cells: Blocks([c for c in cells if c[1]], [], 0))
    elif guard == "tells_few":
        monkeypatch.setattr("evaluations.selectors.told.tells_few", lambda *_both: False)
    else:
        monkeypatch.setattr("evaluations.views.results.tells_few", lambda *_both: False)
    history = TELLING if guard == "merge" else [[(20, 1, 0, 0, 3)], [(1, 1, 0, 0, 1)]]
    with pytest.raises(AssertionError):
        live(history, readers)

"""Reports of one period, whatever came between its closings, laid side by side as a reader would: no pair of them, and
no report beside the public data, gives away what one to four people answered."""

from collections import Counter
from contextlib import suppress
from itertools import combinations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from zeal import zeal_ignore

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.documents.models import ReportRun
from baubau_pembinaan.documents.tree import Paragraph, Table
from baubau_pembinaan.reports.services.inspecting import REPORT
from evaluations.models import Answer
from evaluations.report import follow_up_document, skm_document
from evaluations.selectors.followups import closed_periods
from evaluations.services import reporting
from evaluations.services.publishing import TellsFew, publish_result
from evaluations.services.surveys import close_period, reopen_period
from tests.factories.evaluations import draft, make_answers, make_period

pytestmark = pytest.mark.django_db

FEW = range(1, 5)


@pytest.fixture(autouse=True)
def no_broker(monkeypatch):
    monkeypatch.setattr(reporting, "wake", lambda _ids: None)


def ask(period):
    """The document of the report as one press makes it."""
    runs = reporting.request_report(period=period, report="skm", language="id", by=None, at=timezone.now(), anew=True)
    return skm_document(period.frozen_results.get(pk=runs[0].parameters["result"]))


def read(document):
    """(respondents, unsur -> (n, sum), index, lines of the recap) as the paper says them."""
    tables = [block for block in document.blocks if isinstance(block, Table)]
    unsur = next(table for table in tables if table.headers[-1] == "Mutu")
    recap = [table for table in tables if table.headers[:2] == ["No.", "U1"]]
    rows = [tuple(row[1:]) for table in recap for row in table.rows if row[0].isdigit()]
    return (
        int(unsur.total[2]),
        {row[1]: (int(row[2]), int(row[3])) for row in unsur.rows},
        unsur.total[-2:],
        Counter(rows) if rows else None,
    )


def tells(first, second):
    """What two readings side by side give away of one to four people; empty where they do not."""
    found = []
    if abs(second[0] - first[0]) in FEW:
        found.append(("respondents", first[0], second[0]))
    found += [(key, n, first[1][key]) for key, (n, _sum) in second[1].items() if abs(n - first[1][key][0]) in FEW]
    if first[0] == second[0] and (first[1], first[2]) != (second[1], second[2]):
        moved = max(abs(total - first[1][key][1]) for key, (_n, total) in second[1].items())
        found += [("sums", moved)] if moved in FEW else []
    if first[3] is not None and second[3] is not None:
        lines = (first[3] - second[3]).total() + (second[3] - first[3]).total()
        found += [("lines", lines)] if lines in FEW else []
    return found


def in_public(period):
    rows = Client().get("/kepuasan/data.json").json()["rows"]
    return {int(row["respondents"]) for row in rows if row["survey_code"] == period.survey.code}


steps = st.lists(
    st.tuples(
        st.integers(0, 7), st.integers(1, 4), st.integers(0, 2), st.sampled_from(["report", "public", "both", ""])
    ),
    min_size=2,
    max_size=5,
)


def live(history, chief):
    """(what each report says, respondents of each publication)."""
    period = make_period()
    make_answers(period, 12, 3)
    papers, public = [], set()
    for number, (n, value, gone, what) in enumerate(history):
        if number:
            reopen_period(period=period, by=chief, reason="uji")
        period.refresh_from_db()
        Answer.objects.bulk_create([Answer(**draft(value).row(period)) for _ in range(n)])
        Answer.objects.filter(pk__in=Answer.objects.filter(period=period).values("pk")[:gone]).delete()
        close_period(period=period, by=chief, at=timezone.now())
        if what in ("report", "both"):
            papers.append(read(ask(period)))
        if what in ("public", "both"):
            with suppress(ValidationError):
                publish_result(period=period, by=chief, on=timezone.localdate())
            public |= in_public(period)
    return papers, public


def check(papers, public):
    for first, second in combinations(papers, 2):
        assert not tells(first, second)
    said = {paper[0] for paper in papers} | public
    assert not [pair for pair in combinations(said, 2) if abs(pair[0] - pair[1]) in FEW]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=steps)
def test_no_pair_of_reports_gives_away_fewer_than_five(library, history):
    check(*live(history, None))


ONE_MORE = [(6, 2, 0, "report"), (1, 1, 0, "report")]


def test_one_sheet_more_shows_in_no_second_report(library):
    (first, second), _public = live(ONE_MORE, None)
    assert first[:3] == second[:3]
    assert (first[3].total(), second[3]) == (18, None)


@pytest.mark.parametrize("guard", ["evaluations.selectors.told.tells_few", "both"])
def test_without_the_guard_a_pair_is_caught(library, monkeypatch, guard):
    """The negative control: figures alone, and figures with the recap."""
    monkeypatch.setattr("evaluations.selectors.told.tells_few", lambda *_both: False)
    if guard == "both":
        monkeypatch.setattr("evaluations.report.data.tells_few", lambda *_both: False)
    with pytest.raises(AssertionError):
        check(*live(ONE_MORE, None))


def again(period, n, value=1):
    reopen_period(period=period, by=None, reason="uji")
    make_answers(period, n, value)
    close_period(period=period, by=None, at=timezone.now())
    period.refresh_from_db()


def closed(n=18):
    period = make_period()
    make_answers(period, n, 3)
    close_period(period=period, by=None, at=timezone.now())
    period.refresh_from_db()
    return period


def test_a_later_report_says_whose_figures_it_holds_until_five_came(library):
    period = closed()
    ask(period)
    again(period, 1)
    newest = period.frozen_results.get(number=2)
    for document in (ask(period), follow_up_document(newest)):
        text = " ".join(block.text for block in document.blocks if isinstance(block, Paragraph))
        assert "angka penutupan ke-1" in text
    again(period, 4)
    document = ask(period)
    assert read(document)[0] == 23
    assert "angka penutupan" not in " ".join(b.text for b in document.blocks if isinstance(b, Paragraph))


def test_a_closing_nobody_was_told_of_hides_no_later_one(library):
    period = closed()
    again(period, 1)
    assert read(ask(period))[0] == 19
    assert publish_result(period=period, by=None, on=timezone.localdate()).result.number == 2


def test_what_was_reported_is_published_and_nothing_that_comes_close_to_it(library, client_as):
    period = closed()
    ask(period)
    again(period, 1)
    page, head = f"/staf/survei/periode/{period.pk}/laporan/", client_as(Role.DIVISION_HEAD)
    assert "Terbitkan hasil" in head.get(page).content.decode()
    assert publish_result(period=period, by=None, on=timezone.localdate()).result.number == 1
    html = head.get(page).content.decode()
    assert "Terbitkan hasil" not in html  # a button that would only refuse
    assert "terlalu sedikit untuk hasil lain" in html
    assert "terbitkan lagi" not in html
    with pytest.raises(TellsFew):
        publish_result(period=period, by=None, on=timezone.localdate())
    again(period, 4)
    html = head.get(page).content.decode()
    assert "terbitkan lagi" in html and "Terbitkan hasil" in html


def test_whoever_asks_for_a_report_is_told_that_it_holds_earlier_figures(client_as):
    period = closed()
    page, head = f"/staf/survei/periode/{period.pk}/laporan/", client_as(Role.LIBRARIAN)
    ask(period)
    again(period, 1)
    with zeal_ignore([{"model": "documents.ReportRun", "field": "get()"}]):  # two kinds of file, each its own run
        html = head.post(page, {"report": "skm"}, follow=True).content.decode()
    assert "Isinya angka penutupan ke-1" in html


def test_trend_and_comparisons_take_the_closing_that_was_told(library):
    period = closed()
    ask(period)
    again(period, 1)
    assert [c.result.number for c in closed_periods([period.survey_id])[period.survey_id]] == [1]
    again(period, 4)
    assert [c.result.number for c in closed_periods([period.survey_id])[period.survey_id]] == [3]


@pytest.mark.parametrize(("year", "tells"), [(0, True), (-1, False)])
def test_a_bundle_for_inspectors_tells_the_closing_it_was_packed_with(library, year, tells):
    period = closed()
    at = timezone.now()
    ReportRun.objects.create(report=REPORT, period=str(period.ends_on.year + year), requested_at=at)
    again(period, 1)
    assert (read(ask(period))[0] == 18) is tells

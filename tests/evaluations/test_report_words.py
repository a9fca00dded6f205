"""What the report says of single unsur and follow-ups does not contradict itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from baubau_pembinaan.documents.tree import Chart, Table
from evaluations.report import follow_up_document, skm_document
from evaluations.report.data import gather
from evaluations.services.surveys import close_period
from tests.factories.evaluations import make_answers, make_period
from tests.factories.evaluations_reporting import closed_period, make_follow_up

pytestmark = pytest.mark.django_db


def test_a_late_follow_up_is_marked_in_both_reports(library):
    period = closed_period(ratings={6: 2})
    frozen = period.frozen_results.get()
    day = skm_document(frozen).date
    make_follow_up(
        period, status="planned", unsur="sarana", action="Mengganti komputer", due_on=day - timedelta(days=1)
    )
    make_follow_up(period, status="planned", unsur="biaya", action="Menata tarif", due_on=day)
    make_follow_up(
        period,
        status="done",
        unsur="waktu",
        action="Menambah loket",
        outcome="Ada",
        ended_on=day,
        due_on=day - timedelta(days=9),
    )
    for document in (skm_document(frozen), follow_up_document(frozen)):
        rows = next(b.rows for b in document.blocks if isinstance(b, Table) and b.caption and "Rencana" in b.caption)
        late = {row[1].split("\n")[0]: "Lewat tenggat" in row[4] for row in rows}
        assert (late["Mengganti komputer"], late["Menata tarif"], late["Menambah loket"]) == (True, False, False)


def test_nothing_below_the_mean_is_named_as_strong(library):
    """One unsur far above lifts the mean: what lies below it is weak in the picture, so not to be kept as it is."""
    period = make_period()
    make_answers(period, 30, ratings={**dict.fromkeys(range(1, 10), 3), 4: 4})
    make_answers(period, 10, ratings={**dict.fromkeys(range(1, 10), 3), 4: 4, 5: 4})
    make_answers(period, 10, ratings={**dict.fromkeys(range(1, 10), 3), 4: 4, 8: 2})
    close_period(period=period, by=None, at=timezone.now())
    data = gather(period.frozen_results.get())
    mean = sum(row.nrr for row in data.unsur) / len(data.unsur)
    assert data.strong
    assert all(row.nrr >= mean for row in data.strong)
    assert {row.key for row in data.strong}.isdisjoint(row.key for row in data.weak)


def test_eight_of_nine_that_are_equally_low_are_counted_and_not_listed(library, client_as):
    period = closed_period(n=40, values=(3,), ratings={4: 4})
    says = "8 unsur sama rendah (NRR 3,000)"
    frozen = period.frozen_results.get()
    data = gather(frozen)
    assert (data.weak, data.crowd[0], [row.key for row in data.strong]) == ([], 8, ["biaya"])
    text = " ".join(block.text for block in skm_document(frozen).blocks if hasattr(block, "text"))
    assert says in text
    assert "Semua unsur sama" not in text
    html = client_as("Pustakawan").get(f"/staf/survei/periode/{period.pk}/").content.decode()
    first = html.split('id="h-weak"')[1].split("</section>")[0]
    assert says in first
    assert "<li>" not in first
    assert not period.follow_ups.exists()


def test_what_lies_below_a_crowd_is_still_named(library):
    period = closed_period(n=40, values=(3,), ratings={4: 4, 9: 2})
    data = gather(period.frozen_results.get())
    assert [row.key for row in data.weak] == ["sarana"]
    assert data.crowd[0] == 7


def test_the_picture_has_the_same_scale_on_the_page_and_in_the_report(library, client_as):
    period = make_period()
    for at in range(37):
        make_answers(period, 1, ratings={slot: 1 + (at * slot + at // 5) % 4 for slot in range(1, 10)})
    close_period(period=period, by=None, at=timezone.now())
    html = client_as("Pustakawan").get(f"/staf/survei/periode/{period.pk}/analisis/").content.decode()
    charts = [b.chart for b in skm_document(period.frozen_results.get()).blocks if isinstance(b, Chart)]
    drawn = next(chart for chart in charts if chart.title == "Kepentingan dan kepuasan per unsur")
    assert str(drawn) in html

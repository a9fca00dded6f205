"""The calibration by unit and by supervisor: beside the whole, small groups together, ratings for whom they were."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from baubau_pembinaan.accounts.choices import Role
from evaluations.guard import SMALLEST_GROUP
from evaluations.review_choices import Predicate, Stage
from evaluations.selectors import calibration as selectors
from evaluations.selectors.calibration import calibration
from tests.factories.accounts import make_person, make_profile, make_unit
from tests.factories.reviews import make_cycle, make_review
from tests.pages import assert_same_queries
from tests.reviews.deeds import page, put_in

pytestmark = pytest.mark.django_db


def rated(cycle, n, *, unit=None, lead=None, conduct=3, stage=Stage.CALIBRATION):
    """So many reviews of one unit and supervisor; meets and above: good, meets and below: poor."""
    for _ in range(n):
        make_review(make_profile(), cycle=cycle, unit=unit, supervisor=lead, stage=stage, conduct_rating=conduct)


def lines(cycle, by, today):
    return {line.name: (line.rated, line.total, line.counts) for line in calibration(cycle, by, today).lines}


def test_each_unit_stands_beside_the_whole(today):
    cycle, first, second = make_cycle(), make_unit(), make_unit()
    rated(cycle, 5, unit=first)
    rated(cycle, 6, unit=second, conduct=1)
    rated(cycle, 2, unit=first, stage=Stage.RUNNING)  # not handed in: counted in the total alone
    found = lines(cycle, "unit", today)
    whole = next(iter(found.values()))
    assert list(found)[1:] == sorted((first.name, second.name))
    assert (whole[0], whole[1]) == (11, 13)
    assert (found[first.name][:2], found[second.name][:2]) == ((5, 7), (6, 6))
    assert found[first.name][2][Predicate.GOOD] == 5
    assert found[second.name][2][Predicate.POOR] == 6


def test_a_supervisor_put_in_by_hand_leads_the_group(head, today):
    cycle, lead, other = make_cycle(), make_person(), make_person()
    rated(cycle, 6, lead=lead)
    rated(cycle, 4, lead=other)
    moved = cycle.reviews.order_by("pk").first()
    put_in(moved, other, head, today)
    found = lines(cycle, "supervisor", today)
    assert (found[lead.full_name][0], found[other.full_name][0]) == (5, 5)


def test_small_groups_stand_together_and_no_difference_tells_them(today):
    cycle = make_cycle()
    for n, conduct in ((9, 3), (7, 3), (2, 1), (1, 1)):
        rated(cycle, n, unit=make_unit(), conduct=conduct)
    found = calibration(cycle, "unit", today)
    assert [line.rated for line in found.lines] == [19, 9, 10]  # 2 + 1 are still too few: the next smallest joins
    assert len(found.together) == 3
    assert all(line.rated >= SMALLEST_GROUP for line in found.lines)
    few = make_cycle()
    rated(few, SMALLEST_GROUP - 1, unit=make_unit())
    assert len(calibration(few, "unit", today).lines) == 1  # the whole alone, as on the board


def test_small_groups_that_are_all_there_is_do_not_repeat_the_whole(client_as, head, today):
    cycle, lead, other = make_cycle(), make_person(), make_person()
    for supervisor, n in ((lead, 4), (other, 3)):
        rated(cycle, n, lead=supervisor)
    found = calibration(cycle, "supervisor", today)
    assert [(line.rated, line.total) for line in found.lines] == [(7, 7)] and not found.together
    client = client_as(head.user)
    url = f"{page('review-calibration')}?year={cycle.year}&by=supervisor"
    said = "Terlalu sedikit"
    assert said in client.get(url).content.decode()
    chosen = client.get(f"{url}&group=supervisor-{lead.pk}")
    assert {line["predicate"] for line in chosen.context["lines"]} == {Predicate.GOOD}
    assert "<td>Baik</td>" in chosen.content.decode()  # as on the board
    rated(cycle, 1, lead=lead)  # three are left beside them: still no line of their own
    assert said in client.get(url).content.decode()
    rated(cycle, 2, lead=other)
    assert said not in client.get(url).content.decode()


@pytest.mark.parametrize("stage", [Stage.CALIBRATION, Stage.RELEASED])
def test_ones_own_rating_comes_with_the_release_also_to_whoever_reads_all(client_as, stage):
    cycle, unit = make_cycle(admin_reads_text=True), make_unit()
    admin = make_person(Role.ADMINISTRATOR)
    make_review(admin, cycle=cycle, unit=unit, stage=stage, conduct_rating=3)
    rated(cycle, 1, unit=unit, conduct=1)
    client, told = client_as(admin.user), stage == Stage.RELEASED
    for url in (f"{page('review-calibration')}?year={cycle.year}&group=unit-{unit.pk}", page("review-board")):
        lines = client.get(url, {} if "?" in url else {"year": cycle.year}).context["lines"]
        assert {line["row"].person_id: line["predicate"] is not None for line in lines}[admin.pk] is told
        assert Predicate.POOR in {line["predicate"] for line in lines}
    book = load_workbook(BytesIO(client.get(page("review-board-xlsx"), {"year": cycle.year}).content))
    (row,) = [row for row in book.active.iter_rows(values_only=True) if row[0] == admin.full_name]
    assert bool(row[5] or row[6] or row[7]) is told


def test_without_the_guard_a_single_person_would_stand_there(today, monkeypatch):
    """The control of the test above."""
    cycle = make_cycle()
    rated(cycle, 6, unit=make_unit())
    rated(cycle, 1, unit=make_unit(), conduct=1)
    monkeypatch.setattr("evaluations.guard.SMALLEST_GROUP", 1)
    assert [line.rated for line in selectors.calibration(cycle, "unit", today).lines] in ([7, 6, 1], [7, 1, 6])


def test_the_head_chooses_a_group_and_reads_its_reviews(client_as, head):
    cycle, small, large = make_cycle(), make_unit(), make_unit()
    rated(cycle, 6, unit=large)
    rated(cycle, 1, unit=small, conduct=1)
    rated(cycle, 5, unit=make_unit())
    client, url = client_as(head.user), page("review-calibration")
    shown = client.get(url, {"year": cycle.year, "group": f"unit-{large.pk}"})
    assert [line.key for line in shown.context["lines_shown"]] == [None, large.pk]
    names = [review.person.name for review in cycle.reviews.filter(unit=large)]
    assert all(name in shown.content.decode() for name in names)
    alone = client.get(url, {"year": cycle.year, "group": f"unit-{small.pk}"})
    assert alone.context["chosen_is_small"]
    assert [line.key for line in alone.context["lines_shown"]] == [None, None]  # the whole, and the small together
    for odd in ({"by": "nonsense"}, {"group": "x"}, {"group": 10**8}, {"by": "supervisor", "group": "0"}):
        assert client.get(url, odd).status_code == 200
    assert url in client.get(page("review-board")).content.decode()


def test_administrators_see_no_distribution_unless_the_cycle_says_so(client_as):
    cycle = make_cycle()
    rated(cycle, 6, unit=make_unit())
    client = client_as(Role.ADMINISTRATOR)
    assert client.get(page("review-calibration"), {"year": cycle.year}).context["calibration"] is None
    open_cycle = make_cycle(admin_reads_text=True)
    rated(open_cycle, 6, unit=make_unit())
    assert client.get(page("review-calibration"), {"year": open_cycle.year}).context["calibration"].lines
    assert client_as(Role.LIBRARIAN).get(page("review-calibration")).status_code == 403


@pytest.mark.parametrize("by", ["unit", "supervisor"])
def test_the_page_takes_as_many_statements_for_one_as_for_three(client_as, head, by):
    cycle = make_cycle()

    def one_more():
        rated(cycle, 5, unit=make_unit(), lead=make_person())

    client = client_as(head.user)
    assert_same_queries(client, f"{page('review-calibration')}?year={cycle.year}&by={by}", one_more)
    key = next(iter(calibration(cycle, by, cycle.starts_on.replace(month=12, day=1)).names))
    address = f"{page('review-calibration')}?year={cycle.year}&by={by}&group={by}-{key}"
    assert_same_queries(client, address, lambda: None)

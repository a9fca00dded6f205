"""The simulation of angka kredit: the published examples to the hundredth, what is counted, and who sees it."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from evaluations.credit import credit_of_period, grade_target, years_needed
from evaluations.models import CreditFormula, CreditOpening
from evaluations.review_choices import Rating, Stage
from evaluations.selectors.credit import credit_of
from evaluations.services.reviews.credit import (
    PakBeforeLevel,
    PakInFuture,
    PakOfOtherLevel,
    enter_official_credit,
)
from evaluations.services.reviews.refusals import NotYours
from tests.factories.accounts import make_appointment, make_person, make_position
from tests.factories.reviews import make_cycle, make_review
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db
BAIK, SANGAT_BAIK = (Rating.MEETS, Rating.MEETS), (Rating.ABOVE, Rating.ABOVE)
# PerBKN 3/2023: percent 150, 100, 75, 50, 25 of each level's coefficient
TABLE = {
    "terampil": "7.50 5.00 3.75 2.50 1.25",
    "mahir": "18.75 12.50 9.38 6.25 3.13",
    "penyelia": "37.50 25.00 18.75 12.50 6.25",
    "ahli_pertama": "18.75 12.50 9.38 6.25 3.13",
    "ahli_muda": "37.50 25.00 18.75 12.50 6.25",
    "ahli_madya": "56.25 37.50 28.13 18.75 9.38",
    "ahli_utama": "75.00 50.00 37.50 25.00 12.50",
}


def librarian(level="ahli_pertama", golongan="III/a", since=date(2020, 1, 1), **fields):
    person = make_person(Role.LIBRARIAN)
    kind = "jf_asisten" if level in ("terampil", "mahir", "penyelia") else "jf_pustakawan"
    post = make_position(kind=kind, level=level)
    make_appointment(person, position=post, golongan=golongan, starts_on=since, **fields)
    return person


def rated(person, year, ratings, first=1, last=12, stage=Stage.LOCKED):
    """A closed review of those months of the year."""
    starts, ends = date(year, first, 1), date(year, last, 28 if last == 2 else 30 if last in (4, 6, 9, 11) else 31)
    due = dict.fromkeys(
        ("plan_due_on", "self_due_on", "rating_due_on", "release_due_on", "acknowledge_due_on", "objection_due_on"),
        date(year, 12, 31),
    )
    cycle = make_cycle(year=year, starts_on=starts, ends_on=ends, **due)
    return make_review(
        person, stage=stage, cycle=cycle, result_rating=ratings[0], conduct_rating=ratings[1], rated_on=ends
    )


def test_the_published_table_holds_to_the_hundredth():
    formula = CreditFormula.objects.get()
    percents = [formula.percent(key) for key in ("sangat_baik", "baik", "butuh_perbaikan", "kurang", "sangat_kurang")]
    found = {
        level: " ".join(str(credit_of_period(formula.rule(level).coefficient, percent, 12)) for percent in percents)
        for level in TABLE
    }
    assert found == TABLE


def test_example_a_two_months_good_then_a_year_very_good():
    person = librarian()
    rated(person, 2024, BAIK, first=1, last=2)
    rated(person, 2025, SANGAT_BAIK)
    account = credit_of(person, date(2026, 1, 15))
    assert [line.credit for line in account.lines] == [Decimal("2.08"), Decimal("18.75")]
    assert account.total == Decimal("20.83")
    assert not account.is_provisional


def test_example_b_three_good_years_of_a_junior_expert_leave_one_more():
    person = librarian("ahli_muda", "III/c")
    for year in (2023, 2024, 2025):
        rated(person, year, BAIK)
    account = credit_of(person, date(2026, 1, 15))
    assert (account.total, account.grade.name, account.grade.needed) == (Decimal(75), "III/d", Decimal(100))
    assert account.grade.missing == Decimal(25)
    assert dict(account.grade.years) == {"baik": 1, "sangat_baik": 1}
    assert [years_needed(Decimal(100), Decimal(25), Decimal(percent)) for percent in (100, 150)] == [4, 3]


def test_example_c_a_first_expert_reaches_the_grade_in_four_good_years_or_three_very_good_ones():
    person = librarian()
    account = credit_of(person, date(2026, 1, 15))
    assert (account.grade.name, account.grade.needed) == ("III/b", Decimal(50))
    assert dict(account.grade.years) == {"baik": 4, "sangat_baik": 3}
    assert (account.next_level.name, account.next_level.needed) == ("Ahli Muda", Decimal(100))
    for year in (2023, 2024, 2025):
        rated(person, year, SANGAT_BAIK)
    account = credit_of(person, date(2026, 1, 15))
    assert (account.total, account.grade.missing) == (Decimal("56.25"), 0)


@pytest.mark.parametrize(("level", "rank"), [("penyelia", "III/c"), ("ahli_utama", "IV/d")])
def test_the_highest_levels_have_a_grade_ahead_but_no_level(level, rank):
    account = credit_of(librarian(level, rank), date(2026, 1, 15))
    assert account.next_level is None
    assert account.grade.needed == {"penyelia": 100, "ahli_utama": 200}[level]


def test_grades_add_up_within_the_level_and_the_last_one_comes_with_the_next_level():
    madya = CreditFormula.objects.get().rule("ahli_madya")
    assert grade_target(madya, "IV/a", "IV/a") == ("IV/b", 150)
    assert grade_target(madya, "IV/b", "IV/a") == ("IV/c", 300)
    assert grade_target(madya, "IV/b", "IV/b") == ("IV/c", 150)
    assert grade_target(madya, "IV/c", "IV/a") is None
    assert grade_target(madya, "III/d", "III/d") is None
    assert grade_target(madya, "", "") is None


def test_a_new_level_in_the_year_splits_the_year_and_begins_at_zero():
    person = librarian("terampil", "II/d", ends_on=date(2025, 3, 31))
    mahir = make_position(kind="jf_asisten", level="mahir")
    make_appointment(person, position=mahir, golongan="III/a", starts_on=date(2025, 4, 1))
    rated(person, 2025, BAIK)
    account = credit_of(person, date(2026, 1, 15))
    assert [(line.level, line.months, line.credit, line.is_counted) for line in account.lines] == [
        ("terampil", 3, Decimal("1.25"), False),
        ("mahir", 9, Decimal("9.38"), True),
    ]
    assert account.total == Decimal("9.38")


@pytest.mark.parametrize(("rhythm", "parts"), [("quarterly", 4), ("monthly", 12)])
def test_the_periods_of_a_good_year_make_the_year(rhythm, parts):
    """3.125 and 1.0417 are rounded in their own lines, never in the sum."""
    person = librarian()
    starts, ends = date(2025, 1, 1), date(2025, 12, 31)
    names = ("plan_due_on", "self_due_on", "rating_due_on", "release_due_on", "acknowledge_due_on", "objection_due_on")
    cycle = make_cycle(year=2025, starts_on=starts, ends_on=ends, rhythm=rhythm, **dict.fromkeys(names, ends))
    review = make_review(person, stage=Stage.CALIBRATION, cycle=cycle)
    for period in review.periods.all():
        period.result_rating = period.conduct_rating = Rating.MEETS
        period.evaluated_on = ends
        period.save()
    account = credit_of(person, date(2026, 1, 15))
    assert len(account.lines) == parts
    assert account.total == Decimal("12.50")


def test_a_newer_official_figure_is_not_overwritten_unseen(client_as):
    person = librarian("ahli_muda", "III/c")
    client, url = client_as(person.user), reverse("evaluations:credit-official", args=[person.pk])
    seen = client.get(url).context["form"]["seen"].value()
    words = {"level": "ahli_muda", "credit": "12.5", "counted_until": "2025-12-31", "number": "PAK/1", "seen": seen}
    assert client.post(url, words).status_code == 302
    answer = client.post(url, {**words, "number": "PAK/2"})
    assert answer.status_code == 409
    assert "PAK/1" in answer.content.decode()
    assert CreditOpening.objects.get().number == "PAK/1"
    fresh = answer.context["form"]["seen"].value()
    assert client.post(url, {**words, "number": "PAK/2", "seen": fresh}).status_code == 302


def test_a_month_belongs_to_the_level_held_on_its_first_day():
    person = librarian(since=date(2025, 2, 15))
    rated(person, 2025, BAIK)
    assert [line.months for line in credit_of(person, date(2026, 1, 15)).lines] == [10]


def test_only_what_the_person_may_see_counts_and_periods_stand_in_until_the_release():
    person = librarian()
    review = rated(person, 2025, SANGAT_BAIK, stage=Stage.CALIBRATION)
    assert credit_of(person, date(2026, 1, 15)).total == 0
    period = review.periods.first()
    period.result_rating = period.conduct_rating = Rating.MEETS
    period.evaluated_on = date(2025, 4, 5)
    period.save()
    account = credit_of(person, date(2026, 1, 15))
    assert (account.total, account.is_provisional) == (Decimal("3.13"), True)
    review.stage = Stage.RELEASED
    review.save()
    assert credit_of(person, date(2026, 1, 15)).total == Decimal("18.75")


def test_the_official_figure_is_the_start_and_earlier_months_are_not_counted_twice():
    person = librarian()
    rated(person, 2024, BAIK)
    rated(person, 2025, BAIK)
    enter_official_credit(
        person=person, by=person.user, on=date(2026, 1, 15), level="ahli_pertama", credit=Decimal("31.50"),
        counted_until=date(2025, 6, 30), number="PAK/7",
    )  # fmt: skip
    account = credit_of(person, date(2026, 1, 15))
    assert [(line.months, line.is_counted) for line in account.lines] == [(12, False), (6, False), (6, True)]
    assert account.total == Decimal("37.75")
    opening = CreditOpening.objects.get()
    opening.level = "ahli_muda"
    opening.save()
    assert credit_of(person, date(2026, 1, 15)).opening is None


def test_an_official_figure_is_entered_by_the_person_or_the_supervisor_alone():
    supervisor, stranger = make_person(Role.LIBRARIAN), make_person(Role.LIBRARIAN)
    person, today = librarian(supervisor=supervisor), timezone.localdate()
    facts = {"level": "ahli_pertama", "credit": Decimal(10), "counted_until": today, "number": "PAK/1"}
    for by in (person, supervisor):
        assert enter_official_credit(person=person, by=by.user, on=today, **facts).credit == 10
    assert CreditOpening.objects.count() == 1
    with pytest.raises(NotYours):
        enter_official_credit(person=person, by=stranger.user, on=today, **facts)
    with pytest.raises(PakInFuture):
        enter_official_credit(person=person, by=person.user, on=date(2020, 1, 1), **facts)


def test_a_figure_that_the_simulation_would_pass_over_is_refused():
    person, today = librarian(since=date(2025, 2, 1)), date(2026, 1, 15)
    facts = {"person": person, "by": person.user, "on": today, "credit": Decimal(300), "number": "PAK/9"}
    with pytest.raises(PakOfOtherLevel, match="Ahli Pertama"):
        enter_official_credit(**facts, level="ahli_muda", counted_until=date(2025, 12, 31))
    with pytest.raises(PakBeforeLevel):
        enter_official_credit(**facts, level="ahli_pertama", counted_until=date(2024, 12, 31))
    assert not CreditOpening.objects.exists()


def test_a_year_that_is_not_over_is_provisional_even_where_its_review_is_locked():
    person = librarian()
    rated(person, 2026, BAIK)
    assert credit_of(person, date(2026, 12, 1)).is_provisional
    assert not credit_of(person, date(2027, 1, 1)).is_provisional


def test_a_new_regulation_holds_from_its_day():
    person = librarian()
    rated(person, 2024, BAIK)
    rated(person, 2025, BAIK)
    old = CreditFormula.objects.get()
    levels = {**old.levels, "ahli_pertama": {**old.levels["ahli_pertama"], "coefficient": "20"}}
    CreditFormula.objects.create(
        version="uji/2", source="uji", valid_from=date(2025, 1, 1), levels=levels, percents=old.percents
    )
    assert [line.credit for line in credit_of(person, date(2026, 1, 15)).lines] == [Decimal("12.50"), Decimal(20)]


@pytest.mark.parametrize(
    "change",
    [{"percents": {"baik": "100"}}, {"levels": {}}, {"levels": {"pemula": {}}}, {"levels": {"mahir": {"grade": "5"}}}],
)
def test_a_formula_with_holes_is_refused(change):
    old = CreditFormula.objects.get()
    facts = {"version": "x", "source": "x", "valid_from": date(2026, 1, 1)}
    whole = {"levels": old.levels, "percents": old.percents}
    CreditFormula(**facts, **whole).full_clean()
    with pytest.raises(ValidationError):
        CreditFormula(**facts, **{**whole, **change}).full_clean()


def test_the_page_is_for_the_person_the_supervisor_and_the_head(client_as):
    supervisor = make_person(Role.LIBRARIAN)
    person = librarian(supervisor=supervisor)
    rated(person, 2025, SANGAT_BAIK)
    for kind in ("credit", "credit-paper"):
        address = reverse(f"evaluations:{kind}", args=[person.pk])
        for who in (person.user, supervisor.user, Role.AGENCY_HEAD):
            assert client_as(who).get(address).status_code == 200
        for role in (Role.LIBRARIAN, Role.DIVISION_HEAD, Role.ADMINISTRATOR, Role.INSPECTOR):
            assert client_as(role).get(address).status_code == 404
    html = client_as(person.user).get(reverse("evaluations:credit", args=[person.pk])).content.decode()
    assert "Simulasi, bukan PAK resmi" in html
    assert "18,75" in html


def test_the_page_takes_as_many_statements_for_three_years(client_as):
    person, years = librarian(), iter((2023, 2024, 2025))
    address = reverse("evaluations:credit", args=[person.pk])
    assert_same_queries(client_as(person.user), address, lambda: rated(person, next(years), BAIK))


def test_the_career_page_shows_the_figure_to_those_who_may_see_it(client_as):
    person = librarian()
    rated(person, 2025, SANGAT_BAIK)
    address, years = reverse("training:career", args=[person.pk]), iter((2022, 2023, 2024))
    client = client_as(person.user)
    html = client.get(address).content.decode()
    assert "<strong>18,75</strong>" in html
    assert "Simulasi, bukan PAK resmi" in html
    planner = client_as(Role.DIVISION_HEAD).get(address)
    assert (planner.status_code, "18,75" in planner.content.decode()) == (200, False)
    assert_same_queries(client, address, lambda: rated(person, next(years), BAIK))


@pytest.mark.parametrize(
    ("ratings", "stage", "ago", "said"),
    [
        (BAIK, Stage.LOCKED, 1, "Syarat terpenuhi"),
        (SANGAT_BAIK, Stage.RELEASED, 0, "Syarat terpenuhi"),
        ((Rating.BELOW, Rating.MEETS), Stage.LOCKED, 1, "Syarat belum terpenuhi"),
        (BAIK, Stage.CALIBRATION, 1, "Belum ada predikat"),
        (BAIK, Stage.LOCKED, 2, "Belum ada predikat"),
    ],
)
def test_the_career_page_says_whether_the_predikat_is_enough(client_as, ratings, stage, ago, said):
    person = librarian()
    rated(person, timezone.localdate().year - ago, ratings, stage=stage)
    address = reverse("training:career", args=[person.pk])
    html = client_as(person.user).get(address).content.decode()
    row = html[html.index("<dt>Predikat</dt>") : html.index("<dt>Uji kompetensi</dt>")]
    assert said in row
    planner = client_as(Role.DIVISION_HEAD).get(address).content.decode()
    assert said not in planner[planner.index("<dt>Predikat</dt>") : planner.index("<dt>Uji kompetensi</dt>")]


def test_the_credit_is_answered_where_it_is_asked(client_as):
    person = librarian()
    rated(person, 2025, SANGAT_BAIK)
    html = client_as(person.user).get(reverse("training:career", args=[person.pk])).content.decode()
    row = html[html.index("<dt>Angka kredit</dt>") : html.index("<dt>Predikat</dt>")]
    assert "18,75" in row and "Syarat belum terpenuhi" in row and "81,25" in row


def test_somebody_without_a_functional_post_is_told_so(client_as):
    person = make_person(Role.SERVICE_OFFICER)
    html = client_as(person.user).get(reverse("evaluations:my-credit"), follow=True).content.decode()
    assert "tidak ada angka kredit yang dihitung" in html

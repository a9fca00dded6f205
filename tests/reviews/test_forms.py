"""What stands above a form and in it before anybody types: nobody rates by accident, or from memory."""

from datetime import timedelta

import pytest
from django.urls import reverse

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.libraries import switches
from evaluations.models import ReviewCycle, StateRating
from evaluations.review_choices import Rating, Stage
from evaluations.services.reviews import writing
from evaluations.services.reviews.refusals import NotAtThisStage
from tests.factories.accounts import make_person
from tests.factories.reviews import make_chain, make_cycle, make_review, make_round

pytestmark = pytest.mark.django_db


def page(name, *args):
    return reverse(f"evaluations:{name}", args=args)


@pytest.fixture
def cast():
    return dict(zip(("person", "lead", "superior"), make_chain(), strict=True))


def test_a_decision_that_changes_nothing_upholds_both_ratings(client_as, cast):
    """A list that began with the lowest rating would lower whoever objects."""
    review = make_review(cast["person"], stage=Stage.OBJECTED)  # meets, above
    client, url = client_as(cast["superior"].user), page("review-step", review.pk, "putuskan-keberatan")
    shown = client.get(url)
    source = shown.content.decode()
    assert f'<option value="{Rating.MEETS}" selected>' in source
    assert f'<option value="{Rating.ABOVE}" selected>' in source
    assert review.objection in source
    assert review.supervisor_text in source
    form = shown.context["form"]
    client.post(url, {name: form[name].value() or "Sudah diperiksa" for name in form.fields})
    review.refresh_from_db()
    assert (review.stage, review.result_rating, review.conduct_rating) == (Stage.LOCKED, Rating.MEETS, Rating.ABOVE)


def test_the_rating_of_the_state_system_is_chosen_never_left_as_drawn(client_as, cast, today):
    review = make_review(cast["person"], stage=Stage.LOCKED)
    client, url = client_as(cast["person"].user), page("review-state-rating", review.pk)
    form = client.get(url).context["form"]
    drawn = {name: form[name].value() or "" for name in form.fields}
    assert client.post(url, {**drawn, "rated_on": today, "source": "e-Kinerja"}).status_code == 200
    assert not StateRating.objects.exists()


def test_a_period_that_lies_ahead_is_neither_reported_nor_evaluated(client_as, cast, today):
    review = make_review(cast["person"])
    now, later = review.periods.order_by("number")[:2]
    now.starts_on, now.ends_on = today, today
    later.starts_on = later.ends_on = today + timedelta(days=1)
    for row in (now, later):
        row.save()
    word = {"feedback": "Baik", "result_rating": 2, "conduct_rating": 2}
    for who in ("person", "lead"):
        client = client_as(cast[who].user)
        source = client.get(page("review-detail", review.pk)).content.decode()
        found = [page("review-period", row.pk) in source for row in (now, later)]
        assert found == [True, False]
        assert [client.get(page("review-period", row.pk)).status_code for row in (now, later)] == [200, 403]
    for row, deed in ((later, writing.report_progress), (later, writing.evaluate_period)):
        who, said = ("person", {"progress": "x"}) if deed is writing.report_progress else ("lead", word)
        with pytest.raises(NotAtThisStage):
            deed(period=row, by=cast[who].user, on=today, seen="", **said)


@pytest.mark.parametrize("kind", ["period", "conduct", "rating", "result"])
def test_what_one_writes_about_stands_above_the_form(client_as, cast, kind):
    stage = Stage.RATING if kind == "rating" else Stage.SELF
    review = make_review(cast["person"], stage=stage)
    period, value, result = review.periods.first(), review.conduct.first(), review.results.get()
    period.progress, value.expectation = "Tiga kelas selesai", "Menyapa pemustaka"
    period.save()
    value.save()
    who, url, words = {
        "period": ("lead", page("review-period", period.pk), period.progress),
        "conduct": ("lead", page("review-conduct", review.pk), value.expectation),
        "rating": ("lead", page("review-rating", review.pk), review.self_text),
        "result": ("person", page("review-result", result.pk), result.target),
    }[kind]
    assert words in client_as(cast[who].user).get(url).content.decode()


# --- What the pages offer ----------------------------------------------------------------------------------------


def test_a_year_without_a_round_offers_none_once_it_cannot_begin(client_as, cast):
    switches.turn("review_360", True, by=None)
    running, ended = make_review(cast["person"]), make_review(cast["person"], stage=Stage.LOCKED)
    client = client_as(cast["person"].user)
    found = [
        page("round-detail", review.pk) in client.get(page("review-detail", review.pk)).content.decode()
        for review in (running, ended)
    ]
    assert found == [True, False]
    assert "tidak ada" in client.get(page("round-detail", ended.pk)).content.decode()
    make_round(ended, status="closed")
    assert page("round-detail", ended.pk) in client.get(page("review-detail", ended.pk)).content.decode()


def test_the_hub_leads_to_ones_feedback_and_goals(client_as):
    person = make_person(Role.LIBRARIAN)
    review = make_review(person)
    source = client_as(person.user).get(page("home")).content.decode()
    assert f"{page('review-detail', review.pk)}#h-notes" in source
    assert reverse("training:my-plan") in source


def test_the_papers_of_a_unit_begin_with_ones_own_unit_and_the_newest_cycle(client_as, cast):
    review = make_review(cast["person"])
    make_cycle(status="draft")
    make_cycle(year=2001, status="closed")
    form = client_as(cast["lead"].user).get(page("review-batch")).context["form"]
    assert form.initial["unit"] == cast["lead"].appointments.get().unit_id
    (newest, _older) = form.fields["cycle"].choices
    assert newest[0] == review.cycle_id


def test_two_running_years_stand_both_on_the_hub_the_one_due_first_on_top(client_as, cast):
    """From January the new plan is written while the old year is not closed."""
    sooner = make_review(cast["person"], stage=Stage.PLANNING)
    later = make_review(cast["person"], stage=Stage.SELF)  # of a newer year
    hub = client_as(cast["person"].user).get(page("home"))
    assert [line["row"] for line in hub.context["lines"]] == [sooner, later]
    assert all(page("review-detail", review.pk) in hub.content.decode() for review in (sooner, later))


@pytest.mark.parametrize("stage", [Stage.ACKNOWLEDGED, Stage.LOCKED])
def test_a_finished_year_whose_cycle_runs_on_stands_below_the_one_that_waits(client_as, cast, stage, today):
    old = make_cycle(ends_on=today - timedelta(days=1))
    finished = make_review(cast["person"], stage=stage, cycle=old)
    waits = make_review(cast["person"], stage=Stage.PLANNING)
    hub = client_as(cast["person"].user).get(page("home"))
    assert [line["row"] for line in hub.context["lines"]] == [waits, finished]
    assert f"{page('review-detail', waits.pk)}#h-notes" in hub.content.decode()


def test_the_board_says_which_year_it_shows(client_as, head):
    older, newer = make_cycle(), make_cycle()
    client = client_as(head.user)
    for query, cycle in (({}, newer), ({"year": older.year}, older)):
        source = client.get(page("review-board"), query).content.decode()
        assert f'<option value="{cycle.year}" selected>' in source


def test_a_cycle_whose_days_lie_in_another_year_is_refused(client_as):
    """Two cycles over the same months would count them twice in the simulation of angka kredit."""
    client, url = client_as(Role.ADMINISTRATOR), reverse("admin:evaluations_reviewcycle_add")
    names = ("plan_due_on", "self_due_on", "rating_due_on", "release_due_on", "acknowledge_due_on", "objection_due_on")
    data = {"year": 2035, "rhythm": "quarterly", "notes_shown": "at_once", **dict.fromkeys(names, "2035-12-01")}
    data |= {"criteria-TOTAL_FORMS": 0, "criteria-INITIAL_FORMS": 0, "ends_on": "2035-12-31"}
    assert client.post(url, {**data, "starts_on": "2034-11-01"}).status_code == 200
    assert not ReviewCycle.objects.filter(year=2035).exists()
    client.post(url, {**data, "starts_on": "2035-01-01"})
    assert ReviewCycle.objects.filter(year=2035).exists()


def test_the_word_on_a_period_asks_for_both_ratings(client_as, cast):
    review = make_review(cast["person"])
    url = page("review-period", review.periods.first().pk)
    client = client_as(cast["lead"].user)
    form = client.get(url).context["form"]
    assert all(form.fields[name].required for name in ("result_rating", "conduct_rating"))
    answer = client.post(url, {"feedback": "Baik", "seen": form.initial["seen"], "result_rating": 2})
    assert "conduct_rating" in answer.context["form"].errors


def test_the_plan_offers_the_agreed_results_of_the_supervisor(client_as, cast, today):
    review = make_review(cast["person"], stage=Stage.PLANNING)
    own = make_review(cast["lead"], cycle=review.cycle, agreed_on=today)
    result = own.results.get()
    result.plan = "Layanan <memuaskan>"
    result.save()
    url = page("review-result-add", review.pk)
    client = client_as(cast["person"].user)
    assert '<option value="Layanan &lt;memuaskan&gt;">' in client.get(url).content.decode()
    assert "memuaskan" in client.get(page("review-result", review.results.get().pk)).content.decode()
    own.stage = Stage.PLANNING  # not agreed any more: nobody's but the lead's
    own.save()
    assert "memuaskan" not in client.get(url).content.decode()


def test_the_list_of_the_late_names_whose_turn_it_is(client_as, cast, today, head):
    plan = make_review(cast["person"], stage=Stage.PROPOSED)
    waits_for_head = make_review(cast["person"], stage=Stage.CALIBRATION)
    for review in (plan, waits_for_head):
        cycle = review.cycle
        cycle.starts_on = today - timedelta(days=400)
        for number, name in enumerate(("plan", "self", "rating", "release", "acknowledge", "objection")):
            setattr(cycle, f"{name}_due_on", today - timedelta(days=40 - number))
        cycle.save()
    lines = client_as(head.user).get(page("review-late")).context["lines"]
    turns = {line["row"].pk: line["turn"] or None for line in lines}
    assert turns == {plan.pk: cast["lead"].full_name, waits_for_head.pk: None}


def test_the_team_page_begins_with_what_waits_for_the_supervisor(client_as, cast):
    plan = make_review(cast["person"], stage=Stage.PROPOSED)
    running = make_review(cast["person"])
    answer = client_as(cast["lead"].user).get(page("review-team"))
    assert answer.context["waiting"] == [plan]
    assert running in [line["row"] for line in answer.context["lines"]]


def test_the_board_begins_with_the_year_that_has_begun(client_as, head, today):
    busy = make_cycle()
    make_cycle(
        starts_on=today + timedelta(days=5), plan_due_on=today + timedelta(days=10), ends_on=today + timedelta(400)
    )
    assert client_as(head.user).get(page("review-board")).context["cycle"] == busy


# --- What is still missing is said before anybody is asked --------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "step", "reader", "place", "said"),
    [
        (Stage.PLANNING, "ajukan-rencana", "person", "review-result-add", "hasil kerja utama"),
        (Stage.PROPOSED, "setujui-rencana", "lead", "review-conduct", "Loyal"),
        (Stage.SELF, "ajukan-nilai-mandiri", "person", "review-self", "penilaian mandiri"),
        (Stage.RATING, "ajukan-evaluasi", "lead", "review-rating", "perilaku"),
    ],
)
@pytest.mark.parametrize("is_missing", [True, False])
def test_a_question_is_asked_only_where_nothing_is_missing(
    client_as, cast, stage, step, reader, place, said, is_missing
):
    review = make_review(cast["person"], stage=stage)
    review.result_rating = review.conduct_rating = Rating.MEETS if stage == Stage.RATING else None
    if is_missing:
        review.self_text, review.conduct_rating = "" if stage == Stage.SELF else review.self_text, None
        review.results.all().delete()
        loyal = review.conduct.get(value="loyal")
        loyal.expectation = ""
        loyal.save()
    review.save()
    client = client_as(cast[reader].user)
    detail = client.get(page("review-detail", review.pk))
    where = page(place, review.pk)
    assert detail.context["writes_at"] == where and detail.context["lacks"] is is_missing
    asked = client.post(page("review-step", review.pk, step), {"ask": 1, "seen": detail.context["seen"]})
    main = asked.content.decode().split("<main", 1)[1].split("</main>")[0]
    assert ("<form" in main, where in main) == (not is_missing, is_missing)
    if is_missing:
        assert said in asked.context["lacking"]
        review.refresh_from_db()
        assert client.post(page("review-step", review.pk, step), {"seen": detail.context["seen"]}).status_code == 302
    review.refresh_from_db()
    assert review.stage == stage


@pytest.mark.parametrize(
    ("stage", "place", "reader", "n"),
    [
        (Stage.PLANNING, "review-conduct", "lead", 7),
        (Stage.SELF, "review-self", "person", 1),
        (Stage.RATING, "review-rating", "lead", 2),
    ],
)
def test_a_box_that_the_next_step_needs_is_not_called_optional(client_as, cast, stage, place, reader, n):
    review = make_review(cast["person"], stage=stage)
    source = client_as(cast[reader].user).get(page(place, review.pk)).content.decode()
    assert source.count("(perlu sebelum") == n
    assert source.count("(boleh kosong)") == (1 if stage == Stage.RATING else 0)

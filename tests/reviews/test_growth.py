"""A word about a competence, and from there to a goal of the development plan."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from evaluations.models import FeedbackNote
from evaluations.review_choices import NoteKind, NotesShown, Stage, Value
from evaluations.services.reviews import writing
from evaluations.services.reviews.growth import put_in_plan
from evaluations.services.reviews.refusals import NotAboutOneThing, NotYours
from tests.factories.accounts import make_appointment, make_person
from tests.factories.reviews import make_chain, make_cycle, make_review
from tests.factories.training import make_competence, make_programme, make_session
from tests.pages import assert_same_queries
from training.models import DevelopmentPlan, PlanItem
from training.services import plans

pytestmark = pytest.mark.django_db


def suggest(review, competence, text="Perlu berlatih"):
    return FeedbackNote.objects.create(
        review=review, author=make_person(), kind=NoteKind.SUGGESTION, competence=competence, text=text,
        written_on=timezone.localdate(),
    )  # fmt: skip


def test_what_colleagues_suggest_becomes_a_goal_for_whoever_may_read_it(today):
    person, _supervisor, _superior = make_chain()
    review, unit = (
        make_review(person, cycle=make_cycle(year=today.year, notes_shown=NotesShown.AT_ONCE)),
        make_competence(),
    )
    suggest(review, unit)
    plan = plans.draft_plan(profile=person, year=today.year, on=today, by=make_person(Role.LIBRARIAN).user)
    assert not plan.items.exists()
    for _twice in range(2):
        plans.draft_plan(profile=person, year=today.year, on=today, by=person.user)
    item = plan.items.get()
    assert (item.competence, item.origin) == (unit, "review")


@pytest.mark.parametrize(("value", "with_competence"), [(Value.LOYAL, True), ("", False)])
def test_a_note_is_about_exactly_one_thing(today, value, with_competence):
    author, review = make_person(Role.LIBRARIAN), make_review()
    competence = make_competence() if with_competence else None
    facts = {"kind": NoteKind.PRAISE, "value": value, "competence": competence, "text": "Bagus"}
    with pytest.raises(NotAboutOneThing):
        writing.give_note(review=review, by=author.user, on=today, **facts)
    with pytest.raises(IntegrityError, match="feedback_note_is_about_a_value_or_a_competence"), transaction.atomic():
        FeedbackNote.objects.create(review=review, author=author, written_on=today, **facts)


def test_a_note_about_a_competence_reaches_the_person(client_as):
    person, _supervisor, _superior = make_chain()
    review, unit = make_review(person), make_competence(title="Mendongeng")
    url, client = reverse("evaluations:review-note", args=[review.pk]), client_as(Role.LIBRARIAN)
    make_appointment(client.user.profile)
    facts = {"kind": NoteKind.SUGGESTION, "competence": unit.pk, "text": "Perlu suara lebih lantang"}
    refused = client.post(url, {**facts, "value": Value.LOYAL})
    assert "Pilih salah satu" in refused.content.decode()
    assert client.post(url, facts).status_code == 302
    html = client_as(person.user).get(reverse("evaluations:review-detail", args=[review.pk])).content.decode()
    assert "Mendongeng" in html
    assert "Perlu suara lebih lantang" in html


def test_the_page_names_trainings_and_takes_as_many_statements_for_three(client_as):
    person, _supervisor, _superior = make_chain()
    review = make_review(person)

    def make_one():
        unit = make_competence()
        suggest(review, unit)
        make_session(make_programme(title="Pelatihan bercerita", competences=[unit]))

    address = reverse("evaluations:review-growth", args=[review.pk])
    html = assert_same_queries(client_as(person.user), address, make_one).content.decode()
    assert html.count("Pelatihan bercerita") == 3


def test_person_and_supervisor_both_put_goals_in_the_plan_and_a_competence_stands_once(client_as, today):
    person, supervisor, _superior = make_chain()
    review, one, two = make_review(person), make_competence(), make_competence()
    due = date(today.year + 1, 6, 30)
    for by, unit in ((person, one), (supervisor, two), (supervisor, one)):
        data = {"competence": unit.pk, "goal": "Berlatih", "due_on": str(due)}
        url = reverse("evaluations:review-growth-add", args=[review.pk])
        assert client_as(by.user).post(url, data).status_code == 302
    plan = DevelopmentPlan.objects.get(profile=person, year=due.year)
    assert list(plan.items.order_by("pk").values_list("competence", "origin")) == [
        (one.pk, "review"),
        (two.pk, "review"),
    ]


def test_others_and_an_agreed_plan_refuse(client_as, today):
    person, supervisor, superior = make_chain()
    review, unit = make_review(person), make_competence()
    facts = {"review": review, "competence": unit, "goal": "Berlatih", "due_on": today, "on": today}
    for by in (superior, make_person()):
        with pytest.raises(NotYours):
            put_in_plan(by=by.user, **facts)
    with pytest.raises(NotYours):
        put_in_plan(by=person.user, **{**facts, "review": make_review(person, stage=Stage.PLANNING)})
    put_in_plan(by=person.user, **facts)
    plan = DevelopmentPlan.objects.get()
    plans.submit_plan(plan=plan, by=person.user, at=timezone.now())
    plans.agree_plan(plan=plan, by=supervisor.user, at=timezone.now())
    data = {"competence": make_competence().pk, "goal": "Lain", "due_on": str(today + timedelta(days=0))}
    refused = client_as(person.user).post(reverse("evaluations:review-growth-add", args=[review.pk]), data)
    assert refused.status_code == 200
    assert PlanItem.objects.count() == 1


def test_notes_that_wait_for_the_release_show_no_area(client_as):
    person, supervisor, _superior = make_chain()
    review = make_review(person, cycle=make_cycle(notes_shown=NotesShown.AT_RELEASE))
    suggest(review, make_competence(), "Catatan tertutup")
    address = reverse("evaluations:review-growth", args=[review.pk])
    assert "Catatan tertutup" not in client_as(person.user).get(address).content.decode()
    assert "Catatan tertutup" in client_as(supervisor.user).get(address).content.decode()

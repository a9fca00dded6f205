"""Who decides an objection: never whoever leads or has rated, and always somebody."""

from datetime import timedelta

import pytest

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.core.formats import tanggal
from baubau_pembinaan.notifications.duties import open_for
from evaluations.review_choices import Stage
from evaluations.review_papers import evaluation_paper
from evaluations.selectors.reviews import review_for
from evaluations.services.reviews import stages
from evaluations.services.reviews.refusals import (
    DeciderUnfit,
    NotYours,
)
from tests.factories.accounts import make_appointment, make_person
from tests.factories.reviews import make_chain, make_review
from tests.reviews.deeds import WHY, page, put_in, told

pytestmark = pytest.mark.django_db


DECISION = {"reason": "Sudah diperiksa", "result_rating": 2, "conduct_rating": 2}


def decide(review, by, today):
    return stages.decide_objection(review=review, by=by.user, on=today, **DECISION)


def test_the_lead_does_not_decide_in_the_place_of_the_superior(today):
    person, lead, superior = make_chain()
    make_appointment(lead, kind="plh", stands_in_for=superior)
    review = make_review(person, stage=Stage.OBJECTED)
    with pytest.raises(NotYours):
        decide(review, lead, today)
    assert decide(review, superior, today).stage == Stage.LOCKED


def test_whoever_rated_does_not_decide_as_the_superior_of_the_next_lead(today, head):
    person, rater, _superior = make_chain()
    later = make_person()
    make_appointment(later, supervisor=rater)
    review = make_review(person, stage=Stage.OBJECTED, rated_by=rater, assigned_supervisor=later)
    with pytest.raises(NotYours):
        decide(review, rater, today)
    assert decide(review, head, today).stage == Stage.LOCKED


def test_a_head_who_leads_does_not_decide_and_another_is_named(client_as, today, head):
    person, third = make_person(), make_person()
    review = make_review(person, stage=Stage.OBJECTED, supervisor=head)
    with pytest.raises(NotYours):
        decide(review, head, today)
    assert client_as(head.user).get(page("review-detail", review.pk)).context["undecidable"]
    with pytest.raises(DeciderUnfit):
        put_in(review, None, make_person(Role.ADMINISTRATOR), today, superior=head)
    put_in(review, None, head, today, superior=third)
    assert not client_as(head.user).get(page("review-detail", review.pk)).context["undecidable"]
    assert client_as(third.user).get(page("review-detail", review.pk)).status_code == 200
    assert decide(review, third, today).stage == Stage.LOCKED


@pytest.mark.parametrize("why", ["left", "no account", "none"])
def test_the_head_decides_whenever_the_superior_cannot(today, head, why):
    person, lead, superior = make_chain()
    if why == "left":
        superior.left_on = today - timedelta(days=1)
        superior.save()
    elif why == "no account":
        superior.user.is_active = False
        superior.user.save()
    else:
        lead.appointments.all().delete()
    review = make_review(person, stage=Stage.RELEASED)
    stages.object_to_review(review=review, by=person.user, on=today, reason=WHY)
    assert told(head) == 1
    codes = {duty.code for duty, _row in open_for(head.user, today)}
    assert "evaluations.decide-objection-head" in codes
    assert decide(review, head, today).stage == Stage.LOCKED


def test_a_decision_says_who_gave_it_when_and_what_it_changed(client_as, today):
    """On the page for those entitled, and on the paper, which the superior signs in the lead's place."""
    person, lead, superior = make_chain()
    review = make_review(person, stage=Stage.OBJECTED, result_rating=1, conduct_rating=2)
    stages.decide_objection(
        review=review, by=superior.user, on=today, reason="Dua kelas terbukti", result_rating=2, conduct_rating=2
    )
    for user in (person.user, lead.user, superior.user):
        answer = client_as(user).get(page("review-detail", review.pk))
        assert answer.context["decision"] == [
            ("Penilaian hasil kerja", "Di bawah ekspektasi", "Sesuai ekspektasi"),
            ("Penilaian perilaku kerja", "Sesuai ekspektasi", "Sesuai ekspektasi"),
            ("Predikat", "Butuh Perbaikan", "Baik"),
        ]
        source = answer.content.decode()
        for words in (f"{superior.full_name}, {tanggal(today)}", "Baik (sebelumnya: Butuh Perbaikan)", "Dua kelas"):
            assert words in source
    row, _access = review_for(person.user, review.pk, today)
    paper = evaluation_paper(row, today)
    said = str(paper)
    for words in (review.objection, "Dua kelas terbukti", f"{superior.full_name}, {tanggal(today)}", "Butuh Perbaikan"):
        assert words in said
    signers = [(signer.title, signer.name) for signer in paper.blocks[-1].signers]
    assert signers[0] == ("Atasan pejabat penilai kinerja", superior.full_name)
    assert lead.full_name not in [name for _title, name in signers]


def test_the_paper_of_an_objection_that_waits_says_so(today):
    person, lead, _superior = make_chain()
    review = make_review(person, stage=Stage.OBJECTED)
    row, _access = review_for(person.user, review.pk, today)
    paper = evaluation_paper(row, today)
    assert "belum diputuskan" in str(paper)
    assert paper.blocks[-1].signers[0].name == lead.full_name


def test_a_decision_rests_on_the_ratings_and_the_objection_that_were_shown(client_as):
    person, _lead, superior = make_chain()
    review = make_review(person, stage=Stage.OBJECTED)
    client, url = client_as(superior.user), page("review-step", review.pk, "putuskan-keberatan")
    seen = client.get(url).context["form"].initial["seen"]
    review.objection = "Kata lain"
    review.save()
    answer = client.post(url, {**DECISION, "seen": seen})
    assert answer.status_code == 409
    assert "Kata lain" in answer.content.decode()
    assert DECISION["reason"] in answer.content.decode()

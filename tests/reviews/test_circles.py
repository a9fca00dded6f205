"""A round of 360-degree feedback: proposed, approved, answered without a name, closed for good."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.libraries import switches
from baubau_pembinaan.notifications.duties import get
from baubau_pembinaan.notifications.models import Message
from evaluations.circle_forms import ProposeForm
from evaluations.circle_paper import round_paper
from evaluations.models import FeedbackRound, Review, RoundAnswer, RoundReviewer
from evaluations.review_choices import Relation, RoundStatus, Stage, Value
from evaluations.services.reviews import circles, round_end
from evaluations.services.reviews.refusals import NotAtThisStage, NotYours
from tests.factories.accounts import make_appointment, make_person, make_profile
from tests.factories.reviews import make_chain, make_cycle, make_review, make_round
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db
SCORES = [3, 4, 2, 3, 4, 0, 3]
MARK = "Ucapan-yang-mudah-dikenali"


@pytest.fixture(autouse=True)
def _on(db):
    switches.turn("review_360", True, by=None)


def page(name, *args):
    return reverse(f"evaluations:{name}", args=args)


def asked_round(today, n=4):
    """A review whose round was opened by its lead for `n` peers."""
    person, lead, _superior = make_chain()
    review = make_review(person)
    peers = [make_person(Role.LIBRARIAN) for _ in range(n)]
    for peer in peers:
        circles.propose_reviewer(review=review, reviewer=peer, relation=Relation.PEER, by=person.user, on=today)
    circles.open_round(review=review, closes_on=today + timedelta(days=7), by=lead.user, on=today)
    return review, peers, person, lead


def lines(*chosen):
    """What the form sends for these (reviewer, relation), the second line left empty."""
    places = [1, *range(3, len(chosen) + 2)]
    filled = zip(places, chosen, strict=True)
    return {
        f"{name}_{n}": value for n, (who, what) in filled for name, value in (("reviewer", who.pk), ("relation", what))
    }


def answer(review, profile, today, **more):
    circles.answer_round(review=review, by=profile.user, on=today, scores=SCORES, **more)


def test_from_the_proposal_to_the_result(client_as, today):
    person, lead, _superior = make_chain()
    review, peers = make_review(person), [make_person(Role.LIBRARIAN) for _ in range(4)]
    client = client_as(person.user)
    assert client.post(page("round-propose", review.pk), lines(*((peer, "peer") for peer in peers))).status_code == 302
    assert peers[0].full_name in client.get(page("round-detail", review.pk)).content.decode()
    last = today + timedelta(days=7)
    assert client.post(page("round-open", review.pk), {"closes_on": last}).status_code == 403
    assert client_as(lead.user).post(page("round-open", review.pk), {"closes_on": last}).status_code == 302
    words = dict(zip(Value.values, SCORES, strict=True))
    for profile in (*peers, person):
        url = page("round-answer", review.pk)
        reader = client_as(profile.user)
        assert page("round-answer", review.pk) in reader.get(page("rounds-asked")).content.decode()
        assert reader.post(url, {"strength": ""}).status_code == 200
        assert reader.post(url, {**words, "strength": MARK}).status_code == 302
        assert reader.post(url, {**words, "strength": MARK}).status_code == 404
    assert circles.close_due_rounds(on=last) == 0
    assert circles.close_due_rounds(on=last + timedelta(days=1)) == 1
    assert circles.close_due_rounds(on=last + timedelta(days=1)) == 0
    shown = client_as(lead.user).get(page("round-detail", review.pk))
    (group,) = shown.context["outcome"].figures.groups
    assert (group.n, group.relations) == (4, (Relation.PEER,))
    assert shown.context["outcome"].strengths == [MARK] * 4
    assert client.get(page("round-detail", review.pk)).context["outcome"] is None  # not released yet
    review.stage, review.result_rating, review.conduct_rating, review.rated_on = Stage.RELEASED, 2, 2, today
    review.save()
    assert client.get(page("round-detail", review.pk)).context["outcome"].own_strength == MARK
    paper = client.get(page("review-paper", review.pk, "umpan-balik-360"))
    assert paper.content[:5] == b"%PDF-"


def test_who_may_be_proposed_and_approved(today):
    person, lead, superior = make_chain()
    review, peer = make_review(person), make_person(Role.LIBRARIAN)

    def propose(reviewer, relation=Relation.PEER, by=person.user):
        return circles.propose_reviewer(review=review, reviewer=reviewer, relation=relation, by=by, on=today)

    for reviewer, relation in ((person, Relation.PEER), (peer, Relation.SELF), (make_profile(), Relation.PEER)):
        with pytest.raises(circles.ReviewerUnfit):
            propose(reviewer, relation)
    row = propose(peer)
    with pytest.raises(circles.ReviewerTwice):
        propose(peer)
    with pytest.raises(NotYours):
        propose(make_person(), by=superior.user)
    circles.withdraw_reviewer(proposed=row, by=lead.user, on=today)
    propose(peer, Relation.PARTNER, by=lead.user)
    below = make_person()
    make_appointment(below, supervisor=person)
    for reviewer, untrue in ((below, Relation.SUPERIOR), (below, Relation.PEER), (lead, Relation.SUBORDINATE)):
        with pytest.raises(circles.RelationUntrue):
            propose(reviewer, untrue)
    circles.withdraw_reviewer(proposed=propose(below, Relation.SUBORDINATE), by=lead.user, on=today)
    propose(lead, Relation.SUPERIOR)
    with pytest.raises(circles.TooManyReaders):
        propose(superior, Relation.SUPERIOR)
    propose(make_person())
    deed = {"review": review, "by": lead.user, "on": today}
    with pytest.raises(circles.TooFewReviewers):
        circles.open_round(closes_on=today + timedelta(days=1), **deed)
    propose(make_person())
    with pytest.raises(circles.ClosesTooSoon):
        circles.open_round(closes_on=today, **deed)
    with pytest.raises(NotYours):
        circles.open_round(review=review, by=person.user, on=today, closes_on=today + timedelta(days=1))
    circles.open_round(closes_on=today + timedelta(days=1), **deed)
    with pytest.raises(NotAtThisStage):
        propose(make_person())
    asked = set(Message.objects.filter(key__startswith="evaluations.round").values_list("recipient", flat=True))
    assert {peer.user_id, lead.user_id, person.user_id} < asked
    assert len(asked) == 5


def test_several_are_proposed_all_or_nobody_and_each_refusal_names_its_person(client_as, today):
    person, lead, _superior = make_chain()
    review, peers = make_review(person), [make_person(Role.LIBRARIAN) for _ in range(3)]
    below, held = make_person(), make_person()
    make_appointment(below, supervisor=person)
    circles.propose_reviewer(review=review, reviewer=held, relation=Relation.PARTNER, by=lead.user, on=today)
    person.user.language = "en"
    person.user.save()
    client, url = client_as(person.user), page("round-propose", review.pk)
    drawn = client.get(url).context["form"].fields["reviewer_1"].choices
    assert str(held.pk) not in [str(pk) for pk, _label in drawn]
    refused = client.post(url, lines((peers[0], "peer"), (below, "peer"), (held, "peer"), (peers[1], "partner")))
    errors = refused.context["form"].errors
    assert f"{below.full_name}: The appointments say otherwise" in errors["relation_3"][0]
    assert f"{held.full_name}: This person is proposed already." == errors["reviewer_4"][0]
    assert set(errors) == {"relation_3", "reviewer_4"}
    assert [row.reviewer for row in RoundReviewer.objects.all()] == [held]  # nobody of them
    twice = client.post(url, lines((peers[0], "peer"), (peers[0], "partner"))).context["form"].errors
    assert peers[0].full_name in twice["reviewer_3"][0]
    good = lines((peers[0], "peer"), (below, "subordinate"), (peers[1], "partner"))
    assert client.post(url, good)["Location"] == page("round-detail", review.pk)
    said = set(RoundReviewer.objects.values_list("reviewer", "relation"))
    assert said == {(held.pk, "partner"), (peers[0].pk, "peer"), (below.pk, "subordinate"), (peers[1].pk, "partner")}


def test_all_problems_are_told_at_once_each_by_its_line(client_as, today):
    """Half a line, somebody named twice, and a relation that is not true."""
    person, lead, _superior = make_chain()
    review, peer, held = make_review(person), make_person(), make_person()
    sent = {"relation_1": "peer", "reviewer_2": peer.pk, "relation_2": "peer", "reviewer_3": peer.pk}
    sent |= {"relation_3": "partner", "reviewer_5": lead.pk, "relation_5": "subordinate", "reviewer_7": held.pk}
    answer = client_as(person.user).post(page("round-propose", review.pk), sent)
    assert set(answer.context["form"].errors) == {"reviewer_1", "reviewer_3", "relation_5", "relation_7"}
    summary = answer.content.decode().split('role="alert"')[1].split("</ul>")[0]
    assert [n for n in range(1, 9) if f">Penilai {n}, " in summary] == [1, 3, 5, 7]
    assert not RoundReviewer.objects.exists() and not FeedbackRound.objects.exists()


def test_a_line_half_filled_in_is_told_and_an_empty_form_too(client_as, today):
    person, _lead, _superior = make_chain()
    review, peer = make_review(person), make_person()
    client, url = client_as(person.user), page("round-propose", review.pk)
    assert set(client.post(url).context["form"].errors) == {"reviewer_1"}
    half = client.post(url, {"reviewer_1": peer.pk, "relation_2": "peer"}).context["form"].errors
    assert set(half) == {"relation_1", "reviewer_2"} and peer.full_name in half["relation_1"][0]
    assert not RoundReviewer.objects.exists()


def test_only_who_is_asked_answers_and_only_in_time(today):
    review, peers, _person, _lead = asked_round(today)
    with pytest.raises(NotYours):
        answer(review, make_person(), today)
    with pytest.raises(NotAtThisStage):
        answer(review, peers[0], today + timedelta(days=8))
    with pytest.raises(ValidationError):
        circles.answer_round(review=review, by=peers[0].user, on=today, scores=[5] * 7)
    answer(review, peers[0], today)
    with pytest.raises(NotYours):
        answer(review, peers[0], today)
    switches.turn("review_360", False, by=None)
    with pytest.raises(NotAtThisStage):
        answer(review, peers[1], today)


# --- Nobody can tell who said what -------------------------------------------------------------------------------


def test_neither_the_answers_nor_any_history_hold_a_name_or_a_moment(today):
    review, peers, _person, _lead = asked_round(today)
    lines = {model: model.objects.count() for model in apps.get_models() if model.__name__.startswith("Historical")}
    messages = Message.objects.count()
    answer(review, peers[0], today, strength=MARK)
    assert {model: model.objects.count() for model in lines} == lines
    assert Message.objects.count() == messages
    names = {field.name for field in RoundAnswer._meta.get_fields()}
    assert names == {"id", "round", "relation", "scores", "strength", "growth"}
    assert not RoundReviewer.objects.filter(reviewer=peers[0]).exists()
    assert not [
        model for model in apps.get_models() if model.__name__ in ("HistoricalRoundAnswer", "HistoricalRoundReviewer")
    ]


def test_an_open_round_shows_no_names_and_never_how_many_have_answered(client_as, today):
    review, peers, person, lead = asked_round(today)

    def sources():
        head = make_person(Role.AGENCY_HEAD).user
        urls = [page("round-detail", review.pk), page("review-detail", review.pk)]
        return [
            client.get(url).content.decode()
            for client in map(client_as, (person.user, lead.user, head))
            for url in urls
        ]

    def plain(source):
        """Without what changes on each page: tokens of the forms, the reader's own frame."""
        return source.split("<main", 1)[1].split("</main>")[0].split("csrfmiddlewaretoken")[0]

    before = [plain(source) for source in sources()]
    answer(review, peers[0], today, strength=MARK)
    after = [plain(source) for source in sources()]
    assert before == after
    assert not [source for source in after for peer in peers if peer.name in source]


def test_the_numbers_of_the_list_tell_nothing_once_the_round_is_open(client_as, today):
    review, peers, _person, lead = asked_round(today)
    waiting = RoundReviewer.objects.get(reviewer=peers[1]).pk
    gone = RoundReviewer.objects.get(reviewer=peers[0]).pk
    answer(review, peers[0], today)
    client = client_as(lead.user)
    assert {client.post(page("round-withdraw", pk)).status_code for pk in (waiting, gone)} == {404}
    assert RoundReviewer.objects.filter(pk=waiting).exists()


def test_the_end_mixes_the_answers_and_forgets_who_was_asked(today, monkeypatch):
    review, peers, _person, _lead = asked_round(today, n=5)
    for number, peer in enumerate(peers[:4]):
        answer(review, peer, today, strength=f"Jawaban {number}")
    before = set(RoundAnswer.objects.values_list("pk", flat=True))
    monkeypatch.setattr(
        round_end.random.SystemRandom, "shuffle", lambda self, rows: rows.sort(key=lambda row: row.strength)
    )
    assert circles.close_due_rounds(on=today + timedelta(days=8)) == 1
    assert not RoundReviewer.objects.exists()
    assert not before & set(RoundAnswer.objects.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT strength FROM evaluations_roundanswer ORDER BY ctid")
        assert [row[0] for row in cursor] == [f"Jawaban {number}" for number in range(4)]  # the order of the shuffle


@pytest.mark.parametrize("peers", [1, 2])
def test_fewer_than_three_besides_the_reader_show_nothing(client_as, today, peers):
    """The lead answered too and could take that answer away."""
    _person, lead, _superior = make_chain()
    person = make_person()
    review = make_review(person, supervisor=lead)
    make_round(review, status="closed", answers=[*[("peer", SCORES, MARK)] * peers, ("superior", SCORES, MARK)])
    source = client_as(lead.user).get(page("round-detail", review.pk)).content.decode()
    assert MARK not in source
    assert "3,0" not in source


@pytest.mark.parametrize("peers", [3, 4])
def test_the_paper_tells_the_guard_that_holds(today, peers):
    review = make_review(stage=Stage.LOCKED)
    make_round(review, status="closed", answers=[("peer", SCORES, "")] * peers)
    said = str(round_paper(Review.objects.with_leaders(today).get(pk=review.pk), today))
    assert ("kurang dari empat" in said.lower(), "kurang dari tiga" in said.lower()) == (True, False)


def test_a_closed_round_stands_in_the_database(today):
    review = make_review()
    row = make_round(review, status="closed", answers=[("peer", SCORES, "")] * 3)
    held = row.answers.first()
    deeds = [
        lambda: RoundAnswer.objects.create(round=row, relation="peer", scores=SCORES),
        lambda: held.delete(),
        lambda: RoundAnswer.objects.filter(pk=held.pk).update(relation="partner"),
        lambda: setattr(row, "status", RoundStatus.OPEN) or row.save(),
    ]
    for deed in deeds:
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()
    assert RoundAnswer.objects.filter(round=row, relation="peer").count() == 3


def test_off_hides_the_pages(client_as, today):
    review, peers, person, _lead = asked_round(today)
    links = ((page("home"), page("rounds-asked")), (page("review-detail", review.pk), page("round-detail", review.pk)))
    for place, link in links:
        assert link in client_as(person.user).get(place).content.decode()
    switches.turn("review_360", False, by=None)
    for place, link in links:
        assert link not in client_as(person.user).get(place).content.decode()
    assert client_as(person.user).get(page("round-detail", review.pk)).status_code == 404
    assert client_as(peers[0].user).get(page("round-answer", review.pk)).status_code == 404


def test_duties_end_with_the_deed_and_send_no_reminder_of_an_answer(today):
    review, peers, _person, lead = asked_round(today)
    duty = get("evaluations.answer-round")
    assert duty.offsets == ()  # a reminder kept in a log would tell who had not answered
    assert set(duty.rows(today).values_list("duty_recipient", flat=True)) >= {peer.user_id for peer in peers}
    answer(review, peers[0], today)
    assert peers[0].user_id not in duty.rows(today).values_list("duty_recipient", flat=True)
    other = make_review(make_person(), supervisor=lead)
    for _ in range(4):
        circles.propose_reviewer(
            review=other, reviewer=make_person(), relation=Relation.PEER, by=other.person.user, on=today
        )
    (row,) = get("evaluations.approve-round").rows(today).values("duty_recipient", "duty_ref")
    assert row == {"duty_recipient": lead.user_id, "duty_ref": str(other.pk)}


def test_the_pages_cost_the_same_for_one_and_for_three(client_as, today):
    _person, lead, _superior = make_chain()
    review = make_review(make_person(), supervisor=lead)
    row = make_round(review, status="proposing")
    client = client_as(lead.user)
    url = page("round-detail", review.pk)
    assert_same_queries(client, url, lambda: row.reviewers.create(reviewer=make_profile(), relation="peer"))
    assert_same_queries(client, page("round-propose", review.pk), lambda: make_person())
    assert_same_queries(client, page("rounds-asked"), lambda: make_round(make_review(make_profile()), asked=[lead]))


def test_a_second_reader_of_the_result_is_refused_at_the_opening_too(today):
    """Somebody became the lead after they were proposed."""
    person, lead, _superior = make_chain()
    review, later = make_review(person), make_person()
    for reviewer in (later, lead, make_person(), make_person()):
        circles.propose_reviewer(review=review, reviewer=reviewer, relation=Relation.PARTNER, by=person.user, on=today)
    review.assigned_superior = later
    review.save()
    deed = {"review": review, "by": lead.user, "on": today, "closes_on": today + timedelta(days=7)}
    with pytest.raises(circles.TooManyReaders):
        circles.open_round(**deed)


def test_no_list_of_deliveries_shows_who_was_asked(client_as, today):
    review, peers, _person, _lead = asked_round(today)
    source = client_as(Role.ADMINISTRATOR).get(reverse("admin:notifications_delivery_changelist")).content.decode()
    assert not [peer.name for peer in peers if peer.name in source]
    assert Message.objects.filter(recipient=peers[0].user, key=f"evaluations.round.{review.feedback_round.pk}").exists()


def test_the_form_of_a_list_does_not_tell_whom_another_round_asks(today):
    """Who is asked in an open round is named nowhere; nor may they be missing from the choices of the next list."""
    person = make_chain()[0]
    secret, listed = make_person(), make_person()
    asking = make_round(make_review(person, cycle=make_cycle(year=today.year - 1)), status=RoundStatus.OPEN)
    RoundReviewer.objects.create(round=asking, reviewer=secret, relation=Relation.PEER)
    # The same colleague stands on somebody else's open list.
    elsewhere = make_round(make_review(make_person()), status=RoundStatus.PROPOSING)
    RoundReviewer.objects.create(round=elsewhere, reviewer=secret, relation=Relation.PEER)
    review = make_review(person)
    own = make_round(review, status=RoundStatus.PROPOSING)
    RoundReviewer.objects.create(round=own, reviewer=listed, relation=Relation.PEER)
    offered = str(ProposeForm(today=today, review=review))
    assert secret.name in offered
    assert listed.name not in offered and person.name not in offered

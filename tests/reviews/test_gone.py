"""What somebody writes about is gone, or no longer theirs, while they type: they are told and get their words back."""

import re

import pytest
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.libraries import switches
from evaluations.models import ResultFile, Review, WorkResult
from evaluations.review_choices import CycleStatus, NoteKind, Relation, Stage
from evaluations.services.reviews import cycles, files, pasting, writing
from evaluations.services.reviews.refusals import RowGone
from tests.factories.accounts import make_appointment, make_person
from tests.factories.reviews import make_chain, make_cycle, make_result_file, make_review, make_round
from tests.factories.training import make_competence, make_programme
from tests.reviews.deeds import page, put_in

pytestmark = pytest.mark.django_db
PLAN = {"kind": "utama", "supports": "", "plan": "Kata baru", "aspect": "waktu", "indicator": "Jam", "target": "1"}


def answers(client, url, data, words="Kata baru"):
    """(status, whether the typed words come back, the page)."""
    answer = client.post(url, data)
    source = answer.content.decode()
    return answer.status_code, words in source, source


def test_a_line_removed_on_another_device_gives_the_words_back(client_as, today):
    person, lead, _superior = make_chain()
    review = make_review(person, stage=Stage.PLANNING)
    result, client = review.results.get(), client_as(person.user)
    url = page("review-result", result.pk)
    seen = client.get(url).context["form"].initial["seen"]
    plan = writing.token_of(result, writing.PLAN_FIELDS)
    writing.remove_result(result=result, by=person.user, on=today, seen=plan)
    status, back, source = answers(client, url, {**PLAN, "seen": seen})
    assert (status, back) == (409, True)
    assert "oleh Anda" in source and page("review-detail", review.pk) in source
    assert client.get(url).status_code == 404
    assert answers(client, page("review-result-remove", result.pk), {})[0] == 409  # pressed twice
    assert person.full_name in answers(client_as(lead.user), url, {"feedback": "Kata baru"})[2]  # who reads the review
    for other in (client_as(make_person().user), client_as(Role.AGENCY_HEAD)):
        status, back, source = answers(other, url, PLAN)  # never theirs: nothing is told
        assert (status in (403, 404), back, "oleh" in source and "dihapus" in source) == (True, False, False)
    assert client.post(page("review-result", result.pk + 1000), PLAN).status_code == 404  # never stood anywhere


def test_a_line_removed_between_the_look_and_the_deed_is_told_too(client_as, today, monkeypatch):
    person = make_person()
    review = make_review(person, stage=Stage.PLANNING)
    result, client = review.results.get(), client_as(person.user)
    seen = client.get(page("review-result", result.pk)).context["form"].initial["seen"]
    deed = writing.change_result

    def after_the_other(**given):
        WorkResult.objects.get(pk=result.pk).delete()
        return deed(**given)

    monkeypatch.setattr(writing, "change_result", after_the_other)
    assert answers(client, page("review-result", result.pk), {**PLAN, "seen": seen})[:2] == (409, True)


def test_a_file_removed_already_is_told_and_not_found_for_others(client_as, today):
    person = make_person()
    kept = make_result_file(make_review(person))
    files.remove_file(kept=ResultFile.objects.get(pk=kept.pk), by=person.user, on=today)
    url = page("review-file-remove", kept.pk)
    assert answers(client_as(person.user), url, {}, "dihapus oleh Anda")[:2] == (409, True)
    assert client_as(make_person().user).post(url).status_code == 404
    with pytest.raises(RowGone):
        files.remove_file(kept=kept, by=person.user, on=today)


@pytest.mark.parametrize("how", ["by hand", "by appointment"])
def test_a_supervisor_replaced_while_typing_gets_the_words_back(client_as, head, today, how):
    person, lead, _superior = make_chain()
    review = make_review(person, stage=Stage.RUNNING)
    client, new = client_as(lead.user), make_person()
    url, period = page("review-conduct", review.pk), review.periods.order_by("number").first()
    words = {"feedback_loyal": "Kata baru"}
    assert client.get(url).status_code == 200
    if how == "by hand":
        put_in(review, new, head, today)
    else:
        post = person.appointments.get()
        post.supervisor = new
        post.save()
    status, back, source = answers(client, url, words)
    assert (status, back) == (409, True)
    assert new.name not in source and person.name not in source
    assert answers(client, page("review-period", period.pk), {"feedback": "Kata baru"})[:2] == (409, True)
    step = page("review-step", review.pk, "kembalikan-rencana")
    assert answers(client, step, {"reason": "Kata baru"})[:2] == (409, True)
    assert client.post(url).status_code == 404  # nothing typed, nothing told
    assert client.get(url).status_code == 404
    stranger = client_as(make_person().user)
    assert answers(stranger, url, words)[:2] == (404, False)
    assert not review.conduct.exclude(feedback="").exists()


def test_the_words_of_a_start_taken_back_come_back(client_as, head, today):
    person, lead, _superior = make_chain()
    cycle = make_cycle(status=CycleStatus.DRAFT)
    reviews = cycles.start_cycle(cycle=cycle, by=head.user, on=today)
    review = next(each for each in reviews if each.person == person)
    client, leader = client_as(person.user), client_as(lead.user)
    cycles.take_back_cycle(cycle=cycle, by=head.user, reason="Keliru")
    assert not Review.objects.filter(pk=review.pk).exists()
    for reader, name, data in (
        (client, "review-result-add", PLAN),
        (leader, "review-conduct", {"expectation_loyal": "Kata baru"}),
    ):
        status, back, source = answers(reader, page(name, review.pk), data)
        assert (status, back, head.full_name in source) == (409, True, True)
    assert client_as(make_person().user).post(page("review-result-add", review.pk), PLAN).status_code == 404


def test_a_table_pasted_and_a_rating_typed_too_late_come_back(client_as, today):
    person = make_person()
    review = make_review(person, stage=Stage.PLANNING)
    client = client_as(person.user)
    review.stage = Stage.PROPOSED
    review.save()
    status, back, source = answers(client, page("review-paste", review.pk), {"text": "Kata baru\tTarget"})
    assert (status, back) == (409, True)
    assert str(Stage.PROPOSED.label) in source
    rating = {"source": "Kata baru", "result_rating": "2"}
    assert answers(client, page("review-state-rating", review.pk), rating)[:2] == (409, True)
    assert client.post(page("review-paste", review.pk)).status_code == 403
    assert pasting.look(review=review, text="Rencana hasil kerja\tRealisasi\nKelas literasi\tada")  # the twin reads it


def test_a_note_written_too_late_comes_back_and_tells_nothing_of_the_review(client_as):
    author = make_person(Role.LIBRARIAN)
    review = make_review(stage=Stage.RATING)
    client, url = client_as(author.user), page("review-note", review.pk)
    assert client.get(url).status_code == 200
    review.stage = Stage.PROPOSED
    review.save()
    unit = make_competence()
    note = {"kind": "praise", "competence": unit.pk, "text": "Kata baru"}
    late, nowhere = client.post(url, note), client.post(page("review-note", review.pk + 1000), note)
    assert (late.status_code, nowhere.status_code) == (409, 409)
    assert "Kata baru" in late.content.decode() and review.person.name not in late.content.decode()
    assert str(unit) in late.content.decode() and str(NoteKind.PRAISE.label) in late.content.decode()
    assert client.post(url).status_code == 404
    assert not review.notes.exists()


def test_a_reason_typed_for_somebody_who_was_taken_out_comes_back(client_as, head):
    review = make_review(stage=Stage.RUNNING)
    client, url = client_as(head.user), page("review-withdraw", review.pk)
    assert client.get(url).status_code == 200
    review.stage, review.closed_on = Stage.WITHDRAWN, review.cycle.starts_on
    review.save()
    assert answers(client, url, {"reason": "Kata baru"})[:2] == (409, True)
    lead = make_person()
    make_appointment(review.person, supervisor=lead)
    assert client_as(lead.user).post(url, {"reason": "Kata baru"}).status_code == 403  # never theirs to do


def test_a_list_approved_while_somebody_proposes_gives_the_names_back(client_as, today):
    switches.turn("review_360", True, by=None)
    person, lead, _superior = make_chain()
    review, peer = make_review(person), make_person()
    row = make_round(review, status="proposing")
    client = client_as(person.user)
    assert client.get(page("round-propose", review.pk)).status_code == 200
    row.status, row.closes_on = "open", today
    row.save()
    chosen = {"reviewer_1": peer.pk, "relation_1": "peer", "reviewer_3": "Nama diketik", "relation_3": "partner"}
    lost = f"{peer.full_name}: {Relation.PEER.label}"
    status, back, source = answers(client, page("round-propose", review.pk), chosen, lost)
    assert f"Nama diketik: {Relation.PARTNER.label}" in source and "Penilai 3" in source
    assert (status, back, "disetujui" in source) == (409, True, True)
    guest = {"name": "Ibu Kata baru", "organisation": "SD"}
    assert answers(client, page("round-guest-propose", review.pk), guest)[:2] == (409, True)
    assert client.post(page("round-guest-propose", review.pk)).status_code == 403
    opened = {"closes_on": "2030-01-02"}
    assert answers(client_as(lead.user), page("round-open", review.pk), opened, "2030-01-02")[:2] == (409, True)
    assert client.post(page("round-open", review.pk), opened).status_code == 403  # never the person's
    assert client_as(make_person().user).post(page("round-propose", review.pk), chosen).status_code == 404
    assert not row.reviewers.exists() and not row.guests.exists()


def test_rows_chosen_come_back_by_their_names(client_as, head, today):
    """The unit of competence and the training of a goal; the supervisor of a change."""
    person, lead, _superior = make_chain()
    review = make_review(person, stage=Stage.RUNNING)
    unit = make_competence()
    programme, new = make_programme(), make_person()
    goal = {"competence": unit.pk, "programme": programme.pk, "goal": "Kata baru", "due_on": "31/12/2030"}
    put_in(review, new, head, today)
    status, back, source = answers(client_as(lead.user), page("review-growth-add", review.pk), goal)
    assert (status, back, str(unit) in source, str(programme) in source) == (409, True, True, True)
    review.refresh_from_db()
    review.stage, review.closed_on = Stage.WITHDRAWN, today
    review.save()
    changed = {"supervisor": lead.pk, "reason": "Kata baru"}
    status, back, source = answers(client_as(head.user), page("review-reassign", review.pk), changed)
    assert (status, back, f"<dd>{lead.full_name}</dd>" in source) == (409, True, True)


def test_choices_come_back_as_plain_text_and_words_in_a_box(client_as):
    person = make_person()
    review = make_review(person, stage=Stage.PLANNING)
    result, client = review.results.get(), client_as(person.user)
    writing.remove_result(
        result=result, by=person.user, on=timezone.localdate(), seen=writing.token_of(result, writing.PLAN_FIELDS)
    )
    source = client.post(page("review-result", result.pk), {**PLAN, "realisation": "Kata panjang"}).content.decode()
    assert "<dd>Utama</dd>" in source and "<dd>Waktu</dd>" in source
    assert re.findall(r"<textarea[^>]*>([^<]*)<", source) == ["Kata panjang"]

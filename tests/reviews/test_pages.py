"""The review pages: who reads what of whom, in how many statements, and what a second editor is told."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.libraries import switches
from evaluations.models import FeedbackNote, Review
from evaluations.review_choices import NoteKind, NotesShown, Stage, Value
from evaluations.services.reviews import writing
from evaluations.services.reviews.refusals import EditedMeanwhile, NotYours
from tests.factories.accounts import make_appointment, make_person
from tests.factories.reviews import make_chain, make_cycle, make_review
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db
SECRETS = ("Catatan diri rahasia", "Catatan atasan rahasia", "Catatan rekan rahasia")


def page(name, *args):
    return reverse(f"evaluations:{name}", args=args)


def with_note(review):
    FeedbackNote.objects.create(
        review=review,
        author=make_person(),
        kind=NoteKind.PRAISE,
        value=Value.LOYAL,
        text="Catatan rekan rahasia",
        written_on=timezone.localdate(),
    )
    return review


def read(client, review):
    """Which of the three secrets stand in the source of the page."""
    response = client.get(page("review-detail", review.pk))
    assert response.status_code == 200
    return tuple(secret in response.content.decode() for secret in SECRETS)


# --- Privacy: two supervisors, two units -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        (Stage.SELF, (True, False, True)),
        (Stage.CALIBRATION, (True, False, True)),
        (Stage.RELEASED, (True, True, True)),
    ],
)
def test_the_person_reads_the_evaluation_only_once_released(client_as, stage, expected):
    person, _supervisor, _superior = make_chain()
    assert read(client_as(person.user), with_note(make_review(person, stage=stage))) == expected


@pytest.mark.parametrize(("stage", "expected"), [(Stage.SELF, False), (Stage.RATING, True)])
def test_the_supervisor_reads_the_self_assessment_only_once_handed_in(client_as, stage, expected):
    person, supervisor, superior = make_chain()
    review = make_review(person, stage=stage)
    for leader in (supervisor, superior):
        assert read(client_as(leader.user), review)[0] is expected


def test_notes_wait_for_the_release_where_the_cycle_says_so(client_as):
    person, supervisor, _superior = make_chain()
    cycle = make_cycle(notes_shown=NotesShown.AT_RELEASE)
    review = with_note(make_review(person, stage=Stage.SELF, cycle=cycle))
    assert read(client_as(person.user), review)[2] is False
    assert read(client_as(supervisor.user), review)[2] is True


def test_nobody_else_opens_a_review(client_as):
    person, _supervisor, _superior = make_chain()
    _other, other_supervisor, other_superior = make_chain()
    review = make_review(person, stage=Stage.RELEASED)
    colleague = make_person(Role.LIBRARIAN)
    division_head = make_person(Role.DIVISION_HEAD)
    inspector = make_person(Role.INSPECTOR)
    for stranger in (other_supervisor, other_superior, colleague, division_head, inspector):
        client = client_as(stranger.user)
        assert client.get(page("review-detail", review.pk)).status_code == 404
        for paper in ("rencana", "evaluasi", "umpan-balik"):
            assert client.get(page("review-paper", review.pk, paper)).status_code == 404
        assert review.person.name not in client.get(page("review-team")).content.decode()


def test_administrators_see_the_state_and_no_text(client_as):
    review = with_note(make_review(stage=Stage.RELEASED))
    client = client_as(Role.ADMINISTRATOR)
    assert read(client, review) == (False, False, False)
    assert client.get(page("review-paper", review.pk, "evaluasi")).status_code == 403
    assert "Predikat" not in client.get(page("review-board")).content.decode().split("<main")[1]
    admin = client.get(reverse("admin:evaluations_review_change", args=[review.pk])).content.decode()
    assert not any(secret in admin for secret in SECRETS)


def test_administrators_read_the_text_where_the_cycle_says_so(client_as):
    review = with_note(make_review(stage=Stage.RELEASED, cycle=make_cycle(admin_reads_text=True)))
    assert read(client_as(Role.ADMINISTRATOR), review) == (True, True, True)


def test_texts_stay_out_of_the_book_of_changes():
    review = make_review(stage=Stage.OBJECTED)
    line = review.history.first()
    assert not any(hasattr(line, name) for name in ("self_text", "supervisor_text", "objection", "objection_answer"))


def test_the_head_reads_everybodys(client_as):
    review = with_note(make_review(stage=Stage.CALIBRATION))
    assert read(client_as(Role.AGENCY_HEAD), review) == (True, True, True)


# --- Lists -------------------------------------------------------------------------------------------------------


def one_more(supervisor=None, **fields):
    person = make_person()
    return lambda: make_review(make_person(), supervisor=supervisor or person, **fields)


@pytest.mark.parametrize("name", ["review-board", "review-board-xlsx"])
def test_board_takes_as_many_statements_for_three(client_as, name):
    cycle = make_cycle()
    assert_same_queries(client_as(Role.AGENCY_HEAD), page(name), one_more(cycle=cycle, stage=Stage.CALIBRATION))


def test_team_takes_as_many_statements_for_three(client_as):
    supervisor = make_person()
    response = assert_same_queries(client_as(supervisor.user), page("review-team"), one_more(supervisor))
    assert Review.objects.first().person.name in response.content.decode()


def test_late_page_names_who_is_late_and_whose_turn(client_as, clock):
    supervisor = make_person()
    today = timezone.localdate()
    late = make_cycle(plan_due_on=today.replace(month=1, day=2), self_due_on=today.replace(month=1, day=3))
    response = assert_same_queries(
        client_as(supervisor.user), page("review-late"), one_more(supervisor, cycle=late, stage=Stage.SELF)
    )
    in_time = make_review(make_person(), supervisor=supervisor, stage=Stage.SELF)
    in_time.periods.all().delete()
    assert Review.objects.filter(cycle=late).first().person.name in response.content.decode()
    assert in_time.person.name not in client_as(supervisor.user).get(page("review-late")).content.decode()


def test_a_detail_page_takes_as_many_statements_for_three_notes(client_as):
    person, supervisor, _superior = make_chain()
    review = make_review(person, stage=Stage.RATING)
    assert_same_queries(client_as(supervisor.user), page("review-detail", review.pk), lambda: with_note(review))


@pytest.mark.parametrize("name", ["home", "review-mine", "review-colleagues", "cycle-list"])
def test_other_pages_take_as_many_statements_for_three(client_as, name):
    head = make_person(Role.AGENCY_HEAD)

    def make_one():
        make_review(head)
        make_review(make_person())

    assert_same_queries(client_as(head.user), page(name), make_one)


def test_the_distribution_counts_only_what_is_handed_in(client_as):
    cycle = make_cycle()
    switches.turn("review_calibration", True, by=None)
    make_review(cycle=cycle, stage=Stage.CALIBRATION)
    make_review(cycle=cycle, stage=Stage.RATING, result_rating=3, conduct_rating=3)
    found = client_as(Role.AGENCY_HEAD).get(page("review-board")).context["distribution"]
    assert (found.rated, found.total, dict(found.counts)["baik"], dict(found.counts)["sangat_baik"]) == (1, 2, 1, 0)


# --- Writing -----------------------------------------------------------------------------------------------------


def test_the_second_editor_is_told_what_differs_and_overwrites_nothing(client_as):
    person, supervisor, superior = make_chain()
    make_appointment(superior, kind="plh", stands_in_for=supervisor)
    review = make_review(person, stage=Stage.RUNNING)
    url, name = page("review-conduct", review.pk), "feedback_loyal"
    first, second = client_as(supervisor.user), client_as(superior.user)
    seen = first.get(url).context["form"].initial["seen"]
    assert first.post(url, {"seen": seen, name: "Kata pertama", "feedback_adaptif": "Lain"}).status_code == 302
    answer = second.post(url, {"seen": seen, name: "Kata kedua"})
    assert answer.status_code == 409
    source = answer.content.decode()
    assert "Kata pertama" in source
    assert "Kata kedua" in source
    assert f"oleh {supervisor.full_name}" in source
    row = review.conduct.get(value="loyal")
    assert row.feedback == "Kata pertama"
    form = answer.context["form"]
    assert form.data["feedback_adaptif"] == "Lain"  # not written by the second: it stands as the first left it
    fresh = {name: form[name].value() for name in form.fields}
    assert second.post(url, {**fresh, name: "Kata kedua"}).status_code == 302
    assert set(review.conduct.exclude(feedback="").values_list("feedback", flat=True)) == {"Kata kedua", "Lain"}


def marks(review):
    return {row.value: writing.mark_of(row, "feedback") for row in review.conduct.all()}


def test_without_the_comparison_the_second_would_overwrite_the_first(monkeypatch):
    """The control of the test above: it is the comparison that holds, nothing else."""
    person, supervisor, _superior = make_chain()
    review = make_review(person, stage=Stage.RUNNING)
    deed = {"review": review, "by": supervisor.user, "on": timezone.localdate(), "field": "feedback"}
    deed |= {"seen": marks(review)}
    writing.change_conduct(**deed, words={"loyal": "Kata pertama"})
    with pytest.raises(EditedMeanwhile):
        writing.change_conduct(**deed, words={"loyal": "Kata kedua"})
    monkeypatch.setattr(writing, "is_stale", lambda *args: False)
    writing.change_conduct(**deed, words={"loyal": "Kata kedua"})
    assert review.conduct.get(value="loyal").feedback == "Kata kedua"


def test_a_change_elsewhere_in_the_review_is_no_quarrel():
    """Two write about two values from pages drawn at the same time; line ends of a form are no change."""
    person, supervisor, _superior = make_chain()
    review = make_review(person, stage=Stage.RUNNING)
    row = review.conduct.get(value="akuntabel")
    row.feedback = "Dua\nbaris"
    row.save()
    deed = {"review": review, "by": supervisor.user, "on": timezone.localdate(), "field": "feedback"}
    deed |= {"seen": marks(review)}
    left = {"akuntabel": "Dua\r\nbaris"}
    writing.change_conduct(**deed, words={**left, "loyal": "Satu"})
    writing.change_conduct(**deed, words={**left, "adaptif": "Dua"})
    assert set(review.conduct.exclude(feedback="").values_list("feedback", flat=True)) == {"Satu", "Dua", "Dua\nbaris"}


def test_a_work_result_changes_by_its_person_alone(client_as):
    person, supervisor, _superior = make_chain()
    result = make_review(person, stage=Stage.RUNNING).results.get()
    url = page("review-result", result.pk)
    client = client_as(person.user)
    seen = client.get(url).context["form"].initial["seen"]
    lead = client_as(supervisor.user)
    theirs = lead.get(url).context["form"].initial["seen"]
    assert lead.post(url, {"seen": theirs, "realisation": "x", "feedback": "Baik"}).status_code == 302
    assert client.post(url, {"seen": seen, "realisation": "11 kelas", "evidence": ""}).status_code == 302
    result.refresh_from_db()
    assert (result.realisation, result.plan) == ("11 kelas", "Kelas literasi")


def test_a_note_of_a_colleague_reaches_the_person(client_as):
    person, _supervisor, _superior = make_chain()
    review = make_review(person)
    colleague = client_as(Role.LIBRARIAN)
    make_appointment(colleague.user.profile)
    data = {"kind": NoteKind.PRAISE, "value": Value.LOYAL, "text": "Sabar melayani"}
    assert colleague.post(page("review-note", review.pk), data).status_code == 302
    assert "Sabar melayani" in client_as(person.user).get(page("review-detail", review.pk)).content.decode()
    assert colleague.get(page("review-detail", review.pk)).status_code == 404


def test_nobody_writes_a_note_to_themselves(client_as):
    person = make_person(Role.LIBRARIAN)
    review, today = make_review(person), timezone.localdate()
    assert client_as(person.user).get(page("review-note", review.pk)).status_code == 404
    with pytest.raises(NotYours):
        writing.give_note(review=review, by=person.user, on=today, kind="praise", value="loyal", text="Hebat")


def test_years_are_written_without_a_dot(client_as):
    head = make_person(Role.AGENCY_HEAD)
    review = make_review(head)
    year, dotted = str(review.cycle.year), f"{review.cycle.year:,}".replace(",", ".")
    for name in ("home", "review-mine", "review-board", "cycle-list"):
        source = client_as(head.user).get(page(name)).content.decode()
        assert year in source, name
        assert dotted not in source, name
    assert client_as(head.user).get(page("review-board"), {"year": year}).context["cycle"] == review.cycle


def test_papers_are_pdf(client_as):
    person, supervisor, _superior = make_chain()
    review = with_note(make_review(person, stage=Stage.RELEASED))
    for who in (person, supervisor):
        for paper in ("rencana", "evaluasi", "umpan-balik"):
            response = client_as(who.user).get(page("review-paper", review.pk, paper))
            assert response.content.startswith(b"%PDF"), (who, paper)
            assert response["Cache-Control"] == "private, no-store"


# --- Drafts stay on the device -----------------------------------------------------------------------------------


def test_the_words_of_each_form_are_kept_until_they_are_saved(client_as):
    person, supervisor, _superior = make_chain()
    review = make_review(person, stage=Stage.SELF)
    client, url = client_as(person.user), page("review-self", review.pk)
    shown = client.get(url)
    name = f"kinerja-{person.user_id}-SelfForm-{review.pk}"
    source = shown.content.decode()
    assert f'data-keep="{name}"' in source
    assert "data-keep-too" in source  # the state it was drawn from is kept with the words
    seen = shown.context["form"].initial["seen"]
    client.post(url, {"self_text": "Kata saya", "seen": seen})
    assert f'data-sent="{name}"' in client.get(page("review-detail", review.pk)).content.decode()
    assert "data-sent" not in client.get(page("review-detail", review.pk)).content.decode()  # said once
    told = client.post(url, {"self_text": "Kata lain", "seen": seen})  # a draft from before the change
    assert told.status_code == 409
    assert "data-keep-shown" in told.content.decode()
    other = client_as(supervisor.user).get(page("review-conduct", review.pk)).content.decode()
    assert f'data-keep="kinerja-{supervisor.user_id}-ConductFeedbackForm-' in other


# --- A long page on a phone ---------------------------------------------------------------------------------------


def test_the_page_begins_with_a_list_of_what_is_on_it(client_as):
    person = make_person()
    review = make_review(person, stage=Stage.RELEASED)
    source = client_as(person.user).get(page("review-detail", review.pk)).content.decode()
    listed = re.findall(r'<a href="#(h-[a-z]+)"', source)
    assert listed == [f"h-{part}" for part in ("result", "results", "conduct", "periods", "notes", "self", "papers")]
    assert [source.count(f'id="{anchor}"') for anchor in listed] == [1] * len(listed)
    assert "<script>" not in source and " onclick" not in source


@pytest.mark.parametrize(
    ("stage", "reader", "open_parts"),
    [
        (Stage.PLANNING, "person", {"results"}),
        (Stage.PROPOSED, "lead", {"results", "conduct"}),
        (Stage.RUNNING, "person", {"results", "periods", "notes"}),
        (Stage.RUNNING, "lead", {"results", "conduct", "periods", "notes"}),
        (Stage.SELF, "person", {"self"}),
        (Stage.SELF, "lead", {"results"}),
        (Stage.RATING, "lead", {"self", "results"}),
        (Stage.CALIBRATION, "lead", {"results"}),
        (Stage.RELEASED, "person", {"results", "conduct", "periods", "notes"}),
        (Stage.LOCKED, "person", {"results"}),
    ],
)
def test_finished_parts_are_folded_and_what_is_to_be_done_or_read_stands_open(client_as, stage, reader, open_parts):
    person, lead, _superior = make_chain()
    review = make_review(person, stage=stage)
    client = client_as({"person": person, "lead": lead}[reader].user)
    source = client.get(page("review-detail", review.pk)).content.decode()
    found = re.findall(r'<details class="section part"( open)?>\s*<summary><h2 id="h-([a-z]+)"', source)
    parts = {name: bool(is_open) for is_open, name in found}
    first = "self" if "self" in open_parts else "results"
    assert found[0][1] == first  # what the stage asks for comes first
    listed = re.findall(r'<a href="#h-(results|self)"', source)
    assert listed[0] == first
    assert set(parts) == {"results", "conduct", "periods", "notes", "self"}
    assert {name for name, is_open in parts.items() if is_open} == open_parts
    assert "Harapan loyal" in source or stage == Stage.PLANNING  # folded, not left out

"""Who may lead, decide, read and end a review: what people rely on when they write in it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.audit.selectors import object_history
from baubau_pembinaan.core.history import acting
from evaluations.models import Review
from evaluations.review_choices import CycleStatus, Rating, Stage
from evaluations.selectors.reviews import late_reviews
from evaluations.services.reviews import cycles, people, stages, writing
from evaluations.services.reviews.refusals import (
    InTheCycleAlready,
    LedByThePerson,
    NobodyLeadsThem,
    NotAtThisStage,
    NotLateYet,
    NotYours,
    PutsThemselvesIn,
    ReasonMissing,
)
from tests.factories.accounts import make_appointment, make_person
from tests.factories.reviews import make_chain, make_cycle, make_review
from tests.reviews.deeds import WHY, page, put_in, told

pytestmark = pytest.mark.django_db


# --- Another supervisor ------------------------------------------------------------------------------------------


def test_an_administrator_cannot_put_in_themselves(client_as, today):
    review, admin = make_review(make_chain()[0]), make_person(Role.ADMINISTRATOR)
    with pytest.raises(PutsThemselvesIn):
        put_in(review, admin, admin, today)
    answer = client_as(admin.user).post(page("review-reassign", review.pk), {"supervisor": admin.pk, "reason": WHY})
    assert answer.status_code == 409  # a form without what it showed
    review.refresh_from_db()
    assert review.assigned_supervisor is None


@pytest.mark.parametrize("way", ["subordinate", "stands in", "superior"])
def test_an_administrator_cannot_put_in_somebody_through_whom_they_read(today, way):
    review, admin, other = make_review(make_chain()[0]), make_person(Role.ADMINISTRATOR), make_person()
    if way == "subordinate":
        make_appointment(other, supervisor=admin)
    elif way == "stands in":
        make_appointment(admin, kind="plh", stands_in_for=other)
    with pytest.raises(PutsThemselvesIn):
        if way == "superior":
            put_in(review, None, admin, today, superior=admin)
        else:
            put_in(review, other, admin, today)


def test_the_head_may_and_everybody_concerned_is_told(head, today):
    person, former, _superior = make_chain()
    review, admin, later = make_review(person), make_person(Role.ADMINISTRATOR), make_person()
    put_in(review, later, admin, today)
    assert [told(profile) for profile in (person, former, later, admin)] == [1, 1, 1, 0]
    assert put_in(review, head, head, today).lead_id == head.pk


def test_whoever_the_person_leads_does_not_lead_them(today, head):
    person, _supervisor, _superior = make_chain()
    below, further = make_person(), make_person()
    make_appointment(below, supervisor=person)
    make_appointment(further, supervisor=below)
    review = make_review(person)
    for profile in (below, further):
        with pytest.raises(LedByThePerson):
            put_in(review, profile, head, today)
        with pytest.raises(LedByThePerson):
            put_in(review, None, head, today, superior=profile)


def test_the_second_who_changes_the_supervisor_is_told_of_the_first(client_as, head):
    review, one, two = make_review(make_chain()[0]), make_person(), make_person()
    client, url = client_as(head.user), page("review-reassign", review.pk)
    seen = client.get(url).context["form"].initial["seen"]
    assert client.post(url, {"supervisor": one.pk, "reason": WHY, "seen": seen}).status_code == 302
    answer = client.post(url, {"supervisor": two.pk, "reason": WHY, "seen": seen})
    assert answer.status_code == 409
    assert one.full_name in answer.content.decode()
    review.refresh_from_db()
    assert review.assigned_supervisor == one
    fresh = answer.context["form"].data["seen"]
    assert client.post(url, {"supervisor": two.pk, "reason": WHY, "seen": fresh}).status_code == 302


# --- What administrators read ------------------------------------------------------------------------------------


def test_a_started_cycle_keeps_who_reads_the_texts(client_as):
    cycle = make_cycle()
    client = client_as(Role.ADMINISTRATOR)
    url = reverse("admin:evaluations_reviewcycle_change", args=[cycle.pk])
    fields = client.get(url).context["adminform"].form.fields
    assert not {"admin_reads_text", "notes_shown"} & set(fields)
    for change in ({"admin_reads_text": True}, {"notes_shown": "at_release"}):
        for name, value in change.items():
            setattr(cycle, name, value)
        with pytest.raises(IntegrityError, match="keeps who reads"), transaction.atomic():
            cycle.save()
        cycle.refresh_from_db()


def test_ratings_and_reasons_stand_in_no_page_of_the_book(client_as, today, head):
    person, lead, _superior = make_chain()
    review = make_review(person, stage=Stage.CALIBRATION, rated_by=lead)
    row = review.conduct.first()
    row.expectation = f"{WHY}: harapan"
    row.save()
    stages.return_rating(review=review, by=head.user, on=today, reason=WHY)
    book = reverse("audit:entry-list")
    sources = [client_as(role).get(book).content.decode() for role in (Role.ADMINISTRATOR, Role.INSPECTOR)]
    sources.append(client_as(Role.ADMINISTRATOR).get(page("review-reassign", review.pk)).content.decode())
    for source in sources:
        assert WHY not in source
        assert str(Rating.MEETS.label) not in source
        assert str(Rating.ABOVE.label) not in source


def test_the_reason_reaches_the_one_it_was_sent_back_to(client_as, today, head):
    person, lead, _superior = make_chain()
    plan = make_review(person, stage=Stage.PROPOSED)
    stages.return_plan(review=plan, by=lead.user, on=today, reason=WHY)
    assert WHY in client_as(person.user).get(page("review-detail", plan.pk)).content.decode()
    assert WHY not in client_as(Role.ADMINISTRATOR).get(page("review-detail", plan.pk)).content.decode()
    stages.propose_plan(review=plan, by=person.user, on=today)
    assert WHY not in client_as(person.user).get(page("review-detail", plan.pk)).content.decode()
    year = make_review(person, stage=Stage.CALIBRATION)
    stages.return_rating(review=year, by=head.user, on=today, reason=WHY)
    assert WHY in client_as(lead.user).get(page("review-detail", year.pk)).content.decode()
    assert WHY not in client_as(person.user).get(page("review-detail", year.pk)).content.decode()


# --- The end of a review -----------------------------------------------------------------------------------------


def past(today):
    days = [today - timedelta(days=n) for n in (60, 50, 40, 30, 20, 10)]
    names = ("plan_due_on", "self_due_on", "rating_due_on", "release_due_on", "acknowledge_due_on", "objection_due_on")
    return make_cycle(starts_on=today - timedelta(days=400), **dict(zip(names, days, strict=True)))


def test_the_head_ends_what_stays_unanswered_after_the_deadline(client_as, today, head):
    person, _lead, _superior = make_chain()
    early = make_review(person, stage=Stage.RELEASED)
    deed = {"by": head.user, "on": today, "reason": WHY}
    with pytest.raises(NotLateYet):
        stages.close_unanswered(review=early, **deed)
    review = make_review(person, stage=Stage.RELEASED, cycle=past(today))
    with pytest.raises(NotYours):
        stages.close_unanswered(review=review, **{**deed, "by": person.user})
    with pytest.raises(ReasonMissing):
        stages.close_unanswered(review=review, **{**deed, "reason": " "})
    client, url = client_as(head.user), page("review-step", review.pk, "tutup")
    seen = client.get(url).context["form"].initial["seen"]
    assert client.post(url, {"reason": WHY, "seen": seen}).status_code == 302
    assert WHY in client_as(person.user).get(page("review-detail", review.pk)).content.decode()
    assert told(person) == 1
    assert cycles.close_cycle(cycle=review.cycle, by=head.user).status == CycleStatus.CLOSED


def test_somebody_who_left_does_not_hold_up_the_cycle(client_as, today, head):
    person, _lead, _superior = make_chain()
    review = make_review(person, stage=Stage.RUNNING, agreed_on=today)
    client, url = client_as(head.user), page("review-withdraw", review.pk)
    assert client.post(url, {"reason": ""}).status_code == 200
    assert client.post(url, {"reason": WHY}).status_code == 302
    review.refresh_from_db()
    assert (review.stage, review.closing_note, review.closed_on) == (Stage.WITHDRAWN, WHY, today)
    with pytest.raises(InTheCycleAlready):
        people.join_cycle(cycle=make_review(person).cycle, person=person, by=head.user, on=today)
    assert client.post(page("cycle-join", review.cycle_id), {"person": person.pk}).status_code == 302
    review.refresh_from_db()
    assert (review.stage, review.closed_on) == (Stage.RUNNING, None)
    people.withdraw_person(review=review, by=head.user, on=today, reason=WHY)
    assert cycles.close_cycle(cycle=review.cycle, by=head.user).status == CycleStatus.CLOSED


def test_what_is_evaluated_is_not_taken_out(today, head):
    for stage in (Stage.CALIBRATION, Stage.OBJECTED, Stage.LOCKED):
        with pytest.raises(NotAtThisStage):
            people.withdraw_person(review=make_review(stage=stage), by=head.user, on=today, reason=WHY)
    with pytest.raises(NotYours):
        people.withdraw_person(review=make_review(), by=make_person().user, on=today, reason=WHY)


def test_who_came_after_a_cycles_days_is_not_offered_and_not_taken(client_as, today, head):
    """A cycle of a past year that still runs: the post of its last day counts, not that of today."""
    review = make_review()
    review.cycle.starts_on, review.cycle.ends_on = today - timedelta(days=800), today - timedelta(days=500)
    review.cycle.save()
    late, there, lead = make_person(), make_person(), make_person()
    make_appointment(late, supervisor=lead, starts_on=today - timedelta(days=90))
    make_appointment(there, supervisor=lead)
    html = client_as(head.user).get(page("cycle-join", review.cycle_id)).content.decode()
    options = html[html.index("<select") : html.index("</select>")]
    assert (there.full_name in options, late.full_name in options, late.full_name in html) == (True, False, True)
    with pytest.raises(NobodyLeadsThem):
        people.join_cycle(cycle=review.cycle, person=late, by=head.user, on=today)
    assert people.join_cycle(cycle=review.cycle, person=there, by=head.user, on=today).person == there


def test_who_comes_later_joins_the_running_cycle(today, head):
    review = make_review()
    person, lead = make_person(), make_person()
    with pytest.raises(NobodyLeadsThem):
        people.join_cycle(cycle=review.cycle, person=person, by=head.user, on=today)
    make_appointment(person, supervisor=lead)
    joined = people.join_cycle(cycle=review.cycle, person=person, by=head.user, on=today)
    assert (joined.stage, joined.conduct.count(), joined.periods.count()) == (Stage.PLANNING, 7, 4)
    with pytest.raises(NotYours):
        people.join_cycle(cycle=review.cycle, person=make_person(), by=lead.user, on=today)


def test_late_are_periods_without_a_word_and_what_nobody_locks(client_as, today, head):
    person, lead, _superior = make_chain()
    waiting = make_review(person, stage=Stage.ACKNOWLEDGED, cycle=past(today))
    running = make_review(make_person(), supervisor=lead)
    ended = today - timedelta(days=30)
    for period in running.periods.all():
        period.starts_on = period.ends_on = ended
        period.save()
    in_time = make_review(make_person(), supervisor=lead)
    for period in in_time.periods.all():
        period.starts_on = period.ends_on = today - timedelta(days=3)
        period.save()
    assert {row.pk for row in late_reviews(head.user, today)[:9]} == {waiting.pk, running.pk}
    assert {row.pk for row in late_reviews(lead.user, today)[:9]} == {waiting.pk, running.pk}
    source = client_as(lead.user).get(page("review-late")).content.decode()
    assert running.person.full_name in source
    assert in_time.person.full_name not in source
    assert Review.objects.late_on(today).count() == 2


# --- A page from an older state ----------------------------------------------------------------------------------


def test_the_lead_agrees_to_the_plan_that_was_shown(client_as, today):
    person, lead, _superior = make_chain()
    review = make_review(person, stage=Stage.PROPOSED)
    client, url = client_as(lead.user), page("review-step", review.pk, "setujui-rencana")
    seen = client.get(page("review-detail", review.pk)).context["seen"]
    result = review.results.get()
    result.target = "3 kelas"
    result.save()
    answer = client.post(url, {"seen": seen})
    assert answer.status_code == 409
    assert "3 kelas" in answer.content.decode()
    review.refresh_from_db()
    assert review.stage == Stage.PROPOSED
    assert client.post(url).status_code == 409  # nothing shown, nothing agreed to
    assert client.post(url, {"seen": answer.context["form"].data["seen"]}).status_code == 302
    review.refresh_from_db()
    assert review.stage == Stage.RUNNING


def test_without_the_comparison_the_lead_would_agree_to_what_nobody_saw(client_as, monkeypatch):
    """The control of the test above."""
    person, lead, _superior = make_chain()
    review = make_review(person, stage=Stage.PROPOSED)
    client, url = client_as(lead.user), page("review-step", review.pk, "setujui-rencana")
    monkeypatch.setattr(stages.standing, "differences", lambda seen, parts: [])
    assert client.post(url, {"seen": "h1:lama"}).status_code == 302


# --- What the book says of words it does not show ---------------------------------------------------------------


def test_the_book_names_what_was_written_without_telling_it(client_as, today):
    person, lead, _superior = make_chain()
    review = make_review(person, stage=Stage.SELF, self_text="")
    seen = writing.token_of(review, ["self_text"])
    writing.write_self_assessment(review=review, by=person.user, on=today, seen=seen, text="Kata yang tidak ditulis")
    newest = object_history(review)[0]
    assert [(change.field, change.new) for change in newest.changes] == [
        ("Penilaian mandiri", "diubah (isi tidak ditampilkan)")
    ]
    assert newest.reason == ""
    conduct = review.conduct.first()
    seen = {conduct.value: writing.mark_of(conduct, "feedback")}
    words = {conduct.value: "Kata kedua"}
    writing.change_conduct(review=review, by=lead.user, on=today, field="feedback", seen=seen, words=words)
    assert [change.field for change in object_history(conduct)[0].changes] == ["Umpan balik"]
    assert [change.field for change in object_history(review)[0].changes] == ["Isi"]  # something in its rows
    book = client_as(Role.ADMINISTRATOR).get(reverse("audit:entry-list")).content.decode()
    assert "diubah (isi tidak ditampilkan)" in book
    assert "Disimpan tanpa perubahan" not in book
    assert "Kata yang tidak ditulis" not in book
    assert "Kata kedua" not in book


def test_a_save_that_changes_no_word_names_none():
    review = make_review(stage=Stage.SELF)
    conduct = review.conduct.get(pk=review.conduct.first().pk)
    conduct.save()
    assert object_history(conduct)[0].changes == []
    conduct.expectation = "Baru"
    with acting(None, "Rapat"):
        conduct.save()
        conduct.save()
    last, before = object_history(conduct)[:2]
    assert ([change.field for change in before.changes], before.reason) == (["Ekspektasi pimpinan"], "Rapat")
    assert (last.changes, last.reason) == ([], "Rapat")


# --- Lines of earlier versions -----------------------------------------------------------------------------------


@pytest.mark.parametrize("whole", [False, True])
def test_an_old_line_tells_no_reason_of_a_jump_but_that_of_another_supervisor(client_as, head, today, whole):
    """Earlier versions kept as reason what somebody wrote to somebody; the line itself stays as it is."""
    review = make_review(make_chain()[0], stage=Stage.PROPOSED)
    review.stage = Stage.PLANNING
    with acting(head.user, "Kata kepada satu orang"):
        review.save()
    put_in(review, make_person(), head, today)
    assert review.history.filter(history_change_reason="Kata kepada satu orang").exists()
    reasons = [entry.reason for entry in object_history(review, whole=whole)]
    assert reasons[0].endswith("Cuti panjang")
    assert not any(reasons[1:])
    book = client_as(Role.ADMINISTRATOR).get(reverse("audit:entry-list")).content.decode()
    assert ("Cuti panjang" in book, "Kata kepada satu orang" in book) == (True, False)

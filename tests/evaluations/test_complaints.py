"""Complaints, questions and praise: who decides, who reads, what is kept and for how long."""

from datetime import timedelta
from threading import Thread

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.notifications.duties import get as duty
from baubau_pembinaan.notifications.duties import open_for, rows_of
from baubau_pembinaan.notifications.models import Message
from evaluations.models import Complaint, ComplaintHandling, ComplaintNote
from evaluations.selectors.complaints import figures, visible_to
from evaluations.services import complaints
from evaluations.services.complaints.refusals import (
    AboutYourself,
    CannotReopen,
    ComplaintChangedMeanwhile,
    ComplaintRefused,
    EndedAlready,
    NoAnswerYet,
)
from tests.factories.accounts import make_appointment, make_person
from tests.factories.complaints import answer, category, fresh, make_complaint, route

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def ago(days):
    return TODAY() - timedelta(days=days)


@pytest.fixture
def head(library):
    return make_person(Role.DIVISION_HEAD).user


@pytest.fixture
def officer(library):
    return make_person(Role.SERVICE_OFFICER, name="La Ode Budi Santoso")


def test_the_answer_is_due_by_the_categorys_days_and_no_history_tells_the_moment():
    complaint = make_complaint(category=category("jam-buka"))
    assert complaint.handling.due_on == TODAY() + timedelta(days=7)
    assert not ComplaintHandling.history.exists()


def test_the_same_form_sent_twice_counts_once():
    first = make_complaint(form_key="k" * 22)
    assert make_complaint(form_key="k" * 22).pk == first.pk
    assert make_complaint(form_key="l" * 22).pk != first.pk


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("key", ["k" * 22, ""], ids=["one form", "without a key"])
def test_eight_sendings_of_one_form_at_once_make_one_complaint(key):
    """The negative control sends no key: then each is a complaint of its own."""

    def send():
        try:
            make_complaint(form_key=key)
        finally:
            connection.close()

    threads = [Thread(target=send) for _n in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert Complaint.objects.count() == (1 if key else 8)


def test_routing_tells_the_owner_and_the_person_named_without_the_words(head, officer):
    other = make_person(Role.LIBRARIAN)
    complaint = route(make_complaint(text="Pak Budi ketus"), head, owner=other, person=officer)
    assert (complaint.handling.status, complaint.handling.owner) == ("working", other)
    told = Message.objects.filter(kind="evaluations.complaint")
    assert {message.recipient for message in told} == {other.user, officer.user}
    assert not any("ketus" in message.subject + message.body for message in told)
    line = ComplaintHandling.history.get()
    assert (line.history_user_id, line.owner_id) == (head.pk, other.pk)


def test_nobody_decides_on_what_is_said_about_themselves(head, officer):
    about_head = route(make_complaint(), make_person(Role.AGENCY_HEAD).user, person=head.profile)
    with pytest.raises(AboutYourself):
        route(about_head, head)
    with pytest.raises(AboutYourself):
        answer(about_head, head)
    with pytest.raises(AboutYourself):
        complaints.add_note(complaint=about_head, text="x", by=head, at=timezone.now())
    with pytest.raises(ComplaintRefused):
        route(make_complaint(), head, owner=officer, person=officer)
    assert answer(about_head, make_person(Role.AGENCY_HEAD).user).handling.status == "answered"


def test_the_database_keeps_owner_and_person_apart(officer):
    care = make_complaint().handling
    care.owner = care.person = officer
    with pytest.raises(IntegrityError, match="nobody_looks_into_a_complaint"), transaction.atomic():
        care.save()


def test_only_the_person_named_answers_beside_it(head, officer):
    complaint = route(make_complaint(), head, person=officer)
    assert complaints.reply_as_named(complaint=complaint, text="Maaf.", by=officer.user).reply == "Maaf."
    with pytest.raises(ComplaintRefused):
        complaints.reply_as_named(complaint=complaint, text="Bukan saya.", by=head)
    with pytest.raises(ComplaintChangedMeanwhile):  # whoever answers reads it first
        complaints.answer_complaint(
            complaint=complaint, answer="Ya", by=head, on=TODAY(), at=timezone.now(), seen=complaint.handling.version
        )
    answer(complaint, head)
    with pytest.raises(EndedAlready):
        complaints.reply_as_named(complaint=complaint, text="Lain lagi.", by=officer.user)
    assert fresh(complaint).handling.reply == "Maaf."


@pytest.mark.parametrize("shown", [True, False])
def test_the_sender_reads_what_the_person_named_wrote_where_the_answer_lets_it(client, head, officer, shown):
    complaint = route(make_complaint(), head, person=officer)
    complaints.reply_as_named(complaint=complaint, text="Saya minta maaf.", by=officer.user)
    address = f"/pengaduan/status/{complaint.code}/"
    assert "Saya minta maaf." not in client.get(address).content.decode()
    answer(complaint, head, show_reply=shown)
    assert ("Saya minta maaf." in client.get(address).content.decode()) == shown


def test_an_answer_needs_words_ends_it_and_is_given_once(head):
    complaint = make_complaint()
    with pytest.raises(ComplaintRefused):
        answer(complaint, head, "  ")
    care = answer(complaint, head).handling
    assert (care.status, care.answered_on, care.owner) == ("answered", TODAY(), head.profile)
    with pytest.raises(EndedAlready):
        answer(complaint, head)
    assert answer(make_complaint(), head, "Bukan kewenangan kami.", declined=True).handling.status == "declined"


def test_two_colleagues_at_once_and_the_second_looks_again(head):
    complaint = make_complaint()
    route(complaint, head, owner=head.profile)
    with pytest.raises(ComplaintChangedMeanwhile):
        complaints.answer_complaint(complaint=complaint, answer="Ya", by=head, on=TODAY(), at=timezone.now(), seen=0)


def test_it_is_opened_again_once_and_within_thirty_days(head, officer):
    complaint = answer(route(make_complaint(), head, owner=officer), head)
    complaints.rate_answer(complaint=complaint, satisfaction=1)
    care = complaints.reopen_complaint(complaint=complaint, text="Masih mati.", on=TODAY())
    assert (care.status, care.answer, care.first_answer) == ("reopened", "", "Sudah diganti.")
    assert (care.due_on, fresh(complaint).satisfaction) == (TODAY() + timedelta(days=14), None)
    assert fresh(complaint).first_satisfaction == 1
    assert figures(ago(1), TODAY(), today=TODAY()).judged == 1  # the unhappy do not vanish
    assert not ComplaintHandling.history.filter(status="reopened").exists()  # its moment would tell who wrote
    assert Message.objects.filter(recipient=officer.user, key__contains="reopened").exists()
    with pytest.raises(NoAnswerYet):
        complaints.rate_answer(complaint=complaint, satisfaction=4)
    answer(complaint, head, "Kini sungguh diganti.")
    assert complaints.rate_answer(complaint=complaint, satisfaction=4).satisfaction == 4
    with pytest.raises(CannotReopen):
        complaints.reopen_complaint(complaint=complaint, text="Lagi.", on=TODAY())
    late = answer(make_complaint(), head, on=ago(31))
    with pytest.raises(CannotReopen):
        complaints.reopen_complaint(complaint=late, text="Lagi.", on=TODAY())


def test_a_letter_says_that_there_is_news_and_not_what(head):
    complaint = make_complaint(email="wa@example.org", at=timezone.now())
    assert complaints.send_waiting(at=timezone.now()) == 1
    answer(complaint, head, "Rahasia kecil.")
    assert complaints.send_waiting(at=timezone.now()) == 1
    assert complaints.send_waiting(at=timezone.now()) == 0
    first, second = mail.outbox
    assert complaint.code in second.body
    assert "Rahasia" not in second.body
    assert first.subject != second.subject
    make_complaint(at=timezone.now())
    assert complaints.send_waiting(at=timezone.now()) == 0


def test_a_letter_that_fails_is_tried_again_and_given_up_in_the_end(settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend",
        "127.0.0.1",
        1,
    )
    now = timezone.now()
    complaint = make_complaint(email="wa@example.org", at=now)
    for attempt in range(1, 7):
        assert complaints.send_waiting(at=now) == 0
        complaint = fresh(complaint)
        assert complaint.tell_attempts == attempt
        now = complaint.tell_at or now
    assert complaint.tell_at is None


def test_contact_goes_after_ninety_days_and_words_after_two_years(head):
    def ended(days):
        return answer(make_complaint(name="Wa Contoh", email="wa@example.org", on=ago(days)), head, on=ago(days))

    young, middle, old = ended(80), ended(100), ended(740)
    still_open = make_complaint(name="La Contoh", on=ago(800))
    complaints.add_note(complaint=old, text="catatan", by=head, at=timezone.now())
    assert complaints.forget(today=TODAY()) == (2, 1)
    assert complaints.forget(today=TODAY()) == (0, 0)
    assert (fresh(young).name, fresh(still_open).name) == ("Wa Contoh", "La Contoh")
    assert (fresh(middle).name, fresh(middle).email, bool(fresh(middle).text)) == ("", "", True)
    assert (fresh(old).text, fresh(old).handling.answer) == ("", "Sudah diganti.")
    assert not ComplaintNote.objects.exists()
    with pytest.raises(ComplaintRefused):
        complaints.add_note(complaint=old, text="lagi", by=head, at=timezone.now())


def test_who_sees_which(head, officer):
    mine = route(make_complaint(), head, owner=officer)
    about = route(make_complaint(), head, person=officer)
    make_complaint()
    leader = make_person(Role.LIBRARIAN)
    make_appointment(officer, supervisor=leader)
    assert set(visible_to(officer.user, TODAY())) == {mine, about}
    assert visible_to(head, TODAY()).count() == 3
    assert set(visible_to(leader.user, TODAY())) == {mine}
    assert visible_to(make_person(Role.INSPECTOR).user, TODAY()).count() == 3
    assert not visible_to(make_person(Role.LIBRARIAN).user, TODAY()).exists()


def test_duties_name_who_must_do_what_and_end_with_the_answer(head, officer):
    leader = make_person(Role.LIBRARIAN)
    make_appointment(officer, supervisor=leader)
    unowned = make_complaint(on=ago(3))
    late = route(make_complaint(on=ago(20)), head, owner=officer)
    assert [row[1] for row in rows_of(duty("evaluations.hand-out-complaint"), TODAY())] == [str(unowned.pk)]
    codes = {row.code for _duty, row in open_for(officer.user, TODAY())}
    assert "evaluations.answer-complaint" in codes
    pressed = [row for _duty, row in open_for(leader.user, TODAY()) if row.code == "evaluations.press-complaint"]
    assert [(row.ref, row.recipient) for row in pressed] == [(str(late.pk), leader.user_id)]
    answer(late, head)
    assert not any(row.ref == str(late.pk) for _duty, row in open_for(leader.user, TODAY()))
    assert not any(row.ref == str(late.pk) for _duty, row in open_for(officer.user, TODAY()))


def test_figures_of_a_year(head):
    quick = answer(make_complaint(on=ago(10)), head, on=ago(8))
    complaints.rate_answer(complaint=quick, satisfaction=4)
    slow = answer(make_complaint(on=ago(40), kind="question", category=category("koleksi")), head, on=ago(20))
    complaints.rate_answer(complaint=slow, satisfaction=2)
    make_complaint(on=ago(30))
    make_complaint(on=ago(400))
    found = figures(ago(60), TODAY(), today=TODAY())
    assert (found.total, found.answered, found.open, found.late) == (3, 2, 1, 1)
    assert (found.in_time, found.due, found.in_time_share, found.days) == (1, 3, 1 / 3, 11)
    assert (found.judged, found.satisfied) == (2, 1)
    assert sorted(n for _name, n in found.kinds) == [1, 2]
    assert sum(n for _name, n in found.categories) == 3


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"first_satisfaction": 2}, "first_satisfaction_is_of_a_reopened_one"),
        ({"code": "KECIL"}, "complaint_has_a_whole_code"),
        ({"text": ""}, "complaint_has_words_until_they_are_forgotten"),
        ({"satisfaction": 5}, "satisfaction_with_answer_from_1_to_4"),
        ({"reopened_text": "x"}, "words_of_reopening_need_a_reopening"),
    ],
)
def test_what_the_database_refuses(fields, name):
    complaint = make_complaint()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Complaint.objects.filter(pk=complaint.pk).update(**fields)
    Complaint.objects.filter(pk=complaint.pk).update(satisfaction=4)


def test_a_wrong_step_of_satisfaction_is_refused(head):
    complaint = answer(make_complaint(), head)
    with pytest.raises((ValueError, ValidationError)):
        complaints.rate_answer(complaint=complaint, satisfaction=7)

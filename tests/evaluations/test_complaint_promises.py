"""Whether complaints are answered in time, and whom they reach."""

from datetime import timedelta

import pytest

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.notifications.duties import get as duty
from baubau_pembinaan.notifications.duties import open_for, rows_of
from evaluations.selectors.complaints import figures
from evaluations.services import complaints
from evaluations.services.complaints.refusals import ComplaintRefused
from tests.evaluations.test_complaints import TODAY, ago
from tests.factories.accounts import make_appointment, make_person
from tests.factories.complaints import answer, make_complaint, route

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(library):
    return make_person(Role.DIVISION_HEAD).user


@pytest.fixture
def officer(library):
    return make_person(Role.SERVICE_OFFICER)


def test_what_is_open_past_its_day_is_not_in_time_and_praise_dilutes_nothing(head):
    answer(make_complaint(on=ago(20)), head, on=ago(10))
    for _n in range(3):
        make_complaint(on=ago(30))
        answer(make_complaint(on=ago(20), kind="praise"), head, on=ago(20))
    make_complaint()  # its day is still to come
    found = figures(ago(60), TODAY(), today=TODAY())
    assert (found.total, found.asked, found.answered, found.days) == (8, 5, 1, 10)
    assert (found.in_time, found.due, found.in_time_share) == (1, 4, 0.25)


def test_the_first_promise_judges_the_first_answer_whatever_the_day_became(head, officer):
    late = route(make_complaint(on=ago(20)), head, owner=officer, due_on=TODAY() + timedelta(days=30))
    ended = answer(late, head)
    assert figures(ago(60), TODAY(), today=TODAY()).in_time == 0
    with pytest.raises(ComplaintRefused) as refused:
        route(ended, head, due_on=TODAY() + timedelta(days=60))
    assert list(refused.value.error_dict) == ["due_on"]
    quick = answer(make_complaint(on=ago(20)), head, on=ago(15))
    complaints.reopen_complaint(complaint=quick, text="Masih mati.", on=ago(14))
    assert figures(ago(60), TODAY(), today=TODAY()).in_time == 1
    assert route(ended, head, owner=officer).handling.owner == officer  # another owner may still be named


def test_nothing_falls_silent_with_somebody_whom_nothing_reaches(head, officer):
    silent = make_person(Role.LIBRARIAN)
    silent.user.is_active = False
    silent.user.save()
    left = make_complaint(on=ago(3))
    with pytest.raises(ComplaintRefused) as refused:
        route(left, head, owner=silent)
    assert list(refused.value.error_dict) == ["owner"]
    route(left, head, owner=officer)
    hand_out = duty("evaluations.hand-out-complaint")
    assert not list(rows_of(hand_out, TODAY()))
    officer.left_on = ago(1)
    officer.save()
    assert [row[1] for row in rows_of(hand_out, TODAY())] == [str(left.pk)]


def test_managers_press_where_nobody_leads_whoever_is_late(head, officer):
    late = route(make_complaint(on=ago(20)), head, owner=officer)
    pressed = duty("evaluations.press-lone-complaint")
    assert [row[1] for row in rows_of(pressed, TODAY())] == [str(late.pk)]
    make_appointment(officer, supervisor=make_person(Role.LIBRARIAN))
    assert not list(rows_of(pressed, TODAY()))


def test_what_is_long_overdue_goes_to_the_managers_too_until_it_is_answered(head, officer):
    leader = make_person(Role.LIBRARIAN)
    make_appointment(officer, supervisor=leader)
    late = route(make_complaint(on=ago(40)), head, owner=officer, due_on=ago(8))
    route(make_complaint(on=ago(40)), head, owner=officer, due_on=ago(7))
    old = "evaluations.press-old-complaint"

    def told(user):
        return [row.ref for _duty, row in open_for(user, TODAY()) if row.code == old]

    assert (told(head), told(leader.user), told(officer.user)) == ([str(late.pk)], [], [])
    answer(late, head)
    assert told(head) == []


def test_a_manager_who_leads_the_late_one_is_told_once(head, officer):
    make_appointment(officer, supervisor=head.profile)
    late = route(make_complaint(on=ago(40)), head, owner=officer, due_on=ago(8))
    codes = [row.code for _duty, row in open_for(head, TODAY()) if row.ref == str(late.pk)]
    assert codes == ["evaluations.press-complaint"]


def test_the_person_named_is_asked_in_time_and_the_owner_warned_until_they_spoke(head, officer, client_as):
    named = make_person(Role.LIBRARIAN)
    complaint = route(make_complaint(), head, owner=officer, person=named)
    rows = [row for _duty, row in open_for(named.user, TODAY()) if row.code == "evaluations.reply-to-complaint"]
    assert [row.due_on for row in rows] == [complaint.handling.due_on - timedelta(days=1)]
    page, client = f"/staf/pengaduan/{complaint.pk}/", client_as(officer.user)
    warning = f"{named} disebut dan belum didengar."
    assert warning in client.get(page).content.decode()
    complaints.reply_as_named(complaint=complaint, text="Saya sedang melayani.", by=named.user)
    assert warning not in client.get(page).content.decode()
    assert not [row for _duty, row in open_for(named.user, TODAY()) if row.ref == str(complaint.pk)]

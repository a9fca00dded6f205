"""The loop from a weak unsur to a deed to the same unsur measured again."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.notifications.models import Message
from evaluations.choices import FollowUpKind, FollowUpStatus, PeriodStatus
from evaluations.comparison import Change, Measure
from evaluations.models import FollowUp
from evaluations.selectors.followups import change_words, comparisons
from evaluations.selectors.results import period_result
from evaluations.services.followups import (
    ActionMissing,
    OutcomeMissing,
    PeriodNotClosed,
    ReasonMissing,
    add_follow_up,
    change_follow_up,
)
from evaluations.services.surveys import close_period, reopen_period
from tests.factories.accounts import make_person
from tests.factories.evaluations import make_answers, make_period, make_survey
from tests.factories.evaluations_reporting import closed_period, make_follow_up
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
PLAN = {"unsur": "waktu", "action": "Menambah meja", "kind": FollowUpKind.FIX}


@pytest.fixture
def chief(staff_user):
    return staff_user(Role.AGENCY_HEAD)


def quarters(ratings_before, ratings_after, n=60):
    survey = make_survey()
    day = timezone.localdate()
    before = closed_period(
        survey, n=n, ratings=ratings_before, starts_on=day - timedelta(200), ends_on=day - timedelta(110)
    )
    after = closed_period(survey, n=n, ratings=ratings_after, starts_on=day - timedelta(100), ends_on=day)
    return before, after


def test_closing_proposes_the_three_weakest_and_closing_again_makes_no_second_row(chief):
    period = closed_period(ratings={6: 1, 7: 2, 8: 3, 1: 4})
    rows = period.follow_ups.order_by("unsur")
    assert {(row.unsur, row.status) for row in rows} >= {("kompetensi", "proposed"), ("perilaku", "proposed")}
    assert len(rows) == 3
    kept = rows.get(unsur="kompetensi")
    assert kept.kind == FollowUpKind.TRAINING
    assert kept.competence == "Penguasaan koleksi dan layanan rujukan"
    reopen_period(period=period, by=chief, reason="uji")
    make_answers(period, 400, ratings={slot: 1 if slot == 9 else 4 for slot in range(1, 10)})
    close_period(period=period, by=chief, at=timezone.now())
    assert period.follow_ups.filter(unsur="kompetensi").get().pk == kept.pk
    assert period.follow_ups.filter(unsur="sarana").count() == 1


def test_a_tie_at_the_weakest_place_is_proposed_whole_as_the_report_names_it():
    period = closed_period(values=(4,), ratings={3: 2, 5: 2, 6: 2, 9: 2})
    found = period_result(period)
    assert len(found.priorities) == 4
    assert {row.unsur for row in period.follow_ups.all()} == {row.key for row in found.priorities}


def test_a_perfect_result_proposes_nothing():
    assert not closed_period(values=(4,)).follow_ups.exists()


def test_next_closed_period_shows_before_after_and_difference():
    before, _after = quarters({6: 2}, {6: 4})
    row = before.follow_ups.get(unsur="kompetensi")
    found = comparisons([row])[row.pk]
    assert (found.change.before.nrr, found.change.after.nrr) == (Decimal("2.000"), Decimal("4.000"))
    assert found.sentence == "naik 2,00; cukup untuk disimpulkan"


def test_a_deed_is_compared_with_the_first_period_that_began_after_it():
    before, after = quarters({6: 2}, {6: 2})
    day = timezone.localdate()
    third = closed_period(before.survey, ratings={6: 4}, starts_on=day + timedelta(1), ends_on=day + timedelta(90))
    row = before.follow_ups.get(unsur="kompetensi")
    assert comparisons([row])[row.pk].after_key == after.key
    done = change_follow_up(
        follow_up=row, by=None, on=day, status=FollowUpStatus.DONE, action="Melatih", outcome="Petugas sudah dilatih"
    )
    assert comparisons([done])[done.pk].after_key == third.key


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (Measure(100, Decimal("3.000"), (0, 0, 100, 0)), Measure(100, Decimal("3.000"), (0, 0, 100, 0)), "tetap"),
        # 95 per cent: SE2 = 2 x (25/99)/100; 1.96 x SE = 0.1393
        (
            Measure(100, Decimal("3.500"), (0, 0, 50, 50)),
            Measure(100, Decimal("3.640"), (0, 0, 36, 64)),
            "naik 0,14; cukup untuk disimpulkan",
        ),
        (
            Measure(100, Decimal("3.500"), (0, 0, 50, 50)),
            Measure(100, Decimal("3.630"), (0, 0, 37, 63)),
            "naik 0,13; belum cukup untuk disimpulkan",
        ),
        (
            Measure(100, Decimal("4.000"), (0, 0, 0, 100)),
            Measure(100, Decimal("3.000"), (0, 0, 100, 0)),
            "turun 1,00; cukup untuk disimpulkan",
        ),
        # 29 people never conclude, 30 do
        (
            Measure(29, Decimal("2.000"), (0, 29, 0, 0)),
            Measure(30, Decimal("4.000"), (0, 0, 0, 30)),
            "naik 2,00; belum cukup untuk disimpulkan",
        ),
        (
            Measure(30, Decimal("2.000"), (0, 30, 0, 0)),
            Measure(30, Decimal("4.000"), (0, 0, 0, 30)),
            "naik 2,00; cukup untuk disimpulkan",
        ),
        (
            Measure(100, Decimal("2.000"), None),
            Measure(100, Decimal("4.000"), (0, 0, 0, 100)),
            "naik 2,00; belum cukup untuk disimpulkan",
        ),
    ],
)
def test_the_plain_sentence(before, after, words):
    assert change_words(Change(before, after)) == words


def test_two_questions_of_one_unsur_do_not_count_people_twice():
    once = Measure(40, Decimal("3.500"), (0, 0, 40, 40))
    twice = Measure(80, Decimal("3.500"), (0, 0, 40, 40))
    moved = Measure(80, Decimal("3.675"), (0, 0, 26, 54))
    assert Change(twice, moved).is_conclusive
    assert not Change(once, moved).is_conclusive


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"action": "  ", "kind": "fix"}, ActionMissing),
        ({"action": "x", "kind": ""}, ActionMissing),
        ({**PLAN, "status": "done"}, OutcomeMissing),
        ({**PLAN, "status": "not_done"}, ReasonMissing),
    ],
)
def test_a_plan_says_what_is_needed(chief, fields, refusal):
    row = make_follow_up()
    with pytest.raises(refusal):
        change_follow_up(follow_up=row, by=chief, on=TODAY, **fields)
    row.refresh_from_db()
    assert (row.action, row.status) == ("Melatih petugas", "planned")


def test_a_deed_settled_and_taken_up_again_keeps_its_history(chief):
    row = make_follow_up()
    change_follow_up(follow_up=row, by=chief, on=TODAY, status="done", outcome="Sudah")
    done = FollowUp.objects.get()
    assert (done.ended_on, done.status) == (TODAY, "done")
    change_follow_up(follow_up=row, by=chief, on=TODAY, status="underway")
    again = FollowUp.objects.get()
    assert (again.ended_on, again.status, again.outcome) == (None, "underway", "Sudah")
    assert [line.status for line in row.history.order_by("history_id")] == ["planned", "done", "underway"]
    assert row.history.filter(history_user_id=chief.pk).count() == 2


def test_only_a_closed_period_is_followed_up(chief):
    with pytest.raises(PeriodNotClosed):
        add_follow_up(period=make_period(), by=chief, on=TODAY, **PLAN)
    assert add_follow_up(period=make_period(status=PeriodStatus.CLOSED), by=chief, on=TODAY, **PLAN).pk


def test_the_database_refuses_a_deed_done_without_words():
    for fields in ({"status": "done", "ended_on": TODAY}, {"status": "done", "outcome": "x"}, {"action": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_follow_up(**fields)
    assert make_follow_up(status="done", ended_on=TODAY, outcome="x").pk


def test_the_person_in_charge_is_told_once(chief):
    person = make_person(Role.SERVICE_OFFICER)
    row = make_follow_up()
    for _ in range(2):
        change_follow_up(follow_up=row, by=chief, on=TODAY, responsible=person)
    message = Message.objects.get(recipient=person.user)
    assert "Melatih petugas" in message.body
    assert message.url.endswith(f"/{row.pk}/")
    own = make_follow_up()
    change_follow_up(follow_up=own, by=person.user, on=TODAY, responsible=person)
    assert Message.objects.filter(recipient=person.user).count() == 1


def test_person_in_charge_says_how_far_it_is_and_nothing_else(client_as):
    officer = client_as(Role.SERVICE_OFFICER)
    mine, other = make_follow_up(responsible=officer.user.profile), make_follow_up()
    address = f"/staf/tindak-lanjut/{mine.pk}/"
    assert officer.get(f"/staf/tindak-lanjut/{other.pk}/").status_code == 403
    assert officer.get(address).status_code == 200
    sent = {"status": "done", "outcome": "Sudah selesai", "action": "Diganti"}
    assert officer.post(address, sent).status_code == 302
    mine.refresh_from_db()
    assert (mine.status, mine.outcome, mine.action) == ("done", "Sudah selesai", "Melatih petugas")


def test_the_form_names_the_field_that_is_missing(client_as):
    row = make_follow_up()
    page = client_as(Role.LIBRARIAN).post(
        f"/staf/tindak-lanjut/{row.pk}/", {"unsur": "waktu", "action": "x", "kind": "fix", "status": "done"}
    )
    assert page.status_code == 200
    assert "error" in page.content.decode()
    assert list(page.context["form"].errors) == ["outcome"]
    row.refresh_from_db()
    assert row.status == "planned"


def test_list_filters_and_costs_the_same_for_one_and_three(client_as):
    client = client_as(Role.LIBRARIAN)
    page = assert_same_queries(client, "/staf/tindak-lanjut/", lambda: make_follow_up(responsible=make_person()))
    assert page.content.decode().count("Melatih petugas") >= 3
    late = make_follow_up(action="Sudah terlambat", due_on=timezone.localdate() - timedelta(1))
    make_follow_up(action="Masih ada waktu", due_on=timezone.localdate() + timedelta(1))
    html = client.get("/staf/tindak-lanjut/?status=overdue").content.decode()
    assert "Sudah terlambat" in html
    assert "Masih ada waktu" not in html
    assert "Masih ada waktu" in client.get("/staf/tindak-lanjut/?q=masih").content.decode()
    assert client.get("/staf/tindak-lanjut/?survey=%00&unit=9999999999999&page=1").status_code == 200
    assert client.get(f"/staf/tindak-lanjut/excel/?survey={late.period.survey_id}").status_code == 200


def test_hostile_words_come_out_harmless(client_as):
    row = make_follow_up(action="<script>alert(1)</script>=1+1 \u202eterbalik 😀")
    client = client_as(Role.LIBRARIAN)
    for address in ("/staf/tindak-lanjut/", f"/staf/tindak-lanjut/{row.pk}/"):
        assert "<script>alert" not in client.get(address).content.decode()
    with pytest.raises(ValidationError):
        change_follow_up(follow_up=row, by=None, on=TODAY, action="")


@pytest.mark.django_db(transaction=True)
def test_first_page_of_the_person_in_charge_names_the_deed(client_as, staff_user):
    officer, chief = client_as(Role.SERVICE_OFFICER), staff_user(Role.AGENCY_HEAD)
    row = make_follow_up()
    assert "Melatih petugas" not in officer.get("/staf/").content.decode()
    change_follow_up(follow_up=row, by=chief, on=TODAY, responsible=officer.user.profile)
    assert f"/staf/tindak-lanjut/{row.pk}/" in officer.get("/staf/").content.decode()
    change_follow_up(follow_up=row, by=chief, on=TODAY, status="done", outcome="Sudah")
    assert f"/staf/tindak-lanjut/{row.pk}/" not in officer.get("/staf/").content.decode().split("<main")[1]

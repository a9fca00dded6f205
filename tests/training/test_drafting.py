"""Drafting plans: from this year's gaps or last year's, reviews and wishes; again, for what is missing."""

import pytest
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from tests.factories.training import (
    make_assessment,
    make_competence,
    make_plan,
    make_programme,
    make_request,
    make_requirement,
    make_worker,
)
from training.choices import EnrolmentStatus as S
from training.choices import ItemOrigin
from training.models import Assessment, PlanItem
from training.selectors.gaps import gaps_of
from training.services import annual, interests, plan_sources, plans
from training.services.plans import PlanHandedIn

pytestmark = pytest.mark.django_db
NOW = timezone.now


def year():
    return timezone.localdate().year


def gap(person, *, level=1, in_year=None):
    """A unit the person's post asks three levels of, rated at `level`."""
    unit = make_requirement(person, level=3).competence
    make_assessment(person, competence=unit, self_level=level, year=in_year or year())
    return unit


def draft(person, in_year=None, by=None):
    return plans.draft_plan(profile=person, year=in_year or year(), on=timezone.localdate(), by=by)


def test_a_plan_drafted_in_january_rests_on_last_years_ratings():
    person = make_worker()
    unit = gap(person, in_year=year() - 1)
    assert [row.gap for row in gaps_of(person, year(), timezone.localdate())] == [None]
    assert [item.competence for item in draft(person).items.all()] == [unit]
    plan = annual.draft_year(year=year(), on=timezone.localdate(), by=None)
    assert [line.competence for line in plan.lines.all()] == [unit]


def test_this_years_rating_wins_over_last_years():
    person = make_worker()
    unit = gap(person, in_year=year() - 1)
    make_assessment(person, competence=unit, self_level=3)
    assert not draft(person).items.exists()


def test_wishes_become_goals_of_their_own(client_as):
    person = make_worker()
    wished = make_programme(title="Mendongeng Lanjut")
    interests.note_interest(programme=wished, profile=person, at=NOW())
    plan = draft(person)
    plans.write_wishes(plan=plan, wishes="- Magang di Makassar\n\n  Belajar bahasa isyarat ", by=person.user)
    client_as(person.user).post(reverse("training:plan-draft", args=[person.pk, year()]))
    items = plan.items.order_by("pk")
    assert [item.origin for item in items] == [ItemOrigin.WISH] * 3
    assert items[0].programme == wished
    assert [item.goal for item in items[1:]] == ["Magang di Makassar", "Belajar bahasa isyarat"]


def test_what_a_review_suggests_becomes_a_goal_once(monkeypatch):
    person, unit = make_worker(), make_competence()
    programme = make_programme(competences=[unit])
    monkeypatch.setattr(plan_sources, "_reviews", [lambda plan, on, by: [unit]])
    for _twice in range(2):
        plan = draft(person)
    item = plan.items.get()
    assert (item.origin, item.competence, item.programme) == (ItemOrigin.REVIEW, unit, programme)


def test_drafting_again_adds_what_is_missing_and_nothing_twice():
    person = make_worker()
    plan = draft(person)
    assert not plan.items.exists()
    unit = gap(person)
    for _twice in range(2):
        draft(person)
    assert [item.competence for item in plan.items.all()] == [unit]
    office = annual.draft_year(year=year(), on=timezone.localdate(), by=None)
    other = gap(make_worker())
    annual.draft_year(year=year(), on=timezone.localdate(), by=None)
    assert {line.competence for line in office.lines.all()} == {unit, other}
    annual.submit_year(plan=office, by=None)
    gap(make_worker())
    with pytest.raises(annual.YearHandedIn):
        annual.draft_year(year=year(), on=timezone.localdate(), by=None)
    assert office.lines.count() == 2


def test_a_programme_for_two_units_is_one_line_with_its_budget_once(client_as):
    both, one = make_worker(), make_worker()
    units = [gap(both), gap(both)]
    make_requirement(one, competence=units[1], level=3)
    make_assessment(one, competence=units[1], self_level=1)
    programme = make_programme(competences=units, budget_idr=7_500_000)
    for _twice in range(2):
        plan = annual.draft_year(year=year(), on=timezone.localdate(), by=None)
    line = plan.lines.get()
    assert (line.programme, line.participants, line.budget_idr) == (programme, 2, 7_500_000)
    assert set(line.units) == set(units)
    annual.write_line(plan=plan, line=line, by=None, month=11)
    client = client_as(Role.DIVISION_HEAD)
    html = client.get(reverse("training:annual", args=[year()])).content.decode()
    assert "November" in html
    assert all(unit.code in html for unit in units)


def test_a_plan_handed_in_takes_no_goal_of_its_person_behind_the_supervisors_back(client_as):
    leader = make_worker()
    person = make_worker(supervisor=leader)
    plan = make_plan(person)
    plans.submit_plan(plan=plan, by=person.user, at=NOW())
    goal = {"plan": plan, "goal": "Diam-diam", "due_on": timezone.localdate()}
    for deed in (
        lambda: plans.add_item(**goal, by=person.user),
        lambda: plans.remove_item(item=plan.items.get(), by=person.user),
        lambda: plans.write_wishes(plan=plan, wishes="Lagi", by=person.user),
        lambda: plans.submit_plan(plan=plan, by=person.user, at=NOW()),
    ):
        with pytest.raises(PlanHandedIn):
            deed()
    draft(person, by=person.user)
    assert plan.items.count() == 1
    page = client_as(person.user).get(reverse("training:plan", args=[person.pk, year()])).content.decode()
    assert reverse("training:item-add", args=[person.pk, year()]) not in page
    plans.add_item(**goal, by=leader.user)
    assert plan.items.count() == 2


def test_nobody_agrees_their_own_plan_or_approves_their_own_seat(client_as):
    admin = make_worker("Administrator")
    other = make_worker()
    client = client_as(admin.user)
    for person, status in ((admin, 403), (other, 302)):
        plan, row = make_plan(person), make_request(profile=person)
        plans.submit_plan(plan=plan, by=None, at=NOW())
        agree = reverse("training:plan-agree", args=[person.pk, plan.year])
        assert client.post(agree).status_code == status
        decide = reverse("training:decide", args=[row.pk])
        assert client.post(decide, {"decision": "yes"}).status_code == status
        plan.refresh_from_db()
        row.refresh_from_db()
        assert (plan.is_agreed, row.status == S.SEATED) == (status == 302, status == 302)
    make_request(profile=admin)
    waiting = make_request(profile=other)
    rows = client.get(reverse("training:approvals")).context["rows"]
    assert [row.pk for row, _elsewhere in rows] == [waiting.pk]


def test_an_inspector_reads_and_writes_nothing_of_their_own(client_as):
    inspector = make_worker(Role.INSPECTOR)
    unit = make_requirement(inspector).competence
    plan = make_plan(inspector)
    item = plan.items.get()
    client = client_as(inspector.user)
    where = [inspector.pk, plan.year]
    sheet = reverse("training:competences", args=[inspector.pk])
    assert 'name="level-' not in client.get(sheet).content.decode()
    for address, data in (
        (sheet, {f"level-{unit.pk}": "3", f"evidence-{unit.pk}": "Tugas"}),
        (reverse("training:item-add", args=where), {"goal": "Lagi", "due_on": f"01-12-{plan.year}"}),
        (reverse("training:item-remove", args=[item.pk]), {}),
        (reverse("training:item-settle", args=[item.pk]), {"status": "done", "outcome": "Ada"}),
    ):
        assert client.post(address, data).status_code == 403, address
    assert client.get(reverse("training:plan", args=where)).status_code == 200
    assert (PlanItem.objects.get().goal, Assessment.objects.count()) == (item.goal, 0)

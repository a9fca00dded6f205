"""Goals of a development plan: within its year, changed until the plan is agreed."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from tests.factories.training import make_competence, make_plan, make_programme, make_worker
from training.models import PlanItem
from training.services import plans
from training.services.plans import DueOutsideYear, PlanAgreed, PlanHandedIn

pytestmark = pytest.mark.django_db


def year():
    return timezone.localdate().year


def change(item, by=None, **fields):
    words = {"goal": item.goal, "due_on": item.due_on}
    return plans.change_item(item=item, by=by, **{**words, **fields})


def test_a_goal_is_due_within_the_year_of_its_plan(client_as):
    person = make_worker()
    plan, client = make_plan(person), client_as(person.user)
    with pytest.raises(DueOutsideYear):
        plans.add_item(plan=plan, goal="Lama", due_on=date(year() - 1, 12, 31), by=None)
    with pytest.raises(DueOutsideYear):
        change(plan.items.get(), due_on=date(year() + 1, 1, 1))
    for day in (date(year(), 1, 1), date(year(), 12, 31)):
        plans.add_item(plan=plan, goal="Tepat", due_on=day, by=None)
    address = reverse("training:item-add", args=[person.pk, year()])
    said = client.post(address, {"goal": "Lama", "due_on": f"01-01-{year() - 1}"}).content.decode()
    assert f"Ini rencana tahun {year()}" in said
    assert not plan.items.filter(goal="Lama").exists()


def test_a_goal_is_changed_on_its_page_until_the_plan_is_agreed(client_as):
    leader = make_worker()
    person = make_worker(supervisor=leader)
    plan, unit, programme = make_plan(person), make_competence(), make_programme()
    item, client = plan.items.get(), client_as(person.user)
    page = reverse("training:plan", args=[person.pk, year()])
    address = reverse("training:item-edit", args=[item.pk])
    assert address in client.get(page).content.decode()
    assert item.goal in client.get(address).content.decode()
    sent = {"goal": "Mendongeng bagi balita", "due_on": f"30-06-{year()}", "competence": unit.pk}
    client.post(address, sent | {"programme": programme.pk, "seen": item.mark})
    item.refresh_from_db()
    assert (item.goal, item.competence, item.programme) == ("Mendongeng bagi balita", unit, programme)
    assert item.due_on == date(year(), 6, 30)
    assert f'value="{unit.pk}" selected' in client.get(address).content.decode()
    plans.submit_plan(plan=plan, by=person.user, at=timezone.now())
    with pytest.raises(PlanHandedIn):
        change(item, by=person.user)
    assert address not in client.get(page).content.decode()
    assert address in client_as(leader.user).get(page).content.decode()
    change(item, by=leader.user, goal="Mendongeng, kata atasan")
    plans.agree_plan(plan=plan, by=leader.user, at=timezone.now())
    with pytest.raises(PlanAgreed):
        change(item, by=leader.user)
    assert PlanItem.objects.get().goal == "Mendongeng, kata atasan"


def test_a_goal_changed_meanwhile_is_not_overwritten_unread(client_as):
    person = make_worker()
    item, client = make_plan(person).items.get(), client_as(person.user)
    address = reverse("training:item-edit", args=[item.pk])
    seen = item.mark
    assert f'name="seen" value="{seen}"' in client.get(address).content.decode()
    change(item, goal="Kata atasan")
    mine = {"goal": "Kata saya", "due_on": f"30-06-{year()}"}
    said = client.post(address, mine | {"seen": seen}).content.decode()
    assert "Kata atasan" in said and "Kata saya" in said
    now = PlanItem.objects.get()
    assert now.goal == "Kata atasan" and f'value="{now.mark}"' in said
    assert client.post(address, mine | {"seen": now.mark}).status_code == 302
    assert PlanItem.objects.get().goal == "Kata saya"


def test_a_goal_is_nobody_elses_to_change(client_as):
    item = make_plan(make_worker()).items.get()
    address = reverse("training:item-edit", args=[item.pk])
    assert client_as(Role.LIBRARIAN).get(address).status_code == 403
    assert client_as(Role.ADMINISTRATOR).get(address).status_code == 200

"""Rows of the admin's lists are Django's own, letter by letter, whatever their columns hold."""

from datetime import date, timedelta

import pytest
from django.contrib import admin
from django.contrib.admin.templatetags import admin_list
from django.template import engines
from django.test import RequestFactory
from django.urls import resolve, reverse
from django.utils import timezone, translation

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.core.admin import BaseAdmin, lists
from evaluations.models import Period
from tests.factories.accounts import make_unit, make_user
from tests.factories.evaluations import make_period

pytestmark = pytest.mark.django_db
SITE = admin.AdminSite(name="admin")


@admin.display(description="number", empty_value="none at all")
def letters(user):
    return None if user.is_superuser else len(user.name)


@admin.display(boolean=True)
def is_long(user):
    return len(user.name) > 5


def parts(user):
    return user.name.split()


class Accounts(BaseAdmin):
    search_fields = ["name"]
    list_display = [
        *("username", "name", "email", "is_active", "is_superuser", "last_login", "date_joined", "inspector_until"),
        *("language", "person_name", "person", "role", "joined", "lost", "__str__", letters, is_long, parts),
    ]
    list_display_links = ["name", "role"]

    def role(self, user):
        return "" if user.is_superuser else "<b>role</b>"

    def joined(self, user):
        return user.date_joined.date()

    def lost(self, user):
        raise User.DoesNotExist


class Units(BaseAdmin):
    list_display = ["parent", "id", "name", "parent__name", "is_active"]


class Periods(BaseAdmin):
    list_display = ["survey", "key", "status", "starts_on", "ends_on", "population", "survey__unit"]
    ordering = ["pk"]


def _drawn(model, kind, question=""):
    """Our rows and Django's, of one list."""
    reader = User.objects.filter(is_superuser=True).first() or make_user(is_superuser=True)
    request = RequestFactory().get(f"/admin/?{question}")
    request.user = reader
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
    request.resolver_match = resolve(reverse(name))  # what was asked goes along with each row
    cl = kind(model, SITE).get_changelist_instance(request)
    cl.formset = None
    rows = ["".join(admin_list.items_for_result(cl, row, None)) for row in cl.result_list]
    ours = ["".join(result) for result in admin_list.results(cl)]
    return ours, ["</tr>\n<tr>".join(rows)] if rows else []


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("question", ["", "_popup=1", "_popup=1&_to_field=id", "is_active__exact=1&q=Ani", "all="])
def test_rows_of_accounts(language, question):
    make_user(Role.LIBRARIAN, name='Sitti "Ani" <Ani> & co.', last_login=timezone.now())
    make_user(name="  ", email="a&b@example.org", is_active=False)
    with translation.override(language):
        ours, theirs = _drawn(User, Accounts, question)
    assert ours == theirs
    assert "Sitti &quot;Ani&quot; &lt;Ani&gt;" in ours[0]
    assert ("?_changelist_filters=is_active__exact%3D1%26q%3DAni" in ours[0]) == question.startswith("is_active")


def test_rows_of_periods_and_of_what_stands_below_another():
    for _turn in range(2):
        make_period()
    ours, theirs = _drawn(Period, Periods)
    assert ours == theirs
    parent = make_unit(name="Induk <1>")
    make_unit(name="Cabang", parent=parent, is_active=False)
    ours, theirs = _drawn(type(parent), Units)
    assert ours == theirs


def test_a_list_without_rows_says_so():
    assert _drawn(Period, Periods) == ([], [])


class Days(BaseAdmin):
    list_display = ["key"]
    date_hierarchy = "starts_on"


@pytest.mark.parametrize("years", [0, 1, 2, 4])
@pytest.mark.parametrize("question", ["", "starts_on__year=2024", "starts_on__year=2024&starts_on__month=1", "key=x"])
def test_days_to_choose_by_are_djangos(years, question):
    for year in range(2024, 2024 + years):
        for month in (1, 4):
            first = date(year, month, 1)
            make_period(key=f"{year}-{month:02}", starts_on=first, ends_on=first + timedelta(days=20))
    request = RequestFactory().get(f"/admin/?{question}")
    request.user = make_user(is_superuser=True)
    cl = Days(Period, SITE).get_changelist_instance(request)
    assert admin_list.date_hierarchy(cl) == lists._django_date_hierarchy(cl)


def test_the_templates_of_a_list_are_those_that_django_chooses(client_as):
    """One app has a template of its own for a part of the list."""
    admin_client = client_as(make_user(is_superuser=True))
    for _turn in range(2):
        assert admin_client.get(reverse("admin:evaluations_period_changelist")).status_code == 200
    engine = engines["django"].engine
    for names in (("evaluations", "period", "search_form.html"), ("libraries", "unit", "pagination.html")):
        chosen = lists._template(engine, *names)
        assert chosen.name == f"admin/{names[2]}"

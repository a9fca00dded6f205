"""What is drawn or looked up once for many pages says for each reader what holds for that reader now."""

import re
from uuid import uuid4

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.core.addresses import row_address
from baubau_pembinaan.portal import surveys
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db
PERIODS = "admin:evaluations_period_changelist"


def _page(user: User, name: str = PERIODS) -> str:
    client = Client()
    client.force_login(user)
    response = client.get(reverse(name))
    assert response.status_code == 200
    return response.content.decode()


def _sidebar(page: str) -> str:
    return page.split('id="nav-sidebar"')[1].split("</nav>")[0]


def test_the_sidebar_marks_where_the_reader_stands_and_nothing_else():
    user = make_user(Role.ADMINISTRATOR)
    for name, model in ((PERIODS, "period"), ("admin:evaluations_survey_changelist", "survey"), (PERIODS, "period")):
        sidebar = _sidebar(_page(user, name))
        assert f'<a href="{reverse(name)}" aria-current="page">' in sidebar
        assert f'<tr class="model-{model} current-model">' in sidebar
        assert '<div class="app-evaluations module current-app">' in sidebar
        assert sidebar.count("aria-current") == sidebar.count("current-model") == sidebar.count("current-app") == 1


def test_a_right_lost_shows_in_the_sidebar_at_once():
    user = make_user(Role.ADMINISTRATOR)
    asked = f'<a href="{reverse("admin:evaluations_survey_add")}"'
    assert asked in _sidebar(_page(user))
    Group.objects.get(name=Role.ADMINISTRATOR).permissions.remove(
        Permission.objects.get(codename="add_survey", content_type__app_label="evaluations")
    )
    assert asked not in _sidebar(_page(user))


def test_a_reader_of_less_sees_less_whoever_came_before():
    more, less = make_user(Role.ADMINISTRATOR), make_user(Role.INSPECTOR)
    assert "addlink" in _sidebar(_page(more))
    assert "addlink" not in _sidebar(_page(less))


def test_an_account_that_is_closed_holds_no_right():
    user = make_user(Role.ADMINISTRATOR)
    assert User.objects.get(pk=user.pk).has_perm("evaluations.view_survey")
    User.objects.filter(pk=user.pk).update(is_active=False)
    closed = User.objects.get(pk=user.pk)
    assert not closed.has_perm("evaluations.view_survey")
    assert not closed.has_module_perms("evaluations")


def test_a_row_has_the_address_that_reverse_gives_it():
    for name, key in (
        ("evaluations:period-detail", 7),
        ("evaluations:period-detail", "70001"),
        ("evaluations:complaint-detail", str(uuid4())),
        ("evaluations:survey-answer", "SKM-01"),
    ):
        assert row_address(name, key) == row_address(name, key) == reverse(name, args=[key])
    with pytest.raises(NoReverseMatch):
        row_address("evaluations:period-detail", "seven")


def test_the_open_surveys_counted_are_those_that_are_listed():
    today = timezone.localdate()
    assert surveys.number_open_on(today) == len(surveys.answered_on(surveys.open_periods(), today))


def test_each_kind_of_reader_is_known_by_what_the_whole_list_of_rights_says():
    """The short key tells readers apart wherever asking for every right of every model would."""
    site, factory = admin.site, RequestFactory()
    group = Group.objects.create(name="Pembaca satu rak")
    group.permissions.add(Permission.objects.get(codename="view_survey", content_type__app_label="evaluations"))
    readers = [make_user(Role.ADMINISTRATOR), make_user(Role.INSPECTOR), make_user(), make_user(is_superuser=True)]
    readers.append(make_user(Role.LIBRARIAN))
    readers[2].groups.add(group)
    found = {}
    for reader in readers:
        request = factory.get("/admin/")
        request.user = User.objects.get(pk=reader.pk)
        whole = tuple(tuple(each.get_model_perms(request).values()) for each in site._registry.values())
        assert found.setdefault(site.rights_of(request), whole) == whole
    assert len(found) == len(readers)


def test_rights_given_to_an_account_itself_count_for_nothing():
    """What is drawn once for all of the same roles would else be shown to somebody who may do more."""
    site, request, user = admin.site, RequestFactory().get("/admin/"), make_user(Role.INSPECTOR)
    request.user = User.objects.get(pk=user.pk)
    before = site.rights_of(request)
    user.user_permissions.add(Permission.objects.get(codename="add_survey", content_type__app_label="evaluations"))
    request.user = User.objects.get(pk=user.pk)
    assert site.rights_of(request) == before and not request.user.has_perm("evaluations.add_survey")


def test_the_sidebar_names_each_model_once():
    sidebar = _sidebar(_page(make_user(Role.ADMINISTRATOR)))
    names, told = re.findall(r' id="(n\d+)"', sidebar), re.findall(r'aria-describedby="(n\d+)"', sidebar)
    assert len(names) == len(set(names)) == sidebar.count('<th scope="row"')
    assert set(told) < set(names)
    assert len(told) == sidebar.count("addlink")

"""Who asks for a page is read in one statement, anew at each page."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.models import StaffProfile, User
from baubau_pembinaan.accounts.signed_in import account
from tests.factories.accounts import make_person, make_user

pytestmark = pytest.mark.django_db


def test_account_profile_and_rights_take_one_statement(django_assert_num_queries) -> None:
    person = make_person(Role.LIBRARIAN, Role.SERVICE_OFFICER, joined_on=timezone.localdate(), title_suffix="S.IP.")
    with django_assert_num_queries(1):
        read = account(person.user.pk)
        rights, profile = read.rights, read.profile
        assert read.profile.user is read
    stored = User.objects.get(pk=person.user.pk)
    assert rights == stored.rights
    assert set(rights) == {Role.LIBRARIAN, Role.SERVICE_OFFICER} and "evaluations.view_survey" in rights[Role.LIBRARIAN]
    for found, wanted in ((read, stored), (profile, StaffProfile.objects.get(pk=person.pk))):
        names = [field.attname for field in found._meta.concrete_fields]
        assert [getattr(found, name) for name in names] == [getattr(wanted, name) for name in names]


def test_an_account_without_a_profile_is_not_asked_for_it_again(django_assert_num_queries) -> None:
    user = make_user()
    with django_assert_num_queries(1):
        read = account(user.pk)
        assert read.rights == {} and not hasattr(read, "profile")
    assert account(user.pk + 1) is None


def test_a_right_that_comes_or_goes_counts_at_the_next_reading() -> None:
    user, group = make_user("Kelompok uji"), Group.objects.get(name="Kelompok uji")
    assert not account(user.pk).has_perm("evaluations.view_survey")
    group.permissions.set(Group.objects.get(name=Role.LIBRARIAN).permissions.all())
    assert account(user.pk).has_perm("evaluations.view_survey")
    assert account(user.pk).has_module_perms("evaluations")
    user.groups.clear()
    assert not account(user.pk).has_perm("evaluations.view_survey")


def test_a_session_past_its_end_opens_nothing(client: Client) -> None:
    client.force_login(make_user(Role.LIBRARIAN))
    assert client.get(reverse("portal:home")).status_code == 200
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get(reverse("portal:home")).status_code == 302

"""Accounts that belong to nobody on the staff: connecting them with a person, and managing them as they are."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts import services
from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.models import StaffProfile, User
from tests.factories.accounts import PASSWORD, make_person, make_profile, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    user = make_user(Role.ADMINISTRATOR)
    client.force_login(user)
    return user


def page(name, user):
    return reverse(f"accounts:account-{name}", args=[user.pk])


def test_the_first_administrator_gets_past_the_dead_end(client, administrator):
    own = reverse("training:my-training")
    refused = client.get(own)
    assert refused.status_code == 403 and page("connect", administrator) in refused.content.decode()
    assert page("connect", administrator) in client.get(reverse("portal:profile")).content.decode()
    assert client.post(page("connect", administrator), {"person": ""}).status_code == 302
    person = StaffProfile.objects.get(user=administrator)
    assert person.name == administrator.name and client.get(own).status_code == 200
    line = person.history.latest()
    assert line.history_user.pk == administrator.pk and administrator.username in line.history_change_reason


def test_an_account_is_connected_with_a_person_who_has_none(client, administrator):
    person, user = make_profile(name="Wa Sendiri"), make_user()
    answer = client.post(page("connect", user), {"person": person.pk})
    assert answer["Location"] == reverse("accounts:person-detail", args=[person.pk])
    person.refresh_from_db()
    assert person.user == user
    # From now on the person's page is where it is managed.
    assert client.get(page("detail", user))["Location"] == answer["Location"]


def test_neither_may_have_a_partner_already(client, administrator):
    taken, free = make_person(), make_user()
    assert client.post(page("connect", free), {"person": taken.pk}).status_code == 200
    with pytest.raises(services.AlreadyConnected):
        services.connect_account(user=free, profile=taken, by=administrator, at=timezone.now())
    with pytest.raises(services.AlreadyConnected):
        services.connect_account(user=taken.user, profile=make_profile(), by=administrator, at=timezone.now())
    with pytest.raises(services.AlreadyConnected):
        services.connect_account(user=free, profile=make_profile(is_demo=True), by=administrator, at=timezone.now())
    assert not StaffProfile.objects.filter(user=free).exists()


def test_an_inspector_from_outside_is_invited_and_stays_out_of_the_directory(client, administrator):
    until = timezone.localdate() + timedelta(days=14)
    data = {"name": "Pemeriksa Luar", "email": "luar@example.org", "until": until.isoformat()}
    answer = client.post(reverse("accounts:account-invite"), data)
    user = User.objects.get(email="luar@example.org")
    assert answer["Location"] == page("detail", user)
    assert user.role_names == {Role.INSPECTOR} and user.inspector_until == until and user.person is None
    assert client.post(reverse("accounts:account-invite"), data).status_code == 200  # the e-mail is taken
    assert "Pemeriksa Luar" in client.get(reverse("accounts:account-list")).content.decode()
    assert "Pemeriksa Luar" not in client.get(reverse("accounts:person-list")).content.decode()
    client.post(page("link", user), {"deliver": "email"})
    (message,) = mail.outbox
    assert "Pemeriksa Luar" in message.body and f"Masuk dengan nama pengguna {user.username}." in message.body
    door, new = Client(), "kalimat sandi yang baru"
    token = message.body.split("/akun/tautan/")[1].split("/")[0]
    door.post(reverse("accounts:link", args=[token]), {"password": new, "again": new})
    assert door.login(username=user.username, password=new)


def test_roles_last_day_links_and_closing_need_no_person(client, administrator):
    user = make_user(Role.INSPECTOR)
    later = user.inspector_until + timedelta(days=30)
    assert page("roles", user) in client.get(page("detail", user)).content.decode()
    client.post(page("roles", user), {"roles": [Role.INSPECTOR], "inspector_until": later.isoformat()})
    slip = client.post(page("link", user), {"deliver": "slip"})
    assert slip["Cache-Control"] == "no-store" and user.username in slip.content.decode()
    user.refresh_from_db()
    assert user.inspector_until == later
    door = Client()
    assert door.login(username=user.username, password=PASSWORD)
    client.post(page("close", user))
    user.refresh_from_db()
    assert not user.is_active and not user.invitations.filter(revoked_at=None).exists()
    assert door.get(reverse("portal:home")).status_code == 302
    client.post(page("reopen", user))
    user.refresh_from_db()
    assert user.is_active and user.history.first().history_user.pk == administrator.pk
    client.post(page("link", user), {"deliver": "slip"})
    client.post(page("link-revoke", user))
    assert not user.invitations.filter(revoked_at=None).exists()


def test_nobody_closes_their_own_account_or_a_superusers(client, administrator):
    above = make_user(is_superuser=True)
    for user in (administrator, above):
        client.post(page("close", user))
        user.refresh_from_db()
        assert user.is_active
    client.post(page("connect", above), {"person": ""})
    client.post(page("link", above), {"deliver": "slip"})
    assert not StaffProfile.objects.filter(user=above).exists() and not above.invitations.exists()


def test_the_cupboard_leads_to_the_accounts_page(client, administrator):
    user = make_user()
    assert page("detail", user) in client.get(reverse("admin:accounts_user_change", args=[user.pk])).content.decode()


def test_the_list_costs_the_same_for_one_and_three(client, administrator, django_assert_max_num_queries):
    def statements():
        with django_assert_max_num_queries(20) as found:
            assert client.get(reverse("accounts:account-list")).status_code == 200
        return len(found.captured_queries)

    make_profile(user=administrator)
    make_user(Role.INSPECTOR)
    client.get(reverse("accounts:account-list"))
    one = statements()
    make_user(Role.INSPECTOR)
    make_user(Role.INSPECTOR)
    assert statements() == one <= 10

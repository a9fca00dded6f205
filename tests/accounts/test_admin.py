"""The cupboards keep to the services, and show the same number of queries for one row and for three."""

from contextlib import nullcontext
from datetime import date

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone
from zeal import zeal_ignore

from baubau_pembinaan.accounts import services
from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.models import Appointment, Delegation, StaffProfile, User
from tests.factories.accounts import make_appointment, make_person, make_position, make_profile, make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    user = make_person(Role.ADMINISTRATOR).user
    client.force_login(user)
    return user


@pytest.mark.parametrize("deed", ["change", "delete"])
def test_the_six_roles_stay_as_they_are_and_other_groups_may_change(client, administrator, deed):
    administrator.user_permissions.set(Permission.objects.filter(content_type__model="group"))
    own = Group.objects.create(name="Panitia")
    for role in Role.values:
        group = Group.objects.get(name=role)
        rights = set(group.permissions.all())
        page = reverse(f"admin:auth_group_{deed}", args=[group.pk])
        assert client.post(page, {"name": "Lain", "permissions": [], "post": "yes"}).status_code == 403
        assert set(Group.objects.get(name=role).permissions.all()) == rights
    data = {"name": "Panitia Baru", "permissions": [], "post": "yes"}
    assert client.post(reverse(f"admin:auth_group_{deed}", args=[own.pk]), data).status_code == 302
    assert not Group.objects.filter(name="Panitia").exists()


def test_the_list_deletes_no_role(client, administrator):
    administrator.user_permissions.set(Permission.objects.filter(content_type__model="group"))
    own = Group.objects.create(name="Panitia")
    role = Group.objects.get(name=Role.INSPECTOR)
    page = reverse("admin:auth_group_changelist")
    for picked in ([role.pk, own.pk], [own.pk]):
        client.post(page, {"action": "delete_selected", "_selected_action": picked, "post": "yes"})
        assert Group.objects.filter(pk=role.pk).exists()
    assert not Group.objects.filter(pk=own.pk).exists()


@pytest.mark.parametrize("by_superuser", [False, True])
def test_only_a_superuser_changes_a_superuser(client, by_superuser):
    by = make_user(is_superuser=True) if by_superuser else make_person(Role.ADMINISTRATOR).user
    client.force_login(by)
    moment = timezone.now()

    def person():
        return make_profile(user=make_user(is_superuser=True))

    deeds = [
        lambda: services.set_roles(user=person().user, roles=[], by=by, at=moment),
        lambda: services.issue_link(user=person().user, by=by, at=moment),
        lambda: services.revoke_links(user=person().user, by=by, at=moment),
        lambda: services.deactivate(profile=person(), on=timezone.localdate(), by=by, at=moment),
        lambda: services.reactivate(profile=person(), by=by, at=moment),
        lambda: services.merge_people(keep=person(), drop=make_profile(), by=by, at=moment),
        lambda: services.merge_people(keep=make_profile(), drop=person(), by=by, at=moment),
    ]
    for deed in deeds:
        with nullcontext() if by_superuser else pytest.raises(services.OnlyForSuperusers):
            deed()
    target = person()
    for model, pk in (("user", target.user.pk), ("staffprofile", target.pk)):
        found = client.get(reverse(f"admin:accounts_{model}_change", args=[pk]))
        assert found.status_code == 200 and found.context["has_change_permission"] is by_superuser
    for name in ("person-link", "person-return", "person-leave", "person-roles"):
        data = {"on": timezone.localdate().isoformat(), "roles": [Role.LIBRARIAN]}
        assert client.post(reverse(f"accounts:{name}", args=[target.pk]), data).status_code in (200, 302)
    target.refresh_from_db()
    assert target.user.groups.exists() is by_superuser
    assert target.user.is_active is not by_superuser
    assert target.user.invitations.exists() is by_superuser


def version_of(client, page):
    return client.get(page).context["row_version"]


@pytest.mark.parametrize("model", [User, StaffProfile, Appointment, Delegation])
def test_lists_cost_the_same_for_one_row_and_three(client, administrator, model, django_assert_max_num_queries):
    page = reverse(f"admin:accounts_{model._meta.model_name}_changelist")
    unit, post = make_unit(), make_position()

    def grow():
        person, other = make_person(Role.LIBRARIAN, nip=str(StaffProfile.objects.count())), make_profile()
        make_appointment(person, unit=unit, position=post, supervisor=other)
        Delegation.objects.create(giver=person, receiver=other, starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 31))

    def cost():
        with django_assert_max_num_queries(20) as found:
            assert client.get(page).status_code == 200
        return len(found.captured_queries)

    grow()
    client.get(page)
    one = cost()
    grow()
    grow()
    assert cost() == one


def test_a_person_shows_their_path_to_read_only(client, administrator):
    row = make_appointment()
    make_appointment(row.profile, kind="plt", supervisor=make_profile())
    page = reverse("admin:accounts_staffprofile_change", args=[row.profile.pk])
    text = client.get(page).content.decode()
    assert row.unit.name in text and 'name="appointments-0-position"' not in text


def test_a_nip_is_stored_as_digits_and_an_odd_one_only_warns(client, administrator):
    page = reverse("admin:accounts_staffprofile_add")
    data = {
        "name": "Budi Contoh",
        "nip": "19800411 200501 3 901",
        "employment_status": "pns",
        "phone": "0812 3456 7890",
    }
    inline = {f"appointments-{name}_FORMS": 0 for name in ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM")}
    response = client.post(page, {**data, **inline}, follow=True)
    person = StaffProfile.objects.get(name="Budi Contoh")
    assert (person.nip, person.phone) == ("198004112005013901", "6281234567890")
    assert [message.level_tag for message in response.context["messages"]].count("warning") == 1
    assert client.post(page, {**data, **inline, "name": "Lain"}).status_code == 200  # the NIP is taken
    assert not StaffProfile.objects.filter(name="Lain").exists()


def appointment_data(profile, **extra):
    post, unit = make_position(), make_unit()
    data = {
        "profile": profile.pk,
        "kind": "definitif",
        "position": post.pk,
        "unit": unit.pk,
        "employment_status": "pns",
    }
    return {**data, "starts_on": "2026-07-01", "ends_on": "", "golongan": "", "decree_number": "", **extra}


def test_a_new_post_ends_the_earlier_one_also_in_the_admin(client, administrator):
    row = make_appointment()
    response = client.post(reverse("admin:accounts_appointment_add"), appointment_data(row.profile))
    assert response.status_code == 302
    row.refresh_from_db()
    assert row.ends_on == date(2026, 6, 30)
    newest = Appointment.objects.get(profile=row.profile, starts_on=date(2026, 7, 1))
    assert newest.history.get().history_user_id == administrator.pk


def test_a_circle_is_refused_beside_the_form_and_nothing_is_half_done(client, administrator):
    row = make_appointment()
    led = make_appointment(supervisor=row.profile)
    data = appointment_data(row.profile, supervisor=led.profile.pk)
    with zeal_ignore():  # person and supervisor are looked up by one field class
        response = client.post(reverse("admin:accounts_appointment_add"), data)
    assert response.status_code == 200 and response.context["adminform"].form.errors
    row.refresh_from_db()
    assert row.ends_on is None and Appointment.objects.count() == 2


def test_a_correction_goes_through_the_service(client, administrator):
    row = make_appointment()
    page = reverse("admin:accounts_appointment_change", args=[row.pk])
    data = appointment_data(
        row.profile, starts_on="2021-01-01", decree_number="SK 9", _row_version=version_of(client, page)
    )
    assert client.post(page, data).status_code == 302
    row.refresh_from_db()
    assert (row.starts_on, row.decree_number) == (date(2021, 1, 1), "SK 9")
    assert row.history.first().history_change_reason


def test_extra_fields_do_not_make_anybody_an_administrator(client, administrator):
    user = make_user(Role.LIBRARIAN, email="lama@example.org")
    EmailAddress.objects.create(user=user, email="lama@example.org", verified=True, primary=True)
    page = reverse("admin:accounts_user_change", args=[user.pk])
    data = {"name": "Baru", "username": user.username, "email": "baru@example.org", "language": "id"}
    forged = {"is_superuser": "1", "groups": "1", "is_active": "", "password": "x", "inspector_until": "2030-01-01"}
    assert client.post(page, {**data, **forged, "_row_version": version_of(client, page)}).status_code == 302
    changed = User.objects.get(pk=user.pk)
    assert (changed.name, changed.is_superuser, changed.role_names) == ("Baru", False, {"Pustakawan"})
    assert changed.is_active and changed.password == user.password and changed.inspector_until is None
    assert not EmailAddress.objects.filter(user=user).exists()


def test_an_inspector_reads_people_and_changes_nothing(client):
    client.force_login(make_user(Role.INSPECTOR))
    row = make_appointment()
    page = reverse("admin:accounts_staffprofile_change", args=[row.profile.pk])
    assert client.get(page).status_code == 200
    assert client.post(page, {"name": "X"}).status_code == 403


def person_data(**more):
    return {
        "name": "Wa Baru", "nip": "", "employment_status": "non_asn", "phone": "", "joined_on": "",
        "appointments-TOTAL_FORMS": "0", "appointments-INITIAL_FORMS": "0", **more,
    }  # fmt: skip


def test_a_person_added_singly_gets_an_account_with_the_email(client, administrator):
    page = reverse("admin:accounts_staffprofile_add")
    assert 'name="email"' in client.get(page).content.decode()
    assert client.post(page, person_data(email="wa.baru@Example.org")).status_code == 302
    user = StaffProfile.objects.get(name="Wa Baru").user
    assert (user.email, user.has_usable_password()) == ("wa.baru@example.org", False)
    twin = client.post(page, person_data(name="Wa Lain", email="WA.baru@example.org"))
    assert twin.status_code == 200 and not StaffProfile.objects.filter(name="Wa Lain").exists()
    assert client.post(page, person_data(name="La Tanpa", email="")).status_code == 302
    assert StaffProfile.objects.get(name="La Tanpa").user is None


def test_the_email_of_an_account_is_not_changed_from_the_person(client, administrator):
    person = make_person()
    page = reverse("admin:accounts_staffprofile_change", args=[person.pk])
    assert 'name="email"' not in client.get(page).content.decode()
    assert (
        'name="email"'
        in client.get(reverse("admin:accounts_staffprofile_change", args=[make_profile().pk])).content.decode()
    )


def test_an_old_version_of_a_person_without_an_account_can_be_read(client, administrator):
    person = make_profile()
    page = reverse("admin:accounts_staffprofile_simple_history", args=[person.pk, person.history.get().pk])
    assert client.get(page).status_code == 200

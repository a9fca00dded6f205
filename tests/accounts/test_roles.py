"""Roles follow the declarations, after every migrate."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.utils import timezone

from baubau_pembinaan.accounts import roles, rules
from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.models import User
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db


def names_of(role: str) -> set[str]:
    rows = Group.objects.get(name=role).permissions.values_list("content_type__app_label", "codename")
    return {f"{app}.{codename}" for app, codename in rows}


def test_migrations_make_exactly_the_six_groups():
    assert set(Group.objects.values_list("name", flat=True)) == {
        "Administrator",
        "Kepala Dinas",
        "Kepala Bidang",
        "Pustakawan",
        "Petugas layanan",
        "Pemeriksa",
    }


def test_every_declared_permission_exists():
    existing = {
        f"{app}.{codename}" for app, codename in Permission.objects.values_list("content_type__app_label", "codename")
    }
    declared = set().union(*roles.declared_permissions().values())
    assert declared - existing == set()


def test_sync_gives_back_what_was_taken_and_takes_what_was_given():
    head = Group.objects.get(name=Role.AGENCY_HEAD)
    head.permissions.set([Permission.objects.get(codename="delete_user", content_type__app_label="accounts")])
    roles.sync_roles()
    assert "accounts.delete_user" not in names_of(Role.AGENCY_HEAD)
    assert "accounts.view_staffprofile" in names_of(Role.AGENCY_HEAD)


def test_sync_leaves_a_group_made_by_hand_alone():
    own = Group.objects.create(name="Panitia pameran")
    own.permissions.set(Permission.objects.all()[:2])
    roles.sync_roles()
    assert own.permissions.count() == 2


def test_an_unknown_role_in_a_declaration_is_named(monkeypatch):
    monkeypatch.setattr(roles, "ROLE_PERMISSIONS", {"Bendahara": ["accounts.view_user"]})
    with pytest.raises(roles.UnknownRole, match="Bendahara"):
        roles.declared_permissions()


def test_an_inspector_reads_and_nothing_else():
    names = names_of(Role.INSPECTOR)
    assert names and all(name.split(".")[1].startswith("view_") for name in names)
    assert not {"mfa.view_authenticator", "sessions.view_session", "usersessions.view_usersession"} & names
    assert "accounts.view_staffprofile" in names


def test_an_administrator_may_everything():
    assert len(names_of(Role.ADMINISTRATOR)) == Permission.objects.count()


@pytest.mark.parametrize("role", Role.values)
def test_only_administrators_and_inspectors_open_the_admin(role):
    assert make_user(role).is_staff is (role in {"Administrator", "Pemeriksa"})


def test_inspectors_term_ends_with_its_last_day():
    today = timezone.localdate()
    user = make_user(Role.INSPECTOR, inspector_until=today)
    assert user.is_staff and rules.is_inspector(user)
    late = make_user(Role.INSPECTOR, inspector_until=today - timedelta(days=1))
    assert not late.is_staff and not rules.is_inspector(late)
    endless = make_user(Role.INSPECTOR)
    endless.inspector_until = None
    assert not endless.is_staff


def test_superuser_made_by_hand_is_an_administrator():
    root = User.objects.create_superuser("root", password="kata-sandi-contoh-7", name="Admin Contoh", is_staff=True)
    assert root.is_staff and root.is_superuser and rules.is_administrator(root)


def test_the_last_app_with_models_triggers_the_sync():
    with_models = [config for config in apps.get_app_configs() if config.models_module is not None]
    head = Group.objects.get(name=Role.AGENCY_HEAD)
    head.permissions.clear()
    roles.sync_roles_after_migrate(with_models[0], "default")
    assert head.permissions.count() == 0
    roles.sync_roles_after_migrate(with_models[-1], "default")
    assert head.permissions.count() > 0

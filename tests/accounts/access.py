"""Who gets in at the doors of people and accounts."""

from datetime import date

from django.contrib.auth.models import Group
from django.utils import timezone

from baubau_pembinaan.accounts import services
from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.models import Appointment, Delegation, Position, StaffProfile, User
from tests.doors import NOBODY, PUBLIC, ROLES, SIGNED_IN, Door
from tests.factories.accounts import make_appointment, make_person, make_position, make_profile, make_user

ADMINISTRATOR = {Role.ADMINISTRATOR}


def somebody(world, user):
    return {"pk": make_profile().pk}


def outsider(world, user):
    return {"pk": make_user().pk}


def working_link(world, user):
    _invitation, token = services.issue_link(
        user=make_person().user, by=world.users[Role.ADMINISTRATOR], at=timezone.now()
    )
    return {"token": token}


DOORS = {
    "accounts:person-list": ROLES,
    "accounts:person-export": Door({Role.ADMINISTRATOR, Role.AGENCY_HEAD, Role.DIVISION_HEAD}, post=False),
    "accounts:person-import": ADMINISTRATOR,
    "accounts:person-import-template": Door({Role.ADMINISTRATOR}, post=False),
    "accounts:person-merge": ADMINISTRATOR,
    "accounts:person-detail": Door(ROLES, somebody),
    "accounts:person-roles": Door(ADMINISTRATOR, somebody),
    "accounts:person-link": Door(ADMINISTRATOR, somebody, get=False),
    "accounts:person-link-revoke": Door(ADMINISTRATOR, somebody, get=False),
    "accounts:person-leave": Door(ADMINISTRATOR, somebody),
    "accounts:person-return": Door(ADMINISTRATOR, somebody, get=False),
    "accounts:account-list": ADMINISTRATOR,
    "accounts:account-invite": ADMINISTRATOR,
    "accounts:account-detail": Door({Role.ADMINISTRATOR}, outsider, post=False),
    "accounts:account-roles": Door(ADMINISTRATOR, outsider),
    "accounts:account-link": Door(ADMINISTRATOR, outsider, get=False),
    "accounts:account-link-revoke": Door(ADMINISTRATOR, outsider, get=False),
    "accounts:account-close": Door(ADMINISTRATOR, outsider, get=False),
    "accounts:account-reopen": Door(ADMINISTRATOR, outsider, get=False),
    "accounts:account-connect": Door(ADMINISTRATOR, outsider),
    "accounts:own-contact": SIGNED_IN,
    "accounts:own-email": SIGNED_IN,
    "accounts:forgotten-nip": PUBLIC,
    "accounts:link": Door(PUBLIC, working_link),
    # Accounts come from a person's page and are never deleted.
    "admin:accounts_user_add": NOBODY,
    "admin:accounts_user_delete": Door(NOBODY, lambda world, user: {"object_id": make_user().pk}),
}
ADMIN_OBJECTS = {
    Group: lambda: Group.objects.create(name=f"Kelompok {Group.objects.count()}"),  # not one of the six roles
    Appointment: make_appointment,
    Position: make_position,
    StaffProfile: make_profile,
    User: make_user,
    Delegation: lambda: Delegation.objects.create(
        giver=make_profile(), receiver=make_profile(), starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 31)
    ),
}

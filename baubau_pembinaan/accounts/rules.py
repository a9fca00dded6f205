"""Who may: small predicates over an account. Roles are groups; being a supervisor is a relation of today."""

from typing import Any

import rules
from django.utils import timezone

from . import selectors
from .choices import DelegationScope, Role
from .models import StaffProfile, User


def has_role(user: Any, *roles: str) -> bool:
    """True where the signed-in, active account carries one of these roles today (superusers are administrators)."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return False
    if user.is_superuser and Role.ADMINISTRATOR in roles:
        return True
    return bool(user.role_names.intersection(roles))


def profile_of(user: Any) -> StaffProfile | None:
    """The staff profile behind the account, or None."""
    return getattr(user, "profile", None) if getattr(user, "is_authenticated", False) else None


def _person(subject: Any) -> StaffProfile | None:
    """The person a record is about: a profile, an account, or anything with a `profile`."""
    if isinstance(subject, StaffProfile):
        return subject
    return getattr(subject, "profile", None)


@rules.predicate
def is_administrator(user: User) -> bool:
    return has_role(user, Role.ADMINISTRATOR)


@rules.predicate
def is_agency_head(user: User) -> bool:
    return has_role(user, Role.AGENCY_HEAD)


@rules.predicate
def is_head(user: User) -> bool:
    return has_role(user, Role.AGENCY_HEAD, Role.DIVISION_HEAD)


@rules.predicate
def is_librarian(user: User) -> bool:
    return has_role(user, Role.LIBRARIAN)


@rules.predicate
def is_service_officer(user: User) -> bool:
    return has_role(user, Role.SERVICE_OFFICER)


@rules.predicate
def is_inspector(user: User) -> bool:
    return has_role(user, Role.INSPECTOR)


@rules.predicate
def is_staff_member(user: User) -> bool:
    """Somebody who works here (any role but the inspector's)."""
    return has_role(user, *(role for role in Role.values if role != Role.INSPECTOR))


@rules.predicate
def is_self(user: User, subject: Any) -> bool:
    person = _person(subject)
    return person is not None and person == profile_of(user)


def supervises(scope: str = DelegationScope.PEOPLE) -> rules.predicates.Predicate:
    """A predicate: the account leads the record's person today, directly, as Plt./Plh. or by a delegation."""

    @rules.predicate(f"supervises:{scope}")
    def predicate(user: User, subject: Any) -> bool:
        me, person = profile_of(user), _person(subject)
        if me is None or person is None or not user.is_active:
            return False
        return selectors.is_supervisor_of(me, person, timezone.localdate(), scope=scope)

    return predicate


is_supervisor_of = supervises()

is_leader = is_administrator | is_head
may_see_person = is_staff_member | is_inspector
may_see_contact = is_administrator | is_head | is_self | is_supervisor_of

rules.add_perm("accounts.see_directory", may_see_person)
rules.add_perm("accounts.see_person", may_see_person)
rules.add_perm("accounts.see_contact", may_see_contact)
rules.add_perm("accounts.export_directory", is_leader)
rules.add_perm("accounts.manage_people", is_administrator)
rules.add_perm("accounts.change_own_contact", is_self)

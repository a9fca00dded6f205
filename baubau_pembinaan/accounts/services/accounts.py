"""Accounts that belong to nobody on the staff: inspectors from outside, the first administrator."""

from datetime import date, datetime

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.models import StaffProfile, User
from baubau_pembinaan.core.history import acting

from .people import EmailTaken, _close, _free_username, _refuse_oneself, _revoke, refuse_superuser


class AlreadyConnected(ValidationError):
    """The account or the person has a partner already."""


@transaction.atomic
def invite_inspector(*, name: str, email: str, until: date, by: User, at: datetime) -> User:
    """An account for somebody who does not work here, to read until that day; a one-time link sets its password.

    Raises EmailTaken.
    """
    email = User.objects.normalize_email(email.strip())
    if email and User.objects.filter(email__iexact=email).exists():
        raise EmailTaken({"email": _("Another account already uses this e-mail.")})
    user = User(username=_free_username(name), name=name.strip(), email=email, inspector_until=until)
    user.set_unusable_password()
    with acting(by):
        user.save()
        user.groups.add(Group.objects.get(name=Role.INSPECTOR))
    return user


@transaction.atomic
def connect_account(*, user: User, profile: StaffProfile | None, by: User, at: datetime) -> StaffProfile:
    """The account is this person's from now on; without a person a new one is entered under the account's name.

    Raises AlreadyConnected, OnlyForSuperusers.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    refuse_superuser(user, by)
    if StaffProfile.objects.filter(user=user).exists():
        raise AlreadyConnected(_("This account already belongs to somebody on the staff."))
    if profile is None:
        person = StaffProfile(name=user.name or user.username, is_demo=user.is_demo)
    else:
        person = StaffProfile.objects.select_for_update().get(pk=profile.pk)
    if person.user_id:
        raise AlreadyConnected(_("This person already has an account."))
    if person.is_demo != user.is_demo:
        raise AlreadyConnected(_("An invented person and a real account do not go together."))
    person.user = user
    with acting(by, str(_("Account connected: %(username)s") % {"username": user.username})):
        person.save()
    return person


@transaction.atomic
def close_account(*, user: User, by: User, at: datetime) -> None:
    """No sign-in from now, links die; every record stays.

    Raises CannotDeactivateYourself, LastAdministrator, OnlyForSuperusers.
    """
    _refuse_oneself(user, by)
    with acting(by):
        _close(user)
    _revoke(user, at)


@transaction.atomic
def reopen_account(*, user: User, by: User, at: datetime) -> None:
    """May sign in again. Raises OnlyForSuperusers."""
    refuse_superuser(user, by)
    with acting(by):
        user.is_active = True
        user.save()

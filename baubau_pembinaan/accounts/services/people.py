"""Accounts, roles, own contact, leaving and coming back."""

from collections.abc import Iterable
from datetime import date, datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts import sessions
from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.models import Appointment, Invitation, StaffProfile, User
from baubau_pembinaan.accounts.numbers import clean_phone
from baubau_pembinaan.core.history import acting

from .appointments import lock_tree


class TermRequired(ValidationError):
    """An inspector without a last day."""


class LastAdministrator(ValidationError):
    """Nobody would be left to run the system."""


class CannotDeactivateYourself(ValidationError):
    """An administrator about to lock themselves out."""


class EmailTaken(ValidationError):
    """Another account carries this e-mail."""


class OnlyForSuperusers(ValidationError):
    """An administrator about to change an account that has more rights than their own."""


class WrongPassword(ValidationError):
    """The current password, asked before the e-mail changes, is not right."""


def may_manage(user: User | None, by: User | None) -> bool:
    """Whether `by` may change this account: a superuser's only another superuser may (None: the system itself)."""
    return user is None or not user.is_superuser or by is None or by.is_superuser


def refuse_superuser(user: User | None, by: User | None) -> None:
    """Raises OnlyForSuperusers."""
    if not may_manage(user, by):
        raise OnlyForSuperusers(_("This account has every right; only another account like it may change it."))


@transaction.atomic
def ensure_account(*, profile: StaffProfile, by: User | None, at: datetime, email: str = "") -> User:
    """The person's account; made without a password where absent (a one-time link sets it). Raises EmailTaken."""
    profile = StaffProfile.objects.select_for_update(of=("self",)).select_related("user").get(pk=profile.pk)
    if profile.user:
        return profile.user
    email = User.objects.normalize_email(email)
    if email and User.objects.filter(email__iexact=email).exists():
        raise EmailTaken(_("Another account already uses this e-mail."))
    user = User(
        username=_free_username(profile.nip or profile.name),
        name=profile.full_name[:150],
        email=email,
        is_demo=profile.is_demo,
    )
    user.set_unusable_password()
    with acting(by):
        user.save()
        profile.user = user
        profile.save()
    return user


@transaction.atomic
def make_administrator(
    *, name: str, username: str, password: str, by: User | None, at: datetime, email: str = ""
) -> User:
    """A new person on the staff who runs the system. Raises ValidationError by field (username, email, password)."""
    email = User.objects.normalize_email(email.strip())
    user = User(username=User.normalize_username(username.strip()), name=name.strip(), email=email)
    if User.objects.filter(username__iexact=user.username).exists():
        raise ValidationError({"username": _("Another account already has this username.")})
    if email and User.objects.filter(email__iexact=email).exists():
        raise EmailTaken({"email": _("Another account already uses this e-mail.")})
    user.clean_fields(exclude=["password"])
    try:
        validate_password(password, user)
    except ValidationError as refusal:
        raise ValidationError({"password": refusal.messages}) from refusal
    user.set_password(password)
    with acting(by):
        user.save()
        StaffProfile.objects.create(user=user, name=user.name)
        user.groups.add(Group.objects.get(name=Role.ADMINISTRATOR))
    return user


def _free_username(name: str) -> str:
    base = slugify(name).replace("-", ".")[:100] or "staf"
    taken = {
        name.lower() for name in User.objects.filter(username__istartswith=base).values_list("username", flat=True)
    }
    candidates = (base if number == 1 else f"{base}.{number}" for number in range(1, len(taken) + 2))
    return next(name for name in candidates if name.lower() not in taken)


@transaction.atomic
def set_roles(
    *, user: User, roles: Iterable[str], by: User | None, at: datetime, inspector_until: date | None = None
) -> None:
    """Give the account exactly these roles. Groups made by hand stay. Raises TermRequired, LastAdministrator,
    OnlyForSuperusers."""
    wanted = set(roles)
    if unknown := wanted - set(Role.values):
        raise ValueError(f"Unknown roles: {sorted(unknown)}")
    refuse_superuser(user, by)
    if Role.INSPECTOR in wanted and inspector_until is None:
        raise TermRequired(_("An inspector needs a last day."))
    if Role.ADMINISTRATOR not in wanted:
        _keep_one_administrator(user)
    with acting(by):
        term = inspector_until if Role.INSPECTOR in wanted else None
        if user.inspector_until != term:
            user.inspector_until = term
            user.save()
        held = set(user.groups.all())
        kept = {group for group in held if group.name not in Role.values}
        goal = kept | set(Group.objects.filter(name__in=wanted))
        if gone := held - goal:
            user.groups.remove(*gone)
        if new := goal - held:
            user.groups.add(*new)
    user.forget_rights()


def _keep_one_administrator(user: User) -> None:
    """Locks the administrators' group row, so two cannot leave at once."""
    group = Group.objects.select_for_update().get(name=Role.ADMINISTRATOR)
    administrators = set(group.user_set.filter(is_active=True).values_list("pk", flat=True))
    superusers = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk)
    if administrators == {user.pk} and not superusers.exists():
        raise LastAdministrator(_("Somebody has to stay administrator: give the role to another person first."))


@transaction.atomic
def deactivate(*, profile: StaffProfile, on: date, by: User | None, at: datetime, reason: str = "") -> None:
    """The person leaves after `on`: no sign-in from now, appointments end, links die; every record stays.

    Raises CannotDeactivateYourself, LastAdministrator, OnlyForSuperusers.
    """
    _refuse_oneself(profile.user, by)
    lock_tree()
    with acting(by, reason):
        if profile.user:
            _close(profile.user)
        for row in Appointment.objects.filter(profile=profile, ends_on=None, starts_on__lte=on):
            row.ends_on = on
            row.save()
        profile.left_on = on
        profile.save()
    _revoke(profile.user, at)


def _refuse_oneself(user: User | None, by: User | None) -> None:
    refuse_superuser(user, by)
    if by is not None and user == by:
        raise CannotDeactivateYourself(_("You cannot deactivate your own account."))


def _close(user: User) -> None:
    _keep_one_administrator(user)
    user.is_active = False
    user.save()
    sessions.end_sessions_of(user)


@transaction.atomic
def reactivate(*, profile: StaffProfile, by: User | None, at: datetime) -> None:
    """The person is back: may sign in again; a new appointment is written separately. Raises OnlyForSuperusers."""
    refuse_superuser(profile.user, by)
    with acting(by):
        profile.left_on = None
        profile.save()
        if profile.user:
            profile.user.is_active = True
            profile.user.save()


def _revoke(user: User | None, at: datetime) -> None:
    Invitation.objects.filter(user=user, used_at=None, revoked_at=None).update(revoked_at=at)


@transaction.atomic
def update_own_contact(
    *, user: User, phone: str, email: str, language: str, at: datetime, current_password: str = ""
) -> None:
    """A person's own telephone, e-mail and language. A new e-mail needs the current password, because a reset link
    goes there. Raises WrongPassword, EmailTaken, ValidationError (phone)."""
    email = User.objects.normalize_email(email.strip())
    if email.lower() != user.email.lower():
        if not user.check_password(current_password):
            raise WrongPassword({"current_password": _("Type your current password to change the e-mail.")})
        if email and User.objects.filter(email__iexact=email).exclude(pk=user.pk).exists():
            raise EmailTaken({"email": _("Another account already uses this e-mail.")})
        # allauth's own list must not keep an old address alive: reset links would still go there.
        EmailAddress.objects.filter(user=user).delete()
    with acting(user):
        user.email, user.language = email, language
        try:
            with transaction.atomic():
                user.save()
        except IntegrityError as error:
            raise EmailTaken({"email": _("Another account already uses this e-mail.")}) from error
        profile = StaffProfile.objects.filter(user=user).first()
        if profile is not None and profile.phone != clean_phone(phone):
            profile.phone = clean_phone(phone)
            profile.save()

"""The account a person signs in with."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, Group, UserManager
from django.contrib.postgres.aggregates import ArrayAgg
from django.db import models, transaction
from django.db.models.functions import Concat, Lower
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.core.history import audited
from baubau_pembinaan.core.statements import Kept, blank

MODEL_VERBS = ("view_", "add_", "change_", "delete_")  # rights that groups hold; other deeds are the rules'
ROLES_WITH_ADMIN = frozenset({Role.ADMINISTRATOR.value, Role.INSPECTOR.value})


def held_rights() -> ArrayAgg:
    """A group's permissions as "app.codename"."""
    label = Concat("permissions__content_type__app_label", models.Value("."), "permissions__codename")
    return ArrayAgg(label, filter=models.Q(permissions__isnull=False), default=models.Value([]))


def _rights() -> models.QuerySet[Group, Any]:
    groups = Group.objects.filter(user=blank("user")).annotate(held=held_rights())
    return groups.order_by("pk").values_list("name", "held")


_RIGHTS = Kept(_rights)


@lru_cache(maxsize=64)
def _all_of(groups: frozenset[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*groups)


@lru_cache(maxsize=64)
def _apps_of(groups: frozenset[frozenset[str]]) -> frozenset[str]:
    return frozenset(name.partition(".")[0] for name in _all_of(groups))


class AccountManager(UserManager["User"]):
    def create_superuser(
        self, username: str, email: str | None = None, password: str | None = None, **extra_fields: Any
    ) -> "User":
        """Someone who may do everything; the admin opens by itself (is_staff is derived)."""
        extra_fields.pop("is_staff", None)
        return self.create_user(username, email, password, **{**extra_fields, "is_superuser": True})

    def create_user(
        self, username: str, email: str | None = None, password: str | None = None, **extra_fields: Any
    ) -> "User":
        user = self.model(
            username=self.model.normalize_username(username), email=self.normalize_email(email), **extra_fields
        )
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractUser):
    """An account: who may sign in. What the person is at work stands in StaffProfile."""

    first_name = None  # type: ignore[assignment]  # Indonesian names are one text
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=[("id", _("Indonesian")), ("en", _("English"))], default="id"
    )
    inspector_until = models.DateField(
        _("inspector until"),
        null=True,
        blank=True,
        help_text=_("Last day an inspector may sign in. Required for the inspector's role."),
    )
    is_demo = models.BooleanField(_("invented person"), default=False, editable=False)

    objects: ClassVar[AccountManager] = AccountManager()
    # Passwords are never copied; a sign-in (last_login) is no change of the account.
    history = audited(excluded_fields=["password", "last_login"], m2m_fields=["groups"])

    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = [Lower("name"), "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"), condition=~models.Q(email=""), name="account_email_belongs_to_one_person"
            )
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def save(self, *args: Any, **kwargs: Any) -> None:
        written = set(kwargs.get("update_fields") or ())
        is_newer_hash = written == {"password"} and self._password is None  # of the same password
        if written == {"last_login"} or is_newer_hash:
            self.skip_history_when_saving = True
        elif self._password is not None and not self._state.adding:
            self._change_reason = gettext("The password was changed.")  # what it was and is stands nowhere
        try:
            with transaction.atomic(using=kwargs.get("using")):
                super().save(*args, **kwargs)
        finally:
            self.__dict__.pop("skip_history_when_saving", None)
            self.__dict__.pop("_change_reason", None)

    @property
    def person(self) -> Any:
        """Who this account is on the staff; None for one that belongs to nobody there."""
        return getattr(self, "profile", None)

    @property
    def person_name(self) -> str:
        """The name with titles where the staff directory knows it."""
        return str(self.person or self)

    @property
    def sign_in_words(self) -> str:
        """The names the holder signs in with, as one sentence."""
        holes = {"nip": self.person.nip_text if self.person else "", "username": self.username}
        if not holes["nip"]:
            return gettext("Sign in with the username %(username)s.") % holes
        if self.username == self.person.nip:
            return gettext("Sign in with your NIP, %(nip)s.") % holes
        return gettext("Sign in with your NIP, %(nip)s, or with the username %(username)s.") % holes

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.username

    @cached_property
    def rights(self) -> dict[str, frozenset[str]]:
        """The groups that count today, each with its "app.codename" permissions: one statement per loaded account."""
        rows = _RIGHTS.rows(user=self.pk) if self.pk else []
        return self._counted((name, frozenset(names)) for name, names in rows)

    def take_rights(self, groups: Iterable[tuple[str, frozenset[str]]]) -> None:
        """What was read together with the account (accounts.signed_in)."""
        self.rights = self._counted(groups)

    def forget_rights(self) -> None:
        """What was read before a change of roles."""
        for name in ("rights", "role_names", "_held", "_apps"):
            self.__dict__.pop(name, None)

    def _counted(self, groups: Iterable[tuple[str, frozenset[str]]]) -> dict[str, frozenset[str]]:
        return {name: held for name, held in groups if self._counts(name)}

    @cached_property
    def role_names(self) -> frozenset[str]:
        """Names of the groups that count today. An inspector counts inside the term."""
        if "groups" in getattr(self, "_prefetched_objects_cache", {}):
            return frozenset(group.name for group in self.groups.all() if self._counts(group.name))
        return frozenset(self.rights)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """As Django asks its backends; what a group plainly holds is said at once: an admin page asks 400 times."""
        is_right = obj is None and perm.partition(".")[2].startswith(MODEL_VERBS)
        if is_right and self._has_roles_only and perm in self._held:
            return True
        return super().has_perm(perm, obj)

    def has_module_perms(self, app_label: str) -> bool:
        return (self._has_roles_only and app_label in self._apps) or super().has_module_perms(app_label)

    @property
    def rights_by_roles(self) -> frozenset[str] | None:
        """Every "app.codename" its groups hold, which is all that Django's own questions about it depend on; None for
        a superuser and for a closed account."""
        return self._held if self._has_roles_only else None

    @property
    def _has_roles_only(self) -> bool:
        return self.is_active and not self.is_superuser

    @cached_property
    def _held(self) -> frozenset[str]:
        return _all_of(frozenset(self.rights.values()))

    @cached_property
    def _apps(self) -> frozenset[str]:
        return _apps_of(frozenset(self.rights.values()))

    def _counts(self, group: str) -> bool:
        return group != Role.INSPECTOR or self.is_inspector_term_open(timezone.localdate())

    def is_inspector_term_open(self, on: date) -> bool:
        return self.inspector_until is not None and on <= self.inspector_until

    @property
    def is_staff(self) -> bool:  # type: ignore[override]
        """May open /admin/: administrators, and inspectors to read."""
        return self.is_superuser or bool(self.role_names & ROLES_WITH_ADMIN)

"""Sign-in by NIP, username or e-mail."""

from typing import Any

import rules
from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from . import signed_in, throttle
from .models import User
from .models.user import MODEL_VERBS
from .numbers import clean_nip


def account_for(login: str) -> User | None:
    """The account behind a NIP (spaces allowed), a username or an e-mail, in that order; one query."""
    login = login.strip()
    if not login or "\x00" in login:
        return None
    try:
        nip = clean_nip(login)
    except ValidationError:
        nip = ""
    ways = Q(username__iexact=login) | (Q(email__iexact=login) if "@" in login else Q())
    rows = User.objects.filter(ways | Q(profile__nip=nip) if nip else ways).select_related("profile")[:3]

    def rank(user: User) -> int:
        if nip and getattr(user, "profile", None) and user.profile.nip == nip:
            return 0
        return 1 if user.username.lower() == login.lower() else 2

    return min(rows, key=rank, default=None)


class StaffBackend(AuthenticationBackend):
    """Django's model backend behind allauth's, with the door's three names and a limit on wrong passwords."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> AbstractBaseUser | None:
        """The user, or None; past the limit None without hashing, and `request.sign_in_is_throttled` is set.

        An unknown name is limited and hashed exactly like a known one, so neither words nor time tell them apart.
        """
        login, password = str(credentials.get("username") or ""), str(credentials.get("password") or "")
        if not login or not password:
            return None
        account = account_for(login)
        slots: list[str] | None = []
        if request is not None:
            slots = throttle.take_sign_in_try(request, account.pk if account else login.strip().lower())
            if slots is None:
                request.sign_in_is_throttled = True  # type: ignore[attr-defined]
                return None
        self._did_check_password = False
        user = self._check_password(account, password)
        if not self._did_check_password:
            self._mitigate_timing_attack(password)
        if user is not None:
            throttle.give_back(slots or [])
        return user

    @classmethod
    def _stash_user(cls, user: Any) -> Any:
        """allauth shows its 'account inactive' page to a stashed user, and signs in a stashed one that is active.

        So only deactivated accounts may be stashed; demo people and inspectors past their term are simply nobody.
        """
        return super()._stash_user(None if user is not None and user.is_active else user)

    def get_user(self, user_id: Any) -> User | None:
        """The signed-in account with its staff profile and rights, in one query."""
        user = signed_in.account(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Deeds such as `accounts.see_person` belong to the rules alone and cost no query here."""
        codename = perm.partition(".")[2]
        if not codename.startswith(MODEL_VERBS) and rules.perm_exists(perm):
            return False
        return super().has_perm(user_obj, perm, obj)

    def user_can_authenticate(self, user: Any) -> bool:
        """Asked at sign-in and again at every request, so a right lost is lost at once."""
        if not super().user_can_authenticate(user):
            return False
        if user.is_demo and not settings.DEMO_ALLOWED:
            return False
        return user.inspector_until is None or user.is_inspector_term_open(timezone.localdate())

    def _get_permissions(self, user_obj: User, obj: Any, from_name: str) -> set[str]:
        """Rights come with groups alone, and groups with their rights in the statement that reads the roles."""
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        if user_obj.is_superuser:
            return super()._get_permissions(user_obj, obj, from_name)
        return set() if from_name == "user" else set().union(*user_obj.rights.values())

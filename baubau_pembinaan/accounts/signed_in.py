"""Who asks for a page: account, staff profile and rights in one statement, put together once a process."""

import json
from functools import lru_cache
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from baubau_pembinaan.core.statements import Kept, blank, columns

from .models import StaffProfile, User
from .models.user import held_rights


def _account() -> QuerySet[User, Any]:
    groups = Group.objects.filter(user=OuterRef("pk")).annotate(held=held_rights()).order_by("pk")
    rows = User.objects.filter(pk=blank("account"))
    rows = rows.annotate(_groups=ArraySubquery(groups.values(said=JSONObject(name="name", held="held"))))
    return rows.values_list("_groups", *columns(User), *(f"profile__{name}" for name in columns(StaffProfile)))


_ACCOUNT = Kept(_account)


def account(pk: Any) -> User | None:
    """The account with its profile and its rights, as they stand in the database now."""
    rows = _ACCOUNT.rows(account=pk)
    if not rows:
        return None
    groups, *values = rows[0]
    own, others = columns(User), columns(StaffProfile)
    user = User.from_db(connection.alias, own, values[: len(own)])
    user.take_rights(_rights(group) for group in groups)
    if values[len(own)] is None:
        User._meta.get_field("profile").set_cached_value(user, None)
    else:
        StaffProfile.from_db(connection.alias, others, values[len(own) :]).user = user
    return user


@lru_cache(maxsize=64)
def _rights(group: str) -> tuple[str, frozenset[str]]:
    """A group as the database says it, read once for all who hold the same."""
    said = json.loads(group)
    return said["name"], frozenset(said["held"])

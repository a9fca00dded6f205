"""History that is written in the deed's own transaction and names who and why.

    class Review(AuditedModel):
        ...
        history = audited()

and in the app's migration, after the CreateModel of the history table, `AppendOnly("evaluations.HistoricalReview")`
(core.triggers), which makes the table refuse every UPDATE and DELETE. A service names its actor:

    with acting(by, reason="Nilai diperbaiki setelah sanggahan"):
        review.save()

What people wrote to one another is kept out of the book (`excluded_fields`). That it changed is still said: a model
names such fields in `history_untold`, and the line keeps their names in front of its reason.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, Self

from django.db import models, router, transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords

from baubau_pembinaan.core.displays import Displayed


class HistoryWouldBeSkipped(TypeError):
    """A bulk write on an audited model: it would change rows without a line in their history."""


@dataclass(frozen=True)
class Deed:
    """Who does something now, and why. `by` None is the system itself."""

    by: Any
    reason: str = ""


_deed: ContextVar[Deed | None] = ContextVar("deed", default=None)


@contextmanager
def acting(by: Any, reason: str = "") -> Iterator[Deed]:
    """Name the actor and the reason of every history line written inside, with or without a request.

    `by` is an account, or None for the system itself (a task), which also holds inside a request. Nested deeds name
    their own actor; the outer deed's reason stands where the inner one gives none.
    """
    outer = _deed.get()
    deed = Deed(by, reason or (outer.reason if outer else ""))
    token = _deed.set(deed)
    try:
        yield deed
    finally:
        _deed.reset(token)


# --- The audited model ---------------------------------------------------------------------------------------


class AuditedQuerySet(models.QuerySet):
    """Refuses the bulk writes that send no signals. `delete()` stays: Django deletes audited rows one by one, each with
    its line of history."""

    def update(self, **kwargs: Any) -> int:
        raise HistoryWouldBeSkipped(f"Save each {self.model.__name__} instead of update(): its history depends on it.")

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        raise HistoryWouldBeSkipped(f"Create each {self.model.__name__} by itself: its history depends on it.")

    def bulk_update(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> int:
        raise HistoryWouldBeSkipped(f"Save each {self.model.__name__} instead of bulk_update().")

    def _raw_delete(self, using: str | None) -> int:
        raise HistoryWouldBeSkipped(f"Delete each {self.model.__name__} by itself: its history depends on it.")


AuditedManager = models.Manager.from_queryset(AuditedQuerySet)


class AuditedModel(Displayed):
    """Row and history line stand or fall together, even where the caller opened no transaction."""

    objects = AuditedManager()

    history_untold: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic(using=kwargs.get("using") or router.db_for_write(type(self), instance=self)):
            super().save(*args, **kwargs)
        if self.history_untold:
            self._told_before = self._untold_values()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic(using=kwargs.get("using") or router.db_for_write(type(self), instance=self)):
            return super().delete(*args, **kwargs)

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        row = super().from_db(*args, **kwargs)
        if cls.history_untold:
            row._told_before = row._untold_values()
        return row

    def _untold_values(self) -> dict[str, Any]:
        """What is at hand of the fields that are kept out of the book."""
        return {name: self.__dict__[name] for name in self.history_untold if name in self.__dict__}

    def untold_changes(self) -> list[str]:
        """Names of those that differ from what was read or last saved."""
        before: dict[str, Any] = getattr(self, "_told_before", {})
        return sorted(name for name, value in self._untold_values().items() if before.get(name, value) != value)


# --- The history table ---------------------------------------------------------------------------------------


_UNTOLD = re.compile(r"^~([a-z0-9_,]+)~")


def with_untold(names: Iterable[str], reason: str) -> str:
    """A line's reason with the names of the fields before it that changed and are not told."""
    said = ",".join(names)
    return f"~{said}~{reason}" if said else reason


def split_untold(reason: str) -> tuple[list[str], str]:
    """(names of fields that changed and are not told, the reason)."""
    found = _UNTOLD.match(reason)
    return (found[1].split(","), reason[found.end() :]) if found else ([], reason)


class HistoryLine(models.Model):
    """What every history table carries besides the copied row: the actor's name as it was on that day."""

    history_user_name = models.CharField(_("by"), max_length=150, blank=True, default="")

    class Meta:
        abstract = True

    @property
    def reason_told(self) -> str:
        return split_untold(getattr(self, "history_change_reason", None) or "")[1]


@dataclass(frozen=True)
class Actor:
    """Who wrote a line: the account's number and the name it had that day. The account itself may be gone."""

    pk: int
    name: str

    def __str__(self) -> str:
        return self.name


def _actor_of(line: Any) -> Actor | None:
    """No query: a list of lines stays one statement."""
    return Actor(line.history_user_id, line.history_user_name) if line.history_user_id else None


def _name_actor(line: Any, user: Any) -> None:
    """`user` is an account, or an Actor copied from another line."""
    if user is not None:
        line.history_user_id = user.pk
        line.history_user_name = str(user)[:150]


class Lines(HistoryManager):
    """`row.history`. The package makes this class anew at each look, also for each line it writes; here it is kept."""

    @classmethod
    @cache
    def from_queryset(cls, queryset_class: type[models.QuerySet], class_name: str | None = None) -> type[Any]:
        return super().from_queryset(queryset_class, class_name)


class History(HistoricalRecords):
    """django-simple-history as this house uses it.

    `history_user_id` is a plain indexed number: no constraint ties it to the accounts, so deleting an account neither
    blocks nor touches history, and the lowest floors need no arrow up to the accounts' tables.
    """

    def get_history_user(self, instance: Any) -> Any:
        if hasattr(instance, "_history_user"):
            return instance._history_user
        if deed := _deed.get():
            return deed.by
        user = getattr(getattr(self.context, "request", None), "user", None)
        return user if user is not None and user.is_authenticated else None

    def get_change_reason_for_object(self, instance: Any, history_type: str, using: str | None) -> str | None:
        deed = _deed.get()
        reason = getattr(instance, "_change_reason", None) or (deed.reason if deed else None) or ""
        untold = instance.untold_changes() if history_type == "~" and isinstance(instance, AuditedModel) else []
        return with_untold(untold, reason) or None

    def get_meta_options(self, model: type[models.Model]) -> dict[str, Any]:
        name = format_lazy("{}: {}", _("history"), model._meta.verbose_name)
        options = super().get_meta_options(model)
        return options | {"verbose_name": name, "verbose_name_plural": name, "default_permissions": ()}


def audited(*, excluded_fields: Iterable[str] = (), m2m_fields: Iterable[Any] = ()) -> History:
    """The `history` attribute of an AuditedModel.

    `excluded_fields` are never copied (passwords, secrets); `m2m_fields` are kept in a history table of their own,
    which needs its own AppendOnly.
    """
    return History(
        bases=(HistoryLine,),
        history_manager=Lines,
        excluded_fields=list(excluded_fields),
        m2m_fields=list(m2m_fields),
        history_id_field=models.BigAutoField(),
        history_user_id_field=models.BigIntegerField(_("account"), null=True, blank=True, db_index=True),
        history_user_getter=_actor_of,
        history_user_setter=_name_actor,
        history_change_reason_field=models.TextField(_("reason"), null=True, blank=True),
    )

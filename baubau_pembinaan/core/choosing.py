"""Choosing one of many: from a list while the list is short, by typing a part of the name where it would fill the page.

No script is needed: what was typed is looked up when the form is sent, and where several fit, the refusal names them.
"""

import re
from collections.abc import Callable
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

SHORT = 60  # choices that the lists of one page still show together with those of its other rows
NAMED = 10  # choices that a refusal names
_BEHIND = re.compile(r"\((?:#(\d{1,18})|NIP (\d{1,30}))\)\s*$")


class Choosable:
    """Rows to choose from, read once for all fields of a page.

    name, number: the fields searched, a part of the one or the whole of the other; fields: how many lists show them;
    told: what of the row is told, where it is not the row itself; whole: a box shows the row's own words, where its
    name alone does not tell it apart; first: the same rows by a kept statement (core.statements), to be cut.
    """

    def __init__(
        self,
        wanted: QuerySet[Any],
        *,
        name: str = "name",
        number: str = "",
        fields: int = 1,
        told: Callable[[Any], Any] = lambda row: row,
        whole: bool = False,
        first: Any = None,
    ) -> None:
        self.wanted, self.name, self.number, self.told, self.whole = wanted, name, number, told, whole
        self._cut = wanted if first is None else first
        self.at_most = max(SHORT // max(fields // 4, 1), 1)

    @cached_property
    def first(self) -> list[Any]:
        return list(self._cut[: self.at_most + 1])

    @property
    def is_short(self) -> bool:
        return len(self.first) <= self.at_most

    @cached_property
    def _known(self) -> dict[int, Any]:
        return {row.pk: row for row in self.first}

    def get(self, pk: int) -> Any:
        if pk not in self._known:
            self._known[pk] = self.wanted.filter(pk=pk).first()
        return self._known[pk]

    def fitting(self, text: str) -> list[Any]:
        """What the text means: by the number behind the name, by the number, by the whole name, else by a part."""
        text = " ".join(text.replace("\x00", "").split())[:200]
        behind = _BEHIND.search(text)
        if behind and (behind[1] or self.number):
            return list(self.wanted.filter(**({"pk": behind[1]} if behind[1] else {self.number: behind[2]}))[:1])
        if self.number:
            found = list(self.wanted.filter(**{f"{self.number}__iexact": text.replace(" ", "")})[:1])
            if found:
                return found
        found = list(self.wanted.filter(Q(**{f"{self.name}__iexact": text}))[:2])
        return found if len(found) == 1 else list(self.wanted.filter(**{f"{self.name}__icontains": text})[: NAMED + 1])

    def written(self, row: Any) -> str:
        """A row as a box shows it and reads it again."""
        told = self.told(row)
        nip = getattr(told, "nip", "")
        name = str(told) if self.whole else getattr(told, self.name.rpartition("__")[2])
        return f"{name} ({f'NIP {nip}' if nip else f'#{row.pk}'})"


class ListedField(forms.TypedChoiceField):
    """One of a few rows, looked up in the list at hand: several such fields of a form cost no statement."""

    def __init__(self, rows: Choosable, **options: Any) -> None:
        found = {str(row.pk): row for row in rows.first}
        choices = [("", "---------"), *((pk, str(rows.told(row))) for pk, row in found.items())]
        super().__init__(choices=choices, coerce=lambda pk: found[str(pk)], empty_value=None, **options)


class TypedField(forms.CharField):
    """One of many rows, by a part of its name or its number."""

    def __init__(self, rows: Choosable, **options: Any) -> None:
        self.rows = rows
        options.setdefault("help_text", _("Write a part of the name; where several fit, they are shown."))
        super().__init__(max_length=250, **options)

    def prepare_value(self, value: Any) -> Any:
        row = self.rows.get(value) if isinstance(value, int) else value
        return self.rows.written(row) if hasattr(row, "pk") else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        found = self.rows.fitting(text)
        if not found:
            raise forms.ValidationError(_("Nothing of this name can be chosen here."))
        if len(found) > 1:
            names = ", ".join(self.rows.written(row) for row in found[:NAMED])
            more = ", …" if len(found) > NAMED else ""
            raise forms.ValidationError(_("Several fit; copy one of them: %(names)s"), params={"names": names + more})
        return found[0]


def choice_field(rows: Choosable, **options: Any) -> forms.Field:
    """The field that fits the number of rows."""
    return ListedField(rows, **options) if rows.is_short else TypedField(rows, **options)


def people(wanted: QuerySet[Any], *, fields: int = 1, first: Any = None) -> Choosable:
    return Choosable(wanted, number="nip", fields=fields, first=first)

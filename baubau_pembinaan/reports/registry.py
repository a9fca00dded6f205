"""Every report the house can build: a name, a title, the kind of its period, who may read it, what it says."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .content import Content, Language
from .periods import PeriodKind, Span, parse_period

Subject = Literal["", "person", "unit"]


class UnknownReport(ValidationError):
    """No builder has this name."""


class SubjectMissing(ValidationError):
    """A report about one person or unit was asked for without saying which, or the other way round."""


@dataclass(frozen=True)
class Builder:
    """`build(span, subject, language, day)` gathers by the rooms' selectors; `day` is the paper's date.

    `subject`: "" for reports about the library, "person" (a StaffProfile) or "unit" (a Unit).
    """

    name: str
    title: Promise
    about: Promise
    kind: PeriodKind
    build: Callable[[Span, Any, Language, date], Content]
    subject: Subject = ""


_builders: dict[str, Builder] = {}


def register(builder: Builder) -> None:
    """Add a report; the same name again replaces it."""
    _builders[builder.name] = builder


def builders() -> list[Builder]:
    """In the order they were registered."""
    return list(_builders.values())


def titles() -> dict[str, Promise]:
    """Name -> title of every report."""
    return {name: builder.title for name, builder in _builders.items()}


def find(name: str) -> Builder:
    try:
        return _builders[name]
    except KeyError:
        raise UnknownReport(
            _("There is no report “%(name)s”. There are: %(names)s.") % {"name": name, "names": ", ".join(_builders)}
        ) from None


def check_subject(builder: Builder, subject: Any) -> None:
    """Raise SubjectMissing where the report is about one person or unit and none is given, or the other way round."""
    if bool(builder.subject) != (subject is not None):
        raise SubjectMissing(
            {"person": _("Say whose report it is."), "unit": _("Say which unit it is about.")}.get(
                builder.subject, _("This report is about the whole library.")
            )
        )


def content_of(name: str, period: str, *, on: date, subject: Any = None, language: Language = "id") -> Content:
    """What that report says of that period. `on` is today: the paper's date where the period is not over yet.

    Raises UnknownReport, PeriodUnknown, SubjectMissing.
    """
    builder = find(name)
    span = parse_period(period, builder.kind)
    check_subject(builder, subject)
    return builder.build(span, subject, language, min(span.last, on) if on >= span.first else span.first)

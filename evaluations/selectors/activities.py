"""What this system already knows of a person's work: for the review, and for e-Kinerja without typing it again.

Trainings with verified JP, meetings taught, sessions organised, dates of events led or helped at, book orders prepared,
approved or received, follow-ups done, each with its row; and the questions dealt with at the reference desk, month by
month.
"""

import calendar
import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db.models import (
    BigIntegerField,
    Count,
    DateField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Sum,
    TextField,
    Value,
)
from django.db.models.functions import Cast, TruncMonth
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.formats import angka, tanggal
from baubau_pembinaan.core.statements import Kept, KeptModels, blank
from baubau_pembinaan.documents.models import StoredFile
from baubau_pembinaan.notifications.duties import reader_text
from collections_app.choices import OrderStatus
from collections_app.models import Order, Receipt
from evaluations.choices import FollowUpStatus
from evaluations.copying import row_of
from evaluations.models import FollowUp, ReferenceTally
from evaluations.tally_choices import TAKEN_FOR, TallyMinutes, TallyResult
from outreach.choices import SessionState
from outreach.models import Facilitator, on_date
from outreach.models import Session as EventDate
from training.choices import LedgerStatus, SessionStatus
from training.models import JpEntry, Meeting, Session


@dataclass(frozen=True)
class Activity:
    """One deed. `url` leads to its row or to what it was counted from; `proof` is a file kept with it; `enrolment` is
    set where it was a training, which may have given a certificate."""

    day: date
    kind: str
    title: str
    detail: str
    url: str
    proof: StoredFile | None = None
    enrolment: int | None = None

    @property
    def key(self) -> str:
        """What it is called in a form: the same as long as its row says the same."""
        said = "\n".join((str(self.day), self.kind, self.title, self.url))
        return hashlib.sha256(said.encode()).hexdigest()[:20]

    @property
    def copied(self) -> str:
        """For the clipboard."""
        return row_of(tanggal(self.day), self.kind, self.title, self.detail)


_PERSON, _SPAN = blank("person"), (blank("first"), blank("last"))


def activities_of(person: StaffProfile, first: date, last: date) -> list[Activity]:
    """Between the two days, both counted, oldest first. Four statements."""
    values = {"person": person.pk, "first": first, "last": last}
    found = [*_learnt(values), *_taught(values), *_led(values)]
    found += _kept_elsewhere(person, values)
    return sorted(found, key=lambda row: (row.day, row.kind, row.title, row.url))


_LEARNT = KeptModels(
    lambda: (
        JpEntry.objects.filter(profile=_PERSON, status=LedgerStatus.VERIFIED, ends_on__range=_SPAN)
        .select_related("enrolment", "proof")
        .order_by("ends_on", "pk")
    )
)


def _learnt(values: dict[str, Any]) -> list[Activity]:
    return [
        Activity(
            row.ends_on,
            _("Training attended"),
            row.title,
            " · ".join(filter(None, [f"{angka(row.jp, 2)} JP", row.organiser, row.certificate_number])),
            _source_of(row),
            row.proof,
            row.enrolment_id,
        )
        for row in _LEARNT.part(**values)[:]
    ]


_TAUGHT = KeptModels(
    lambda: (
        Meeting.objects.filter(trainer=_PERSON, starts_at__date__range=_SPAN, ends_at__lte=blank("now"))
        .exclude(session__status__in=[SessionStatus.DRAFT, SessionStatus.CANCELLED])
        .select_related("session__programme")
        .order_by("starts_at", "pk")
    )
)


def _source_of(row: JpEntry) -> str:
    """The session of this library; of a training held elsewhere its kept proof, which whoever leads may open too."""
    if row.enrolment:
        return reverse("training:session-detail", args=[row.enrolment.session_id])
    return row.proof.get_absolute_url() if row.proof else ""


def _taught(values: dict[str, Any]) -> list[Activity]:
    return [
        Activity(
            row.day,
            _("Training taught"),
            str(row.session.programme),
            " · ".join(filter(None, [row.topic, row.place])),
            reverse("training:session-detail", args=[row.session_id]),
        )
        for row in _TAUGHT.part(**values, now=timezone.now())[:]
    ]


def _dates_led() -> QuerySet[EventDate]:
    named = Facilitator.objects.filter(profile=_PERSON, event=OuterRef("event"))
    mine = Exists(named.filter(on_date(OuterRef("pk"), OuterRef("starts_at"))))
    held = EventDate.objects.filter(
        mine, state__in=[SessionState.HELD, SessionState.REPORTED], starts_at__date__range=_SPAN
    )
    return held.select_related("event").annotate(heads=Sum("head_counts__heads")).order_by("starts_at", "pk")


_LED: KeptModels[Any] = KeptModels(_dates_led)


def _led(values: dict[str, Any]) -> list[Activity]:
    """Dates that were held: those the person is named for, and all of an event the person is named for."""
    return [
        Activity(
            timezone.localdate(row.starts_at),
            _("Event led or helped at"),
            row.event.reader_title,
            " · ".join(filter(None, [row.where, _people(row.heads)])),
            reverse("outreach:session-detail", args=[row.pk]),
        )
        for row in _LED.part(**values)[:]
    ]


def _people(heads: int | None) -> str:
    return ngettext("%(n)s person", "%(n)s people", heads) % {"n": angka(heads)} if heads else ""


FOLLOWED_UP, ORGANISED, PREPARED = "followed", "organised", "prepared"
APPROVED, RECEIVED, ASKED = "approved", "received", "asked"
_COLUMNS = ("of_kind", "of_day", "of_title", "of_detail", "of_ref", "of_minutes", "of_n")


@cache
def _elsewhere(_language: str) -> Kept:
    """Titles are read in the reader's language, so each has a statement of its own."""

    def build() -> Any:
        rows, *others = [part.values_list(*_COLUMNS) for part in _parts()]
        return rows.union(*others, all=True)

    return Kept(build)


def _kept_elsewhere(person: StaffProfile, values: dict[str, Any]) -> list[Activity]:
    """Follow-ups done, sessions organised, book orders prepared, approved and received; and the desk's ticks, one line
    a month, as they carry no name of who asked. One statement for all."""
    kinds = {
        FOLLOWED_UP: (_("Follow-up of the patron survey done"), "evaluations:followup-edit"),
        ORGANISED: (_("Training organised"), "training:session-detail"),
        PREPARED: (_("Book order prepared"), "collections_app:order-detail"),
        APPROVED: (_("Book order approved"), "collections_app:order-detail"),
        RECEIVED: (_("Delivery received"), "collections_app:order-detail"),
    }
    more = {"account": person.user_id or 0, "today": timezone.localdate()}
    found, months = [], defaultdict(list)
    for kind, day, title, detail, ref, minutes, n in _elsewhere(get_language()).rows(**values, **more):
        if kind == ASKED:
            months[day].append((title, minutes, n))
        else:
            name, page = kinds[kind]
            found.append(Activity(day, name, title, detail, reverse(page, args=[ref])))
    return found + [_month_at_the_desk(person, month, lines, values["last"]) for month, lines in months.items()]


def _parts() -> list[Any]:
    account = blank("account")
    done: Any = FollowUp.objects.filter(responsible=_PERSON, status=FollowUpStatus.DONE, ended_on__range=_SPAN)
    led: Any = Session.objects.filter(coordinator=_PERSON, ends_on__range=_SPAN, ends_on__lt=blank("today"))
    led = led.exclude(status__in=[SessionStatus.DRAFT, SessionStatus.CANCELLED])
    orders: Any = Order.objects.exclude(status__in=[OrderStatus.DRAFT, OrderStatus.CANCELLED])
    taken: Any = Receipt.objects.filter(received_by=account, day__range=_SPAN, back_on=None)
    ticks: Any = ReferenceTally.objects.filter(staff=_PERSON, day__range=_SPAN).order_by()
    ticks = (
        ticks.annotate(
            of_kind=_text(ASKED), of_day=Cast(TruncMonth("day"), DateField()), of_title=Cast("result", TextField()),
            of_detail=_text(""), of_ref=Cast(Value(0), BigIntegerField()), of_minutes=Cast("minutes", IntegerField()),
        )
        .values("of_kind", "of_day", "of_title", "of_detail", "of_ref", "of_minutes")
        .annotate(of_n=Count("pk"))
    )  # fmt: skip
    made = orders.filter(prepared_by=account, made_on__range=_SPAN)
    agreed = orders.filter(approved_by=account, approved_on__range=_SPAN)
    return [
        _part(done, FOLLOWED_UP, "ended_on", "action", "outcome"),
        _part(led, ORGANISED, "ends_on", reader_text("programme__title"), ""),
        _part(made, PREPARED, "made_on", "subject", "vendor__name"),
        _part(agreed, APPROVED, "approved_on", "subject", "vendor__name"),
        _part(taken, RECEIVED, "day", "order__subject", "order__vendor__name", "order_id"),
        ticks,
    ]


def _text(words: str) -> Cast:
    return Cast(Value(words), TextField())


def _part(rows: Any, kind: str, day: str, title: Any, detail: str, ref: str = "pk") -> Any:
    return rows.order_by().annotate(
        of_kind=_text(kind), of_day=F(day), of_title=Cast(title, TextField()),
        of_detail=Cast(detail, TextField()) if detail else _text(""), of_ref=F(ref),
        of_minutes=Cast(Value(0), IntegerField()), of_n=Cast(Value(0), BigIntegerField()),
    )  # fmt: skip


def _month_at_the_desk(person: StaffProfile, month: date, lines: list[tuple[str, int, int]], last: date) -> Activity:
    """`lines`: result, span in minutes, how many."""
    total = sum(n for _result, _minutes, n in lines)
    answered = sum(n for result, _minutes, n in lines if result == TallyResult.ANSWERED)
    hours = sum(TAKEN_FOR[TallyMinutes(minutes)] * n for _result, minutes, n in lines) / 60
    return Activity(
        min(last, month.replace(day=calendar.monthrange(month.year, month.month)[1])),
        _("Reference questions"),
        ngettext("%(n)s question dealt with", "%(n)s questions dealt with", total) % {"n": angka(total)},
        _("%(answered)s answered, about %(hours)s hours") % {"answered": angka(answered), "hours": angka(hours, 1)},
        f"{reverse('evaluations:tally-figures')}?tahun={month.year}&siapa={person.pk}",
    )

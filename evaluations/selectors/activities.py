"""What this system already knows of a person's work: for the review, and for e-Kinerja without typing it again.

Trainings with verified JP, meetings taught, dates of events led or helped at, follow-ups done, each with its row; and
the questions dealt with at the reference desk, month by month.
"""

import calendar
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BigIntegerField,
    Count,
    DateField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    Sum,
    TextField,
    Value,
)
from django.db.models.functions import Cast, TruncMonth
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.formats import angka, tanggal
from baubau_pembinaan.documents.models import StoredFile
from evaluations.choices import FollowUpStatus
from evaluations.copying import row_of
from evaluations.models import FollowUp, ReferenceTally
from evaluations.tally_choices import TAKEN_FOR, TallyMinutes, TallyResult
from outreach.choices import SessionState
from outreach.models import Facilitator
from outreach.models import Session as EventDate
from training.choices import LedgerStatus, SessionStatus
from training.models import JpEntry, Meeting


@dataclass(frozen=True)
class Activity:
    """One deed. `url` leads to its row, empty where there is no page of it; `proof` is a file kept with it."""

    day: date
    kind: str
    title: str
    detail: str
    url: str
    proof: StoredFile | None = None

    @property
    def copied(self) -> str:
        """For the clipboard."""
        return row_of(tanggal(self.day), self.kind, self.title, self.detail)


def activities_of(person: StaffProfile, first: date, last: date) -> list[Activity]:
    """Between the two days, both counted, oldest first. Four statements."""
    found = [*_learnt(person, first, last), *_taught(person, first, last), *_led(person, first, last)]
    found += _followed_up_and_asked(person, first, last)
    return sorted(found, key=lambda row: (row.day, row.kind, row.title, row.url))


def _learnt(person: StaffProfile, first: date, last: date) -> list[Activity]:
    rows = JpEntry.objects.filter(profile=person, status=LedgerStatus.VERIFIED, ends_on__range=(first, last))
    return [
        Activity(
            row.ends_on,
            _("Training attended"),
            row.title,
            " · ".join(filter(None, [f"{angka(row.jp, 2)} JP", row.organiser, row.certificate_number])),
            reverse("training:session-detail", args=[row.enrolment.session_id]) if row.enrolment else "",
            row.proof,
        )
        for row in rows.select_related("enrolment", "proof").order_by("ends_on", "pk")
    ]


def _taught(person: StaffProfile, first: date, last: date) -> list[Activity]:
    rows = Meeting.objects.filter(trainer=person, starts_at__date__range=(first, last), ends_at__lte=timezone.now())
    kept = rows.exclude(session__status__in=[SessionStatus.DRAFT, SessionStatus.CANCELLED])
    return [
        Activity(
            row.day,
            _("Training taught"),
            str(row.session.programme),
            " · ".join(filter(None, [row.topic, row.place])),
            reverse("training:session-detail", args=[row.session_id]),
        )
        for row in kept.select_related("session__programme").order_by("starts_at", "pk")
    ]


def _led(person: StaffProfile, first: date, last: date) -> list[Activity]:
    """Dates that were held: those the person is named for, and all of an event the person is named for."""
    named = Facilitator.objects.filter(profile=person, event=OuterRef("event"))
    mine = Exists(named.filter(Q(session=None) | Q(session=OuterRef("pk"))))
    rows = EventDate.objects.filter(
        mine, state__in=[SessionState.HELD, SessionState.REPORTED], starts_at__date__range=(first, last)
    )
    return [
        Activity(
            timezone.localdate(row.starts_at),
            _("Event led or helped at"),
            row.event.reader_title,
            " · ".join(filter(None, [row.where, _people(row.heads)])),
            reverse("outreach:event-detail", args=[row.event_id]),
        )
        for row in rows.select_related("event").annotate(heads=Sum("head_counts__heads")).order_by("starts_at", "pk")
    ]


def _people(heads: int | None) -> str:
    return ngettext("%(n)s person", "%(n)s people", heads) % {"n": angka(heads)} if heads else ""


def _followed_up_and_asked(person: StaffProfile, first: date, last: date) -> list[Activity]:
    """Follow-ups done, and the desk's ticks: one line a month, as they carry no name of who asked and have no page.
    One statement for both."""
    done: Any = FollowUp.objects.filter(responsible=person, status=FollowUpStatus.DONE, ended_on__range=(first, last))
    ticks: Any = ReferenceTally.objects.filter(staff=person, day__range=(first, last)).order_by()
    columns = ("of_day", "of_title", "of_detail", "of_ref", "of_minutes", "of_n")
    done = done.order_by().annotate(
        of_day=F("ended_on"), of_title=Cast("action", TextField()), of_detail=Cast("outcome", TextField()),
        of_ref=F("pk"), of_minutes=Cast(Value(0), IntegerField()), of_n=Cast(Value(0), BigIntegerField()),
    )  # fmt: skip
    ticks = (
        ticks.annotate(
            of_day=Cast(TruncMonth("day"), DateField()), of_title=Cast("result", TextField()),
            of_detail=Cast(Value(""), TextField()),
            of_ref=Cast(Value(0), BigIntegerField()), of_minutes=Cast("minutes", IntegerField()),
        )
        .values("of_day", "of_title", "of_detail", "of_ref", "of_minutes")
        .annotate(of_n=Count("pk"))
    )  # fmt: skip
    found, months = [], defaultdict(list)
    for day, title, detail, ref, minutes, n in done.values_list(*columns).union(ticks.values_list(*columns), all=True):
        if ref:
            url = reverse("evaluations:followup-edit", args=[ref])
            found.append(Activity(day, _("Follow-up of the patron survey done"), title, detail, url))
        else:
            months[day].append((title, minutes, n))
    return found + [_month_at_the_desk(month, lines, last) for month, lines in months.items()]


def _month_at_the_desk(month: date, lines: list[tuple[str, int, int]], last: date) -> Activity:
    """`lines`: result, span in minutes, how many."""
    total = sum(n for _result, _minutes, n in lines)
    answered = sum(n for result, _minutes, n in lines if result == TallyResult.ANSWERED)
    hours = sum(TAKEN_FOR[TallyMinutes(minutes)] * n for _result, minutes, n in lines) / 60
    return Activity(
        min(last, month.replace(day=calendar.monthrange(month.year, month.month)[1])),
        _("Reference questions"),
        ngettext("%(n)s question dealt with", "%(n)s questions dealt with", total) % {"n": angka(total)},
        _("%(answered)s answered, about %(hours)s hours") % {"answered": angka(answered), "hours": angka(hours, 1)},
        "",
    )

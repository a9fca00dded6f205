"""Settling a session: who completed it, who did not come, and the JP earned."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import acting
from baubau_pembinaan.libraries.models import Library
from training.choices import TO_DECIDE, EnrolmentStatus, Form, LedgerStatus, ProviderKind, SessionStatus
from training.jp import earned_share, rate_for
from training.models import (
    Attendance,
    Certificate,
    ConferenceReport,
    Enrolment,
    ImpactReview,
    JpEntry,
    JpRate,
    Session,
)
from training.selectors.rates import expected_jp

from .enrolments import lock_session
from .impact import LATER
from .ledger import refuse_closed_year
from .network import owe_sharing
from .sessions import WrongStatus

S = EnrolmentStatus


class SessionNotOver(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("The last meeting is not over yet."))


class AttendanceMissing(ValidationError):
    """A meeting without a single line: nobody looked."""

    def __init__(self, meetings: int) -> None:
        super().__init__(_("Attendance of %(n)s meetings has not been taken yet."), params={"n": meetings})


class OwnAttendanceOpen(ValidationError):
    """Who takes part does not settle what nobody wrote down about them."""

    def __init__(self) -> None:
        super().__init__(_("Your own attendance is still open: somebody else takes it, or finishes the session."))


class CertificatesIssued(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Certificates were issued or JP verified. Revoke them first."))


@dataclass(frozen=True)
class Settled:
    """What came of a session. `jp` None: the rate table does not say how much it counts."""

    completed: int
    partly: int
    no_show: int
    jp: Decimal | None


def session_jp(session: Session) -> tuple[Decimal | None, JpRate | None]:
    """JP of the whole session and the rate used; None where the table or the programme does not say."""
    programme = session.programme
    day = session.ends_on or timezone.localdate()
    rates = JpRate.objects.filter(form=programme.form, scope=programme.scope)
    rate = rate_for(rates, programme.form, programme.scope, day)
    return expected_jp(rate, programme, list(session.meetings.all())), rate


@transaction.atomic
def finish_session(*, session: Session, by: Any, at: datetime) -> Settled:
    """Everybody with a seat completes, attends in part or did not come; JP are earned, not yet verified.

    Raises WrongStatus, SessionNotOver, AttendanceMissing, OwnAttendanceOpen, YearClosed.
    """
    locked = lock_session(session.pk)
    if not locked.is_open:
        raise WrongStatus(locked)
    meetings = list(locked.meetings.all())
    if not meetings or not all(meeting.is_over_at(at) for meeting in meetings):
        raise SessionNotOver
    rows = list(locked.enrolments.seated().select_related("profile").order_by("pk"))
    looked = set(Attendance.objects.filter(meeting__session=locked).values_list("meeting_id", flat=True))
    if rows and len(looked) < len(meetings):
        raise AttendanceMissing(len(meetings) - len(looked))
    own = next((row for row in rows if by is not None and row.profile.user_id == by.pk), None)
    if own is not None and own.attendances.count() < len(meetings):
        raise OwnAttendanceOpen
    refuse_closed_year((locked.ends_on or timezone.localdate(at)).year)
    attended = dict(
        Attendance.objects.filter(meeting__session=locked)
        .order_by()
        .values("enrolment")
        .annotate(total=Sum("minutes"))
        .values_list("enrolment", "total")
    )
    whole, rate = session_jp(locked)
    of_minutes = sum(meeting.minutes for meeting in meetings)
    counts = {S.COMPLETED: 0, S.ATTENDED: 0, S.NO_SHOW: 0}
    with acting(by):
        for row in rows:
            status = _settle(row, locked, attended.get(row.pk, 0), of_minutes, whole, rate, by, at)
            counts[status] += 1
        with override(settings.LANGUAGE_CODE):
            reason = gettext("The session is over.")
        for row in locked.enrolments.filter(status__in=[*TO_DECIDE, S.WAITING, S.OFFERED]).order_by("pk"):
            row.status, row.reason = S.UNSEATED, reason
            row.seat = row.offered_until = None
            row.save()
        locked.status = SessionStatus.FINISHED
        locked.save()
    return Settled(counts[S.COMPLETED], counts[S.ATTENDED], counts[S.NO_SHOW], whole)


@transaction.atomic
def reopen_session(*, session: Session, by: Any, reason: str) -> Session:
    """Take the settling back to mend attendance: JP nobody verified go, statuses return; revoked certificates stay,
    and so does what people wrote: evaluations after three months with an answer, reports of a conference.

    Raises WrongStatus, CertificatesIssued, YearClosed.
    """
    locked = lock_session(session.pk)
    if not locked.is_finished:
        raise WrongStatus(locked)
    entries = JpEntry.objects.filter(enrolment__session=locked)
    certificates = Certificate.objects.filter(enrolment__session=locked, revoked_on=None)
    if certificates.exists() or entries.exclude(status=LedgerStatus.EARNED).exists():
        raise CertificatesIssued
    if locked.ends_on:
        refuse_closed_year(locked.ends_on.year)
    with acting(by, reason=reason):
        entries.delete()
        _delete_unwritten(ImpactReview, locked)
        _delete_unwritten(ConferenceReport, locked)
        for row in locked.enrolments.seated().order_by("pk"):
            was_there = row.attendances.filter(minutes__gt=0).exists()
            row.status = S.ATTENDED if was_there else S.SEATED
            row.save()
        locked.status = SessionStatus.OPEN
        locked.save()
    return locked


def _delete_unwritten(model: type[ImpactReview | ConferenceReport], session: Session) -> None:
    """Held first, then looked at: whoever answers at this moment keeps the answer."""
    rows = model.objects.select_for_update(of=("self",)).filter(enrolment__session=session)
    model.objects.filter(pk__in=[row.pk for row in rows if not row.is_written]).delete()


def _settle(
    row: Enrolment,
    session: Session,
    minutes: int,
    of_minutes: int,
    whole: Decimal | None,
    rate: JpRate | None,
    by: Any,
    at: datetime,
) -> EnrolmentStatus:
    programme = session.programme
    enough = minutes * 100 >= programme.least_attendance * of_minutes
    status = S.NO_SHOW if minutes == 0 else S.COMPLETED if enough else S.ATTENDED
    row.status = status
    row.save()
    jp = whole and earned_share(
        whole,
        minutes=minutes,
        of_minutes=of_minutes,
        least_percent=programme.least_attendance,
        pro_rata=programme.counts_pro_rata,
    )
    if status == S.COMPLETED and session.ends_on:
        ImpactReview.objects.get_or_create(enrolment=row, defaults={"due_on": session.ends_on + LATER})
        if programme.form == Form.CONFERENCE:
            owe_sharing(row, ended_on=session.ends_on)
    if jp and session.starts_on and session.ends_on:
        own = programme.provider_kind == ProviderKind.OWN
        JpEntry.objects.create(
            profile=row.profile,
            year=session.ends_on.year,
            jp=jp,
            enrolment=row,
            title=f"{programme.title} · {session.label}"[:200] if session.label else programme.title,
            form=programme.form,
            scope=programme.scope,
            organiser=Library.current().name if own else programme.provider,
            starts_on=session.starts_on,
            ends_on=session.ends_on,
            needs_proof=not own,
            rate=rate,
            entered_by=by,
            entered_at=at,
        )
    return status

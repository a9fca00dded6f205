"""Passing on what one learnt elsewhere; notes from practice."""

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import acting
from training.models import (
    CompetenceExam,
    ConferenceReport,
    Enrolment,
    ExchangeVisit,
    JpEntry,
    Membership,
    MentoringPair,
    PeerLibrary,
    PracticeComment,
    PracticeNote,
)

SHARE_WITHIN = timedelta(days=30)


class ReportMissing(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Write first what you bring home."))


class SharedInTheFuture(ValidationError):
    def __init__(self) -> None:
        super().__init__({"shared_on": _("A sharing session is entered once it was held.")})


def owe_sharing(enrolment: Enrolment, *, ended_on: date) -> ConferenceReport:
    """Whoever completed a conference owes colleagues a sharing session; call it where the session is settled."""
    programme = enrolment.session.programme
    report, _made = ConferenceReport.objects.get_or_create(
        enrolment=enrolment,
        defaults={
            "profile": enrolment.profile,
            "title": programme.title,
            "organiser": programme.provider,
            "ended_on": ended_on,
            "share_by": ended_on + SHARE_WITHIN,
        },
    )
    return report


def owe_sharing_of(entry: JpEntry, *, on: date) -> ConferenceReport:
    """As `owe_sharing`, for a conference elsewhere, from the day its JP are verified; a report written already is it.

    A person ends one conference a day, however its title is spelled.
    """
    there = ConferenceReport.objects.filter(profile=entry.profile, ended_on=entry.ends_on).order_by("pk").first()
    return there or ConferenceReport.objects.create(
        profile=entry.profile,
        title=entry.title,
        organiser=entry.organiser,
        ended_on=entry.ends_on,
        share_by=max(entry.ends_on, on) + SHARE_WITHIN,
    )


def forgive_sharing_of(entry: JpEntry) -> None:
    """The opposite, where the JP no longer count: what is written or was shared already stays."""
    rows = ConferenceReport.objects.select_for_update(of=("self",))
    same = rows.filter(profile=entry.profile, ended_on=entry.ends_on, title=entry.title, enrolment=None, shared_on=None)
    for report in same:
        if not report.is_written:
            report.delete()


@transaction.atomic
def write_report(*, report: ConferenceReport, by: Any) -> ConferenceReport:
    """Keep a new or changed report."""
    if report.share_by is None:
        report.share_by = report.ended_on + SHARE_WITHIN
    report.full_clean()
    with acting(by):
        report.save()
    return report


@transaction.atomic
def hold_sharing(*, report: ConferenceReport, shared_on: date, listeners: int, by: Any, on: date) -> ConferenceReport:
    """The sharing session was held. Raises ReportMissing, SharedInTheFuture."""
    row = ConferenceReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if not row.learnt.strip():
        raise ReportMissing
    if shared_on > on:
        raise SharedInTheFuture
    row.shared_on, row.listeners = shared_on, listeners
    row.full_clean()
    with acting(by):
        row.save()
    return row


@transaction.atomic
def save_membership(*, membership: Membership, by: Any) -> Membership:
    membership.full_clean()
    with acting(by):
        membership.save()
    return membership


@transaction.atomic
def write_note(*, note: PracticeNote, by: Any) -> PracticeNote:
    note.full_clean()
    with acting(by):
        note.save()
    return note


@transaction.atomic
def comment_on(*, note: PracticeNote, text: str, by: Any, at: datetime) -> PracticeComment:
    comment = PracticeComment(note=note, author=by, text=text.strip(), written_at=at)
    comment.full_clean()
    with acting(by):
        comment.save()
    return comment


@transaction.atomic
def enter_exam(*, profile: Any, by: Any, **fields: Any) -> CompetenceExam:
    """The result of an uji kompetensi."""
    exam = CompetenceExam(profile=profile, **fields)
    exam.full_clean()
    with acting(by):
        exam.save()
    return exam


@transaction.atomic
def save_pair(*, pair: MentoringPair, by: Any) -> MentoringPair:
    pair.full_clean()
    with acting(by):
        pair.save()
    return pair


@transaction.atomic
def save_peer(*, peer: PeerLibrary, by: Any) -> PeerLibrary:
    peer.full_clean()
    with acting(by):
        peer.save()
    return peer


@transaction.atomic
def save_visit(*, visit: ExchangeVisit, by: Any) -> ExchangeVisit:
    visit.full_clean()
    with acting(by):
        visit.save()
    return visit

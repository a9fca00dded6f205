"""Reports on schedule: what is due is asked for once, and once it is made its readers are told once."""

import logging
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.models import Appointment, User
from baubau_pembinaan.core.history import acting
from baubau_pembinaan.documents.models import RunStatus
from baubau_pembinaan.libraries.models import Unit
from baubau_pembinaan.notifications.attachments import Attachment
from baubau_pembinaan.notifications.reminders.planning import Calendar
from baubau_pembinaan.notifications.services import notify
from baubau_pembinaan.reports.models import Definition, Edition, Issue
from baubau_pembinaan.reports.models.definition import TRIES
from baubau_pembinaan.reports.notification_kinds import SCHEDULED, STUCK
from baubau_pembinaan.reports.rules import may_read
from baubau_pembinaan.reports.selectors.schedule import stuck

from .making import request_report

logger = logging.getLogger(__name__)

ATTACHMENT = "reports.edition"
UNIT, UNIT_DAYS_AFTER = "unit", 12
AT_MOST = 3  # periods made up for after the machine was off


def see_to_due(*, at: datetime) -> dict[str, int]:
    """Ask for what is due and tell of what is ready. Safe to run twice, also at once. `asked` and `told` are numbers of
    issues; a definition that cannot be seen to is logged and leaves the others alone."""
    done = {"asked": 0, "told": 0}
    calendar = Calendar.around(at)
    add_missing_units(on=timezone.localdate(at))
    for definition in Definition.objects.filter(is_active=True).select_related("unit").order_by("pk"):
        try:
            for span in reversed(definition.due_spans(at, AT_MOST, calendar)):
                done["asked"] += _ask(definition, span.key, at)
        except Exception:
            logger.exception("The report on schedule %s could not be asked for.", definition.pk)
    for issue_id in list(_untold().order_by("pk").values_list("pk", flat=True)):
        try:
            done["told"] += _tell(issue_id, at)
        except Exception:
            logger.exception("The readers of the issue %s could not be told.", issue_id)
    for issue_id in list(stuck().order_by("pk").values_list("pk", flat=True)):
        try:
            _tell_administrators(issue_id)
        except Exception:
            logger.exception("Nobody could be told that the issue %s was not made.", issue_id)
    return done


def add_missing_units(*, on: date) -> None:
    """A unit's own report is on schedule as soon as there is the unit, for whoever leads it that day; one that is
    switched off stays off."""
    for unit in Unit.objects.filter(is_active=True).exclude(pk__in=_units_on_schedule()).order_by("pk"):
        try:
            with transaction.atomic(), acting(None):
                made = Definition.objects.create(report=UNIT, unit=unit, days_after=UNIT_DAYS_AFTER)
                made.recipients.set(_leader_of(unit, on))
        except IntegrityError:  # another process was first
            continue


def _leader_of(unit: Unit, on: date) -> list[User]:
    """The account that leads most people of the unit, where it may read the library's reports; else nobody."""
    led = Appointment.objects.on(on).filter(unit=unit, supervisor__user__is_active=True)
    most = led.values("supervisor__user").annotate(n=Count("profile", distinct=True)).order_by("-n", "supervisor__user")
    leaders = User.objects.filter(pk__in=[row["supervisor__user"] for row in most[:1]])
    return [user for user in leaders if may_read(user, unit)]


def _units_on_schedule() -> Any:
    return Definition.objects.filter(report=UNIT, unit__isnull=False).values("unit")


@transaction.atomic
def _tell_administrators(issue_id: int) -> None:
    """Once for each run that was the last one tried: a person has to look."""
    issue = Issue.objects.select_related("definition__unit", "run").get(pk=issue_id)
    for person in User.objects.filter(groups__name=Role.ADMINISTRATOR, is_active=True).order_by("pk"):
        notify(
            recipient=person,
            key=f"reports.issue.{issue.pk}.stuck.{issue.run_id}",
            kind=STUCK.code,
            subject=lambda: str(_("Not made: %(report)s") % {"report": f"{issue.definition}: {issue.period_name}"}),
            body=_("It failed three times and waits for you: the schedule tells why and lets you try again."),
            url=reverse("reports:schedule"),
        )


def _untold() -> Any:
    """Issues whose report is made and not told of, or told of before a correction made a newer version."""
    same = Edition.objects.filter(
        report=OuterRef("edition__report"),
        period=OuterRef("edition__period"),
        language=OuterRef("edition__language"),
        unit__isnull=True,
        person__isnull=True,
        version__gt=OuterRef("edition__version"),
    )
    of_the_unit = Edition.objects.filter(
        report=OuterRef("edition__report"),
        period=OuterRef("edition__period"),
        language=OuterRef("edition__language"),
        unit=OuterRef("edition__unit"),
        version__gt=OuterRef("edition__version"),
    )
    made = Issue.objects.filter(run__status=RunStatus.DONE, definition__is_active=True)
    whole = Exists(same) & Q(edition__unit=None)
    return made.filter(Q(told_at=None) | Q(edition__isnull=False) & (whole | Exists(of_the_unit)))


@transaction.atomic
def _ask(definition: Definition, period: str, at: datetime) -> int:
    """1 where a run was asked for: a new issue, or one whose run failed and may be tried again."""
    Issue.objects.bulk_create(
        [Issue(definition=definition, period=period, begun_at=at)],
        ignore_conflicts=True,
    )
    issue = (
        Issue.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("run")
        .filter(definition=definition, period=period)
        .first()
    )
    if issue is None or issue.told_at is not None or issue.attempts >= TRIES:
        return 0
    if issue.run is not None and issue.run.status != RunStatus.FAILED:
        return 0
    issue.run = request_report(
        name=definition.report,
        period=period,
        subject=definition.unit,
        language=definition.language,
        by=None,
        at=at,
    )
    issue.attempts += 1
    issue.save(update_fields=["run", "attempts"])
    return 1


@transaction.atomic
def _tell(issue_id: int, at: datetime) -> int:
    """Tell every reader of one issue, or nobody; 1 where it was done now. A newer version is told like the first."""
    issue = (
        Issue.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("definition__unit", "run", "edition")
        .filter(pk=issue_id)
        .first()
    )
    if issue is None or issue.run is None or issue.run.status != RunStatus.DONE:
        return 0
    edition = _newest(issue)
    if issue.told_at is not None and issue.edition == edition:
        return 0
    told, enclosed, key = 0, attachment_of(edition), f"reports.issue.{issue.definition_id}.{issue.period}"
    body = _("The report is ready: PDF, Excel and Word stand in the archive.")
    if issue.told_at is not None:
        key = f"{key}.v{edition.version}"
        body = _("Figures were corrected since: this version takes the place of the one you know.")
    for reader in issue.definition.recipients.filter(is_active=True).order_by("pk"):
        if may_read(reader, edition.subject):
            notify(
                recipient=reader,
                key=key,
                kind=SCHEDULED.code,
                subject=lambda: _subject(issue, edition),
                body=body,
                url=edition.get_absolute_url(),
                attachment=enclosed,
            )
            told += 1
    issue.edition, issue.told_at, issue.told = edition, at, told
    issue.save(update_fields=["edition", "told_at", "told"])
    return 1


def _newest(issue: Issue) -> Edition:
    """The newest version of what the issue's run made."""
    made = issue.edition or Edition.objects.get(pdf=issue.run.file_id)  # type: ignore[union-attr]
    same = Edition.objects.filter(report=made.report, period=made.period, language=made.language)
    of_one = same.filter(unit=made.unit_id, person=made.person_id)
    return of_one.select_related("unit", "person", "pdf").order_by("-version")[:1].get()


def _subject(issue: Issue, edition: Edition) -> str:
    words = f"{issue.definition}: {issue.period_name}"
    if edition.version == 1:
        return words
    return str(_("%(report)s, version %(version)s") % {"report": words, "version": edition.version})


def attachment_of(edition: Edition) -> str:
    """The name of the PDF as a mail takes it along; "" where it is too large for a mailbox."""
    return f"{ATTACHMENT}:{edition.pk}" if edition.pdf.size < settings.REPORTS_ATTACH_BELOW_BYTES else ""


def pdf_for(key: str, reader: User) -> Attachment | None:
    """The file at the moment of sending, for whoever may read the report then."""
    edition = Edition.objects.select_related("pdf", "person", "unit").filter(pk=int(key)).first()
    if edition is None or not may_read(reader, edition.subject):
        return None
    with edition.pdf.file.open("rb") as stored:
        return Attachment(edition.pdf.name, stored.read(), edition.pdf.content_type)


@transaction.atomic
def try_again(*, issue: Issue) -> None:
    """Let a report that failed too often be made once more at the next run; nothing where it is told already."""
    locked = Issue.objects.select_for_update().get(pk=issue.pk)
    if locked.told_at is None:
        locked.attempts = 0
        locked.save(update_fields=["attempts"])

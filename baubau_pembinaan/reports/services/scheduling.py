"""Reports on schedule: what is due is asked for once, and once it is made its readers are told once."""

import logging
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.documents.models import RunStatus
from baubau_pembinaan.notifications.attachments import Attachment
from baubau_pembinaan.notifications.reminders.planning import Calendar
from baubau_pembinaan.notifications.services import notify
from baubau_pembinaan.reports.models import Definition, Edition, Issue
from baubau_pembinaan.reports.models.definition import TRIES
from baubau_pembinaan.reports.notification_kinds import SCHEDULED
from baubau_pembinaan.reports.rules import may_read

from .making import request_report

logger = logging.getLogger(__name__)

ATTACHMENT = "reports.edition"
AT_MOST = 3  # periods made up for after the machine was off


def see_to_due(*, at: datetime) -> dict[str, int]:
    """Ask for what is due and tell of what is ready. Safe to run twice, also at once. `asked` and `told` are numbers of
    issues; a definition that cannot be seen to is logged and leaves the others alone."""
    done = {"asked": 0, "told": 0}
    calendar = Calendar.around(at)
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
    return done


def _untold() -> Any:
    return Issue.objects.filter(told_at=None, run__status=RunStatus.DONE, definition__is_active=True)


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
    """Tell every reader of one issue, or nobody; 1 where it was done now."""
    issue = (
        Issue.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("definition__unit", "run")
        .filter(pk=issue_id, told_at=None)
        .first()
    )
    if issue is None or issue.run is None:
        return 0
    edition = Edition.objects.select_related("unit", "pdf").get(pdf=issue.run.file_id)
    told, enclosed = 0, attachment_of(edition)
    for reader in issue.definition.recipients.filter(is_active=True).order_by("pk"):
        if may_read(reader, edition.subject):
            notify(
                recipient=reader,
                key=f"reports.issue.{issue.definition_id}.{issue.period}",
                kind=SCHEDULED.code,
                subject=lambda: f"{issue.definition}: {issue.period_name}",
                body=_("The report is ready: PDF, Excel and Word stand in the archive."),
                url=edition.get_absolute_url(),
                attachment=enclosed,
            )
            told += 1
    issue.edition, issue.told_at, issue.told = edition, at, told
    issue.save(update_fields=["edition", "told_at", "told"])
    return 1


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

"""What a worker does for the training room: certificates of a large session, long lists of past trainings."""

from functools import partial
from typing import IO, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baubau_pembinaan.runs import lists, work
from baubau_pembinaan.runs.lists import Taken

from .services import issuing, past


def past_told(report: past.Report, dry_run: bool) -> str:
    words = (
        _("Tried out: %(created)s new, %(unchanged)s were there already.")
        if dry_run
        else _("Taken over: %(created)s new, %(unchanged)s were there already.")
    )
    return f"{words % {'created': report.created, 'unchanged': report.unchanged}} {report.owed}".rstrip()


def take_past(source: IO[bytes], *, dry_run: bool, **options: Any) -> Taken:
    report = past.import_past(source, on=timezone.localdate(), dry_run=dry_run, **options)
    return Taken(partial(past_told, report, dry_run))


PAST_LIST = lists.declare(
    report="impor-pelatihan-lampau",
    take=take_past,
    permission="training.verify_jp",
    page="training:past-import",
    ready=gettext_lazy("The list of past trainings is read"),
    failed=gettext_lazy("The list of past trainings could not be taken"),
)
CERTIFICATES_OF_SESSION = work.declare(
    work.Work(
        report=issuing.REPORT,
        make=issuing.make,
        may=lambda user, run: user.has_perm("training.manage_training"),
        page=lambda run: reverse("training:session-detail", args=[run.parameters["session"]]),
        ready=gettext_lazy("The certificates are issued"),
        failed=gettext_lazy("The certificates could not all be issued"),
        whole=False,  # each certificate stands by itself: its number is given, its owner told
    )
)

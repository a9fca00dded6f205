"""The staff list as long work. Its page belongs to the accounts, a floor below, which know nothing of workers."""

from datetime import datetime
from functools import partial
from typing import IO, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.accounts.services import StaffImport, import_staff

from . import lists
from .lists import Taken


def _told(report: StaffImport, dry_run: bool) -> str:
    words = (
        _("Tried out: %(created)s new, %(updated)s changed, %(unchanged)s unchanged.")
        if dry_run
        else _("Staff list taken: %(created)s new, %(updated)s changed, %(unchanged)s unchanged.")
    )
    return words % {name: getattr(report, name) for name in ("created", "updated", "unchanged")}


def take(source: IO[bytes], *, dry_run: bool, **options: Any) -> Taken:
    report = import_staff(source, dry_run=dry_run, **options)
    lines = [(warning.row, warning.message) for warning in report.warnings]
    lines += [(0, _("New: %(name)s") % {"name": name}) for name in report.new_people]
    lines += [(0, _("Changed: %(name)s") % {"name": name}) for name in report.changed_people]
    return Taken(partial(_told, report, dry_run), lines)


STAFF_LIST = lists.declare(
    report="impor-pegawai",
    take=take,
    permission="accounts.manage_people",
    page="accounts:person-import",
    ready=gettext_lazy("The staff list is read"),
    failed=gettext_lazy("The staff list could not be taken"),
)


def give(upload: IO[bytes], *, name: str, dry_run: bool, by: User, at: datetime) -> None:
    lists.give(work=STAFF_LIST, upload=upload, name=name, dry_run=dry_run, by=by, at=at)


def panel(request: HttpRequest, subject: Any) -> tuple[str, dict[str, Any]]:
    user: Any = request.user
    return "runs/_list.html", lists.shown(work=STAFF_LIST, user=user, at=timezone.now())

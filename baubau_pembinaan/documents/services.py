"""Storing files, giving numbers, running reports."""

import hashlib
import json
import unicodedata
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import IO, Any

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import models, transaction
from django.utils.translation import gettext as _

from baubau_pembinaan.accounts.models import User

from .models import CANCELLED, TAKEN_UP_AT_MOST, DocumentNumber, NumberSeries, ReportRun, RunStatus, StoredFile
from .models.report_run import progress_key
from .sniff import ANY, PICTURES, FileRefused, Kind, redrawn, sniff

FORGOTTEN_AFTER, FORGOTTEN_AT_ONCE = timedelta(minutes=1), 20
MAX_BYTES = 10 * 1024 * 1024


def tidy_name(name: str, kind: Kind) -> str:
    """A name safe to show and to download: no path, no control or direction signs, the kind's own ending."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(sign for sign in unicodedata.normalize("NFC", base) if unicodedata.category(sign)[0] != "C")
    stem = shown.rsplit(".", 1)[0] if "." in shown else shown
    stem = " ".join(stem.replace(".", " ").split()).strip()[:120] or "berkas"
    return f"{stem}.{kind}"


def store_upload(
    *,
    upload: IO[bytes],
    name: str,
    app: str,
    by: User | None,
    at: datetime,
    allowed: Collection[Kind] = ANY,
    max_bytes: int = MAX_BYTES,
    redraw: bool = True,
) -> StoredFile:
    """Keep a file somebody sent, after looking at what it really is; pictures are drawn anew unless `redraw` is off.

    Raises FileRefused, and then nothing is stored.
    """
    upload.seek(0)
    content = upload.read(max_bytes + 1)
    if len(content) > max_bytes:
        raise FileRefused(
            _("The file is larger than %(size)s MB. Make it smaller and try again.")
            % {"size": f"{max_bytes / 1024 / 1024:g}"}
        )
    kind = sniff(content, allowed)
    if kind in PICTURES and redraw:
        content = redrawn(kind, content)
    return store_content(content=content, kind=kind, name=name, app=app, by=by, at=at)


def store_content(*, content: bytes, kind: Kind, name: str, app: str, by: User | None, at: datetime) -> StoredFile:
    """Keep a file we made ourselves."""
    stored = StoredFile(
        name=tidy_name(name, kind),
        kind=kind,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        app=app,
        uploaded_by=by,
        uploaded_at=at,
    )
    stored.file.save(stored.name, ContentFile(content), save=False)
    try:
        with transaction.atomic():
            stored.save()
    except BaseException:
        stored.file.storage.delete(str(stored.file.name))
        raise
    return stored


def discard_file(*, stored: StoredFile) -> None:
    """Remove row and file; the file goes only after the row is surely gone."""
    name, storage = str(stored.file.name), stored.file.storage
    stored.delete()
    transaction.on_commit(lambda: _remove(storage, name))


def _remove(storage: Storage, name: str) -> None:
    storage.delete(name)


@transaction.atomic
def take_number(*, series: str, subject: str, day: date, by: User | None, at: datetime) -> DocumentNumber:
    """The next number of the series in the day's year, without a gap: whoever comes second waits for the first.

    Call it in the transaction that makes the paper: if the paper fails, the number was never given.
    Raises NumberSeries.DoesNotExist for an unknown series.
    """
    locked = NumberSeries.objects.select_for_update().get(code=series)
    last = locked.numbers.filter(year=day.year).aggregate(last=models.Max("sequence"))["last"] or 0
    return DocumentNumber.objects.create(
        series=locked,
        year=day.year,
        sequence=last + 1,
        text=locked.written(last + 1, day),
        subject=subject[:200],
        day=day,
        taken_by=by,
        taken_at=at,
    )


def take_numbers(
    *, series: str, subject: str, count: int, day: date, by: User | None, at: datetime
) -> list[DocumentNumber]:
    """`count` numbers in a row for papers made together, as take_number gives one; the lowest first."""
    locked = NumberSeries.objects.select_for_update().get(code=series)
    last = locked.numbers.filter(year=day.year).aggregate(last=models.Max("sequence"))["last"] or 0
    return DocumentNumber.objects.bulk_create(
        [
            DocumentNumber(
                series=locked,
                year=day.year,
                sequence=number,
                text=locked.written(number, day),
                subject=subject[:200],
                day=day,
                taken_by=by,
                taken_at=at,
            )
            for number in range(last + 1, last + 1 + count)
        ]
    )


def parameters_hash(parameters: dict[str, Any]) -> str:
    """The same for the same parameters, in whatever order they were named."""
    written = json.dumps(parameters, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(written.encode()).hexdigest()


def request_run(
    *,
    report: str,
    period: str = "",
    parameters: dict[str, Any] | None = None,
    by: User | None,
    at: datetime,
    anew: bool = False,
    since: int = 0,
) -> ReportRun:
    """The run of this report: the one that waits, runs or is done already; a new version after a failure or if `anew`.

    since: the last version of what readers take for the same paper, though other parameters made it.
    Two people asking at once get the same run.
    """
    wanted = parameters or {}
    same = {"report": report, "period": period, "parameters_hash": parameters_hash(wanted)}
    latest = ReportRun.objects.filter(**same).order_by("-version").first()
    if latest and latest.status != RunStatus.FAILED and not (anew and latest.is_over):
        return latest
    run, _made = ReportRun.objects.get_or_create(
        **same,
        version=max(latest.version if latest else 0, since) + 1,
        defaults={"parameters": wanted, "requested_by": by, "requested_at": at},
    )
    return run


def start_run(*, run_id: int, at: datetime) -> ReportRun | None:
    """Claim a waiting run; None where another worker was first or it is over."""
    claimed = ReportRun.objects.filter(pk=run_id, status=RunStatus.QUEUED).update(
        status=RunStatus.RUNNING, started_at=at, progress=0, attempts=1
    )
    return ReportRun.objects.get(pk=run_id) if claimed else None


def take_up_run(*, run_id: int, at: datetime) -> ReportRun | None:
    """Claim a waiting run, or one whose worker was lost: the caller holds the run's lock. None where it is over.

    What lost its worker TAKEN_UP_AT_MOST times is marked as failed and returned so; nobody tries it again.
    """
    if run := start_run(run_id=run_id, at=at):
        return run
    lost = ReportRun.objects.filter(pk=run_id, status=RunStatus.RUNNING)
    if lost.filter(attempts__lt=TAKEN_UP_AT_MOST).update(attempts=models.F("attempts") + 1):
        return ReportRun.objects.get(pk=run_id)
    if lost.exists():
        fail_run(run_id=run_id, error=f"Its worker was lost {TAKEN_UP_AT_MOST} times.", at=at)
        return ReportRun.objects.get(pk=run_id)
    return None


def report_progress(*, run_id: int, percent: int) -> None:
    """Say how far a running report is; never backwards, never 100 before it is done."""
    ReportRun.objects.filter(pk=run_id, status=RunStatus.RUNNING, progress__lt=percent).update(
        progress=max(0, min(percent, 99))
    )


def whisper_progress(*, run_id: int, percent: int) -> None:
    """As report_progress, for work inside one long transaction, whose rows nobody sees before its end."""
    cache.set(progress_key(run_id), max(0, min(percent, 99)), 24 * 60 * 60)


@transaction.atomic
def finish_run(*, run_id: int, content: bytes, kind: Kind, name: str, app: str, at: datetime) -> ReportRun:
    """Store what the run made and mark it done; a run that is over already keeps its first file."""
    run = ReportRun.objects.select_for_update().get(pk=run_id)
    if run.is_over:
        return run
    run.file = store_content(content=content, kind=kind, name=name, app=app, by=run.requested_by, at=at)
    run.status, run.progress, run.finished_at, run.error = RunStatus.DONE, 100, at, ""
    run.save()
    return run


@transaction.atomic
def finish_run_with(*, run_id: int, stored: StoredFile, at: datetime) -> ReportRun:
    """Mark a run done with a file that is kept already; a run that is over stays as it is."""
    run = ReportRun.objects.select_for_update().get(pk=run_id)
    if run.is_over:
        return run
    run.file, run.status, run.progress, run.finished_at, run.error = stored, RunStatus.DONE, 100, at, ""
    run.save()
    return run


def forgotten_runs(reports: Collection[str], *, at: datetime) -> list[int]:
    """Runs of these kinds that nobody took up or whose worker died, the first ones first; what is still worked on is
    locked. Asked for over a minute ago, or ahead of now by a clock that was put back since."""
    waiting = ReportRun.objects.filter(report__in=reports, status__in=[RunStatus.QUEUED, RunStatus.RUNNING])
    forgotten = waiting.exclude(requested_at__range=(at - FORGOTTEN_AFTER, at + FORGOTTEN_AFTER))
    return list(forgotten.order_by("pk").values_list("pk", flat=True)[:FORGOTTEN_AT_ONCE])


def cancel_run(*, run_id: int, at: datetime) -> None:
    """Stop a waiting or running report: what its worker still makes is thrown away. Over is over."""
    fail_run(run_id=run_id, error=CANCELLED, at=at)


def fail_run(*, run_id: int, error: str, at: datetime) -> None:
    """Mark a waiting or running report as failed, with a reason an administrator can read."""
    ReportRun.objects.filter(pk=run_id, status__in=[RunStatus.QUEUED, RunStatus.RUNNING]).update(
        status=RunStatus.FAILED, error=error[:2000], finished_at=at
    )

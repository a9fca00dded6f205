"""Is the installation well? Small questions, each answered on its own, none able to break another."""

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Count, Min, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from kombu import Connection

from baubau_pembinaan.core.formats import tanggal_pukul

from . import channels, selectors, wakeup
from .choices import CLOCK_SLACK, State
from .models import Delivery, Heartbeat

STALE_AFTER = timedelta(minutes=5)
SLOW_OUTBOX_AFTER, STUCK_OUTBOX_AFTER = timedelta(minutes=15), timedelta(hours=1)
DISK_WARNING, DISK_FULL = 80, 90  # per cent
OLD_BACKUP = timedelta(days=8)  # weekly, and a day's grace
FIRST_BACKUP = timedelta(days=7)  # a house this old has something to lose
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PULSES = ("beat", "worker")
QUEUE, LONG_QUEUE = "celery", 100
_STARTED_AT = time.monotonic()


class Mark(StrEnum):
    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """One answer: `value` is what a machine reads, `text` what a person reads."""

    name: str
    label: str | Promise
    mark: Mark
    text: str
    value: Any = None

    @property
    def label_of_mark(self) -> str | Promise:
        return {Mark.GOOD: _("Good"), Mark.WARNING: _("Watch"), Mark.BAD: _("Broken")}[self.mark]


def is_well(*, at: datetime) -> bool:
    """The public answer: the database answers, and the timetable and the background worker, where they should, showed
    signs of life in the last five minutes."""
    try:
        seen = dict(Heartbeat.objects.filter(name__in=PULSES).values_list("name", "at"))
    except DatabaseError:
        return False
    if not settings.HEALTH_EXPECTS_BEAT:
        return True
    new = time.monotonic() - _STARTED_AT < STALE_AFTER.total_seconds()  # a new installation may take a breath
    return all(is_alive(seen[name], at=at) if name in seen else new for name in PULSES)


def is_alive(seen: datetime, *, at: datetime) -> bool:
    """Seen in the last five minutes. A sign of life from the future tells nothing: the clock was put back."""
    return -CLOCK_SLACK <= at - seen < STALE_AFTER


Check = Callable[[datetime], Iterator[Finding]]
_MORE: dict[str, tuple[str | Promise, Check]] = {}


def register(name: str, label: str | Promise, check: Check) -> None:
    """Let a room above ask its own question."""
    _MORE[name] = label, check


def findings(*, at: datetime, entries: list[Any] | None = None) -> list[Finding]:
    """Everything an administrator asks about, in the order of asking. Never raises. `entries`: the timetable's, where
    they are read already."""
    changes = _Changes()
    checks: list[tuple[str, str | Promise, Check]] = [
        ("database", _("Database"), _database),
        ("broker", _("Broker"), _broker),
        ("cache", _("Cache"), _cache),
        ("outbox", _("Outbox"), _outbox),
        ("timetable", _("Timetable"), lambda at: _timetable(at, entries)),
        ("backup", _("Backup"), lambda at: _backup(at, changes)),
        ("disk", _("Disk"), _disk),
        ("migrations", _("Database changes"), lambda at: _migrations(at, changes)),
        *((name, label, check) for name, (label, check) in sorted(_MORE.items())),
    ]
    found: list[Finding] = []
    for name, label, check in checks:
        try:
            found += check(at)
        except Exception as error:  # the page must come up most of all when things are broken
            found.append(Finding(name, label, Mark.BAD, str(_("No answer.")), type(error).__name__))
    return found


class _Changes:
    """The changes the database has seen, read once for all who ask."""

    @cached_property
    def applied(self) -> dict[tuple[str, str], datetime]:
        rows = MigrationRecorder(connection).Migration.objects.values_list("app", "name", "applied")
        return {(app, name): applied for app, name, applied in rows}


def _database(at: datetime) -> Iterator[Finding]:
    """The database answers if it tells the heartbeats, so one question serves both."""
    begun = time.perf_counter()
    seen = dict(Heartbeat.objects.values_list("name", "at"))
    milliseconds = round((time.perf_counter() - begun) * 1000, 1)
    yield Finding("database", _("Database"), Mark.GOOD, str(_("Answers.")), milliseconds)
    for name, label in (("beat", _("Timetable (beat)")), ("worker", _("Background worker"))):
        if name not in seen:
            mark = Mark.BAD if settings.HEALTH_EXPECTS_BEAT else Mark.WARNING
            yield Finding(name, label, mark, str(_("Never seen.")))
            continue
        age = int((at - seen[name]).total_seconds())
        mark = Mark.GOOD if is_alive(seen[name], at=at) else Mark.BAD
        ahead = seen[name] > at + CLOCK_SLACK
        yield Finding(name, label, mark, str(_PUT_BACK) if ahead else _seen_ago(max(age, 0)), age)


_PUT_BACK = _("Last seen in the future: the clock was put back.")


def _seen_ago(seconds: int) -> str:
    if seconds < 120:
        return ngettext("Seen %(count)d second ago.", "Seen %(count)d seconds ago.", seconds) % {"count": seconds}
    minutes = seconds // 60
    return ngettext("Seen %(count)d minute ago.", "Seen %(count)d minutes ago.", minutes) % {"count": minutes}


def _broker(at: datetime) -> Iterator[Finding]:
    with Connection(settings.CELERY_BROKER_URL, transport_options=wakeup.hasty_options()) as broker:
        client = broker.default_channel.client
        client.ping()
        waiting = int(client.llen(QUEUE))
    yield Finding("broker", _("Broker"), Mark.GOOD, str(_("Answers.")))
    long = waiting > LONG_QUEUE
    text = ngettext("%(count)d task waits for a worker.", "%(count)d tasks wait for a worker.", waiting)
    yield Finding("queue", _("Queue"), Mark.WARNING if long else Mark.GOOD, text % {"count": waiting}, waiting)


def _cache(at: datetime) -> Iterator[Finding]:
    client = redis.Redis.from_url(settings.CACHE_URL, socket_connect_timeout=0.5, socket_timeout=0.5)
    try:
        client.ping()
    finally:
        client.close()
    yield Finding("cache", _("Cache"), Mark.GOOD, str(_("Answers.")))


def _outbox(at: datetime) -> Iterator[Finding]:
    # What waits for hands, or for the end of the quiet hours, is no trouble.
    unsent = ~Q(state=State.FAILED) & Q(channel__in=channels.by_machine())
    resting = Q(keeps_hours=True, attempts=0, next_attempt_at__gt=at)
    figures = Delivery.objects.exclude(state__in=[State.SENT, State.DROPPED]).aggregate(
        waiting=Count("pk", filter=unsent),
        oldest=Min("queued_at", filter=unsent & ~resting),
        ahead=Count("pk", filter=unsent & Q(queued_at__gt=at + CLOCK_SLACK)),
        failed=Count("pk", filter=Q(state=State.FAILED)),
    )
    late = at - figures["oldest"] if figures["oldest"] else timedelta()
    mark, text = Mark.GOOD, _("Nothing is late.")
    if figures["ahead"]:
        mark, text = Mark.WARNING, _("Some were written while the clock was ahead.")
    if late > SLOW_OUTBOX_AFTER:
        mark = Mark.BAD if late > STUCK_OUTBOX_AFTER else Mark.WARNING
        text = _("Some have waited for more than a quarter of an hour.")
    yield Finding("outbox_waiting", _("Messages waiting"), mark, str(text), figures["waiting"])
    yield Finding(
        "outbox_oldest",
        _("Oldest message not sent"),
        mark,
        _since(figures["oldest"]) if figures["oldest"] else str(_("None.")),
        int(late.total_seconds()) if figures["oldest"] else None,
    )
    failed = figures["failed"]
    yield Finding(
        "outbox_failed",
        _("Messages failed"),
        Mark.BAD if failed else Mark.GOOD,
        str(_("See below what to do.")) if failed else str(_("None.")),
        failed,
    )


def _timetable(at: datetime, entries: list[Any] | None) -> Iterator[Finding]:
    """Entries that stand still because a clock was put back, and jobs that failed when they ran last."""
    found = [row for row in (selectors.entries() if entries is None else entries) if row.enabled]
    still = sum(row.last_run_at is not None and row.last_run_at > at + CLOCK_SLACK for row in found)
    yield Finding(
        "timetable",
        _("Timetable"),
        Mark.BAD if still else Mark.GOOD,
        str(_PUT_BACK) if still else str(_("Nothing is late.")),
        still,
    )
    broken = [row.task for row in found if row.trouble]
    yield Finding(
        "jobs",
        _("Jobs of the timetable"),
        Mark.WARNING if broken else Mark.GOOD,
        str(_("Failed when they ran last: %(names)s.") % {"names": ", ".join(broken)})
        if broken
        else str(_("All went well.")),
        len(broken),
    )


def _since(moment: datetime) -> str:
    return str(_("Since %(moment)s.") % {"moment": tanggal_pukul(moment)})


def _backup(at: datetime, changes: _Changes) -> Iterator[Finding]:
    """The newest file in BACKUP_DIR; nowhere else is looked. A house a week old without any is as bad as an old one."""
    saved = [one.stat().st_mtime for one in Path(settings.BACKUP_DIR).glob("*") if one.is_file()]
    if not saved:
        begun = min(changes.applied.values(), default=at)
        mark = Mark.BAD if at - begun > FIRST_BACKUP else Mark.WARNING
        yield Finding("backup", _("Backup"), mark, str(_("None yet.")))
        return
    age = max(at - datetime.fromtimestamp(max(saved), UTC), timedelta())
    text = ngettext("Saved %(count)d hour ago.", "Saved %(count)d hours ago.", age // HOUR) % {"count": age // HOUR}
    if age >= 2 * DAY:
        text = ngettext("Saved %(count)d day ago.", "Saved %(count)d days ago.", age // DAY) % {"count": age // DAY}
    yield Finding("backup", _("Backup"), Mark.BAD if age > OLD_BACKUP else Mark.GOOD, text, age // HOUR)


def _disk(at: datetime) -> Iterator[Finding]:
    usage = shutil.disk_usage(settings.DATA_DIR)
    percent = round(usage.used * 100 / (usage.used + usage.free))  # as df counts: the reserve is not ours
    mark = Mark.BAD if percent >= DISK_FULL else Mark.WARNING if percent >= DISK_WARNING else Mark.GOOD
    yield Finding("disk", _("Disk"), mark, str(_("%(percent)d%% used.") % {"percent": percent}), percent)


def _migrations(at: datetime, changes: _Changes) -> Iterator[Finding]:
    applied = changes.applied.keys()
    on_disk = MigrationLoader(None, ignore_no_migrations=True).graph.nodes
    pending = sum(
        key not in applied and not (one.replaces and applied >= set(one.replaces)) for key, one in on_disk.items()
    )
    text = (
        ngettext("%(count)d change is not applied yet.", "%(count)d changes are not applied yet.", pending)
        % {"count": pending}
        if pending
        else str(_("All applied."))
    )
    yield Finding("migrations", _("Database changes"), Mark.BAD if pending else Mark.GOOD, text, pending)


def worst(found: list[Finding]) -> Mark:
    """The overall mark: the worst single one."""
    order = [Mark.GOOD, Mark.WARNING, Mark.BAD]
    return max((finding.mark for finding in found), key=order.index, default=Mark.BAD)

"""What the administrators' first page says: what to do, whether the clockwork runs, what changed lately."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.admin.models import LogEntry
from django.db.models import Count, Max, Min, Q
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baubau_pembinaan.accounts.models import Appointment, StaffProfile, User
from baubau_pembinaan.core.formats import tanggal
from baubau_pembinaan.libraries.models import Holiday, Library, Signatory, Unit
from baubau_pembinaan.notifications.choices import State
from baubau_pembinaan.notifications.health import is_alive
from baubau_pembinaan.notifications.models import Delivery, Heartbeat

from .home import personal_tasks
from .rooms import all_of

OUTBOX_LATE_AFTER = timedelta(minutes=10)
CHANGES_SHOWN = 10


@dataclass(frozen=True)
class Task:
    """One thing to do, verb first, and the page where it is done; `due` is the day it is due by, in words."""

    text: str
    url: str
    due: str = ""


@dataclass(frozen=True)
class Figure:
    """A number that opens the rows behind it."""

    value: str
    label: str
    url: str


@dataclass(frozen=True)
class Pulse:
    """One part of the background work: `state` is good, warning or bad; the words say it too."""

    name: str
    words: str
    state: str
    url: str = ""


@dataclass
class Board:
    tasks: list[Task] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    pulses: list[Pulse] = field(default_factory=list)
    changes: list[LogEntry] = field(default_factory=list)


def dashboard_for(user: Any, *, at: datetime) -> Board:
    """Everything the page draws; what the person may not view is left out. At most ten statements."""
    board = Board(tasks=_own_tasks(user, at))
    if user.has_perm("libraries.view_library"):
        board.tasks += _office_tasks(at)
    if user.has_perm("accounts.view_staffprofile"):
        _people(board, user, at)
    if user.has_perm("notifications.view_delivery"):
        _clockwork(board, at)
    for add in all_of("BOARD"):
        add(board, user, at)
    board.changes = _changes(user)
    return board


def list_url(model: Any, query: str = "") -> str:
    """The change list of a model with a query; empty where the model is not in the admin."""
    try:
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    except NoReverseMatch:
        return ""
    return f"{address}?{query}" if query else address


def _own_tasks(user: Any, at: datetime) -> list[Task]:
    """What the staff home asks of this very person; the office's own tasks follow it here."""
    today = timezone.localdate(at)
    return [
        Task(task.title, task.url, f"{tanggal(task.due_on)} · {task.status}".strip(" ·") if task.due_on else "")
        for task in personal_tasks(user, today)
    ]


def _office_tasks(at: datetime) -> list[Task]:
    today = timezone.localdate(at)
    tasks = []
    library = Library.current()
    if not (library.office_line_1 and library.office_line_2 and library.address):
        tasks.append(Task(_("Complete the letterhead: office and address."), list_url(Library)))
    if not Signatory.objects.filter(valid_from__lte=today).exclude(valid_until__lt=today).exists():
        tasks.append(Task(_("Name a signatory; letters and reports have nobody to sign them."), list_url(Signatory)))
    year = today.year if today.month < 11 else today.year + 1
    if not Holiday.objects.filter(date__year=year).exists():
        tasks.append(Task(_("Enter the holidays of %(year)s.") % {"year": year}, list_url(Holiday)))
    return tasks


def _people(board: Board, user: Any, at: datetime) -> None:
    today = timezone.localdate(at)
    working = StaffProfile.objects.filter(left_on=None)
    on_staff = working.aggregate(count=Count("pk"))["count"]
    unposted = working.exclude(appointments__in=Appointment.objects.on(today)).order_by("pk")
    without = list(unposted.values_list("pk", flat=True)[:100])
    if without:
        text = ngettext(
            "Enter the appointment of %(count)s person who has none today.",
            "Enter the appointments of %(count)s people who have none today.",
            len(without),
        )
        query = "id__in=" + ",".join(str(pk) for pk in without)
        board.tasks.append(Task(text % {"count": len(without)}, list_url(StaffProfile, query)))
    accounts = User.objects.filter(is_active=True).aggregate(
        active=Count("pk"),
        never=Count("pk", filter=Q(last_login=None)),
        ended=Count("pk", filter=Q(inspector_until__lt=today)),
    )
    if accounts["ended"] and user.has_perm("accounts.change_user"):
        text = ngettext(
            "Close %(count)s inspector's account whose term has ended.",
            "Close %(count)s inspectors' accounts whose term has ended.",
            accounts["ended"],
        )
        query = f"inspector_until__lt={today:%Y-%m-%d}&is_active__exact=1"
        board.tasks.append(Task(text % {"count": accounts["ended"]}, list_url(User, query)))
    staff = Figure(_number(on_staff), _("people on the staff"), list_url(StaffProfile, "left_on__isnull=True"))
    active = Figure(_number(accounts["active"]), _("active accounts"), list_url(User, "is_active__exact=1"))
    unused = list_url(User, "last_login__isnull=True&is_active__exact=1")
    units = Unit.objects.filter(is_active=True).count()
    board.figures += [
        staff,
        active,
        Figure(_number(accounts["never"]), _("accounts never used"), unused),
        Figure(_number(units), _("active units"), list_url(Unit, "is_active__exact=1")),
    ]


def _clockwork(board: Board, at: datetime) -> None:
    seen = dict(Heartbeat.objects.values_list("name", "at"))
    board.pulses += [
        _heart(_("Timetable"), seen.get("beat"), at),
        _heart(_("Background worker"), seen.get("worker"), at),
    ]
    box = Delivery.objects.aggregate(
        waiting=Count("pk", filter=Q(state__in=[State.WAITING, State.SENDING])),
        oldest=Min("next_attempt_at", filter=Q(state=State.WAITING)),
        failed=Count("pk", filter=Q(state=State.FAILED)),
        last=Max("sent_at"),
    )
    late = box["oldest"] is not None and at - box["oldest"] > OUTBOX_LATE_AFTER
    words = (
        ngettext("%(count)s message waits", "%(count)s messages wait", box["waiting"]) % {"count": box["waiting"]}
        if box["waiting"]
        else _("nothing waits")
    )
    waiting_url = list_url(Delivery, f"state__exact={State.WAITING}")
    board.pulses.append(Pulse(_("Outbox"), words, "warning" if late else "good", waiting_url))
    failed_url = list_url(Delivery, f"state__exact={State.FAILED}")
    if box["failed"]:
        text = ngettext("%(count)s message failed", "%(count)s messages failed", box["failed"])
        board.pulses.append(Pulse(_("Deliveries"), text % {"count": box["failed"]}, "bad", failed_url))
        text = ngettext(
            "Look at %(count)s message that could not be delivered.",
            "Look at %(count)s messages that could not be delivered.",
            box["failed"],
        )
        board.tasks.insert(0, Task(text % {"count": box["failed"]}, failed_url))
    else:
        words = _("last one %(ago)s ago") % {"ago": _ago(box["last"], at)} if box["last"] else _("none yet")
        board.pulses.append(Pulse(_("Deliveries"), words, "good", list_url(Delivery)))


def _heart(name: str, seen: datetime | None, at: datetime) -> Pulse:
    if seen is None:
        return Pulse(name, _("not seen yet"), "warning")
    words = _("seen %(ago)s ago") % {"ago": _ago(seen, at)}
    return Pulse(name, words, "good" if is_alive(seen, at=at) else "bad")


def _ago(moment: datetime, at: datetime) -> str:
    return timesince(moment, at, depth=1)


def _changes(user: Any) -> list[LogEntry]:
    """The latest changes made in the admin: everyone's for those who may read the log, else one's own."""
    entries = LogEntry.objects.select_related("user", "content_type").order_by("-action_time", "-pk")
    if not user.has_perm("admin.view_logentry"):
        entries = entries.filter(user=user)
    return list(entries[:CHANGES_SHOWN])


def _number(value: int) -> str:
    return number_format(value, use_l10n=True, force_grouping=True)

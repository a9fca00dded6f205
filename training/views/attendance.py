"""Taking attendance: the list, the desk, the code on the wall."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, TimestampSigner, b62_decode
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views import View

from baubau_pembinaan.accounts.rules import profile_of
from baubau_pembinaan.core.formats import hari_tanggal, pukul
from baubau_pembinaan.core.qr import qr_svg
from baubau_pembinaan.core.xlsx import Column, xlsx_response
from baubau_pembinaan.documents.letterhead import letterhead
from baubau_pembinaan.documents.posters import Poster, poster
from baubau_pembinaan.libraries.models import Library
from training.choices import AttendanceState, AttendanceWay
from training.forms import DeskForm
from training.models import Meeting
from training.selectors import attendance as reading
from training.services import attendance
from training.services.attendance import Mark

from .common import need, own_profile, query_of, say_refusal, slice_of
from .found import session_or_404

KEPT_AT_MOST = timedelta(hours=24)
OPENED = TimestampSigner(salt="training.check-in")
LINES = 40  # of the list on one page


def meeting_of(request: HttpRequest, pk: int) -> Meeting:
    """The meeting, for planners and those who lead its session."""
    meeting = reading.MEETING.first(meeting=pk)
    if meeting is None:
        raise Http404
    is_trainer = meeting.trainer_id is not None and meeting.trainer == profile_of(request.user)
    if not is_trainer:
        need(request, "training.lead_session", meeting.session)
    return meeting


_code = lru_cache(maxsize=100)(lambda address, title: qr_svg(address, title=title))


def _desk_form(meeting: Meeting, data: Any = None) -> DeskForm:
    return DeskForm(data, wanted=reading.seated(meeting), first=reading.roster(meeting))


class AttendanceList(PermissionRequiredMixin, View):
    """The list to tick. A copy kept on a phone without a line arrives here later, once; it holds numbers, no names."""

    permission_required = "training.view_session"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        meeting = meeting_of(request, pk)
        return self._page(request, meeting, _desk_form(meeting))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        meeting, now = meeting_of(request, pk), timezone.now()
        taken_at = _moment(request.POST.get("taken_at", ""), now)
        if taken_at is None:
            return self._answer(request, meeting, "expired", _("This list is older than a day; it was not taken."))
        if request.POST.get("deed") == "desk":
            return self._desk(request, meeting, taken_at, now)
        try:
            marks = _marks(request)
            taken, stale = attendance.take_list(
                meeting=meeting, marks=marks, way=AttendanceWay.LIST, by=request.user, taken_at=taken_at, at=now
            )
        except ValidationError as refusal:
            return self._answer(request, meeting, "refused", " ".join(refusal.messages))
        words = _("The list is saved: %(n)s lines changed.") % {"n": taken}
        if stale:
            words = _("%(words)s %(n)s were older than what stands already.") % {"words": words, "n": stale}
        return self._answer(request, meeting, "stored", words)

    def _desk(self, request: HttpRequest, meeting: Meeting, taken_at: datetime, now: datetime) -> HttpResponse:
        form = _desk_form(meeting, request.POST)
        if not form.is_valid():
            if request.headers.get("X-Roster"):
                words = " ".join(error for errors in form.errors.values() for error in errors)
                return self._answer(request, meeting, "refused", words)
            return self._page(request, meeting, form)
        mark = attendance.desk_mark(meeting=meeting, **form.times(meeting))
        try:
            attendance.take_list(
                meeting=meeting, marks=[mark], way=AttendanceWay.DESK, by=request.user, taken_at=taken_at, at=now
            )
        except ValidationError as refusal:
            return self._answer(request, meeting, "refused", " ".join(refusal.messages))
        return self._answer(request, meeting, "stored", _("The attendance is written down."))

    def _answer(self, request: HttpRequest, meeting: Meeting, result: str, words: str) -> HttpResponse:
        if request.headers.get("X-Roster"):
            if result == "stored" and not request.POST.get("kept"):
                messages.success(request, words)  # the page is drawn anew
            return JsonResponse({"result": result, "words": words})
        (messages.success if result == "stored" else messages.error)(request, words)
        return redirect(f"{request.path}{'?' if request.GET else ''}{request.GET.urlencode()}")

    def _page(self, request: HttpRequest, meeting: Meeting, form: DeskForm) -> HttpResponse:
        query = query_of(request)
        part = slice_of(request, reading.roster(meeting, query), per=LINES)
        marks = reading.marks(meeting, part)
        for row in part:
            row.mark = marks.get(row.pk)
        address = settings.SITE_URL + reverse("training:check-in", args=[meeting.token])
        context = {
            "meeting": meeting,
            "session": meeting.session,
            "rows": part,
            "query": query,
            "searches": bool(query or part.earlier or part.later),
            "form": form,
            "states": AttendanceState.choices,
            "qr": _code(address, _("Check-in code")),
            "may_take": meeting.session.is_open,
            "own": profile.pk if (profile := profile_of(request.user)) else None,
        }
        return render(request, "training/attendance/list.html", context)


def _moment(text: str, now: datetime) -> datetime | None:
    """When the list was filled in; now where nothing is said; None where that is more than a day ago."""
    if not text:
        return now
    try:
        moment = parse_datetime(text[:40])
    except ValueError:
        return now
    if moment is None:
        return now
    moment = moment if moment.tzinfo else timezone.make_aware(moment)
    return None if moment < now - KEPT_AT_MOST else min(moment, now)


def _marks(request: HttpRequest) -> list[Mark]:
    """The filled lines of the list: `state-<number>`, `minutes-<number>`. Lines without a state say nothing.

    `whole`: the meeting's minutes as the list showed them; who had them all has all of the meeting as it is now.
    """
    marks, whole = [], request.POST.get("whole", "")
    for name, state in request.POST.items():
        number = name.removeprefix("state-")
        if not name.startswith("state-") or not number.isascii() or not number.isdigit() or len(number) > 15:
            continue
        if not state:
            continue
        if state not in AttendanceState.values:
            raise ValidationError(_("An attendance on the list is unknown."))
        typed = request.POST.get(f"minutes-{number}", "").strip()
        if typed and not (typed.isascii() and typed.isdigit() and len(typed) < 6):
            raise ValidationError(_("Minutes are a whole number."))
        marks.append(Mark(int(number), state, int(typed) if typed and typed != whole else None))
    return marks


class CheckIn(PermissionRequiredMixin, View):
    """Where the code on the wall leads: one button, "I am here".

    Pressed while the line is cut, it arrives later with the moment at which this page was opened, as signed here.
    """

    permission_required = "training.take_part"

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        profile = own_profile(request)
        meeting = get_object_or_404(Meeting.objects.select_related("session__programme"), token=token)
        found = meeting.attendances.filter(enrolment__profile=profile).first()
        context = {
            "meeting": meeting,
            "attendance": found if found and found.was_there else None,
            "opened": OPENED.sign(meeting.token),
            "place": meeting.session.enrolments.filter(profile=profile).order_by("-requested_at", "-pk").first(),
        }
        return render(request, "training/attendance/check_in.html", context)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        profile = own_profile(request)
        meeting = get_object_or_404(Meeting.objects.select_related("session__programme"), token=token)
        sends_later = request.headers.get("X-Roster")
        try:
            attendance.check_in(meeting=meeting, profile=profile, by=request.user, at=_pressed_at(request, meeting))
        except ValidationError as refusal:
            if sends_later:
                return JsonResponse({"result": "refused", "words": " ".join(refusal.messages)})
            say_refusal(request, refusal)
        if sends_later:
            return JsonResponse({"result": "stored", "words": ""})
        return redirect("training:check-in", token=token)


def _pressed_at(request: HttpRequest, meeting: Meeting) -> datetime:
    """Now; for a press kept on the phone, when the page was opened, at most a day ago."""
    now = timezone.now()
    if request.POST.get("kept") != "yes":
        return now
    try:
        opened = request.POST.get("opened", "")[:200]
        token = OPENED.unsign(opened, max_age=KEPT_AT_MOST)
    except BadSignature:
        return now
    moment = datetime.fromtimestamp(b62_decode(opened.rsplit(":", 2)[-2]), UTC)
    return moment if token == meeting.token else now


class CheckInPoster(PermissionRequiredMixin, View):
    """The code for the wall, as PDF."""

    permission_required = "training.view_session"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        meeting = meeting_of(request, pk)
        address = settings.SITE_URL + reverse("training:check-in", args=[meeting.token])
        content = Poster(
            title=_("Attendance"),
            url=address,
            address=address.split("://", 1)[1],
            lead=meeting.session.title,
            steps=[
                _("Open your phone's camera and point it at the code."),
                _("Sign in if you are asked to."),
                _("Press “I am here”."),
            ],
            note=f"{hari_tanggal(meeting.starts_at)}, {pukul(meeting.starts_at)}",
        )
        body = poster(content, day=meeting.day, office=letterhead(), paper="a4")
        response = HttpResponse(body, content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="hadir-{meeting.pk}.pdf"'
        response["X-Content-Type-Options"] = "nosniff"
        return response


class AttendanceXlsx(PermissionRequiredMixin, View):
    """Every line of every meeting of a session."""

    permission_required = "training.view_session"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        session = session_or_404(request, pk)
        need(request, "training.lead_session", session)
        columns = [
            Column(_("Name")),
            Column(_("Meeting"), "datetime"),
            Column(_("Attendance")),
            Column(_("Minutes"), "int"),
            Column(_("How it was taken")),
            Column(_("Arrived at"), "datetime"),
            Column(_("Recorded at"), "datetime"),
        ]
        rows = [
            [
                row.enrolment.profile.full_name,
                row.meeting.starts_at,
                row.get_state_display(),
                row.minutes,
                row.get_way_display(),
                row.arrived_at,
                row.recorded_at,
            ]
            for row in reading.lines_of(session)
        ]
        title = _("Attendance: %(session)s") % {"session": session.title}
        return xlsx_response(title=title, columns=columns, rows=rows, office=Library.current().name)

"""After a date: the report in five minutes, photos, the office's papers, the year's figures."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views import View

from baubau_pembinaan.core.formats import angka, rupiah
from baubau_pembinaan.core.xlsx import Column, xlsx_response
from baubau_pembinaan.documents.letterhead import letterhead
from baubau_pembinaan.documents.models import StoredFile
from baubau_pembinaan.documents.posters import Poster, poster
from baubau_pembinaan.documents.render import to_docx, to_pdf
from baubau_pembinaan.documents.sniff import Kind
from baubau_pembinaan.libraries.models import Library
from outreach import papers, selectors
from outreach.choices import AgeBand, EventKind
from outreach.links import channel_url, event_url
from outreach.models import Event, HeadCount, OfficePaper, Session, SessionPhoto, SessionReport
from outreach.poster_words import LOOKED_AT, facts
from outreach.report_form import ReportForm
from outreach.services import attendance
from outreach.services.papers import SERIES, number_paper, paper_to_show
from outreach.services.photo_care import photos_looked_through
from outreach.services.promotion import channel_of
from outreach.views.sessions import refuse
from outreach.views.sure import ask, is_sure, removing_photo

PAPERS = ("undangan", "surat-tugas", "daftar-hadir", "laporan")


class ReportPage(PermissionRequiredMixin, View):
    """Numbers come filled in from the arrivals; the rest takes five minutes."""

    permission_required = "outreach.run_session"

    def _session(self, pk: int) -> Session:
        return get_object_or_404(Session.objects.select_related("event"), pk=pk)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        session = self._session(pk)
        report = SessionReport.objects.filter(session=session).first()
        heads = dict(HeadCount.objects.filter(session=session).values_list("age_band", "heads"))
        heads = heads or attendance.counted(session)
        initial: dict[str, Any] = {f"heads_{band}": number for band, number in heads.items()}
        if report:
            initial |= {"story": report.story, "lessons": report.lessons, "cost_idr": report.cost_idr}
        return self._page(request, session, ReportForm(initial=initial))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        session = self._session(pk)
        form = ReportForm(request.POST, request.FILES)
        if form.is_valid():
            data = form.cleaned_data
            try:
                attendance.write_report(
                    session=session,
                    heads=form.heads(),
                    story=data["story"],
                    lessons=data["lessons"],
                    cost_idr=data["cost_idr"] or 0,
                    by=request.user,
                    at=timezone.now(),
                    photos=[(photo, photo.name) for photo in data["photos"]],
                )
            except ValidationError as refusal:
                refuse(form, refusal)
            else:
                messages.success(request, _("The report is kept. Thank you."))
                return redirect("outreach:session-detail", pk=pk)
        return self._page(request, session, form)

    def _page(self, request: HttpRequest, session: Session, form: ReportForm) -> HttpResponse:
        context = {
            "session": session,
            "event": session.event,
            "form": form,
            "without_photos": selectors.registrations.without_photos(session),
            "photos": list(session.photos.order_by("pk")),
        }
        return render(request, "outreach/session/report.html", context)


class PhotosLookedThrough(PermissionRequiredMixin, View):
    """Somebody looked through the photos after a consent was withdrawn."""

    permission_required = "outreach.run_session"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        session = get_object_or_404(Session, pk=pk)
        try:
            since = datetime.fromisoformat(request.POST.get("since", ""))
        except ValueError:
            since = None
        if since and timezone.is_aware(since) and photos_looked_through(session=session, since=since):
            messages.success(request, _("Thank you: the photos of this date are looked through."))
        else:
            messages.error(request, _("Another consent was withdrawn in the meantime. Please look once more."))
        return redirect("outreach:session-detail", pk=pk)


class PhotoRemove(PermissionRequiredMixin, View):
    permission_required = "outreach.run_session"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        photo = get_object_or_404(SessionPhoto.objects.select_related("file"), pk=pk)
        session = photo.session_id
        if not is_sure(request):
            return ask(request, removing_photo(), reverse("outreach:report", args=[session]), staff=True)
        attendance.remove_photo(photo=photo)
        messages.success(request, _("The photo is removed."))
        return redirect(reverse("outreach:report", args=[session]))


class SessionPaper(PermissionRequiredMixin, View):
    """GET `?format=docx`: the paper as it stands, PDF otherwise. POST gives it its number first.

    What the page of the date does not offer, this address refuses and leads back to that page.
    """

    permission_required = "outreach.run_session"

    def _session(self, pk: int, kind: str) -> Session:
        if kind not in PAPERS:
            raise Http404
        return get_object_or_404(Session.objects.select_related("event"), pk=pk)

    def get(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        session = self._session(pk, kind)
        try:
            paper = paper_to_show(session=session, kind=kind, at=timezone.now())
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("outreach:session-detail", pk=pk)
        made = _made(session, kind, paper)
        word = request.GET.get("format") == "docx"
        body = to_docx(made.document) if word else to_pdf(made.document)
        ending = Kind.DOCX if word else Kind.PDF
        headers = {
            "Content-Disposition": content_disposition_header(word, f"{made.name}.{ending}"),
            "X-Content-Type-Options": "nosniff",
        }
        return HttpResponse(body, content_type=ending.content_type, headers=headers)

    def post(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        session = self._session(pk, kind)
        if kind not in SERIES:
            raise Http404
        if not request.user.has_perm("outreach.change_event"):
            raise PermissionDenied
        try:
            paper = number_paper(session=session, kind=kind, by=request.user, at=timezone.now())
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("The number is %(number)s.") % {"number": paper.number})
        return redirect("outreach:session-detail", pk=pk)


def _made(session: Session, kind: str, paper: OfficePaper | None) -> papers.Made:
    crew = list(selectors.events.crew_on(session))
    number, day = (paper.number.text, paper.day) if paper else ("", timezone.localdate())
    if kind == "undangan":
        return papers.invitation(session, number=number, day=day)
    if kind == "surat-tugas":
        return papers.assignment(session, crew, number=number, day=day)
    if kind == "daftar-hadir":
        seated = selectors.registrations.registrations_of(session)
        return papers.attendance_list(session, [row for row in seated if row.has_seat])
    report = SessionReport.objects.filter(session=session).first()
    if report is None:
        raise Http404
    heads = dict(HeadCount.objects.filter(session=session).values_list("age_band", "heads"))
    photos = [(_content(p.file), p.caption) for p in session.photos.select_related("file").order_by("pk")]
    return papers.activity_report(session, report, crew, heads, [(data, words) for data, words in photos if data])


def _content(stored: StoredFile) -> bytes:
    try:
        with stored.file.open("rb") as file:
            return file.read()
    except FileNotFoundError:
        return b""


class EventPoster(PermissionRequiredMixin, View):
    """`?kertas=a4|a5|square&bahasa=id|en`: a PDF poster with the code of the public page; `&format=png` a picture.

    `&kanal=` a channel's code: the address then tells by which channel somebody came.
    """

    permission_required = "outreach.view_event"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        event = get_object_or_404(Event.objects.published(), pk=pk)
        paper, language = request.GET.get("kertas", "a4"), request.GET.get("bahasa", "id")
        kind = request.GET.get("format", "pdf")
        if paper not in ("a4", "a5", "square") or language not in ("id", "en") or kind not in ("pdf", "png"):
            raise Http404
        now = timezone.now()
        coming = list(event.sessions.upcoming(now).order_by("starts_at", "pk")[:LOOKED_AT])
        for session in coming:
            session.event = event
        channel = channel_of(event, request.GET.get("kanal", ""))
        address = channel_url(channel) if channel else event_url(event)
        with override(language):
            content = Poster(
                title=event.reader_title,
                url=address,
                address=address.split("://", 1)[1],
                lead=event.reader_summary,
                facts=facts(event, coming),
            )
        sort: Any = kind
        size: Any = paper
        tongue: Any = language
        body = poster(content, day=timezone.localdate(now), office=letterhead(), paper=size, kind=sort, language=tongue)
        ending = Kind.PNG if kind == "png" else Kind.PDF
        response = HttpResponse(body, content_type=ending.content_type)
        response["Content-Disposition"] = f'inline; filename="poster-kegiatan-{pk}-{paper}.{kind}"'
        response["X-Content-Type-Options"] = "nosniff"
        return response


class Figures(PermissionRequiredMixin, View):
    """The year as TPBIS and the IPLM main table ask for it; `?tahun=2026`, `?format=xlsx`."""

    permission_required = "outreach.view_event"

    def get(self, request: HttpRequest) -> HttpResponse:
        today = timezone.localdate()
        text = request.GET.get("tahun", "")
        year = int(text) if text.isascii() and text.isdigit() and 2000 <= int(text) <= 2100 else today.year
        found = selectors.figures.year_figures(year)
        if request.GET.get("format") == "xlsx":
            return self._xlsx(found)
        context = {
            "year": str(year),
            "years": [str(today.year - n) for n in range(4)],
            "figures": found,
            "cards": [
                (_("Programmes"), angka(found.programmes), _("different events with a date held")),
                (_("Activities"), angka(found.activities), _("dates held")),
                (_("Participants"), angka(found.participants), _("heads of the reports")),
                (_("Together with partners"), angka(found.together), _("dates held, and meetings noted by hand")),
                (_("Cost"), rupiah(found.cost_idr), _("as reported")),
            ],
            "kinds": [(EventKind(kind).label, n, heads) for kind, n, heads in found.by_kind],
            "bands": [(label, found.by_band.get(band, 0)) for band, label in AgeBand.choices],
        }
        return render(request, "outreach/figures/detail.html", context)

    def _xlsx(self, found: Any) -> HttpResponse:
        rows: list[list[Any]] = [
            [_("Programmes"), "", found.programmes, None],
            [_("Activities"), "", found.activities, found.participants],
            [_("Together with partners"), "", found.together, None],
            *([_("Activities"), EventKind(kind).label, n, heads] for kind, n, heads in found.by_kind),
            *([_("Participants"), label, None, found.by_band.get(band, 0)] for band, label in AgeBand.choices),
        ]
        columns = [Column(_("Figure")), Column(_("Of")), Column(_("Number"), "int"), Column(_("Participants"), "int")]
        title = _("Activities of the year %(year)s") % {"year": found.year}
        return xlsx_response(title=title, columns=columns, rows=rows, office=Library.current().name)

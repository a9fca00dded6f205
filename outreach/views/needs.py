"""Staff pages: what the community needs, where, what became of it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import ListView

from baubau_pembinaan.core.charts import Tile, bar_chart, tile_map
from baubau_pembinaan.core.phones import shown_phone
from baubau_pembinaan.core.xlsx import Column, xlsx_response
from baubau_pembinaan.libraries.models import Library
from outreach import selectors
from outreach.choices import NeedSource, NeedStatus, NeedTheme
from outreach.links import need_url, whatsapp
from outreach.models import Need, Session
from outreach.need_forms import AnswerForm, NeedForm
from outreach.services import needs as deeds
from outreach.views.need_rows import need_tone, told_word
from outreach.views.sessions import refuse

YEARS_SHOWN = 5


class Filtered:
    request: HttpRequest

    @property
    def query(self) -> str:
        return " ".join(self.request.GET.get("q", "").replace("\x00", "").split())[:80]

    @property
    def held(self) -> bool:
        return self.request.GET.get("disisihkan") == "1"

    def chosen(self) -> Any:
        get = self.request.GET
        return selectors.needs.needs(
            search=self.query,
            theme=get.get("tema", ""),
            status=get.get("status", ""),
            district=get.get("kecamatan", ""),
            held=self.held,
        )


class NeedList(PermissionRequiredMixin, Filtered, ListView):
    permission_required = "outreach.view_need"
    template_name = "outreach/need/list.html"
    context_object_name = "needs"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return self.chosen()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        get, districts = self.request.GET, selectors.needs.districts()
        return context | {
            "query": self.query,
            "held": self.held,
            "filters": [
                {"name": "tema", "label": _("Theme"), "value": get.get("tema", ""), "options": NeedTheme.choices},
                {
                    "name": "kecamatan",
                    "label": _("District (kecamatan)"),
                    "value": get.get("kecamatan", ""),
                    "options": districts,
                },
                {"name": "status", "label": _("Status"), "value": get.get("status", ""), "options": NeedStatus.choices},
            ],
        }


class NeedXlsx(PermissionRequiredMixin, Filtered, View):
    """The list without names and numbers of who asked."""

    permission_required = "outreach.view_need"

    def get(self, request: HttpRequest) -> HttpResponse:
        columns = [
            Column(_("Asked on"), "date"), Column(_("District (kecamatan)")), Column(_("Theme")),
            Column(_("The need or wish")), Column(_("How we heard of it")), Column(_("Status")),
            Column(_("What it became")), Column(_("Event, training or purchase")), Column(_("Answer")),
        ]  # fmt: skip
        rows = (
            [
                need.asked_on, need.district.name if need.district else "", need.get_theme_display(), need.text,
                need.get_source_display(), need.get_status_display(), need.get_outcome_display(),
                need.event.reader_title if need.event else need.reference, need.answer,
            ]
            for need in self.chosen()[:10_000]
        )  # fmt: skip
        return xlsx_response(title=_("Community needs"), columns=columns, rows=rows, office=Library.current().name)


class NeedMap(PermissionRequiredMixin, View):
    """`?tahun=&tema=`: how many wishes each kecamatan has, as tiles and as a table."""

    permission_required = "outreach.view_need"

    def get(self, request: HttpRequest) -> HttpResponse:
        this_year = timezone.localdate().year
        years = [this_year - back for back in range(YEARS_SHOWN)]
        asked, theme = request.GET.get("tahun", ""), request.GET.get("tema", "")
        year = next((one for one in years if str(one) == asked), this_year)
        theme = theme if theme in NeedTheme.values else ""
        found = selectors.needs.counted(year=year, theme=theme)
        tiles = [Tile(row.name, *row.cell, row.wishes, row.top if not theme else "") for row in found.rows]
        title = _("Wishes by kecamatan, %(year)s") % {"year": year}
        themes = selectors.needs.theme_rows(found)
        context = {
            "found": found,
            "year": year,
            "years": years,
            "theme": theme,
            "themes": NeedTheme.choices,
            "map": tile_map(tiles, title=title, value_label=_("Wishes")),
            "chart": bar_chart(themes, title=_("What is wished for"), value_label=_("Wishes"), width=460)
            if themes
            else None,
            "rows": sorted(found.rows, key=lambda row: (-row.wishes, row.name)),
            "outcomes": selectors.needs.outcome_rows(found),
        }
        return render(request, "outreach/need/map.html", context)


class NeedAdd(PermissionRequiredMixin, View):
    """`?tanggal=`: noted at that date of an event."""

    permission_required = "outreach.add_need"

    def _session(self, request: HttpRequest) -> Session | None:
        asked = request.GET.get("tanggal", "")
        if not asked.isdecimal() or len(asked) > 9:
            return None
        joined = Session.objects.select_related("event__village__district")
        return get_object_or_404(joined, pk=int(asked))

    def get(self, request: HttpRequest) -> HttpResponse:
        session = self._session(request)
        village = session.event.village if session else None
        source = request.GET.get("sumber", "")
        initial = {
            "source": NeedSource.ACTIVITY if session else source if source in NeedSource.values else NeedSource.DESK,
            "district": village.district_id if village else None,
        }
        return self._page(request, session, NeedForm(staff=True, initial=initial))

    def post(self, request: HttpRequest) -> HttpResponse:
        session, form = self._session(request), NeedForm(request.POST, staff=True)
        if not form.is_valid():
            return self._page(request, session, form)
        need = deeds.note_need(**form.cleaned_data, session=session, by=request.user, at=timezone.now())
        messages.success(request, _("The wish is kept. Its code is %(code)s.") % {"code": need.code_shown})
        return redirect("outreach:need-detail", pk=need.pk)

    def _page(self, request: HttpRequest, session: Session | None, form: NeedForm) -> HttpResponse:
        return render(request, "outreach/need/form.html", {"form": form, "session": session})


class NeedDetail(PermissionRequiredMixin, View):
    """One wish, the answer form for those who decide, and the like ones that could become the same event."""

    permission_required = "outreach.view_need"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return need_page(request, _found(pk))


class NeedAnswer(PermissionRequiredMixin, View):
    permission_required = "outreach.manage_need"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        need, form = _found(pk), AnswerForm(request.POST)
        if form.is_valid():
            try:
                deeds.answer_need(need=need, by=request.user, on=timezone.localdate(), **form.cleaned_data)
            except ValidationError as refusal:
                refuse(form, refusal)
            else:
                messages.success(request, _("The answer is kept."))
                return redirect("outreach:need-detail", pk=pk)
        return need_page(request, need, form)


class NeedDeed(PermissionRequiredMixin, View):
    """Keep or discard what was held aside; note that the answer was sent."""

    permission_required = "outreach.manage_need"
    http_method_names = ["post"]
    said: Any = gettext_lazy("The wish is kept and counts.")

    def post(self, request: HttpRequest, pk: int, deed: str) -> HttpResponse:
        need = _found(pk)
        if deed == "simpan":
            deeds.look_at_held(need=need, keep=True)
            messages.success(request, self.said)
        elif deed == "buang":
            if need.is_held:
                deeds.look_at_held(need=need, keep=False)
                messages.success(request, _("The wish is discarded."))
                return redirect(f"{reverse('outreach:need-list')}?disisihkan=1")
        elif deed == "terkirim":
            deeds.mark_told(need=need, on=timezone.localdate())
            messages.success(request, _("Noted: the answer was sent."))
        else:
            raise Http404
        return redirect("outreach:need-detail", pk=pk)


class NeedEvent(PermissionRequiredMixin, View):
    """Make an event draft of the wish and the ticked ones; the draft opens to be completed."""

    permission_required = ("outreach.manage_need", "outreach.add_event")
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        need = _found(pk)
        ticked = {int(value) for value in request.POST.getlist("juga") if value.isdecimal() and len(value) < 10}
        also = [one for one in selectors.needs.like(need)[: selectors.needs.LIKE_SHOWN] if one.pk in ticked]
        try:
            event = deeds.make_event_of(need=need, also=also, by=request.user, on=timezone.localdate())
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("outreach:need-detail", pk=pk)
        messages.success(request, _("The draft is made. Complete it and ask for approval."))
        return redirect("outreach:event-edit", pk=event.pk)


def _found(pk: int) -> Need:
    need = selectors.needs.need_for_page(pk)
    if need is None:
        raise Http404
    return need


def need_page(request: HttpRequest, need: Need, form: AnswerForm | None = None) -> HttpResponse:
    may_answer = request.user.has_perm("outreach.manage_need")
    initial = {
        "status": need.status, "theme": need.theme, "district": need.district_id, "outcome": need.outcome,
        "reference": need.reference, "answer": need.answer,
    }  # fmt: skip
    told = told_word(need)[0]
    words = "\n".join(part for part in (told, need.answer, need_url(need)) if part)
    can_become = may_answer and not need.has_deed and not need.is_held and request.user.has_perm("outreach.add_event")
    context = {
        "need": need,
        "tone": need_tone(need),
        "told": told,
        "form": (form or AnswerForm(initial=initial)) if may_answer and not need.is_held else None,
        "may_answer": may_answer,
        "phone": shown_phone(need.phone) if need.phone else "",
        "to_asker": whatsapp(words, need.phone) if need.phone and need.answer else "",
        "can_become": can_become,
        "like": list(selectors.needs.like(need)[: selectors.needs.LIKE_SHOWN]) if can_become else [],
    }
    return render(request, "outreach/need/detail.html", context)

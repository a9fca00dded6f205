"""What was asked at the reference desk in a year: by everybody, by oneself, by one person whose review one leads."""

from datetime import date

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.accounts.rules import profile_of
from baubau_pembinaan.core.charts import line_chart
from baubau_pembinaan.core.formats import SHORT_MONTHS, angka
from baubau_pembinaan.core.xlsx import Column, xlsx_response
from baubau_pembinaan.libraries.models import Library
from evaluations import selectors
from evaluations.selectors.reviews import person_judged_by
from evaluations.tally_choices import TallyChannel, TallyMinutes, TallyResult

from .tally import number_of


class Chosen:
    """`?tahun=` and `?siapa=`: "saya", or the number of a person, for themselves and whoever leads their review of that
    year (it is the source of a line of evidence)."""

    request: HttpRequest

    def choose(self) -> None:
        """Http404 where the person is none of the reader's business."""
        self.years = selectors.tally.years() or [timezone.localdate().year]
        year = number_of(self.request.GET.get("tahun"))
        self.year = year if year in self.years else self.years[0]
        me, whose = profile_of(self.request.user), self.request.GET.get("siapa", "")
        self.staff = me if whose == "saya" else self._judged(me, number_of(whose))
        self.mine = me is not None and self.staff == me
        self.span = date(self.year, 1, 1), date(self.year, 12, 31)

    def _judged(self, me: StaffProfile | None, pk: int) -> StaffProfile | None:
        if not pk or (me is not None and me.pk == pk):
            return me if pk else None
        person = person_judged_by(self.request.user, pk, self.year, timezone.localdate())
        if person is None:
            raise Http404
        return person


class TallyFigures(PermissionRequiredMixin, Chosen, View):
    """What was asked in a year, by everybody or by oneself."""

    http_method_names = ["get", "head"]
    permission_required = "evaluations.view_referencetally"

    def get(self, request: HttpRequest) -> HttpResponse:
        self.choose()
        found = selectors.tally.figures(*self.span, staff=self.staff)
        names = SHORT_MONTHS["en" if (get_language() or "id").startswith("en") else "id"]
        today = timezone.localdate()
        now = today.month if self.year == today.year else None
        # A month still to come has no figure, not a zero.
        drawn = [n if month <= (now or 12) else None for month, n in enumerate(found.months, start=1)]
        chart = line_chart(
            names, {_("Questions"): drawn}, title=_("Questions a month"), minimum=0, running=now - 1 if now else None
        )
        share = found.unanswered_share
        context = {
            "year": self.year,
            "years": self.years,
            "mine": self.mine,
            "staff": self.staff,
            "figures": found,
            "hours": angka(round(found.minutes / 60)),
            "percent": None if share is None else round(share * 100),
            "chart": chart,
            "query": request.GET.urlencode(),
        }
        return render(request, "evaluations/tally/figures.html", context)


class TallyXlsx(PermissionRequiredMixin, Chosen, View):
    http_method_names = ["get", "head"]
    permission_required = "evaluations.view_referencetally"

    def get(self, request: HttpRequest) -> HttpResponse:
        self.choose()
        english = (get_language() or "id").startswith("en")
        columns = [
            Column(_("Day"), "date"), Column(_("Topic")), Column(_("How it was put")), Column(_("Result")),
            Column(_("Time")), Column(_("Questions"), "int"),
        ]  # fmt: skip
        rows = (
            [
                row["day"], (english and row["topic__name_en"]) or row["topic__name"],
                str(TallyChannel(row["channel"]).label), str(TallyResult(row["result"]).label),
                str(TallyMinutes(row["minutes"]).label), row["n"],
            ]
            for row in selectors.tally.days(*self.span, staff=self.staff)
        )  # fmt: skip
        return xlsx_response(
            title=_("Reference and guidance"),
            period=str(self.year),
            columns=columns,
            rows=rows,
            office=Library.current().name,
        )

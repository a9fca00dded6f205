"""Closing a JP year: what it settles is read first."""

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from training.selectors.closing import year_end
from training.services import ledger

from .common import say_refusal
from .ledger import FIRST_YEAR, year_of


class YearClose(PermissionRequiredMixin, View):
    """The year of the address (`tahun`), the last one where it says none that is over."""

    permission_required = "training.verify_jp"

    def get(self, request: HttpRequest) -> HttpResponse:
        last = timezone.localdate().year - 1
        year = min(year_of(request), last)
        years = [value for value in range(last, max(last - 5, FIRST_YEAR - 1), -1) if value != year]
        return render(request, "training/jp/close_year.html", {"end": year_end(year), "year": year, "years": years})

    def post(self, request: HttpRequest) -> HttpResponse:
        text = request.POST.get("year", "")
        year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else timezone.localdate().year
        try:
            ledger.close_year(year=year, by=request.user, at=timezone.now(), on=timezone.localdate())
        except ValidationError as refusal:
            say_refusal(request, refusal)
            return redirect(f"{reverse('training:year-close')}?tahun={year}")
        messages.success(request, _("The JP year %(year)s is closed.") % {"year": year})
        return redirect(f"{reverse('training:team-jp')}?tahun={year}")

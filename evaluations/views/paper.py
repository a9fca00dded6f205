"""Staff page: typing paper sheets into a grid, twenty at once."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.decorators.cache import never_cache

from evaluations import selectors
from evaluations.choices import Slot, Unsur
from evaluations.form_token import BadToken, make_token, read_token
from evaluations.forms import DEMOGRAPHIC_FIELDS
from evaluations.models import Period
from evaluations.models.survey import open_to_code
from evaluations.paper_form import SHEETS, Column, ParsedGrid, columns_of, parse_grid
from evaluations.services.paper import enter_paper


@method_decorator(never_cache, name="dispatch")
class PaperEntry(PermissionRequiredMixin, View):
    """The whole grid or nothing; the same grid sent twice counts once (its token)."""

    permission_required = "evaluations.add_paperbatch"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request, self._period(pk), None)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        period, today = self._period(pk), timezone.localdate()
        columns = self._columns(period)
        grid = parse_grid(
            request.POST, columns, period=period, today=today, service_point_id=period.survey.service_point_id
        )
        by_script = "X-Survey" in request.headers
        try:
            token = read_token(request.POST.get("token", ""))
            if token.period_id != period.pk:
                raise BadToken
        except BadToken:
            grid.errors.insert(
                0, _("This page was open for too long. The sheets are still here: please send them again.")
            )
        if not grid.errors:
            try:
                number, new = enter_paper(
                    period=period, drafts=grid.drafts, nonce=token.nonce, day=grid.day, by=request.user, today=today
                )
            except ValidationError as refusal:
                grid.errors.extend(refusal.messages)
            else:
                return self._done(request, period, number, new, by_script)
        if by_script:
            return JsonResponse({"result": "invalid"})
        return self._page(request, period, grid)

    def _done(self, request: HttpRequest, period: Period, number: int, new: bool, by_script: bool) -> HttpResponse:
        if new:
            words = ngettext("%(n)s paper sheet now counts.", "%(n)s paper sheets now count.", number)
            messages.success(request, words % {"n": number})
        else:
            messages.info(request, _("These sheets were in already; nothing was counted twice."))
        url = reverse("evaluations:paper-entry", args=[period.pk])
        return JsonResponse({"result": "stored", "url": url}) if by_script else redirect(url)

    def _period(self, pk: int) -> Period:
        rows = Period.objects.filter(open_to_code("survey__"))
        about = ("survey__service_point", "survey__event", "version__instrument")
        return get_object_or_404(rows.select_related(*about), pk=pk)

    def _columns(self, period: Period) -> list[Column]:
        self.groups = selectors.public.option_groups()
        self.services = selectors.public.services_of(period.survey)
        about = period.survey.asks_about_respondent
        return columns_of(selectors.public.questions_of(period), self.groups, about, self.services)

    def _legend(self, period: Period) -> list[tuple[str, list[tuple[int, str]]]]:
        """What the numbers about the respondent mean."""
        if not period.survey.asks_about_respondent:
            return []
        found = [
            (str(kind.label), [(option.code, str(option)) for option in self.groups.get(kind, [])])
            for kind in DEMOGRAPHIC_FIELDS.values()
        ]
        return [*found, (_("Service you received"), sorted(self.services.items()))] if self.services else found

    def _page(self, request: HttpRequest, period: Period, grid: ParsedGrid | None) -> HttpResponse:
        columns, today = self._columns(period), timezone.localdate()
        typed: Any = request.POST if grid else {}
        wrong = grid.wrong if grid else set()
        context = {
            "period": period,
            "survey": period.survey,
            "columns": columns,
            "rows": [_row(number, columns, typed, wrong) for number in range(1, SHEETS + 1)],
            "legend": self._legend(period),
            "asked": [
                (column, Unsur(question.unsur).label if question.unsur else question.reader_text)
                for column, question in zip(columns, selectors.public.questions_of(period), strict=False)
                if column.slot is not None
            ],
            "own": [
                (column, list(question.answers))
                for column, question in zip(columns, selectors.public.questions_of(period), strict=False)
                if column.own is not None
            ],
            "day": typed.get("day", "") or min(today, period.ends_on).isoformat(),
            "day_is_wrong": "day" in wrong,
            "last_day": min(today, period.ends_on),
            "halves": Slot.choices,
            "half": typed.get("half", str(Slot.MORNING.value)),
            "errors": grid.errors if grid else [],
            "token": make_token(period.pk),
        }
        return render(request, "evaluations/paper/entry.html", context, status=422 if grid else 200)


def _row(number: int, columns: list[Column], typed: Any, wrong: set[str]) -> dict[str, Any]:
    sheet = _("Sheet %(sheet)s") % {"sheet": number}
    names = [(f"s{number}-{column.name}", column) for column in columns]
    return {
        "number": number,
        "cells": [
            {
                "name": name,
                "label": f"{sheet}, {column.label}",
                "codes": " ".join(map(str, sorted(column.allowed))),
                "longest": column.longest,
                "takes_words": column.takes_words,
                "value": typed.get(name, ""),
                "wrong": name in wrong,
            }
            for name, column in names
        ],
        "comment": {
            "name": f"s{number}-comment",
            "label": f"{sheet}, {_('suggestion')}",
            "value": typed.get(f"s{number}-comment", ""),
            "wrong": f"s{number}-comment" in wrong,
        },
    }

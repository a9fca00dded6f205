"""Lists: the hub of the word "Performance", my reviews, my team, who is late, the head's board, colleagues."""

from datetime import date
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from baubau_pembinaan.accounts.rules import is_agency_head, profile_of
from baubau_pembinaan.core.statements import Kept
from baubau_pembinaan.core.xlsx import Column, xlsx_response
from baubau_pembinaan.libraries import switches
from baubau_pembinaan.libraries.models import Library, Unit
from evaluations.curve import expected, warnings
from evaluations.models import Review, ReviewCycle
from evaluations.review_access import leads_any
from evaluations.review_choices import ENDED, CycleStatus, Stage
from evaluations.selectors import reviews as selectors

from .base import SENT, TONES, NeedsProfile

ROWS = 50
FINISHED = (Stage.ACKNOWLEDGED, *ENDED)  # for the person
_UNITS = Kept(lambda: Unit.objects.filter(is_active=True).order_by("name", "pk").values_list("pk", "name"))


def lines_of(rows: list[Review], *, ratings: bool) -> list[dict[str, Any]]:
    """Reviews as the tables draw them; `ratings` only for readers who may see everybody's in the list."""
    today = timezone.localdate()
    return [_line(row, today, ratings) for row in rows]


def hide_own(lines: list[dict[str, Any]], user: Any) -> list[dict[str, Any]]:
    """Whoever reads everybody's ratings still gets their own with the release."""
    me = profile_of(user)
    for line in lines:
        line["withheld"] = me is not None and line["row"].person_id == me.pk and not line["row"].is_released
        line["predicate"] = None if line["withheld"] else line["predicate"]
    return lines


def _line(row: Review, today: date, ratings: bool) -> dict[str, Any]:
    since, due = getattr(row, "late_since", None), row.due_on if row.cycle.is_running else None
    late = since is not None or (due is not None and due < today)
    return {
        "row": row,
        "tone": "late" if late else TONES[Stage(row.stage)],
        "due": since or due,
        "late": late,
        "period": since is not None and row.period_due == since,  # type: ignore[attr-defined]
        "supervisor": row.leader_name(getattr(row, "lead_id", None)),
        "predicate": row.predicate if ratings else None,
    }


class Home(TemplateView):
    """Where the word "Performance" leads: one's own reviews, the team's, the surveys."""

    template_name = "evaluations/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = self.request.user, timezone.localdate()
        profile = profile_of(user)
        # Two from January, when the new year has begun and the old one is not closed: what asks for something stands
        # first, and of several what is due first.
        mine = list(selectors.own_reviews(profile).filter(cycle__status="running")[:ROWS]) if profile else []
        mine.sort(key=lambda review: (review.stage in FINISHED, review.due_on or review.cycle.ends_on))
        return super().get_context_data(
            profile=profile,
            lines=lines_of(mine, ratings=False),
            review=mine[0] if mine else None,
            leads=bool(profile and leads_any(profile, today)),
            is_head=is_agency_head(user),
            uses_360=switches.is_on("review_360"),
            sees_board=user.has_perm("evaluations.lead_reviews"),
            **kwargs,
        )


class MyReviews(NeedsProfile, TemplateView):
    template_name = "evaluations/review/mine.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(selectors.own_reviews(self.profile)[:ROWS])
        lines = lines_of(rows, ratings=True)
        for line in lines:
            if not line["row"].is_released:
                line["predicate"] = None
        return super().get_context_data(lines=lines, **kwargs)


def waits(row: Review, me: int) -> bool:
    """Whether this supervisor is the next to act: on the plan, the evaluation, or an objection further down."""
    if row.stage == Stage.OBJECTED:
        return row.above_id == me
    return row.stage in (Stage.PROPOSED, Stage.RATING) and row.lead_id == me


class _Paged:
    request: HttpRequest

    def page_of(self, rows: Any, *, ratings: bool) -> dict[str, Any]:
        page = Paginator(rows, ROWS).get_page(self.request.GET.get("page"))
        return {"page_obj": page, "lines": lines_of(list(page.object_list), ratings=ratings)}


class Team(NeedsProfile, _Paged, TemplateView):
    """Whom I lead, and whose objections I decide."""

    template_name = "evaluations/review/team.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        years = [(str(year), str(year)) for year in selectors.years_started()]
        options = [(CycleStatus.RUNNING.value, CycleStatus.RUNNING.label), *years]
        asked = self.request.GET.get("year", CycleStatus.RUNNING)
        if asked and asked not in dict(options):
            asked = CycleStatus.RUNNING
        rows = selectors.team_reviews(self.profile, timezone.localdate(), year=asked)
        filters = [{"name": "year", "label": _("Year"), "value": asked, "options": options}]
        shown = self.page_of(rows, ratings=True)
        me = self.profile.pk
        waiting = [row for row in (line["row"] for line in shown["lines"]) if row.cycle.is_running and waits(row, me)]
        return super().get_context_data(filters=filters, waiting=waiting, **shown, **kwargs)


class Late(_Paged, TemplateView):
    """Who is late, each with whose turn it is."""

    template_name = "evaluations/review/late.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = selectors.late_reviews(self.request.user, timezone.localdate())
        shown = self.page_of(rows, ratings=False)
        for line in shown["lines"]:
            line["turn"] = selectors.whose_turn(line["row"])
        return super().get_context_data(**shown, **kwargs)


class _Board(PermissionRequiredMixin):
    permission_required = "evaluations.lead_reviews"
    request: HttpRequest

    def number(self, name: str) -> int | None:
        value = self.request.GET.get(name, "")
        return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None

    def cycles(self) -> tuple[ReviewCycle | None, list[ReviewCycle]]:
        """The chosen one, and all."""
        found = selectors.started_cycles()
        return selectors.cycle_of(found, self.number("year"), timezone.localdate()), found

    def rows(self, cycle: ReviewCycle) -> Any:
        return selectors.board_reviews(
            cycle, timezone.localdate(), stage=self.request.GET.get("stage", ""), unit=self.number("unit")
        )

    def sees_ratings(self, cycle: ReviewCycle) -> bool:
        """The head sees everybody's predikat; an administrator only how far each review is."""
        return is_agency_head(self.request.user) or cycle.admin_reads_text


class Board(_Board, _Paged, TemplateView):
    """The head's board: how far everybody is, the distribution as advice, what waits for release."""

    template_name = "evaluations/review/board.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cycle, cycles = self.cycles()
        if cycle is None:
            return super().get_context_data(cycle=None, **kwargs)
        ratings = self.sees_ratings(cycle)
        distribution = selectors.distribution(cycle) if ratings else None
        years = [(str(row.year), str(row.year)) for row in cycles]
        units = _UNITS.rows()
        filters = [
            {"name": name, "label": label, "value": self.request.GET.get(name, ""), "options": options}
            for name, label, options in (("stage", _("Stage"), Stage.choices), ("unit", _("Unit"), units))
        ]
        year = {"name": "year", "label": _("Year"), "value": cycle.year, "options": years, "one": True}
        shown = self.page_of(self.rows(cycle), ratings=ratings)
        hide_own(shown["lines"], self.request.user)
        return super().get_context_data(
            cycle=cycle,
            ratings=ratings,
            distribution=distribution,
            expected=expected(cycle.organisation_predicate) if ratings else [],
            off_curve=warnings(cycle.organisation_predicate, dict(distribution.counts)) if distribution else [],
            calibrates=switches.is_on("review_calibration"),
            filters=[year, *filters],
            **shown,
            **kwargs,
        )


class BoardXlsx(_Board, View):
    def get(self, request: HttpRequest) -> HttpResponse:
        cycle, _all = self.cycles()
        columns = [
            Column(_("Name")),
            Column(_("Unit")),
            Column(_("Supervisor")),
            Column(_("Stage")),
            Column(_("Due date"), "date"),
            Column(_("Work results")),
            Column(_("Conduct")),
            Column(_("Predikat")),
        ]
        rows: list[list[Any]] = []
        if cycle:
            ratings = self.sees_ratings(cycle)
            lines = hide_own(lines_of(list(self.rows(cycle)[:10_000]), ratings=ratings), request.user)
            for line in lines:
                row, told = line["row"], ratings and not line["withheld"]
                rows.append(
                    [
                        row.person.full_name,
                        str(row.unit or ""),
                        line["supervisor"],
                        row.get_stage_display(),
                        line["due"],
                        row.get_result_rating_display() if told and row.result_rating else "",
                        row.get_conduct_rating_display() if told and row.conduct_rating else "",
                        str(line["predicate"].label) if line["predicate"] else "",
                    ]
                )
        return xlsx_response(
            title=_("Performance reviews"),
            columns=columns,
            rows=rows,
            period=str(cycle.year) if cycle else "",
            office=Library.current().name,
        )


class Colleagues(PermissionRequiredMixin, NeedsProfile, TemplateView):
    """To whom a note may be written. Names and units only."""

    permission_required = "evaluations.give_feedback"
    template_name = "evaluations/review/colleagues.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = selectors.colleagues_to_praise(self.profile)
        page = Paginator(rows, ROWS).get_page(self.request.GET.get("page"))
        sent = self.request.session.pop(SENT, "")
        return super().get_context_data(page_obj=page, reviews=list(page.object_list), sent=sent, **kwargs)

"""The calibration by unit and by supervisor: each group's distribution beside that of the whole."""

from typing import Any

from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from evaluations.review_choices import Predicate
from evaluations.selectors import calibration as selectors

from .lists import ROWS, _Board, hide_own, lines_of


class Calibrate(_Board, TemplateView):
    template_name = "evaluations/review/calibration.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cycle, cycles = self.cycles()
        if cycle is None or not self.sees_ratings(cycle):
            return super().get_context_data(cycle=cycle, calibration=None, **kwargs)
        today, asked = timezone.localdate(), self.request.GET.get("by", "")
        by = asked if asked in selectors.BY else "unit"
        found = selectors.calibration(cycle, by, today)
        # A group's key says what it is: a number of a supervisor is none of a unit.
        kind, _mark, key = self.request.GET.get("group", "").partition("-")
        number = int(key) if kind == by and key.lstrip("-").isdecimal() and len(key) < 10 else None
        chosen = number if number in found.names else None
        groups = {"unit": _("Unit"), "supervisor": _("Supervisor")}
        filters = [
            {
                "name": "year",
                "label": _("Year"),
                "value": cycle.year,
                "options": [(str(row.year), str(row.year)) for row in cycles],
                "one": True,
            },
            {"name": "by", "label": _("Grouped by"), "value": by, "options": list(groups.items()), "one": True},
            {
                "name": "group",
                "label": groups[by],
                "value": f"{by}-{chosen}" if chosen is not None else "",
                "options": [(f"{by}-{pk}", name) for pk, name in found.names.items()],
            },
        ]
        small = chosen is not None and chosen not in {line.key for line in found.lines}
        whole, *others = found.lines
        if chosen is not None:
            others = [line for line in others if line.key == (None if small else chosen)]
        context: dict[str, Any] = {
            "cycle": cycle,
            "calibration": found,
            "lines_shown": [whole, *others],
            "predicates": list(Predicate),
            "filters": filters,
            "by": by,
            "group_label": groups[by],
            "chosen": found.names[chosen] if chosen is not None else "",
            "chosen_is_small": small,
        }
        if chosen is not None:
            rows = selectors.reviews_of_group(cycle, by, chosen, today)
            page = Paginator(rows, ROWS).get_page(self.request.GET.get("page"))
            lines = lines_of(list(page.object_list), ratings=True)  # who is here reads them on the board too
            context |= {"page_obj": page, "lines": hide_own(lines, self.request.user)}
        return super().get_context_data(**context, **kwargs)

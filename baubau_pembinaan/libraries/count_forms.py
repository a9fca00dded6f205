"""The daily grid as a form, and the form for an export of the library system."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .figures import GridRow
from .models import Counted, ServicePoint
from .models.count import MOST


@dataclass
class Cell:
    """One number to type. `was`: what its writer saw there; `now`: what stands there."""

    kind: str
    name: str
    label: str
    text: str
    was: str
    now: str
    error: str = ""

    @property
    def was_name(self) -> str:
        return self.name.replace("n-", "was-", 1)

    @property
    def differs(self) -> bool:
        return self.text != self.was

    @property
    def value(self) -> int | None:
        return int(self.text) if self.text else None


@dataclass
class Line:
    point: ServicePoint
    cells: list[Cell] = field(default_factory=list)


class Grid:
    """All points of a day. Only what differs from what its writer saw is written, so two writers do not collide; a
    number that somebody else wrote into the same cell meanwhile is shown before it is overwritten."""

    def __init__(self, rows: list[GridRow], data: Mapping[str, Any] | None = None) -> None:
        self.lines = [self._line(row, data) for row in rows]

    def _line(self, row: GridRow, data: Mapping[str, Any] | None) -> Line:
        line, said = Line(row.point), data or {}
        for kind, value in row.values.items():
            now = "" if value is None else str(value)
            name = f"n-{row.point.pk}-{kind}"
            cell = Cell(kind, name, str(Counted(kind).label), now, now, now)
            cell.was = str(said.get(cell.was_name, now))
            cell.text = "".join(str(said.get(name, cell.was)).split())
            cell.error = _error(cell)
            if cell.error:
                cell.was = now  # the next press is made in sight of what stands there
            line.cells.append(cell)
        return line

    @property
    def is_valid(self) -> bool:
        return not any(cell.error for line in self.lines for cell in line.cells)

    def changes(self) -> dict[int, dict[str, int | None]]:
        """Service point id -> kind -> the new value, of what was typed anew."""
        found = {line.point.pk: {c.kind: c.value for c in line.cells if c.differs} for line in self.lines}
        return {pk: values for pk, values in found.items() if values}


def _error(cell: Cell) -> str:
    text = cell.text
    if text and not (text.isascii() and text.isdigit()):
        return _("Write a whole number, or leave it empty.")
    if text and (len(text) > 9 or int(text) > MOST):
        return _("That many in one day cannot be.")
    if cell.differs and cell.now not in (cell.was, text):
        return _("A colleague wrote “%(n)s” meanwhile. Press once more to write yours.") % {"n": cell.now or "–"}
    return ""


class CountFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Export of SLiMS"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
        help_text=gettext_lazy("Visitor list or loan history, as CSV or Excel. Names in it are not read."),
    )
    service_point = forms.ModelChoiceField(
        label=gettext_lazy("Service point the figures belong to"), queryset=ServicePoint.objects.none()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service_point"].queryset = ServicePoint.objects.active().order_by("name", "pk")

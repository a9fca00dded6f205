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
    """One number to type. `was`: what stood there when the page was drawn."""

    kind: str
    name: str
    label: str
    text: str
    was: str
    error: str = ""

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

    @property
    def was_name(self) -> str:
        return f"was-{self.point.pk}"

    @property
    def was(self) -> str:
        return ",".join(cell.was for cell in self.cells)


class Grid:
    """All points of a day. Only what differs from what its writer saw is written, so two writers do not collide."""

    def __init__(self, rows: list[GridRow], data: Mapping[str, Any] | None = None) -> None:
        self.lines = [self._line(row, data) for row in rows]

    def _line(self, row: GridRow, data: Mapping[str, Any] | None) -> Line:
        line = Line(row.point)
        stored = ["" if value is None else str(value) for value in row.values.values()]
        was = stored
        if data is not None:
            seen = str(data.get(line.was_name, "")).split(",")
            was = seen if len(seen) == len(stored) else stored
        for kind, before in zip(row.values, was, strict=True):
            name = f"n-{row.point.pk}-{kind}"
            text = before if data is None else "".join(str(data.get(name, before)).split())
            line.cells.append(Cell(kind, name, str(Counted(kind).label), text, before, _error(text)))
        return line

    @property
    def is_valid(self) -> bool:
        return not any(cell.error for line in self.lines for cell in line.cells)

    def changes(self) -> dict[int, dict[str, int | None]]:
        """Service point id -> kind -> the new value, of what was typed anew."""
        found = {line.point.pk: {c.kind: c.value for c in line.cells if c.differs} for line in self.lines}
        return {pk: values for pk, values in found.items() if values}


def _error(text: str) -> str:
    if text and not (text.isascii() and text.isdigit()):
        return _("Write a whole number, or leave it empty.")
    if text and (len(text) > 9 or int(text) > MOST):
        return _("That many in one day cannot be.")
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
    dry_run = forms.BooleanField(
        label=gettext_lazy("Only try it out"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Says what would happen; saves nothing."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service_point"].queryset = ServicePoint.objects.active().order_by("name", "pk")

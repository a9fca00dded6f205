"""Pieces every chapter uses."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from baubau_pembinaan.core.xlsx import Column
from baubau_pembinaan.reports.content import Grid


def figures(name: str, rows: Sequence[tuple[str, Any, str]]) -> Grid:
    """A list of single figures: what, how much, in which unit."""
    columns = [Column(_("Figure")), Column(_("Value")), Column(_("Unit of measure"))]
    return Grid(name, columns, rows, widths=[5, 2, 2])

"""What a line of an order held when a page drew it, so that the second of two who change it is told."""

from baubau_pembinaan.core import marks
from collections_app.models import OrderLine

_FACTS = ("title", "author", "isbn", "publisher", "year", "audience", "main_class", "copies", "price_idr")


def mark_of(line: OrderLine) -> str:
    """All that can be changed of a stored line, in a short form that a page carries and hands back."""
    return marks.mark_of(line.pk, *(getattr(line, name) for name in _FACTS))

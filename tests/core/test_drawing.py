"""Rows drawn in a loop are what Django's own functions make of them."""

from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, override

from baubau_pembinaan.core.drawing import draw, drawn

CELLS = ["<b>\"a\" & 'b'</b>", mark_safe("<b>x</b>"), 1234, None, True, Decimal("1.50"), gettext_lazy("Status")]


def test_cells_are_escaped_as_django_does():
    pattern = "<td>{}</td>" * len(CELLS)
    with override("id"):
        assert drawn(pattern, *CELLS) == format_html(pattern, *CELLS)
        assert draw(pattern, [CELLS, CELLS[::-1]]) == format_html_join("", pattern, [CELLS, CELLS[::-1]])
        assert "&lt;b&gt;" in drawn("{}", CELLS[0]) and drawn("{}", drawn("{}", CELLS[0])) == drawn("{}", CELLS[0])


def test_no_rows_are_an_empty_text():
    assert draw("{}", []) == ""

"""Rows of the tables of orders, funds and what was received; see collection_rows."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from baubau_pembinaan.core.formats import written
from baubau_pembinaan.core.html import format_html, format_html_join
from baubau_pembinaan.core.templatetags.pembinaan import status
from collections_app.choices import MoveKind

from .collection_rows import NOTHING, words

register = template.Library()


@register.simple_tag
def order_rows(rows: Iterable[dict[str, Any]]) -> SafeString:
    said, drawn_status = written(), cache(status)
    small = '<br><span class="small muted">{}</span>'
    late, arrived = status(_("Late"), "late"), _("%(came)s of %(copies)s")

    def cells(row: dict[str, Any]) -> tuple[Any, ...]:
        order = row["order"]
        due = format_html(small, said.tanggal_pendek(order.due_on)) if order.due_on else ""
        number = f" · {order.listed_number}" if order.listed_number else ""
        return (
            row["url"], order.subject, order.vendor_name, number, f"{order.fund_name} {order.fund_year}",
            arrived % {"came": said.angka(order.came), "copies": said.angka(order.copies)},
            said.rupiah(order.total_idr), late if row["late"] else drawn_status(row["word"], row["tone"]), due,
        )  # fmt: skip

    return format_html_join(
        "",
        '<tr><th scope="row"><a href="{}">{}</a><br><span class="muted">{}{}</span></th><td>{}</td>'
        '<td class="num">{}</td><td class="num">{}</td><td><div>{}{}</div></td></tr>',
        map(cells, rows),
    )


@register.simple_tag
def fund_rows(rows: Iterable[dict[str, Any]]) -> SafeString:
    said, drawn_status = written(), cache(status)
    return format_html_join(
        "",
        '<tr><th scope="row"><a href="{}">{}</a><br><span class="muted">{}{}</span></th><td class="num">{}</td>'
        '<td class="num">{}</td><td class="num">{}</td><td class="num">{}</td><td>{}</td></tr>',
        (
            (
                row["url"], fund.name, fund.source, f" · {fund.account_code}" if fund.account_code else "",
                said.rupiah(balance.allocated_idr), said.rupiah(balance.committed_idr),
                said.rupiah(balance.spent_idr), said.rupiah(balance.left_idr), drawn_status(*row["state"]),
            )
            for row in rows
            for fund, balance in ((row["fund"], row["fund"].balance),)
        ),
    )  # fmt: skip


@register.simple_tag
def move_rows(moves: Iterable[tuple[Any, str]]) -> SafeString:
    said = written()
    kinds = words(MoveKind)

    def amount(moved: Any) -> str:
        return said.rupiah(moved) if moved else NOTHING

    def cells(move: Any, url: str) -> tuple[Any, ...]:
        order = format_html('<a href="{}">{}</a>', url, move.subject) if move.order_id else ""
        rest = f" {move.other_name} {move.other_year}" if move.other_name else ""
        rest += f" {move.paper}" if move.paper else ""
        rest += f" · {move.note}" if move.note else ""
        rest += f" · {move.by_name}" if move.by_name else ""
        return (
            kinds[move.kind], order, rest, said.tanggal_pendek(move.day), amount(move.allocated_idr),
            amount(move.committed_idr), amount(move.spent_idr),
        )  # fmt: skip

    return format_html_join(
        "",
        '<tr><th scope="row">{}<br><span class="muted">{}{}</span></th><td>{}</td><td class="num">{}</td>'
        '<td class="num">{}</td><td class="num">{}</td></tr>',
        (cells(move, url) for move, url in moves),
    )


@register.simple_tag
def accession_rows(items: Iterable[Any]) -> SafeString:
    said = written()
    return format_html_join(
        "",
        '<tr><th scope="row">{}</th><td>{}</td><td>{}</td><td>{}</td><td class="num">{}</td></tr>',
        (
            (
                item.name, item.inventory_code, said.tanggal_pendek(item.received_on) if item.received_on else "",
                f"{item.fund} {item.fund_year}"
                if item.receipt_line_id
                else f"{item.supplier} ({item.get_source_display()})",
                "" if item.price_idr is None else said.rupiah(item.price_idr),
            )
            for item in items
        ),
    )  # fmt: skip

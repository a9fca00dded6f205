"""Rows of this room's long tables, drawn in one loop of Python: fifty of them through template tags took half a page's
time."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django import template
from django.template.defaultfilters import truncatechars
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baubau_pembinaan.core.formats import tanggal_pukul, written
from baubau_pembinaan.core.html import format_html, format_html_join
from baubau_pembinaan.core.templatetags.pembinaan import status
from collections_app.choices import Audience, CatalogueSystem, MainClass, ResourceKind, Source

register = template.Library()
NOTHING = "–"
_MUTED = '<br><span class="muted">{}</span>'


def _muted(text: Any) -> SafeString | str:
    return format_html(_MUTED, text) if text else ""


def words(choices: Any) -> dict[str, str]:
    """A choice's words, looked up once a page."""
    return {value: str(label) for value, label in choices.choices}


@register.simple_tag
def board_rows(rows: Iterable[tuple[int, Any, str]]) -> SafeString:
    said, drawn_status = written(), cache(status)
    basket = status(_("in the basket"), "done")
    return format_html_join(
        "",
        '<tr><th scope="row">{}. <a href="{}">{}</a>{}</th><td><div>{}</div></td><td class="num">{}</td>'
        '<td class="num"><div>{}<br><span class="small muted">{} × {}{}</span></div></td><td>{}</td></tr>',
        (
            (
                position, url, place.title, _muted(place.author),
                format_html_join("", "{}{}: {}", (
                    (SafeString("<br>") if at else "", reason.words, reason.points)
                    for at, reason in enumerate(place.reasons)
                )),
                said.angka(place.points), said.rupiah(place.amount_idr), place.copies, said.rupiah(place.price_idr),
                _wished(place), basket if place.in_basket else drawn_status(place.why_not),
            )
            for position, place, url in rows
        ),
    )  # fmt: skip


def _wished(place: Any) -> SafeString | str:
    if place.wished <= place.copies:
        return ""
    return format_html(
        "<br>{}", ngettext("%(n)s copy wished", "%(n)s copies wished", place.wished) % {"n": place.wished}
    )


@register.simple_tag
def gift_rows(rows: Iterable[dict[str, Any]]) -> SafeString:
    said, drawn_status = written(), cache(status)
    sources = words(Source)
    return format_html_join(
        "",
        '<tr><th scope="row"><a href="{}">{}</a>{}</th><td>{}</td><td>{}</td><td class="num">{}</td>'
        '<td class="num">{}</td><td>{}</td></tr>',
        (
            (
                row["url"], gift.giver, _muted(gift.number_text), sources[gift.source],
                said.tanggal_pendek(gift.offered_on), said.angka(gift.titles),
                NOTHING if gift.is_offered else said.angka(gift.accepted), drawn_status(row["word"], row["tone"]),
            )
            for row in rows
            for gift in (row["gift"],)
        ),
    )  # fmt: skip


@register.simple_tag
def need_rows(needs: Iterable[Any], csrf_token: str, manages: bool, address: Any) -> SafeString:
    said = written()
    audiences, classes = words(Audience), words(MainClass)
    ended, remove = format_html(" {}", status(_("Ended"))), _("Remove")
    own = (
        '<form method="post" action="{}"><input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<button class="btn btn-small">{}</button></form>'
    )

    def last(need: Any) -> SafeString | str:
        if not manages:
            return ""
        form = format_html(own, address(need.pk), csrf_token, remove) if need.is_own else ""
        return format_html("<td>{}</td>", form)

    return format_html_join(
        "",
        '<tr><th scope="row">{}</th><td>{}</td><td>{}</td><td class="num">{}</td><td><div>{}{}</div></td>{}</tr>',
        (
            (
                need.label, audiences.get(need.audience, NOTHING), classes.get(need.main_class, NOTHING), need.steps,
                said.tanggal_pendek(need.until), ended if need.over else "", last(need),
            )
            for need in needs
        ),
    )  # fmt: skip


@register.simple_tag
def demand_rows(rows: Iterable[dict[str, Any]]) -> SafeString:
    said, drawn_status = written(), cache(status)
    line = format_html(
        '<tr><th scope="row"><a href="{{}}">{{}}</a>{{}}</th><td class="num" data-label="{}">{{}}</td>'
        '<td data-label="{}">{{}}</td><td data-label="{}">{{}}</td></tr>',
        _("People asking"), _("Since"), _("Status"),
    )  # fmt: skip
    return format_html_join(
        "",
        line,
        (
            (
                row["url"], row["row"].title, _muted(row["row"].author), said.angka(row["row"].askers),
                said.tanggal_pendek(row["row"].status_on), drawn_status(row["word"], row["tone"]),
            )
            for row in rows
        ),
    )  # fmt: skip


@register.simple_tag
def title_rows(rows: Iterable[tuple[Any, str]]) -> SafeString:
    said = written()
    line = format_html(
        '<tr><th scope="row"><a href="{{}}">{{}}</a></th><td data-label="{}">{{}}</td><td data-label="{}">{{}}</td>'
        '<td data-label="{}">{{}}</td><td class="num" data-label="{}">{{}}</td></tr>',
        _("Authors"), _("Year"), _("Call number"), _("Copies"),
    )  # fmt: skip
    return format_html_join(
        "",
        line,
        (
            (
                url, title.title, truncatechars(title.authors, 80) or NOTHING, title.year or NOTHING,
                title.shelf_mark or NOTHING, said.angka(title.copies),
            )
            for title, url in rows
        ),
    )  # fmt: skip


@register.simple_tag
def sheet_rows(rows: Iterable[tuple[Any, str]]) -> SafeString:
    said = written()
    ordered, decided = status(_("Ordered"), "done"), status(_("Decided"), "info")
    waiting = status(_("Waiting for the committee"), "wait")
    return format_html_join(
        "",
        '<tr><th scope="row"><a href="{}">{}</a></th><td>{}</td><td>{}</td><td class="num">{}</td><td>{}</td></tr>',
        (
            (
                url, sheet.number_text, said.tanggal_pendek(sheet.day), f"{sheet.fund_name} {sheet.fund_year}",
                said.angka(sheet.titles), ordered if sheet.order_id else decided if sheet.is_decided else waiting,
            )
            for sheet, url in rows
        ),
    )  # fmt: skip


@register.simple_tag
def resource_rows(rows: Iterable[tuple[Any, str, str, str]]) -> SafeString:
    said, drawn_status = written(), cache(status)
    kinds, hidden = words(ResourceKind), _muted(_("not shown to patrons"))
    line = format_html(
        '<tr><th scope="row"><a href="{{}}">{{}}</a>{{}}</th><td data-label="{}">{{}}</td>'
        '<td data-label="{}"><div>{{}}{{}}</div></td><td class="num" data-label="{}">{{}}</td>'
        '<td class="num" data-label="{}">{{}}</td></tr>',
        _("Kind"), _("Licence until"), _("Uses in a year"), _("Cost a year"),
    )  # fmt: skip
    return format_html_join(
        "",
        line,
        (
            (
                url, resource.name, "" if resource.is_public else hidden, kinds[resource.kind],
                f"{said.tanggal_pendek(resource.ends_on)} " if resource.ends_on else "", drawn_status(word, tone),
                said.angka(resource.year_uses),
                "" if resource.yearly_idr is None else said.rupiah(resource.yearly_idr),
            )
            for resource, url, word, tone in rows
        ),
    )  # fmt: skip


@register.simple_tag
def weeding_rows(rows: Iterable[tuple[Any, str]]) -> SafeString:
    said = written()
    decided, waiting = status(_("Decided"), "done"), status(_("Waiting for the committee"), "wait")
    return format_html_join(
        "",
        '<tr><th scope="row"><a href="{}">{}</a>{}</th><td>{}</td><td class="num">{}</td><td class="num">{}</td>'
        "<td>{}</td></tr>",
        (
            (
                url, weeding.rule, _muted(weeding.number_id and weeding.number), said.tanggal_pendek(weeding.day),
                said.angka(weeding.copies), said.angka(weeding.out), decided if weeding.is_decided else waiting,
            )
            for weeding, url in rows
        ),
    )  # fmt: skip


@register.simple_tag
def sending_rows(rows: Iterable[tuple[Any, str]]) -> SafeString:
    said = written()
    systems = words(CatalogueSystem)
    small = '<br><span class="small muted">{}</span>'
    accepted, download = format_html(small, _("titles accepted for purchase")), _("Download")
    again = {
        True: format_html(small, _("with titles sent before")),
        False: format_html(small, _("with copies sent before")),
    }
    return format_html_join(
        "",
        '<tr><th scope="row">{}{}{}</th><td translate="no">{}</td><td><div>{}{}</div></td><td class="num">{}</td>'
        '<td class="num">{}</td><td><a href="{}">{}</a></td></tr>',
        (
            (
                row.recipient, accepted if row.accepted else "", again[bool(row.accepted)] if row.again else "",
                systems[row.system], tanggal_pukul(row.sent_at),
                format_html(small, row.sent_by.name) if row.sent_by_id else "", said.angka(row.titles),
                said.angka(row.copies), url, download,
            )
            for row, url in rows
        ),
    )  # fmt: skip

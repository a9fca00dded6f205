"""Rows of this room's long lists, drawn in one loop of Python: hundreds of them through template tags took most of a
page's time."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from baubau_pembinaan.core.addresses import row_addresses
from baubau_pembinaan.core.formats import angka, tanggal_pendek
from baubau_pembinaan.core.templatetags.pembinaan import status
from outreach.choices import RegistrationStatus
from outreach.models import Registration
from outreach.selectors.attendance import RosterLine
from outreach.views.rows import registration_tone

register = template.Library()
NOTHING = "–"


@register.simple_tag
def expected_people(people: Iterable[RosterLine]) -> SafeString:
    """Everybody with a seat: a button for who is still awaited, the arrival of who came."""
    awaited = format_html('<button class="btn" name="participant" value="{{}}">{}</button>', _("Here"))
    came = format_html(
        '<span>{} <button class="btn btn-small" name="undo" value="{{}}">{}</button></span>', _("Noted"), _("Take back")
    )
    unseen = format_html(" <mark>{}</mark>", _("no photos"))
    return format_html_join(
        "",
        "<li><span><b>{}</b> {}{}</span>{}</li>",
        (
            (
                line.name,
                line.age,
                unseen if line.no_photos else "",
                format_html(came, line.key) if line.key else format_html(awaited, line.participant_id),
            )
            for line in people
        ),
    )


@register.simple_tag(takes_context=True)
def member_rows(context: template.Context, members: Iterable[tuple[Any, str, str]]) -> SafeString:
    """(membership, who comes, address of the registration they joined with) each."""
    leave = row_addresses("outreach:member-leave")
    left, waits = status(_("Left the group")), status(_("Waits for consent"), "wait")
    belongs = format_html(
        '{} <form class="inline" method="post" action="{{}}">{}<button class="btn btn-small">{}'
        '<span class="visually-hidden">: {{}}</span></button></form>',
        status(_("Belongs"), "done"), _hidden_token(context), _("End"),
    )  # fmt: skip
    share = _("%(came)s of %(all)s")
    return format_html_join(
        "",
        '<tr><th scope="row"><a href="{}">{}</a></th><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td><div>{}</div></td>'
        "</tr>",
        (
            (
                url, row, who or NOTHING, tanggal_pendek(row.joined_at),
                share % {"came": angka(row.came), "all": angka(row.expected)},
                tanggal_pendek(row.last) if row.last else NOTHING,
                left if row.left_at else format_html(belongs, leave(row.pk), row) if row.accepted_at else waits,
            )
            for row, who, url in members
        ),
    )  # fmt: skip


def _hidden_token(context: template.Context) -> SafeString:
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', context["csrf_token"])


@register.simple_tag
def registration_rows(rows: Iterable[Registration], people: dict[int, list[str]]) -> SafeString:
    """People and classes registered for a date; `people` from selectors.registrations."""
    address = row_addresses("outreach:registration-detail")
    words = {value: str(label).capitalize() for value, label in RegistrationStatus.choices}
    return format_html_join(
        "",
        '<tr><th scope="row"><a href="{}">{}</a></th><td>{}</td><td class="num">{}</td><td>{}</td></tr>',
        (
            (
                address(row.pk), row, ", ".join(people.get(row.pk, ())) or row.school, angka(row.seats),
                status(words[row.status], registration_tone(row)),
            )
            for row in rows
        ),
    )  # fmt: skip

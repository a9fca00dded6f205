"""Rows of this room's long lists, drawn in one loop of Python: hundreds of them through template tags took most of a
page's time."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from outreach.selectors.attendance import RosterLine

register = template.Library()


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

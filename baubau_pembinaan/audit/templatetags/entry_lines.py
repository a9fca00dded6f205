"""`{% entry_lines entries %}`: lines of the book in one loop of Python; templates took half of its page."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from baubau_pembinaan.audit.selectors import Change, Entry
from baubau_pembinaan.core.formats import pukul, tanggal
from baubau_pembinaan.core.html import escape, format_html, format_html_join
from baubau_pembinaan.core.templatetags.pembinaan import status

register = template.Library()


@register.simple_tag
def entry_lines(entries: Iterable[Entry], names: Any = False) -> SafeString:
    """`names`: each line names its record; left out on the record's own page."""
    book = reverse("audit:entry-list")
    verbs = {"+": status(_("Created"), "done", "plus-lg"), "-": status(_("Deleted"), "late", "trash")}
    changed = status(_("Changed"), "info", "pencil")
    heads = [f'<th scope="col">{escape(word)}</th>' for word in (_("Field"), _("Before"), _("After"))]
    unchanged = format_html('<p class="muted small">{}</p>', _("Saved without a change."))
    reason, changes = _("Reason: %(reason)s"), _("Changes to %(name)s, %(date)s")

    def parts(entry: Entry) -> tuple[Any, ...]:
        day, hour = tanggal(entry.at), pukul(entry.at)
        name, why, table = "", "", ""
        if names:
            link = '<strong><a href="{}?jenis={}&amp;nomor={}">{}: {}</a></strong>'
            name = format_html(link, book, entry.kind, entry.object_id, entry.kind_name, entry.object_name)
        if entry.reason:
            why = format_html("<p>{}</p>", reason % {"reason": entry.reason})
        if entry.changes:
            head = heads[0] + heads[1] * (entry.verb != "+") + heads[2] * (entry.verb != "-")
            label = f"{changes % {'name': entry.object_name, 'date': day}} {hour}"
            table = format_html(
                '<div class="table-wrap" role="group" aria-label="{}" tabindex="0"><table>\n'
                "    <thead><tr>{}</tr></thead>\n    <tbody>{}</tbody>\n  </table></div>",
                *(label, mark_safe(head), _rows(entry)),  # noqa: S308 - its words are escaped above
            )
        elif not entry.reason:
            table = unchanged
        return verbs.get(entry.verb, changed), name, localtime(entry.at).isoformat(), day, hour, entry.actor, why, table

    return format_html_join(
        "",
        '<article class="section">\n  <div class="cluster">\n    {}\n    {}\n'
        '    <span class="muted small"><time datetime="{}">{}, {}</time> · {}</span>\n  </div>\n'
        "  {}\n  {}\n</article>\n",
        map(parts, entries),
    )


def _rows(entry: Entry) -> SafeString:
    """What was before stands in all but a first line, what is after in all but a last one."""
    rows = []
    for change in entry.changes:
        old = _cell(change, change.old) if entry.verb != "+" else ""
        new = _cell(change, change.new) if entry.verb != "-" else ""
        rows.append(f'<tr><th scope="row">{escape(change.field)}</th>{old}{new}</tr>')
    return mark_safe("".join(rows))  # noqa: S308 - every word in it is escaped


def _cell(change: Change, words: str) -> str:
    lang = f' lang="{escape(change.language)}"' if change.language else ""
    return f"<td{lang}>{escape(words) if words else '–'}</td>"

"""Lines of the archive, drawn in one loop of Python."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from baubau_pembinaan.core.formats import angka
from baubau_pembinaan.core.html import format_html, format_html_join

register = template.Library()


@register.simple_tag
def edition_rows(editions: Iterable[dict[str, Any]]) -> SafeString:
    """`editions` from reports.selectors.archive.lines."""
    english, about = f" ({_('English')})", '<br><span class="small">{}</span>'
    return format_html_join(
        "",
        '<tr>\n    <th scope="row"><a href="{}">{}</a>{}</th>\n    <td>{}{}</td>\n    <td class="num">{}</td>\n'
        '    <td>{}</td>\n    <td><div class="cluster"><a href="{}">PDF</a> '
        '<a href="{}"><span translate="no">Excel</span></a> '
        '<a href="{}"><span translate="no">Word</span></a></div></td>\n  </tr>',
        (
            (
                row["url"], row["name"], format_html(about, row["subject"]) if row["subject"] else "",
                row["period"], english if row["is_english"] else "", angka(row["version"]), row["made_on"],
                row["pdf"], row["xlsx"], row["docx"],
            )
            for row in editions
        ),
    )  # fmt: skip

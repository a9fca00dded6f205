"""`{% person_rows people %}`: rows of the staff directory in one loop of Python."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.safestring import SafeString

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.addresses import row_addresses
from baubau_pembinaan.core.html import format_html, format_html_join

register = template.Library()


@register.simple_tag
def person_rows(people: Iterable[StaffProfile], contacts: Any = False) -> SafeString:
    """Rows of selectors.people_on. `contacts`: with NIP and mobile phone."""
    address = row_addresses("accounts:person-detail")
    cell = "\n    <td>{}</td>"
    phone = '<a href="https://wa.me/{0}" rel="noreferrer">+{0}</a>'

    def cells(person: Any) -> list[Any]:
        posts = person.current_appointments
        first = posts[0] if posts else None
        told = [address(person.pk), person.full_name, "; ".join(post.title for post in posts) if posts else "–"]
        told += [(first and first.unit) or "–", (first and first.supervisor) or "–"]
        if contacts:
            told += [person.nip_text or "–", format_html(phone, person.phone) if person.phone else "–"]
        return told

    ends = "\n    <td>{}</td><td>{}</td>" if contacts else ""
    row = f'<tr>\n    <th scope="row"><a href="{{}}">{{}}</a></th>{cell * 3}{ends}\n  </tr>'
    return format_html_join("", row, map(cells, people))

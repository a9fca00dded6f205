"""`{% load learning_rows %}`: JP, certificates and attendance, each list drawn in one loop of Python.

See training_rows.py.
"""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from baubau_pembinaan.accounts.choices import EmploymentStatus
from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.addresses import row_addresses
from baubau_pembinaan.core.formats import angka, tanggal, tanggal_pukul
from baubau_pembinaan.core.html import format_html
from baubau_pembinaan.core.templatetags.pembinaan import status
from training.choices import AttendanceState, AttendanceWay
from training.models import Certificate, Enrolment, Meeting
from training.selectors.ledger import JpTotals

from .training_rows import SMALL, joined, words

register = template.Library()


def hidden_token(context: template.Context) -> SafeString:
    """What `csrf_token` draws."""
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', context["csrf_token"])


@register.simple_tag
def team_jp_rows(rows: Iterable[tuple[StaffProfile, JpTotals]]) -> SafeString:
    kinds, of_target = words(EmploymentStatus), _("of %(target)s JP")
    ahead = _("%(earned)s waiting, %(planned)s planned")
    reached, coming, late = _("Target reached"), _("On the way"), _("Behind")
    row = (
        '<tr><th scope="row">{}<br><span class="small muted">{}</span></th><td class="num">{} {}</td>'
        '<td>{}<br><span class="small muted">{}</span></td></tr>'
    )
    drawn = []
    for person, jp in rows:
        if jp.is_reached:
            badge: Any = status(reached, "done")
        elif jp.is_on_its_way:
            badge = status(coming, "info")
        else:
            badge = status(late, "late") if jp.target else ""
        target = of_target % {"target": angka(jp.target)} if jp.target else _("JP")
        more = ahead % {"earned": angka(jp.earned, 2), "planned": angka(jp.planned, 2)}
        kind = kinds.get(person.employment_status, person.employment_status)
        drawn.append(format_html(row, person, kind, angka(jp.verified, 2), target, badge, more))
    return joined(drawn)


@register.simple_tag(takes_context=True)
def certificate_rows(context: template.Context, certificates: Iterable[Certificate], manages: bool) -> SafeString:
    hidden, today = hidden_token(context), timezone.localdate()
    paper, revoke, reissue, signed = (
        row_addresses(f"training:certificate-{deed}") for deed in ("pdf", "revoke", "reissue", "signed")
    )
    again = format_html(
        '<form method="post" action="{{}}">{}<button class="btn btn-small">{}</button></form>', hidden, _("Issue again")
    )
    off = format_html('<a href="{{}}">{}</a>', _("Revoke"))
    deeds = format_html('<td>{{}}<br><a class="small" href="{{}}">{}</a></td>', _("Signed version"))
    revoked, expired, valid = (
        status(_("Revoked"), "late"),
        status(_("No longer valid"), "late"),
        status(_("Valid"), "done"),
    )
    row = (
        '<tr><th scope="row"><a href="{}">{}</a><br><span class="small muted">{}</span></th><td>{}</td><td>{}</td>'
        "<td>{}\n{}</td>{}</tr>"
    )
    drawn = []
    for each in certificates:
        is_past = each.expires_on is not None and each.expires_on < today
        parts = (
            paper(each.pk),
            each.snapshot.get("name", ""),
            each.number.text,
            each.snapshot.get("title", ""),
            tanggal(each.issued_on),
            revoked if each.is_revoked else expired if is_past else valid,
            format_html(SMALL, each.revoke_reason) if each.revoke_reason else "",
            format_html(
                deeds,
                format_html(again, reissue(each.pk)) if each.is_revoked else format_html(off, revoke(each.pk)),
                signed(each.pk),
            )
            if manages
            else "",
        )
        drawn.append(format_html(row, *parts))
    return joined(drawn)


@register.simple_tag
def roster_rows(rows: Iterable[Enrolment], meeting: Meeting, may_take: bool, own: int | None) -> SafeString:
    """Lines to tick: each row with `mark`, what is written down of the meeting, or None; `own`: the reader, whose line
    somebody else ticks."""
    states, ways, whose = words(AttendanceState), words(AttendanceWay), _("Attendance of %(person)s")
    locked = " disabled"
    mine = format_html(SMALL, _("Somebody else takes your own attendance."))
    option = '<option value="{}">{}</option>'
    chosen = '<option value="{}" selected>{}</option>'
    choices = {
        mark: joined(
            format_html(chosen if value == mark else option, *(value, label)) for value, label in states.items()
        )
        for mark in ["", *states]
    }
    row = (
        '<li>\n    <div class="who"><strong>{person}</strong>{kept}</div>\n'
        '    <div class="marks"><label class="visually-hidden" for="state-{pk}">{whose}</label>\n'
        '    <select id="state-{pk}" name="state-{pk}"{off}><option value="">–</option>{choices}</select>\n'
        '    <label class="small" for="minutes-{pk}">{unit}</label><input class="short" type="number" min="0"'
        ' max="{most}" id="minutes-{pk}" name="minutes-{pk}" value="{minutes}"{off}></div>\n  </li>'
    )
    unit, most = _("Minutes"), meeting.minutes
    drawn = []
    for each in rows:
        mark, person = each.mark, str(each.profile)
        kept: Any = ""
        if mark:
            words_ = f"{ways[mark.way]} · {tanggal_pukul(mark.recorded_at)}"
            kept = format_html('<p class="small muted">{}</p>', words_)
        is_own = each.profile_id == own
        drawn.append(
            format_html(
                row,
                person=person,
                kept=format_html("{}{}", kept, mine) if is_own and may_take else kept,
                pk=each.pk,
                whose=whose % {"person": person},
                off=locked if is_own or not may_take else "",
                choices=choices[mark.state if mark else ""],
                unit=unit,
                most=most,
                minutes=mark.minutes if mark and mark.was_there else "",
            )
        )
    return joined(drawn)

"""`{% load training_rows %}`: programmes, sessions and the people in them, each list drawn in one loop of Python.

Fifty rows through template tags take most of a page's time; words and addresses are looked up once per list here.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from baubau_pembinaan.core.addresses import row_addresses
from baubau_pembinaan.core.formats import (
    angka,
    hari_tanggal,
    rentang_pukul,
    rentang_tanggal,
    rupiah,
    tanggal,
    tanggal_pendek,
    tanggal_pukul,
)
from baubau_pembinaan.core.html import escape, format_html, format_html_join
from baubau_pembinaan.core.templatetags.pembinaan import status
from training.came_of import came_of
from training.choices import EnrolmentStatus, Form, SessionStatus
from training.models import Enrolment, Meeting, Programme, Session
from training.window import coming_words, window_words

register = template.Library()

SMALL = '<br><span class="small muted">{}</span>'
SESSION_TONES = {SessionStatus.OPEN: "info", SessionStatus.FINISHED: "done"}


def joined(rows: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(rows))  # noqa: S308 - each made by format_html


def words(choices: Any) -> dict[str, str]:
    """Value -> word in the reader's language, looked up once per list."""
    return {value: str(label) for value, label in choices.choices}


def dated(day: date | datetime) -> SafeString:
    number, month, _year = tanggal_pendek(day).split(" ")
    return format_html('<span class="date-block"><strong>{}</strong>{}</span>', number, month)


def _taken(taken: int, capacity: int) -> str:
    return _("%(taken)s of %(capacity)s taken") % {"taken": angka(taken), "capacity": angka(capacity)}


def _place(row: Enrolment, known: dict[str, str]) -> SafeString:
    """What became of somebody's place, as a badge."""
    tone = "done" if row.is_completed else "info" if row.has_seat else "plain" if row.is_over else "wait"
    return status(known[row.status], tone)


@register.simple_tag
def programme_rows(programmes: Iterable[Programme], coming: dict[int, Any]) -> SafeString:
    """`coming`: selectors.catalogue.next_sessions."""
    today = timezone.localdate()
    programme, session, forms = (
        row_addresses("training:programme-detail"),
        row_addresses("training:session-detail"),
        words(Form),
    )
    undated = format_html('<td><span class="muted">{}</span></td>\n    <td></td>', _("No date yet"))
    row = (
        '<tr>\n    <th scope="row"><a href="{}">{}</a><br><span class="small muted">{}</span></th>\n'
        "    <td>{}</td>\n    {}\n  </tr>"
    )
    subjects: dict[int, str] = {}
    rows = []
    for each in programmes:
        if each.subject_id not in subjects:
            subjects[each.subject_id] = each.subject.reader_title
        if each.pk in coming:
            found = coming[each.pk]
            state = coming_words(found, on=today)
            told = format_html(SMALL, state) if state else ""
            there = '<td><a href="{}">{}</a>{}</td>\n    <td>{}</td>'
            parts = (session(found.pk), tanggal(found.starts_on), told, _taken(found.taken, found.capacity))
            following = format_html(there, *parts)
        else:
            following = undated
        named = (programme(each.pk), each.reader_title, forms[each.form], subjects[each.subject_id])
        rows.append(format_html(row, *named, following))
    return joined(rows)


@register.simple_tag
def session_rows(sessions: Iterable[Session]) -> SafeString:
    """Of one programme, with `over_at`; an announced one says when one may ask for a seat."""
    now, today = timezone.now(), timezone.localdate()
    address, states, undated = row_addresses("training:session-detail"), words(SessionStatus), _("No date yet")
    row = '<tr>\n      <th scope="row"><a href="{}">{}</a>{}</th>\n      <td>{}{}</td>\n      <td>{}</td>\n    </tr>'

    def window(each: Session) -> SafeString:
        is_over = each.over_at is not None and each.over_at <= now  # type: ignore[attr-defined]
        told = _("Enrolment: %(window)s") % {"window": window_words(each, on=today, is_over=is_over)}
        return format_html(SMALL, told)

    return format_html_join(
        "",
        row,
        (
            (
                address(each.pk),
                tanggal(each.starts_on) if each.starts_on else undated,
                format_html(SMALL, each.label) if each.label else "",
                status(states[each.status], SESSION_TONES.get(each.status, "plain")),
                window(each) if each.is_open else "",
                _taken(each.seats_taken, each.capacity),
            )
            for each in sessions
        ),
    )


@register.simple_tag
def year_rows(sessions: Iterable[Session]) -> SafeString:
    """Sessions of one month, with what they cost."""
    address, states = row_addresses("training:session-detail"), words(SessionStatus)
    tones = {**SESSION_TONES, SessionStatus.CANCELLED: "late"}
    row = '<li class="task">{}<div class="task-body"><a href="{}">{}</a><p class="small">{}</p></div>{}</li>'
    spent = _("%(amount)s spent")
    return format_html_join(
        "",
        row,
        (
            (
                dated(each.starts_on),
                address(each.pk),
                each.title,
                _taken(each.seats_taken, each.capacity)
                + (f" · {spent % {'amount': rupiah(each.spent)}}" if each.spent else ""),
                status(states[each.status], tones.get(each.status, "plain")),
            )
            for each in sessions
        ),
    )


@register.simple_tag
def meeting_rows(meetings: Iterable[Meeting], leads: bool) -> SafeString:
    address, online, attendance = row_addresses("training:attendance"), _("Online"), _("Attendance")
    row = '<tr><th scope="row">{}<br><span class="small">{}</span>{}</th><td>{}{}</td><td>{}{}</td></tr>'
    link = ' <a href="{}" rel="noopener noreferrer">{}</a>'
    return format_html_join(
        "",
        row,
        (
            (
                hari_tanggal(each.starts_at),
                rentang_pukul(each.starts_at, each.ends_at),
                format_html(SMALL, each.topic) if each.topic else "",
                each.place,
                format_html(link, each.link, online) if each.link else "",
                each.taught_by or "–",
                format_html('<br><a href="{}">{}</a>', address(each.pk), attendance) if leads else "",
            )
            for each in meetings
        ),
    )


@register.simple_tag
def participant_rows(enrolments: Iterable[Enrolment], leads: bool) -> SafeString:
    """With the deed for those who lead the session."""
    address, states, off = row_addresses("training:withdraw"), words(EnrolmentStatus), _("Take off the list")
    before, after = format_html('<td><a href="|">{}</a></td>', off).split("|") if leads else ("", "")
    rows = []
    for each in enrolments:
        note = f'<br><span class="small muted">{escape(each.note)}</span>' if each.note else ""
        seat = f' <span class="small muted">{angka(each.seat)}</span>' if each.seat else ""
        deed = "<td></td>" if leads else ""
        if leads and (each.may_be_withdrawn or each.may_be_ended):
            deed = f"{before}{address(each.pk)}{after}"
        name = escape(each.profile)
        rows.append(f'<tr><th scope="row">{name}{note}</th><td>{states[each.status]}{seat}</td>{deed}</tr>')
    return mark_safe("".join(rows))  # noqa: S308 - names and notes are escaped, the rest is the office's own words


@register.simple_tag
def clash_list(clashes: Iterable[dict[str, Any]], leads: bool) -> SafeString:
    """What overlaps (selectors.clashes); only what concerns the reader, where they do not lead the session."""
    kinds = {
        "person": _("At the meeting of %(own)s you are also in “%(other)s” (%(when)s)."),
        "same": _("Two meetings of this session overlap: %(own)s and %(other)s."),
        "learner": _("%(trainer)s takes part in “%(other)s” at that time (%(when)s)."),
        "place": _("%(place)s is also used by “%(other)s” (%(when)s)."),
        "trainer": _("%(trainer)s also teaches “%(other)s” (%(when)s)."),
    }
    texts = []
    for clash in clashes:
        own, other, kind = clash["own"], clash["meeting"], clash["kind"]
        if leads or kind == "person":
            when = tanggal_pukul(other.starts_at)
            told = {"own": tanggal_pukul(own.starts_at), "when": when, "trainer": own.taught_by, "place": own.place}
            texts.append(kinds[kind] % {**told, "other": when if kind == "same" else other.title})
    return warnings(texts)


def warning_box() -> str:
    """components/alert.html around a hole, drawn once for all warnings of a list."""
    return render_to_string("components/alert.html", {"tone": "warning", "text": "{}"})


def warnings(texts: list[str]) -> SafeString:
    """Each in a box."""
    return format_html_join("", warning_box(), ((text,) for text in texts)) if texts else SafeString()


@register.simple_tag(takes_context=True)
def request_rows(context: template.Context, rows: Iterable[tuple[Enrolment, list[tuple[datetime, str]]]]) -> SafeString:
    """Requests to decide, each with where the person is at that time."""
    session, decide = row_addresses("training:session-detail"), row_addresses("training:decide")
    token, states = context["csrf_token"], words(EnrolmentStatus)
    elsewhere = _("%(person)s is also in “%(training)s” (%(when)s).")
    hidden = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token)
    yes = format_html(
        '" class="cluster">{}<button class="btn btn-primary btn-small" name="decision" value="yes">{}</button></form>',
        *(hidden, _("Approve")),
    )
    opened = format_html(
        '<details class="more"><summary>{}</summary>\n      <form method="post" action="', _("Not approve")
    )
    named = format_html('" class="narrow">{}<div class="field"><label for="reason-', hidden)
    worded = format_html('">{}</label><input id="reason-', _("Reason"))
    no = format_html(
        '" name="reason" maxlength="300" required></div>'
        '<button class="btn btn-small" name="decision" value="no">{}</button></form>\n    </details>',
        _("Send the refusal"),
    )
    rows = list(rows)
    box = warning_box() if any(found for _row, found in rows) else ""
    drawn = []
    for row, found in rows:
        person, deed = str(row.profile), decide(row.pk)
        told = [
            box.format(escape(elsewhere % {"person": person, "training": title, "when": tanggal_pukul(when)}))
            for when, title in found
        ]
        day = dated(row.session.starts_on) if row.session.starts_on else ""
        note = f'<p class="small">{escape(row.note)}</p>' if row.note else ""
        drawn.append(
            f'<li class="task">\n  {day}\n  <div class="task-body"><strong>{escape(person)}</strong>: '
            f'<a href="{session(row.session_id)}">{escape(row.session.title)}</a>\n    {note}\n'
            f'    <p class="small muted">{states[row.status]} · {tanggal_pukul(row.requested_at)}</p>\n'
            f'    {"".join(told)}\n    <form method="post" action="{deed}{yes}\n'
            f"    {opened}{deed}{named}{row.pk}{worded}{row.pk}{no}\n  </div>\n</li>"
        )
    return mark_safe("".join(drawn))  # noqa: S308 - names, titles and notes are escaped


@register.simple_tag
def training_rows(enrolments: Iterable[Enrolment]) -> SafeString:
    """A person's trainings and what became of them."""
    address, forms, states = row_addresses("training:session-detail"), words(Form), words(EnrolmentStatus)
    came = came_of()
    row = (
        '<tr><th scope="row"><a href="{}">{}</a><br><span class="small muted">{}</span></th>'
        "<td>{}</td><td><div>{}{}</div></td></tr>"
    )
    return format_html_join(
        "",
        row,
        (
            (
                address(each.session_id),
                each.session.title,
                forms[each.session.programme.form],
                rentang_tanggal(each.session.starts_on, each.session.ends_on) if each.session.starts_on else "",
                _place(each, states),
                came(each) if each.is_completed else "",
            )
            for each in enrolments
        ),
    )

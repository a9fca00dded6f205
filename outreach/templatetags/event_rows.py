"""Rows of this room's long lists, drawn in one loop of Python: hundreds of them through template tags took most of a
page's time."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baubau_pembinaan.core.addresses import row_addresses
from baubau_pembinaan.core.formats import angka, hari_tanggal, tanggal_pendek
from baubau_pembinaan.core.html import format_html, format_html_join
from baubau_pembinaan.core.templatetags.pembinaan import status
from outreach.choices import RegistrationStatus
from outreach.models import Post, Registration
from outreach.selectors.attendance import RosterLine
from outreach.views.rows import registration_tone

register = template.Library()
NOTHING = "–"


@register.simple_tag
def expected_people(people: Iterable[RosterLine], asked: dict[int, list[str]]) -> SafeString:
    """Everybody with a seat: a button for who is still awaited, the arrival of who came; and what was asked for."""
    wanted = "<br><mark>{}</mark>"
    awaited = format_html('<button class="btn" name="participant" value="{{}}">{}</button>', _("Here"))
    came = format_html(
        '<span>{} <button class="btn btn-small" name="undo" value="{{}}">{}</button></span>', _("Noted"), _("Take back")
    )
    unseen = format_html(" <mark>{}</mark>", _("no photos"))
    return format_html_join(
        "",
        "<li><span><b>{}</b> {}{}{}</span>{}</li>",
        (
            (
                line.name,
                line.age,
                unseen if line.no_photos else "",
                format_html(wanted, " · ".join(asked[line.registration_id])) if line.registration_id in asked else "",
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
def registration_rows(
    rows: Iterable[Registration], people: dict[int, list[str]], cancelled: bool, asked: dict[int, list[str]]
) -> SafeString:
    """People and classes registered for a date; `people` and `asked` (needs and answers) from selectors.registrations.

    cancelled: of a date that does not take place nobody has a seat.
    """
    off, wanted = status(_("The date is cancelled"), "late"), '<br><span class="small">{}</span>'
    address = row_addresses("outreach:registration-detail")
    words = {value: str(label).capitalize() for value, label in RegistrationStatus.choices}

    def said(row: Registration) -> SafeString:
        found = [format_html(wanted, " · ".join(asked[row.pk]))] if row.pk in asked else []
        if row.companions:
            words = ngettext("+ %(n)s grown-up, no seat", "+ %(n)s grown-ups, no seat", row.companions)
            found.insert(0, format_html(wanted, words % {"n": angka(row.companions)}))
        return format_html_join("", "{}", ((part,) for part in found))

    return format_html_join(
        "",
        '<tr><th scope="row"><a href="{}">{}</a></th><td>{}{}</td><td class="num">{}</td><td>{}</td></tr>',
        (
            (
                address(row.pk), row, ", ".join(people.get(row.pk, ())) or row.school,
                said(row),
                angka(row.seats),
                off if cancelled and row.is_live else status(words[row.status], registration_tone(row)),
            )
            for row in rows
        ),
    )  # fmt: skip


@register.simple_tag
def agenda_rows(rows: Iterable[dict[str, Any]]) -> SafeString:
    """Dates as everybody sees them, a heading above the first of each day; from views.public.session_rows."""
    heading, said = '<h3 id="{}">{}</h3>', "<p>{}</p>"
    return format_html_join(
        "",
        '<li>{}\n    <div class="line"><span class="nowrap">{}</span><a href="{}">{}</a>{}</div>\n    {}'
        '<p class="small muted">{} · {} · {}</p></li>',
        (
            (
                format_html(heading, row["anchor"], hari_tanggal(row["day"])) if row["opens_day"] else "",
                row["when"], row["url"], row["title"], status(row["word"], row["tone"]),
                format_html(said, row["summary"]) if row["summary"] else "", row["kind"], row["ages"], row["where"],
            )
            for row in rows
        ),
    )  # fmt: skip


@register.simple_tag(takes_context=True)
def post_rows(context: template.Context, rows: Iterable[dict[str, Any]]) -> SafeString:
    """The posts of a campaign; whoever may change it marks, edits and deletes those that have not appeared."""
    token, form = _hidden_token(context), '<form class="inline" method="post" action="{{}}">{}{}</form>'
    button = '<button class="btn btn-small">{}</button>'
    appeared = format_html(form, token, format_html(button, _("It has appeared")))
    delete = format_html(form, token, format_html(button, _("Delete")))
    edits = format_html('<a class="small" href="{{}}">{}</a>', _("Edit"))
    deeds = format_html(" {} {} {}", appeared, edits, delete)
    done, edit, drop = (row_addresses(f"outreach:post-{deed}") for deed in ("done", "edit", "drop"))
    changes = context["user"].has_perm("outreach.change_campaign")
    english = '<br><span class="muted" lang="en">{}</span>'
    has_appeared, late, planned = status(_("Has appeared"), "done"), status(_("Late"), "late"), status(_("Planned"))
    channels: dict[int, str] = {}

    def channel(post: Post) -> str:
        if post.channel_id not in channels:
            channels[post.channel_id] = str(post.channel)
        return channels[post.channel_id]

    def state(post: Post, is_late: bool) -> SafeString:
        if post.posted_on:
            return has_appeared
        own = format_html(deeds, done(post.pk), edit(post.pk), drop(post.pk)) if changes else ""
        return format_html("{}{}", late if is_late else planned, own)

    return format_html_join(
        "",
        '<tr><th scope="row">{}</th><td>{}</td><td><div>{}{}</div></td><td>{}</td><td><div>{}</div></td></tr>',
        (
            (
                tanggal_pendek(post.day), channel(post), linebreaksbr(post.text),
                format_html(english, linebreaksbr(post.text_en)) if post.text_en else "", post.colleague or NOTHING,
                state(post, row["late"]),
            )
            for row in rows
            for post in (row["post"],)
        ),
    )  # fmt: skip

"""Rows of this room's lists of events, needs, groups and challenges, drawn in one loop of Python."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template.defaultfilters import capfirst, linebreaks_filter
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baubau_pembinaan.core.addresses import row_addresses
from baubau_pembinaan.core.formats import angka, hari_tanggal, rentang_tanggal, tanggal_pendek, tanggal_pukul
from baubau_pembinaan.core.html import format_html, format_html_join
from baubau_pembinaan.core.phones import shown_phone
from baubau_pembinaan.core.templatetags.pembinaan import icon, status
from outreach.choices import AgeBand, EventKind, EventStatus, Measure, NeedStatus, NeedTheme
from outreach.models import Event, Need, ReadingChallenge, RegistrationPolicy, Session, StandingGroup
from outreach.views.need_rows import need_tone
from outreach.views.rows import event_tone

register = template.Library()
NOTHING = "–"
LONGEST_NEED = 120
_COUNTED = {Measure.BOOKS: "books", Measure.MINUTES: "minutes", Measure.ACTIVITIES: "activities"}


register.filter("phone", shown_phone)


@register.simple_tag
def kept_for(of: str = "event") -> str:
    """How long names stay, to be read below a consent: of an event, or of a reading challenge. One statement."""
    policy = RegistrationPolicy.on(timezone.localdate())
    if of == "challenge":
        words = _("How long: names are removed %(days)s days after the end of the challenge.")
        return words % {"days": policy.keep_days}
    words = _(
        "How long: where a child under 17 comes, names and numbers are removed %(child)s days after the last date of "
        "the activity, all others %(days)s days after the date."
    )
    return words % {"child": policy.keep_guardian_days, "days": policy.keep_days}


@register.simple_tag
def confirm_rule(session: Session) -> str:
    """What somebody should know of confirming before they register for this date; empty where nothing is asked."""
    if session.confirm_until is None or session.asks_from is None or session.asks_from <= timezone.now():
        return ""
    return _("Who has a seat confirms it by %(until)s, or it goes to the next in the queue; we ask a day before.") % {
        "until": tanggal_pukul(session.confirm_until)
    }


@register.simple_tag
def event_lines(events: Iterable[Event]) -> SafeString:
    """Events as `selectors.events.events` gives them."""
    address = row_addresses("outreach:event-detail")
    kinds = {value: str(label) for value, label in EventKind.choices}
    states = {value: str(label).capitalize() for value, label in EventStatus.choices}
    return format_html_join(
        "",
        '<tr><th scope="row"><a href="{}">{}</a></th><td>{}</td><td>{}</td><td class="num">{}</td><td>{}</td></tr>',
        (
            (
                address(event.pk), event.reader_title, kinds[event.kind],
                tanggal_pendek(event.next_start) if event.next_start else NOTHING,
                angka(event.dates), status(states[event.status], event_tone(event)),
            )
            for event in events
        ),
    )  # fmt: skip


@register.simple_tag
def need_lines(needs: Iterable[Need]) -> SafeString:
    """Wishes with `district` and `event`."""
    address = row_addresses("outreach:need-detail")
    themes = {value: str(label) for value, label in NeedTheme.choices}
    states = {value: capfirst(str(label)) for value, label in NeedStatus.choices}
    led = '<br><span class="muted">→ {}</span>'

    def became(need: Need) -> SafeString | str:
        words = need.event.reader_title if need.event else need.reference
        return format_html(led, words) if words else ""

    return format_html_join(
        "",
        '<tr><th scope="row"><a href="{}">{}</a>{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>',
        (
            (
                address(need.pk), Truncator(need.text).chars(LONGEST_NEED), became(need), need.district or NOTHING,
                themes[need.theme], tanggal_pendek(need.asked_on), status(states[need.status], need_tone(need)),
            )
            for need in needs
        ),
    )  # fmt: skip


@register.simple_tag
def group_lines(groups: Iterable[StandingGroup]) -> SafeString:
    """Groups as everybody sees them, from `selectors.groups.public_groups`."""
    address = row_addresses("outreach:public-group")
    takes, next_meeting = status(_("Takes members"), "done"), _("Next meeting: %(day)s")

    def parts(group: Any) -> Iterable[str]:
        yield group.event.ages_words
        yield group.event.place
        if group.next_start:
            yield next_meeting % {"day": hari_tanggal(group.next_start)}
        if group.shown:
            said = ngettext("%(n)s work to see", "%(n)s works to see", group.shown)
            yield said % {"n": angka(group.shown)}

    return format_html_join(
        "",
        '<li><div class="line"><a href="{}">{}</a>{}</div><p>{}</p><p class="small muted">{}</p></li>',
        (
            (
                address(group.pk), group, takes if group.is_open else "", group.event.reader_summary,
                " · ".join(map(str, parts(group))),
            )
            for group in groups
        ),
    )  # fmt: skip


@register.simple_tag
def challenge_sections(challenges: Iterable[ReadingChallenge]) -> SafeString:
    """What each challenge asks of whom, its badges and the way in; `goals` and `badges` prefetched."""
    address = row_addresses("outreach:public-reading-join")
    bands = {value: str(label) for value, label in AgeBand.choices}
    reach, earn = format_html("<h3>{}</h3>", _("What to reach")), format_html("<h3>{}</h3>", _("Badges"))
    button = format_html("{}{}", icon("award"), _("Take part"))
    line = "<li>{}: {}</li>"

    def badges(challenge: Any) -> SafeString | str:
        rows = challenge.badges.all()
        if not rows:
            return ""
        lines = format_html_join(
            "", line, ((badge, _amount(**{_COUNTED[badge.measure]: badge.amount})) for badge in rows)
        )
        return format_html("{}<ul>{}</ul>", earn, lines)

    def goals(challenge: Any) -> SafeString:
        rows = challenge.goals.all()
        said = ((bands[row.age_band], _amount(row.books, row.minutes, row.activities)) for row in rows)
        return format_html_join("", line, said)

    return format_html_join(
        "\n",
        '<section class="section"><h2>{}</h2><p class="muted">{}</p>{}\n  {}\n  <ul>{}</ul>\n  {}\n'
        '  <p class="cluster"><a class="btn" href="{}">{}</a></p>\n</section>',
        (
            (
                challenge.reader_title, rentang_tanggal(challenge.starts_on, challenge.ends_on),
                linebreaks_filter(challenge.reader_about), reach, goals(challenge), badges(challenge),
                address(challenge.pk), button,
            )
            for challenge in challenges
        ),
    )  # fmt: skip


def _amount(books: int = 0, minutes: int = 0, activities: int = 0) -> str:
    """How much was or is to be read, as outreach/public/amount.html says it."""
    said = []
    if books:
        said.append(ngettext("%(n)s book", "%(n)s books", books) % {"n": angka(books)})
    if minutes:
        said.append(ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": angka(minutes)})
    if activities:
        said.append(ngettext("%(n)s activity", "%(n)s activities", activities) % {"n": angka(activities)})
    return ", ".join(said)

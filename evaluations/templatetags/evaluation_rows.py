"""`{% review_rows lines %}` and the like: rows of a table in one loop; through template tags they took half a page."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from baubau_pembinaan.core.addresses import row_addresses
from baubau_pembinaan.core.formats import angka, tanggal, tanggal_pendek
from baubau_pembinaan.core.html import escape, format_html, format_html_join
from baubau_pembinaan.core.templatetags.pembinaan import status
from evaluations.review_choices import NoteKind, Predicate, Stage, Value
from evaluations.selectors.circles import AskedLine
from evaluations.words import words_of

register = template.Library()


@register.simple_tag
def review_rows(lines: Iterable[dict[str, Any]], people: Any = False, ratings: Any = False) -> SafeString:
    """As views.reviews.lists.lines_of gives them. `people`: the name leads each row, else the year."""
    address = row_addresses("evaluations:review-detail")
    stages, predicates = words_of(Stage), words_of(Predicate)
    late = f" ({escape(_('late'))})"
    drawn = []
    for line in lines:
        row, due = line["row"], line["due"]
        until = f"{tanggal(due)}{late if line['late'] else ''}" if due else "–"
        tail = f"<td>{escape(line['supervisor'] or '–')}</td>" if people else ""
        if ratings:
            tail += f"<td>{escape(predicates[line['predicate']]) if line['predicate'] else '–'}</td>"
        first = row.person.full_name if people else row.cycle.year
        more = f"<td>{escape(row.unit or '–')}</td><td>{row.cycle.year}</td>" if people else ""
        drawn.append(
            f'<tr>\n    <th scope="row"><a href="{address(row.pk)}">{escape(first)}</a></th>{more}'
            f"<td>{_stands(line, stages)}</td><td>{until}</td>{tail}</tr>"
        )
    return mark_safe("".join(drawn))  # noqa: S308 - names and words are escaped


def _stands(line: dict[str, Any], stages: dict[Any, str]) -> str:
    """The stage, and whether a period waits for the supervisor's word."""
    badge = status(stages[line["row"].stage], line["tone"])
    if not line["period"]:
        return badge
    return badge + format_html(' <span class="small muted">{}</span>', _("periodic evaluation missing"))


@register.simple_tag
def late_rows(lines: Iterable[dict[str, Any]]) -> SafeString:
    """Each with `turn`, whose turn it is."""
    address, stages, head = row_addresses("evaluations:review-detail"), words_of(Stage), _("Head of the agency")
    drawn = []
    for line in lines:
        row = line["row"]
        drawn.append(
            f'<tr><th scope="row"><a href="{address(row.pk)}">{escape(row.person.full_name)}</a></th>'
            f"<td>{escape(row.unit or '–')}</td><td>{row.cycle.year}</td><td>{_stands(line, stages)}</td>"
            f"<td>{tanggal(line['due'])}</td><td>{escape(line['turn'] or head)}</td></tr>"
        )
    return mark_safe("".join(drawn))  # noqa: S308 - names and words are escaped


@register.simple_tag
def asked_rows(lines: Iterable[AskedLine]) -> SafeString:
    """About whom one is asked."""
    address = row_addresses("evaluations:round-answer")
    return format_html_join(
        "",
        '<tr><th scope="row"><a href="{}">{}</a></th><td>{}</td><td>{}</td></tr>',
        ((address(line.review_id), line.name, line.unit or "–", tanggal(line.closes_on)) for line in lines),
    )


@register.simple_tag
def complaint_rows(lines: Iterable[dict[str, Any]]) -> SafeString:
    """As views.complaints.lists gives them."""
    came, seen_to, due, stands = (
        format_html('<td data-label="{}">', word)
        for word in (_("Came in on"), _("Seen to by"), _("Answer due on"), _("Status"))
    )
    overdue = format_html(" {}", status(_("Overdue"), "late"))
    return format_html_join(
        "",
        '<tr><th scope="row"><a href="{}">{}: {}</a><br><span class="muted" translate="no" dir="auto">{}</span></th>'
        "{}{}</td>{}{}</td>{}{}</td>{}<div>{}{}</div></td></tr>",
        (
            (
                *(line["url"], line["kind"], line["category"], line["words"]),
                *(came, tanggal_pendek(line["received_on"])),
                *(seen_to, line["owner"] or "–"),
                *(due, tanggal_pendek(line["due_on"]) if line["due_on"] else "–"),
                *(stands, status(line["word"], line["tone"]), overdue if line["late"] else ""),
            )
            for line in lines
        ),
    )


@register.simple_tag
def note_lines(notes: Iterable[Any]) -> SafeString:
    """What colleagues wrote, as items of a list."""
    kinds, values = words_of(NoteKind), words_of(Value)
    drawn = []
    for note in notes:
        about = values[note.value] if note.value else note.about
        text = linebreaksbr(note.text) if "\n" in note.text or "\r" in note.text else escape(note.text)
        drawn.append(
            f"<li><strong>{escape(kinds[note.kind])} · {escape(about)}</strong>: {text} "
            f'<span class="muted small">{escape(note.author.full_name)}, {tanggal(note.written_on)}</span></li>'
        )
    return mark_safe("".join(drawn))  # noqa: S308 - names, words and texts are escaped


@register.simple_tag
def unsur_rows(lines: Iterable[dict[str, Any]], has_before: Any = False) -> SafeString:
    """As views.results gives them; `has_before`: with the value of the period before and the change since."""
    number = '<td class="num">{}</td>'
    before = number + "<td>{}</td>" if has_before else ""
    pattern = f'<tr><th scope="row">{{}}</th>{number * 9}<td class="nowrap">{{}}</td>{before}</tr>'

    def cells(line: dict[str, Any]) -> list[Any]:
        whole = [angka(n) for n in (line["n"], *line["counts"], line["sum"])]
        figures = [*whole, line["nrr"], line["weighted"], line["on_100"]]
        change = [line["before"], line["change"] or "–"] if has_before else []
        return [line["label"], *figures, line["mutu"], *change]

    return format_html_join("", pattern, map(cells, lines))


@register.simple_tag
def group_rows(groups: Iterable[Any]) -> SafeString:
    """Groups of a profile of the respondents, with their share."""
    return format_html_join(
        "",
        '<tr><th scope="row">{}</th><td class="num">{}</td><td class="num">{}%</td></tr>',
        ((group.label, angka(group.n), angka(group.share, 1)) for group in groups),
    )

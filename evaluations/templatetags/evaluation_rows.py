"""`{% review_rows lines %}` and the like: rows of a table in one loop; through template tags they took half a page."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from baubau_pembinaan.core.addresses import row_addresses
from baubau_pembinaan.core.formats import angka, tanggal, tanggal_pendek
from baubau_pembinaan.core.templatetags.pembinaan import status
from evaluations.review_choices import NoteKind, Predicate, Stage
from evaluations.selectors.circles import AskedLine
from evaluations.words import words_of

register = template.Library()


@register.simple_tag
def review_rows(lines: Iterable[dict[str, Any]], people: Any = False, ratings: Any = False) -> SafeString:
    """As views.reviews.lists.lines_of gives them. `people`: the name leads each row, else the year."""
    address = row_addresses("evaluations:review-detail")
    stages, predicates = words_of(Stage), words_of(Predicate)
    late = format_html(" ({})", _("late"))
    missing = format_html(' <span class="small muted">{}</span>', _("periodic evaluation missing"))
    cell = "<td>{}</td>"
    head = '<tr>\n    <th scope="row"><a href="{}">{}</a></th>'
    after = cell * (bool(people) + bool(ratings))
    pattern = f"{head}{cell * 2 if people else ''}<td>{{}}{{}}</td><td>{{}}{{}}</td>{after}</tr>"

    def cells(line: dict[str, Any]) -> list[Any]:
        row = line["row"]
        stands = [status(stages[row.stage], line["tone"]), missing if line["period"] else ""]
        due = [tanggal(line["due"]) if line["due"] else "–", late if line["due"] and line["late"] else ""]
        mark = [predicates[line["predicate"]] if line["predicate"] else "–"] if ratings else []
        if not people:
            return [address(row.pk), row.cycle.year, *stands, *due, *mark]
        lead = line["supervisor"]
        who = [address(row.pk), row.person.full_name, str(row.unit or "–"), row.cycle.year]
        return [*who, *stands, *due, lead.full_name if lead else "–", *mark]

    return format_html_join("", pattern, map(cells, lines))


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
    kinds = words_of(NoteKind)
    return format_html_join(
        "",
        '<li><strong>{} · {}</strong>: {} <span class="muted small">{}, {}</span></li>',
        (
            (kinds[note.kind], note.about, linebreaksbr(note.text), note.author.full_name, tanggal(note.written_on))
            for note in notes
        ),
    )


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

"""`{% load office_rows %}`: papers and costs of a session, practice notes. See training_rows.py."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baubau_pembinaan.core.addresses import row_address, row_addresses
from baubau_pembinaan.core.formats import angka, rupiah, tanggal
from baubau_pembinaan.core.html import format_html, format_html_join
from training.choices import PaperKind
from training.models import PracticeNote, SessionCost, SessionPaper

from .learning_rows import hidden_token
from .training_rows import SMALL, words

register = template.Library()


@register.simple_tag
def paper_rows(papers: Iterable[SessionPaper]) -> SafeString:
    pdf, docx, signed = (row_addresses(f"training:paper-{kind}") for kind in ("pdf", "docx", "signed"))
    kinds, unnumbered = words(PaperKind), _("without a number: follows the record")
    there, add, link = _("Signed version"), _("Add the signed version"), '<a href="{}">{}</a>'
    row = (
        '<tr><th scope="row">{}<br><span class="small muted">{}</span></th><td>{}</td><td><a href="{}">PDF</a> · '
        '<a href="{}" translate="no">Word</a> · {}</td></tr>'
    )
    return format_html_join(
        "",
        row,
        (
            (
                kinds[each.kind],
                each.number or unnumbered,
                tanggal(each.day),
                pdf(each.pk),
                docx(each.pk),
                format_html(link, row_address("documents:file", each.signed_file.token), there)
                if each.signed_file
                else format_html(link, signed(each.pk), add),
            )
            for each in papers
        ),
    )


@register.simple_tag(takes_context=True)
def cost_rows(context: template.Context, costs: Iterable[SessionCost]) -> SafeString:
    address, deed = row_addresses("training:cost-remove"), _("Remove")
    row = format_html(
        '<tr><th scope="row">{{}}{{}}</th><td>{{}}</td><td class="num">{{}}</td><td><form method="post"'
        ' action="{{}}">{}<button class="btn btn-small">{}</button></form></td></tr>',
        *(hidden_token(context), deed),
    )
    return format_html_join(
        "",
        row,
        (
            (
                each.item,
                format_html(SMALL, each.source) if each.source else "",
                tanggal(each.spent_on),
                rupiah(each.amount_idr),
                address(each.pk),
            )
            for each in costs
        ),
    )


@register.simple_tag
def note_rows(notes: Iterable[PracticeNote]) -> SafeString:
    address = row_addresses("training:note")
    row = '<li><div class="who"><a href="{}">{}</a><p class="small muted">{} · {} · {} · {}</p></div></li>'
    return format_html_join(
        "",
        row,
        (
            (
                address(each.pk),
                each.title,
                each.author,
                each.subject.reader_title,
                tanggal(each.written_at),
                ngettext("%(n)s comment", "%(n)s comments", each.comment_count) % {"n": angka(each.comment_count)},
            )
            for each in notes
        ),
    )

"""`{% load office_rows %}`: papers and costs of a session, practice notes. See training_rows.py."""

from collections.abc import Iterable

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baubau_pembinaan.core.addresses import row_address, row_addresses
from baubau_pembinaan.core.formats import angka, rupiah, tanggal
from baubau_pembinaan.core.html import format_html, format_html_join
from baubau_pembinaan.core.templatetags.pembinaan import status
from training.choices import PaperKind
from training.models import PracticeNote, Session, SessionCost, SessionPaper

from .learning_rows import hidden_token
from .training_rows import SMALL, words

register = template.Library()


@register.simple_tag
def paper_rows(papers: Iterable[SessionPaper], session: Session) -> SafeString:
    """A session's papers with their files; an invitation that can go out no more has none, a cancelled one says why."""
    pdf, docx, signed, cancel = (
        row_addresses(f"training:paper-{kind}") for kind in ("pdf", "docx", "signed", "cancel")
    )
    anew, off = f"{reverse('training:paper-add', args=[session.pk])}?dari=", status(_("Cancelled"), "late")
    undo, redo = _("Cancel the paper"), _("Make it anew")
    kinds, unnumbered = words(PaperKind), _("without a number: follows the record")
    late, today = _("The session is over: nobody can be invited to it any more."), timezone.localdate()
    there, add, link = _("Signed version"), _("Add the signed version"), '<a href="{}">{}</a>'
    row = '<tr><th scope="row">{}<br><span class="small muted">{}</span></th><td>{}</td><td>{}{}</td><td>{}</td></tr>'
    why = '{} <br><span class="small">{} · {}</span>'
    both = '<a href="{}">PDF</a> · <a href="{}" translate="no">Word</a> · '
    rows = []
    for each in papers:
        each.session = session
        files = late + " " if each.never_went_out(today) else format_html(both, pdf(each.pk), docx(each.pk))
        scan = row_address("documents:file", each.signed_file.token) if each.signed_file else signed(each.pk)
        hand = format_html(link, scan, there if each.signed_file else add)
        if each.cancelled_on:
            hand = hand if each.signed_file else ""
            told = format_html(why, off, tanggal(each.cancelled_on), each.cancel_reason)
            deed = format_html('{}<br><a href="{}{}">{}</a>', told, anew, each.pk, redo)
        else:
            deed = format_html(link, cancel(each.pk), undo)
        rows.append((kinds[each.kind], each.number or unnumbered, tanggal(each.day), files, hand, deed))
    return format_html_join("", row, rows)


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

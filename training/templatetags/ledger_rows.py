"""`{% load ledger_rows %}`: the JP ledger as its person, the verifier and the year's end see it.

See training_rows.py.
"""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from baubau_pembinaan.core.addresses import row_address, row_addresses
from baubau_pembinaan.core.formats import angka, rentang_tanggal, tanggal, tanggal_pukul
from baubau_pembinaan.core.html import format_html
from baubau_pembinaan.core.templatetags.pembinaan import status
from training.choices import Form, LedgerStatus
from training.counting import Counted, plain
from training.models import JpEntry

from .learning_rows import hidden_token
from .training_rows import SMALL, joined, words

register = template.Library()

SEEN = '<input type="hidden" name="seen" value="{}">'
NOTE = '<p class="small">{}</p>'


def about_entry(entry: JpEntry, same_days: str | None = None) -> SafeString:
    """What else is to be known of a row read `with_revocation`: its certificate was revoked, the paper states other JP,
    an earlier decision; `same_days`: another training of its person at that time."""
    said = []
    if entry.revoked_on:
        holes = {"day": tanggal(entry.revoked_on), "reason": entry.revoke_reason}
        said.append(_("The certificate was revoked on %(day)s. Reason: %(reason)s") % holes)
    if entry.stated_jp is not None and entry.stated_jp != entry.jp:
        said.append(_stated(entry))
    if entry.is_waiting and entry.rate is not None and Counted(entry.jp, entry.rate, entry.days).is_long:
        said.append(_("All %(days)s days from the first to the last are counted.") % {"days": angka(entry.days)})
    if same_days:
        said.append(_("On these days there is also: %(title)s") % {"title": same_days})
    if entry.reason:
        words = entry.reason if entry.status == LedgerStatus.REFUSED else _("The verifier wrote before: %(reason)s")
        said.append(words if words == entry.reason else words % {"reason": entry.reason})
    return joined(format_html(NOTE, text) for text in said)


def _stated(entry: JpEntry) -> str:
    stated, counted = plain(entry.stated_jp), plain(entry.jp)
    if entry.rate is None:
        return _("On the certificate: %(stated)s JP; counted: %(jp)s JP.") % {"stated": stated, "jp": counted}
    how = Counted(entry.jp, entry.rate, entry.days, entry.stated_jp).how
    return _("On the certificate: %(stated)s JP; counted: %(jp)s JP (%(how)s).") % {
        "stated": stated,
        "jp": counted,
        "how": how,
    }


@register.simple_tag(takes_context=True)
def jp_rows(context: template.Context, entries: Iterable[JpEntry]) -> SafeString:
    """One's own ledger, with the deeds of each row."""
    hidden, states = hidden_token(context), words(LedgerStatus)
    mend, remove, prove, upload = (
        row_addresses(f"training:entry-{deed}") for deed in ("mend", "remove", "proof", "uploaded")
    )
    change = format_html('<p><a class="btn btn-small" href="{{}}">{}</a></p>', _("Mend"))
    back = format_html('<p><a class="small" href="{{}}">{}</a></p>', _("Take back"))
    ticked = format_html(
        '{} <button class="btn btn-small btn-link">{}</button>', status(_("Entered"), "done"), _("Undo")
    )
    open_ = format_html('<button class="btn btn-small">{}</button>', _("Tick off"))
    tick = format_html(
        '<form method="post" action="{{}}">{}<input type="hidden" name="done" value="{{}}">{{}}</form>', hidden
    )
    proof, add = _("Proof"), _("Add the certificate")
    waits = format_html(SMALL, _("You issued the certificate yourself: somebody else verifies its JP."))
    link = '<br><a class="small" href="{}">{}</a>'
    row = (
        '<tr>\n    <th scope="row">{}<br><span class="small muted">{} · {}</span>{}</th>\n    <td class="num">{}</td>\n'
        "    <td>{}{}{}</td>\n    <td>{}</td>\n  </tr>"
    )
    drawn = []
    for entry in entries:
        shown, first, second, done = "", about_entry(entry), "", ""
        if entry.proof_id:
            shown = format_html(link, row_address("documents:file", entry.proof.token), proof)
        if entry.is_verified:
            badge = status(states[entry.status], "done")
            is_in = entry.is_uploaded
            done = format_html(tick, upload(entry.pk), "no" if is_in else "yes", ticked if is_in else open_)
        elif entry.is_waiting:
            badge = status(states[entry.status], "wait")
            if entry.certificate_number and not entry.is_external:
                badge = format_html("{}{}", badge, waits)
            lacks = entry.needs_proof and not entry.proof_id
            second = format_html(link, prove(entry.pk), add) if lacks else ""
            if entry.is_external:
                second = format_html(
                    "{}{}{}", second, format_html(change, mend(entry.pk)), format_html(back, remove(entry.pk))
                )
        else:
            badge = status(states[entry.status], "late")
            second = format_html(change, mend(entry.pk)) if entry.may_be_mended else ""
        days = rentang_tanggal(entry.starts_on, entry.ends_on)
        parts = (entry.title, days, entry.organiser, shown, angka(entry.jp, 2), badge, first, second, done)
        drawn.append(format_html(row, *parts))
    return joined(drawn)


@register.simple_tag(takes_context=True)
def verification_rows(context: template.Context, entries: Iterable[JpEntry], own: int | None) -> SafeString:
    """What waits for verification; `own`: the reader, whose own rows somebody else verifies."""
    hidden, forms = hidden_token(context), words(Form)
    decide, session = row_addresses("training:entry-decide"), row_addresses("training:session-detail")
    yes = format_html(
        '<form method="post" action="{{}}">{}{{}}'
        '<button class="btn btn-primary btn-small" name="decision" value="yes">{}</button></form>',
        *(hidden, _("Verify")),
    )
    no = format_html(
        '<details class="more"><summary>{}</summary><form method="post" class="narrow" action="{{}}">{}{{}}'
        '<div class="field"><label for="reason-{{}}">{}</label>'
        '<input id="reason-{{}}" name="reason" maxlength="300" required></div>'
        '<button class="btn btn-small" name="decision" value="no">{}</button></form></details>',
        *(_("Not accept"), hidden, _("Reason"), _("Send the refusal")),
    )
    muted = '<p class="small muted">{}</p>'
    mine = format_html(muted, _("This is your own: somebody else verifies it."))
    lacking = format_html(muted, _("No certificate yet: the person is asked to add it."))
    proof, record, link = _("Open the proof"), _("The library's own attendance record"), '<a href="{}">{}</a>'
    row = (
        '<li><div class="who"><strong>{}</strong>: {}\n  <p class="small">{} · {} · {} · <strong>{} JP</strong></p>\n'
        '  <p class="small">{}{}</p>{}\n  {}\n</div></li>'
    )
    drawn = []
    for entry in entries:
        shown: Any = ""
        if entry.proof_id:
            shown = format_html(link, row_address("documents:file", entry.proof.token), proof)
        elif not entry.needs_proof:
            shown = format_html(link, session(entry.enrolment.session_id), record)
        deeds = mine
        if entry.profile_id != own:
            deed, seen = decide(entry.pk), format_html(SEEN, entry.mark)
            lacks = entry.needs_proof and not entry.proof_id
            first = lacking if lacks else format_html(yes, deed, seen)
            deeds = format_html("{}\n  {}", first, format_html(no, deed, seen, entry.pk, entry.pk))
        parts = (
            entry.profile,
            entry.title,
            forms[entry.form],
            entry.organiser,
            rentang_tanggal(entry.starts_on, entry.ends_on),
            angka(entry.jp, 2),
            f"{entry.certificate_number} · " if entry.certificate_number else "",
            shown,
            about_entry(entry, getattr(entry, "same_days", None)),
            deeds,
        )
        drawn.append(format_html(row, *parts))
    return joined(drawn)


@register.simple_tag
def decided_rows(entries: Iterable[JpEntry], own: int | None) -> SafeString:
    """Decisions of years that are open; `own`: the reader, on whose rows somebody else decides."""
    states, back = words(LedgerStatus), row_addresses("training:entry-withdraw")
    off = format_html('<a class="btn btn-small" href="{{}}">{}</a>', _("Take back the decision"))
    papers, named = reverse("training:certificate-list"), _("Certificate %(number)s")

    def stands(entry: JpEntry) -> SafeString | str:
        """The certificate of this library that states these JP: it is revoked, not the decision taken back."""
        if entry.is_external or not entry.certificate_number:
            return ""
        number = entry.certificate_number
        return format_html('<a href="{}?{}">{}</a>', papers, urlencode({"q": number}), named % {"number": number})

    row = (
        '<tr><th scope="row">{}<br><span class="small muted">{} · {}</span></th><td class="num">{}</td>'
        '<td>{}{}</td><td>{}<br><span class="small muted">{}</span></td><td>{}</td></tr>'
    )
    drawn = []
    for entry in entries:
        parts = (
            entry.profile,
            entry.title,
            rentang_tanggal(entry.starts_on, entry.ends_on),
            angka(entry.jp, 2),
            status(states[entry.status], "done" if entry.is_verified else "late"),
            format_html(NOTE, entry.reason) if entry.reason else "",
            entry.decided_by or "–",
            tanggal_pukul(entry.decided_at),
            "" if entry.profile_id == own else stands(entry) or format_html(off, back(entry.pk)),
        )
        drawn.append(format_html(row, *parts))
    return joined(drawn)

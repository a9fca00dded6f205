"""The individual development plan as a paper of the office."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from baubau_pembinaan.accounts.selectors import appointment_on
from baubau_pembinaan.core.formats import tanggal
from baubau_pembinaan.documents.letterhead import letterhead, page, signature
from baubau_pembinaan.documents.tree import Block, Document, Heading, KeyValues, Note, Paragraph, Signer, Table
from training.models import DevelopmentPlan


def plan_document(plan: DevelopmentPlan) -> Document:
    """Who, which goals, which way, by when; two signers. Dated by the agreement, else by its first day."""
    with override("id"):
        day = timezone.localdate(plan.agreed_at or plan.submitted_at or timezone.now())
        appointment = appointment_on(plan.profile, day)
        supervisor = appointment.supervisor if appointment else None
        rows = [
            [
                str(number),
                item.goal,
                item.get_origin_display(),
                item.programme.title if item.programme else "–",
                tanggal(item.due_on),
                item.outcome or item.get_status_display(),
            ]
            for number, item in enumerate(
                plan.items.select_related("programme", "competence").order_by("due_on", "pk"), start=1
            )
        ]
        facts = [
            (_("Name"), plan.profile.full_name),
            ("NIP", plan.profile.nip_text or "–"),
            (_("Position"), appointment.title if appointment else "–"),
            (_("Unit"), str(appointment.unit) if appointment else "–"),
            (_("Status"), str(plan.get_status_display())),
        ]
        headers = [_("Number"), _("Goal"), _("Comes from"), _("Programme"), _("To be done by"), _("What came of it")]
        blocks: list[Block] = [
            KeyValues(facts),
            Table(headers, rows, widths=[1, 6, 3, 4, 3, 4]),
        ]
        if plan.wishes:
            blocks += [Heading(_("Own wishes"), 2), Paragraph(plan.wishes)]
        if plan.note:
            blocks += [Heading(_("Supervisor's note"), 2), Paragraph(plan.note)]
        signers = [Signer(_("Staff member"), plan.profile.full_name, "", plan.profile.nip_text)]
        if supervisor is not None:
            signers.append(Signer(_("Direct supervisor"), supervisor.full_name, "", supervisor.nip_text))
        blocks.append(signature(day, *signers))
        blocks.append(Note(_("Made from the records of this system.")))
        return Document(
            title=_("Individual development plan"),
            subtitle=_("Year %(year)s") % {"year": plan.year},
            date=day,
            blocks=blocks,
            letterhead=letterhead(),
            page=page(),
            author=str(plan.profile),
        )

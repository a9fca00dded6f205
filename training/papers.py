"""The certificate as a paper: letterhead, snapshot, signature block and the code to check it by."""

from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from baubau_pembinaan.core.formats import rentang_tanggal, tanggal
from baubau_pembinaan.core.qr import qr_png
from baubau_pembinaan.documents.letterhead import letterhead
from baubau_pembinaan.documents.tree import (
    Block,
    BulletList,
    Document,
    Letterhead,
    Page,
    Paragraph,
    Picture,
    Signature,
    Signer,
)
from training.choices import Form
from training.models import Certificate


def check_url(certificate: Certificate) -> str:
    """Where the QR code leads; SITE_URL drives it."""
    return settings.SITE_URL + certificate.get_absolute_url()


def _revoked(certificate: Certificate) -> list[Block]:
    """The mark on the paper of a revoked certificate, above everything it says."""
    if certificate.revoked_on is None:
        return []
    holes = {"day": tanggal(certificate.revoked_on), "reason": certificate.revoke_reason}
    return [
        Paragraph(_("REVOKED"), align="center", bold=True),
        Paragraph(_("Revoked on %(day)s and no longer valid. Reason: %(reason)s") % holes, align="center"),
    ]


def _check(certificate: Certificate) -> Picture:
    """The code and, under it, the address it leads to, for whoever types."""
    address = check_url(certificate)
    said = _("QR for checking, not an electronic signature: %(address)s") % {"address": address}
    return Picture(qr_png(address, scale=8), _("QR code to %(address)s") % {"address": address}, 26, said)


def certificate_document(certificate: Certificate) -> Document:
    """The paper, told by its snapshot alone: the same certificate gives the same bytes (but for the emblem)."""
    said: dict[str, Any] = certificate.snapshot
    with override("id"):
        first, last = (date.fromisoformat(said[name]) for name in ("starts_on", "ends_on"))
        holes = {
            "form": str(Form(said["form"]).label).lower(),
            "organiser": said["organiser"],
            "days": rentang_tanggal(first, last),
            "jp": said["jp"].rstrip("0").rstrip(".").replace(".", ","),
        }
        if said["jp"]:
            held = _("has completed the %(form)s of %(jp)s JP held by %(organiser)s on %(days)s") % holes
        else:
            held = _("has completed the %(form)s held by %(organiser)s on %(days)s") % holes
        blocks: list[Block] = [
            *_revoked(certificate),
            Paragraph(_("Given to"), align="center"),
            Paragraph(said["name"], align="center", bold=True),
            *([Paragraph(f"NIP {said['nip']}", align="center")] if said["nip"] else []),
            Paragraph(f"{held}.", align="center"),
            Paragraph(said["title"], align="center", bold=True),
        ]
        if said["competences"]:
            blocks += [Paragraph(_("Competences aimed at:"), align="start"), BulletList(said["competences"])]
        if certificate.expires_on:
            until = _("Valid until %(day)s") % {"day": tanggal(certificate.expires_on)}
            blocks.append(Paragraph(until, align="center"))
        check = _check(certificate)
        signer = said["signer"]
        if signer:
            day = tanggal(certificate.issued_on)
            place = f"{said['city']}, {day}" if said["city"] else day
            signers = [Signer(signer["title"], signer["name"], signer["rank"], signer["nip"])]
            blocks.append(Signature(place, signers, beside=check))
        else:
            blocks.append(check)
        return Document(
            title=_("Certificate"),
            number=certificate.number.text,
            date=certificate.issued_on,
            blocks=blocks,
            letterhead=Letterhead(**said["office"], emblem=letterhead().emblem),
            page=Page(landscape=True, top=15, bottom=15, left=25, right=25),
            author=said["organiser"],
            one_page=True,
        )

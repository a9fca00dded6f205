"""What came of a completed training, as a line of a list."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from baubau_pembinaan.core.addresses import row_addresses
from baubau_pembinaan.core.formats import angka
from baubau_pembinaan.core.html import format_html
from training.choices import LedgerStatus
from training.models import Enrolment
from training.selectors.results import result_of


def came_of() -> Callable[[Enrolment], SafeString]:
    """The way to the certificate and the JP of a completed training, as a line below its status."""
    paper, mine, revoked = row_addresses("training:certificate-pdf"), reverse("training:my-jp"), _("Revoked")
    certificate, states = _("Certificate"), {value: str(label) for value, label in LedgerStatus.choices}

    def drawn(row: Enrolment) -> SafeString:
        found, parts = result_of(row), []
        if found.certificate:
            link = format_html('<a href="{}">{}</a>', paper(found.certificate.pk), certificate)
            parts.append(format_html("{} ({})", link, revoked) if found.certificate.revoked_on else link)
        if found.credit:
            told = f"{angka(found.credit.jp, 2)} JP"
            holes = (mine, found.credit.year, told, states[found.credit.status].lower())
            parts.append(format_html('<a href="{}?year={}">{}</a>, {}', *holes))
        inner = mark_safe(" · ".join(parts))  # noqa: S308 - each made by format_html
        return format_html('<br><span class="small">{}</span>', inner) if parts else SafeString()

    return drawn

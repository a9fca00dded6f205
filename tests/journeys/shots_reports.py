"""Pictures of the report room."""

from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.reports.models import Indicator

PAGES = {
    "reports-home": (Role.DIVISION_HEAD, "reports:home"),
    "reports-make": (Role.DIVISION_HEAD, "/staf/laporan/buat/triwulan/"),
    "reports-portfolio": (Role.LIBRARIAN, "/staf/laporan/buat/portofolio/"),
    "reports-schedule": (Role.AGENCY_HEAD, "reports:schedule"),
    "reports-indicators": (Role.AGENCY_HEAD, "reports:indicator-list"),
    "reports-figure": (Role.DIVISION_HEAD, "/staf/laporan/indikator/{indicator}/{figure_year}/"),
}


def rows() -> dict[str, object]:
    """The demo's rows that the addresses above name."""
    indicator = Indicator.objects.order_by("family", "order", "code").first()
    return {"indicator": indicator.pk if indicator else 0, "figure_year": timezone.localdate().year}

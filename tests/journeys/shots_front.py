"""Pictures of the service front."""

from baubau_pembinaan.accounts.choices import Role
from evaluations.models import (
    AccreditationComponent,
    Complaint,
    Procedure,
    RepairTicket,
    ServiceObservation,
    ServiceStandard,
)

PAGES = {
    "services": (None, "libraries:public-services"),
    "service": (None, "/layanan/peminjaman/"),
    "complaint-form": (None, "evaluations:complaint-form"),
    "complaint-ask": (None, "evaluations:complaint-ask"),
    "complaint-status": (None, "/pengaduan/status/{complaint_code}/"),
    "complaints": (Role.DIVISION_HEAD, "evaluations:complaint-list"),
    "complaint": (Role.DIVISION_HEAD, "/staf/pengaduan/{complaint}/"),
    "complaint-route": (Role.DIVISION_HEAD, "/staf/pengaduan/{complaint}/atur/"),
    "complaint-figures": (Role.DIVISION_HEAD, "evaluations:complaint-figures"),
    "counts": (Role.SERVICE_OFFICER, "libraries:count-grid"),
    "counts-months": (Role.LIBRARIAN, "libraries:count-months"),
    "counts-import": (Role.LIBRARIAN, "libraries:count-import"),
    "reference-desk": (Role.SERVICE_OFFICER, "evaluations:tally"),
    "reference-figures": (Role.LIBRARIAN, "evaluations:tally-figures"),
    "repairs": (Role.DIVISION_HEAD, "evaluations:repair-list"),
    "repair": (Role.DIVISION_HEAD, "/staf/perbaikan/{repair}/"),
    "standards": (Role.DIVISION_HEAD, "evaluations:standard-list"),
    "standard": (Role.DIVISION_HEAD, "/staf/standar/{standard}/"),
    "looks": (Role.DIVISION_HEAD, "evaluations:observation-list"),
    "look-add": (Role.LIBRARIAN, "evaluations:observation-add"),
    "look": (Role.LIBRARIAN, "/staf/layanan-ramah/{look}/"),
    "look-figures": (Role.DIVISION_HEAD, "evaluations:observation-figures"),
    "accreditation": (Role.INSPECTOR, "evaluations:accreditation"),
    "accreditation-folder": (Role.LIBRARIAN, "/staf/akreditasi/{folder}/"),
    "inspection": (Role.INSPECTOR, "reports:inspection"),
    "procedures": (Role.DIVISION_HEAD, "evaluations:procedure-list"),
    "procedure": (Role.DIVISION_HEAD, "/staf/sop/{procedure}/"),
}


def rows() -> dict[str, object]:
    """The demo's rows that the addresses above name."""
    ended = Complaint.objects.filter(handling__status="answered").order_by("received_on", "pk").first()
    standing = Complaint.objects.filter(handling__status="working").order_by("received_on", "pk").first()
    return {
        "complaint_code": ended.code if ended else "",
        "complaint": standing.pk if standing else 0,
        "repair": RepairTicket.objects.filter(status="open").order_by("pk").values_list("pk", flat=True).first(),
        "standard": ServiceStandard.objects.order_by("-pk").values_list("pk", flat=True).first(),
        "look": ServiceObservation.objects.filter(person__user__username="pustakawan", state="waiting")
        .order_by("pk")
        .values_list("pk", flat=True)
        .first(),
        "folder": AccreditationComponent.objects.order_by("order", "pk").values_list("pk", flat=True).first(),
        "procedure": Procedure.objects.order_by("pk").values_list("pk", flat=True).first(),
    }

"""Pictures of the training room."""

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.models import StaffProfile
from training.models import Certificate, Meeting, Programme, Session

PAGES = {
    "training-home": (Role.LIBRARIAN, "training:home"),
    "training-catalogue": (Role.LIBRARIAN, "training:programme-list"),
    "training-programme": (Role.DIVISION_HEAD, "/staf/pelatihan/program/{programme}/"),
    "training-session": (Role.DIVISION_HEAD, "/staf/pelatihan/sesi/{session}/"),
    "training-attendance": (Role.DIVISION_HEAD, "/staf/pelatihan/pertemuan/{meeting}/hadir/"),
    "training-approvals": (Role.DIVISION_HEAD, "training:approvals"),
    "training-mine": (Role.LIBRARIAN, "training:my-training"),
    "training-teaching": (Role.LIBRARIAN, "training:teaching"),
    "training-jp": (Role.LIBRARIAN, "training:my-jp"),
    "training-verification": (Role.ADMINISTRATOR, "training:verification"),
    "training-team-jp": (Role.DIVISION_HEAD, "training:team-jp"),
    "training-certificates": (Role.DIVISION_HEAD, "training:certificate-list"),
    "training-check": (None, "/sertifikat/{certificate}/"),
    "training-competences": (Role.LIBRARIAN, "/staf/pelatihan/kompetensi/orang/{person_in_training}/"),
    "training-heat-map": (Role.DIVISION_HEAD, "training:heat-map"),
    "training-plan": (Role.LIBRARIAN, "training:my-plan"),
    "training-year": (Role.AGENCY_HEAD, "training:annual-now"),
}


def rows() -> dict[str, object]:
    """The demo's rows that the addresses above name."""
    session = Session.objects.filter(status="open").order_by("starts_on", "pk").last()
    return {
        "programme": Programme.objects.order_by("pk").values_list("pk", flat=True).first(),
        "session": session.pk if session else 0,
        "meeting": Meeting.objects.filter(session=session).values_list("pk", flat=True).first(),
        "certificate": Certificate.objects.order_by("pk").values_list("code", flat=True).first(),
        "person_in_training": StaffProfile.objects.filter(user__username="pustakawan")
        .values_list("pk", flat=True)
        .first(),
    }

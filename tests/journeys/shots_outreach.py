"""Pictures of the outreach room."""

from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from outreach.choices import EventStatus, RegistrationMode, SessionState
from outreach.models import (
    Campaign,
    Event,
    LessonPlan,
    Need,
    Partner,
    ReadingChallenge,
    ReadingParty,
    Registration,
    Session,
    StandingGroup,
    TestTally,
)

PAGES = {
    "events-calendar": (None, "outreach:public-home"),
    "events-public": (None, "/kegiatan/{event}/"),
    "events-register": (None, "/kegiatan/tanggal/{event_date}/daftar/"),
    "events-follow-up": (None, "outreach:follow-up"),
    "events-home": (Role.DIVISION_HEAD, "outreach:home"),
    "events-list": (Role.LIBRARIAN, "outreach:event-list"),
    "events-event": (Role.DIVISION_HEAD, "/staf/kegiatan/acara/{event_waiting}/"),
    "events-date": (Role.LIBRARIAN, "/staf/kegiatan/tanggal/{event_date}/"),
    "events-registration": (Role.SERVICE_OFFICER, "/staf/kegiatan/pendaftaran/{event_registration}/"),
    "events-check-in": (Role.SERVICE_OFFICER, "/staf/kegiatan/tanggal/{event_date}/hadir/"),
    "events-report": (Role.LIBRARIAN, "/staf/kegiatan/tanggal/{event_past}/laporan/"),
    "events-figures": (Role.AGENCY_HEAD, "outreach:figures"),
    "events-messages": (Role.SERVICE_OFFICER, "outreach:notice-list"),
    "need-public": (None, "outreach:public-need"),
    "need-map": (Role.DIVISION_HEAD, "outreach:need-map"),
    "need-list": (Role.LIBRARIAN, "outreach:need-list"),
    "need": (Role.DIVISION_HEAD, "/staf/kegiatan/aspirasi/{need}/"),
    "reading-public": (None, "outreach:public-reading"),
    "reading-challenge": (Role.LIBRARIAN, "/staf/kegiatan/tantangan/{challenge}/"),
    "reading-party": (Role.SERVICE_OFFICER, "/staf/kegiatan/pembaca/{reading_party}/"),
    "campaigns": (Role.DIVISION_HEAD, "outreach:campaign-list"),
    "campaign": (Role.LIBRARIAN, "/staf/kegiatan/promosi/{campaign}/"),
    "groups-public": (None, "/kelompok/{group}/"),
    "group": (Role.DIVISION_HEAD, "/staf/kegiatan/kelompok/{group}/"),
    "lesson-plan": (Role.LIBRARIAN, "/staf/kegiatan/rencana-ajar/{plan}/"),
    "class": (Role.DIVISION_HEAD, "/staf/kegiatan/tanggal/{class_date}/kelas/"),
    "crew": (Role.DIVISION_HEAD, "outreach:crew"),
    "packs-public": (None, "outreach:public-packs"),
    "packs": (Role.LIBRARIAN, "outreach:pack-list"),
    "partners": (Role.LIBRARIAN, "outreach:partner-list"),
    "partner": (Role.LIBRARIAN, "/staf/kegiatan/mitra/{partner}/"),
}


def rows() -> dict[str, object]:
    """The demo's rows that the addresses above name."""
    coming = Session.objects.public().upcoming(timezone.now()).order_by("starts_at", "pk")
    date = coming.filter(event__registration_mode=RegistrationMode.REGISTER).first()
    past = Session.objects.filter(state=SessionState.HELD).order_by("-starts_at", "-pk").first()
    registered = Registration.objects.live().filter(session=date).order_by("pk").first() if date else None
    waiting = Event.objects.filter(status=EventStatus.SUBMITTED).order_by("pk").first()
    return {
        "event": date.event_id if date else 0,
        "event_date": date.pk if date else 0,
        "event_past": past.pk if past else 0,
        "event_waiting": waiting.pk if waiting else 0,
        "event_registration": registered.pk if registered else 0,
        "group": StandingGroup.objects.order_by("pk").values_list("pk", flat=True).first(),
        "plan": LessonPlan.objects.order_by("pk").values_list("pk", flat=True).first(),
        "class_date": TestTally.objects.order_by("lesson").values_list("lesson__session", flat=True).first(),
        "campaign": Campaign.objects.order_by("-pk").values_list("pk", flat=True).first(),
        "challenge": ReadingChallenge.objects.order_by("-pk").values_list("pk", flat=True).first(),
        "reading_party": ReadingParty.objects.order_by("-pk").values_list("pk", flat=True).first(),
        "need": Need.objects.filter(is_held=False, event=None).order_by("-pk").values_list("pk", flat=True).first(),
        "partner": Partner.objects.order_by("pk").values_list("pk", flat=True).first(),
    }

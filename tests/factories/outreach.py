"""Rows of the outreach room for tests."""

from datetime import datetime, timedelta
from io import BytesIO
from itertools import count

from django.utils import timezone
from PIL import Image

from outreach.choices import (
    EventKind,
    EventStatus,
    PartnerKind,
    RegistrationMode,
    RegistrationStatus,
)
from outreach.models import (
    Agreement,
    Campaign,
    Channel,
    ClassLesson,
    Event,
    Facilitator,
    LessonPlan,
    Membership,
    Need,
    Observation,
    PackItem,
    Partner,
    PartnerVisit,
    ReadingChallenge,
    ReadingParty,
    Registration,
    Session,
    SessionPhoto,
    SessionReport,
    StandingGroup,
    TopicPack,
    Work,
)
from outreach.services.attendance import add_photo, write_report
from outreach.services.groups import join as join_group
from outreach.services.lessons import Asked, save_plan, teach_by
from outreach.services.needs import note_need
from outreach.services.packs import save_pack
from outreach.services.party import Party, Person
from outreach.services.promotion import add_channel
from outreach.services.reading import Amount, join, save_challenge
from outreach.services.works import add_work

_numbers = count(1)


def make_partner(**fields) -> Partner:
    return Partner.objects.create(**{"name": f"SD Contoh {next(_numbers)}", "kind": PartnerKind.SD, **fields})


def make_event(*, status: str = EventStatus.PUBLISHED, seats: int | None = None, **fields) -> Event:
    """A published event unless told otherwise; with `seats` people register for it."""
    number = next(_numbers)
    if status in (EventStatus.APPROVED, EventStatus.PUBLISHED):
        fields.setdefault("approved_at", timezone.now())
    if seats is not None:
        fields = {"registration_mode": RegistrationMode.REGISTER, "capacity": seats, **fields}
    return Event.objects.create(
        **{
            "title": f"Dongeng Contoh {number}",
            "title_en": f"Sample story time {number}",
            "kind": EventKind.STORY_TIME,
            "summary": "Cerita contoh.",
            "place": "Taman baca",
            "status": status,
            **fields,
        }
    )


def make_session(
    event: Event | None = None, *, starts_at: datetime | None = None, days: int = 7, hours: float = 2, **fields
) -> Session:
    """A date `days` from now (negative: past), two hours long."""
    event = event or make_event()
    start = starts_at or timezone.now().replace(microsecond=0) + timedelta(days=days, seconds=next(_numbers))
    return Session.objects.create(
        **{
            "event": event,
            "planned_for": start,
            "starts_at": start,
            "ends_at": start + timedelta(hours=hours),
            "capacity": event.capacity,
            "changed_at": timezone.now(),
            **fields,
        }
    )


def make_registration(session: Session | None = None, **fields) -> Registration:
    session = session or make_session(make_event(seats=10))
    return Registration.objects.create(
        **{
            "session": session,
            "status": RegistrationStatus.REGISTERED,
            "name": f"Warga Contoh {next(_numbers)}",
            "queued_at": timezone.now(),
            **fields,
        }
    )


def make_facilitator(event: Event, profile, **fields) -> Facilitator:
    return Facilitator.objects.create(event=event, profile=profile, **fields)


def make_party(size: int = 1, *, band: str = "dewasa", kind: str = "", **fields) -> Party:
    """A party of `size` grown-ups, reachable by a phone number of its own."""
    number = next(_numbers)
    return Party(
        **{
            "kind": kind or ("orang" if size == 1 else "keluarga"),
            "name": f"Warga Contoh {number}",
            "phone": f"62811{number:07d}",
            "people": [Person(f"Contoh{n}", band) for n in range(size)],
            **fields,
        }
    )


def picture(width: int = 60, height: int = 40, *, exif: bool = False) -> bytes:
    """A small JPEG; with `exif` it says where it was taken."""
    out, image = BytesIO(), Image.new("RGB", (width, height), "#2E7FB8")
    data = Image.Exif()
    if exif:
        data[0x010F] = "Kamera Contoh"
        data[0x8825] = {1: "S", 2: (5.0, 28.0, 0.0)}
    image.save(out, "JPEG", exif=data)
    return out.getvalue()


def make_photo(session: Session) -> SessionPhoto:
    return add_photo(session=session, upload=BytesIO(picture()), name="foto.jpg", by=None, at=timezone.now())


def make_report(session: Session, heads: dict[str, int] | None = None, **fields) -> SessionReport:
    return write_report(
        **{
            "session": session, "heads": heads or {"anak": 12}, "story": "Cerita contoh.", "cost_idr": 240_000,
            "by": None, "at": timezone.now(), **fields,
        }
    )  # fmt: skip


def make_agreement(partner: Partner, *, days: int = 100, **fields) -> Agreement:
    """In force since a year ago, for `days` more."""
    today = timezone.localdate()
    dates = {"starts_on": today - timedelta(days=365), "ends_on": today + timedelta(days=days)}
    return Agreement.objects.create(**{"partner": partner, "about": "Kunjungan rutin", **dates, **fields})


def make_visit(partner: Partner, **fields) -> PartnerVisit:
    return PartnerVisit.objects.create(
        **{"partner": partner, "kind": "datang", "day": timezone.localdate(), "done": "Tur perpustakaan", **fields}
    )


def make_need(**fields) -> Need:
    return note_need(**{"text": f"Dongeng di balai {next(_numbers)}", "theme": "anak", "at": timezone.now(), **fields})


def make_challenge(goals: dict[str, Amount] | None = None, *, badges=(), **fields) -> ReadingChallenge:
    """Open since ten days ago, for twenty more; children read three books unless told otherwise."""
    today = timezone.localdate()
    dates = {"starts_on": today - timedelta(days=10), "ends_on": today + timedelta(days=20), "is_published": True}
    challenge = ReadingChallenge(**{"title": f"Tantangan Contoh {next(_numbers)}", **dates, **fields})
    return save_challenge(challenge=challenge, goals=goals or {"anak": Amount(books=3)}, badges=list(badges), by=None)


def make_reading_party(challenge: ReadingChallenge | None = None, *, size: int = 1, **fields) -> ReadingParty:
    """A family with `size` children."""
    return join(
        **{
            "challenge": challenge or make_challenge(), "kind": "keluarga", "name": f"Keluarga {next(_numbers)}",
            "readers": [(f"Contoh{n}", "anak") for n in range(size)], "agreed_by": "Wali Contoh",
            "at": timezone.now(), **fields,
        }
    )  # fmt: skip


def make_campaign(event: Event | None = None, **fields) -> Campaign:
    """Runs since yesterday, for a month."""
    today = timezone.localdate()
    dates = {"starts_on": today - timedelta(days=1), "ends_on": today + timedelta(days=30)}
    return Campaign.objects.create(
        **{"title": f"Promosi {next(_numbers)}", "event": event or make_event(seats=20), **dates, **fields}
    )


def make_channel(campaign: Campaign | None = None, *, kind: str = "poster", label: str = "") -> Channel:
    return add_channel(campaign=campaign or make_campaign(), kind=kind, label=label or f"Papan {next(_numbers)}")


def make_pack(**fields) -> TopicPack:
    """Public, with one title and one link."""
    number = next(_numbers)
    items = [PackItem(title="Buku Contoh", shelf="551 CON"), PackItem(title="Tautan", url="https://example.org/")]
    pack = TopicPack(**{"title": f"Paket {number}", "question": "Kapan aman melaut?", "is_published": True, **fields})
    return save_pack(pack=pack, items=items, by=None)


def make_group(*, seats: int = 20, meetings: int = 2, **fields) -> StandingGroup:
    """A reading club with a public page that meets in a week and again in two."""
    event = make_event(seats=seats, kind=EventKind.READING_CLUB)
    for number in range(meetings):
        make_session(event, days=7 * (number + 1))
    return StandingGroup.objects.create(
        **{"event": event, "about": "Satu buku sebulan.", "is_published": True, **fields}
    )


def make_member(group: StandingGroup | None = None, *, band: str = "remaja", size: int = 1, **fields) -> Membership:
    """A family with `size` children whose guardian agreed."""
    party = make_party(size, band=band, attendance=True, photo=True, **fields)
    return join_group(group=group or make_group(), party=party, at=timezone.now())


def make_work(membership: Membership | None = None, *, agreed_by: str = "Wali Contoh", drawn: bool = False) -> Work:
    """A poem, or with `drawn` a picture, that may be shown."""
    membership = membership or make_member()
    work = Work(
        group=membership.group, membership=membership, kind="gambar" if drawn else "tulisan",
        title=f"Puisi {next(_numbers)}", text="" if drawn else "Perahu kertasku berlayar.", shown_as="Pena Senja",
    )  # fmt: skip
    upload = BytesIO(picture(exif=True)) if drawn else None
    return add_work(work=work, by=None, at=timezone.now(), upload=upload, name="karya.jpg", agreed_by=agreed_by)


ASKED = [
    Asked(1, "Kata kunci yang tepat?", "air laut garam", ("laut biru", "mengapa")),
    Asked(2, "Siapa yang diperiksa?", "Penulisnya", ("Pembacanya",)),
]


def make_plan(*, questions=ASKED, **fields) -> LessonPlan:
    """Two outcomes, a question for each."""
    plan = LessonPlan(**{"title": f"Rencana {next(_numbers)}", "age_band": "remaja", "steps": "Mulai.", **fields})
    return save_plan(plan=plan, outcomes=["Memilih kata kunci", "Menilai sumber"], questions=questions, by=None)


def make_lesson(plan: LessonPlan | None = None, session: Session | None = None) -> ClassLesson:
    """A class that began an hour ago."""
    if session is None:
        event = make_event(kind=EventKind.INFORMATION_LITERACY)
        session = make_session(event, starts_at=timezone.now() - timedelta(hours=1))
    return teach_by(session=session, plan=plan or make_plan())


def make_observation(session: Session, teacher, observer, **fields) -> Observation:
    scores = dict.fromkeys(Observation.CRITERIA, 3)
    return Observation.objects.create(
        **{
            "session": session, "teacher": teacher, "observer": observer, "day": timezone.localdate(),
            "strengths": "Jelas.", **scores, **fields,
        }
    )  # fmt: skip

"""The words of the room: kinds of events, whom they are for, where they stand."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventKind(models.TextChoices):
    STORY_TIME = "mendongeng", _("story time")
    WRITING = "menulis", _("writing workshop")
    READING_CLUB = "klub-membaca", _("reading club")
    BOOK_FAIR = "pameran-buku", _("book fair")
    DISCUSSION = "diskusi", _("discussion forum")
    INFORMATION_LITERACY = "literasi-informasi", _("information-literacy class")
    SCHOOL_COMES = "kunjungan-sekolah", _("school visits the library")
    TO_SCHOOL = "ke-sekolah", _("library visits a school")
    COMMUNITY = "masyarakat", _("community activity")
    MOBILE_STOP = "keliling", _("mobile library stop")
    EXHIBITION = "pameran", _("exhibition")
    OTHER = "lain", _("other activity")


class Audience(models.TextChoices):
    EVERYBODY = "umum", _("everybody")
    FAMILIES = "keluarga", _("families")
    CHILDREN = "anak", _("children")
    YOUTH = "remaja", _("young people")
    PUPILS = "pelajar", _("classes of pupils")
    TEACHERS = "guru", _("teachers")
    COMMUNITY = "komunitas", _("community groups")
    DISABILITY = "disabilitas", _("people with disabilities")


class AgeBand(models.TextChoices):
    """Ages in whole years; AGES says from when to when."""

    TODDLER = "paud", _("up to 6 years")
    CHILD = "anak", _("7–12 years")
    TEEN = "remaja", _("13–16 years")
    YOUTH = "pemuda", _("17–24 years")
    ADULT = "dewasa", _("25 years and older")


AGES: dict[str, tuple[int, int]] = {
    AgeBand.TODDLER: (0, 6),
    AgeBand.CHILD: (7, 12),
    AgeBand.TEEN: (13, 16),
    AgeBand.YOUTH: (17, 24),
    AgeBand.ADULT: (25, 120),
}
# Below seventeen a guardian registers or confirms (rulings 35; PP 17/2025).
GUARDED_BANDS = frozenset({AgeBand.TODDLER.value, AgeBand.CHILD.value, AgeBand.TEEN.value})


class EventStatus(models.TextChoices):
    DRAFT = "draf", _("draft")
    SUBMITTED = "diajukan", _("waiting for approval")
    APPROVED = "disetujui", _("approved")
    PUBLISHED = "terbit", _("published")


class SessionState(models.TextChoices):
    PLANNED = "rencana", _("planned")
    CANCELLED = "batal", _("cancelled")
    HELD = "terlaksana", _("held")
    REPORTED = "dilaporkan", _("reported")


class RegistrationMode(models.TextChoices):
    OPEN = "bebas", _("come without registering")
    REGISTER = "daftar", _("register first")


class QueueMode(models.TextChoices):
    AUTOMATIC = "otomatis", _("the next in the queue gets a free seat at once")
    INVITATION = "undangan", _("the next in the queue is invited and answers by a deadline")


class FacilitatorRole(models.TextChoices):
    LEADER = "pemandu", _("leader")
    STORYTELLER = "pencerita", _("storyteller")
    TEACHER = "pengajar", _("teacher")
    ASSISTANT = "pendamping", _("assistant")
    DOCUMENTATION = "dokumentasi", _("photos and notes")


LEADING = (FacilitatorRole.LEADER, FacilitatorRole.STORYTELLER, FacilitatorRole.TEACHER)


class RegistrationKind(models.TextChoices):
    PERSON = "orang", _("one person")
    FAMILY = "keluarga", _("a family")
    GROUP = "kelas", _("a class or group")


class Registrant(models.TextChoices):
    """Who fills the form in, by what they say of themselves."""

    ADULT = "adult", _("18 or older")
    SEVENTEEN = "17", _("17, with notice to the guardian")
    YOUNGER = "younger", _("younger than 17: the guardian decides")


class RegistrationStatus(models.TextChoices):
    UNCONFIRMED = "menunggu-wali", _("waiting for the guardian's consent")
    HELD_ASIDE = "disisihkan", _("held aside for a look")
    REGISTERED = "terdaftar", _("has a seat")
    INVITED = "diundang", _("a seat is offered")
    WAITING = "antre", _("on the waiting list")
    CANCELLED = "batal", _("cancelled")
    RELEASED = "dilepas", _("seat released")


# Who takes a seat: those who have one, and those to whom one is offered until the deadline.
SEATED = (RegistrationStatus.REGISTERED, RegistrationStatus.INVITED)
LIVE = (*SEATED, RegistrationStatus.WAITING, RegistrationStatus.UNCONFIRMED, RegistrationStatus.HELD_ASIDE)


class Source(models.TextChoices):
    WEB = "web", _("on the web page")
    DESK = "meja", _("at the desk")
    PHONE = "telepon", _("by phone")


class NeedTheme(models.TextChoices):
    """What a wish of the community is about."""

    READING = "bacaan", _("books and reading")
    CHILDREN = "anak", _("activities for children and youth")
    SKILLS = "keterampilan", _("skills and livelihood")
    DIGITAL = "digital", _("internet and computers")
    CULTURE = "budaya", _("local history and culture")
    HEALTH = "kesehatan", _("health and family")
    REACH = "jangkauan", _("mobile library and opening hours")
    PLACE = "ruang", _("rooms and access")
    OTHER = "lain", _("something else")


class NeedSource(models.TextChoices):
    WEB = "web", _("on the web page")
    ACTIVITY = "kegiatan", _("said at an activity")
    DESK = "meja", _("said at the desk")
    SURVEY = "survei", _("from a survey comment")
    MEETING = "rapat", _("from a village meeting")


class NeedStatus(models.TextChoices):
    NEW = "baru", _("new")
    TAKEN_UP = "ditampung", _("taken up")
    ACTED_ON = "dikerjakan", _("being worked on")
    DONE = "selesai", _("done")
    DECLINED = "belum-bisa", _("not possible now")


class NeedOutcome(models.TextChoices):
    """What a wish became; a training or a purchase is named in words, since those rooms keep their own rows."""

    EVENT = "acara", _("an event")
    TRAINING = "pelatihan", _("a training")
    PURCHASE = "pembelian", _("a purchase")
    SERVICE = "layanan", _("a change of the service")


class ChannelKind(models.TextChoices):
    """How people hear of an event; TEXT_LENGTHS says how long a text may be there."""

    POSTER = "poster", _("poster")
    SOCIAL = "medsos", _("social media")
    RADIO = "radio", _("radio")
    SCHOOL = "sekolah", _("school")
    WHATSAPP = "whatsapp", _("WhatsApp group")
    PUBLIC_EVENT = "acara", _("public event")
    OTHER = "lain", _("another channel")


# Characters. Social media: an Instagram caption; radio: about thirty seconds read aloud; poster: read in passing.
TEXT_LENGTHS: dict[str, int] = {
    ChannelKind.POSTER: 160,
    ChannelKind.SOCIAL: 2200,
    ChannelKind.RADIO: 450,
    ChannelKind.SCHOOL: 1000,
    ChannelKind.WHATSAPP: 700,
    ChannelKind.PUBLIC_EVENT: 450,
    ChannelKind.OTHER: 1000,
}


class Measure(models.TextChoices):
    """What a reading challenge counts."""

    BOOKS = "buku", _("books")
    MINUTES = "menit", _("minutes")
    ACTIVITIES = "kegiatan", _("activities")


class PartnerKind(models.TextChoices):
    PAUD = "paud", "PAUD/TK"
    SD = "sd", "SD/MI"
    SMP = "smp", "SMP/MTs"
    SMA = "sma", "SMA/MA"
    SMK = "smk", "SMK"
    SLB = "slb", "SLB"
    PESANTREN = "pesantren", "Pesantren"
    PKBM = "pkbm", "PKBM"
    UNIVERSITY = "pt", _("university")
    TBM = "tbm", _("community reading corner (TBM)")
    VILLAGE = "kelurahan", _("village office or library")
    COMMUNITY = "komunitas", _("community organisation")
    MEDIA = "media", _("media")
    SPONSOR = "sponsor", _("sponsor")
    PERFORMER = "pengisi", _("performer or speaker")


SCHOOLS = frozenset(
    {PartnerKind.PAUD, PartnerKind.SD, PartnerKind.SMP, PartnerKind.SMA, PartnerKind.SMK, PartnerKind.SLB}
)


class Frequency(models.TextChoices):
    WEEKLY = "pekanan", _("every week")
    MONTHLY_WEEKDAY = "bulanan-hari", _("every month on the same weekday (for example the second Saturday)")
    MONTHLY_DATE = "bulanan-tanggal", _("every month on the same date")


def bands_of(age_min: int, age_max: int) -> list[Any]:
    """The age bands an event from `age_min` to `age_max` years touches, youngest first."""
    return [AgeBand(band) for band, (low, high) in AGES.items() if low <= age_max and age_min <= high]


class WorkKind(models.TextChoices):
    TEXT = "tulisan", _("poem or story")
    PICTURE = "gambar", _("drawing or photo")
    COMIC = "komik", _("comic")


class TestPhase(models.TextChoices):
    __test__ = False  # no test of ours, whatever its name begins with

    BEFORE = "awal", _("before the lesson")
    AFTER = "akhir", _("after the lesson")


# Dates that can be a lesson with a plan and a mini-test.
TAUGHT = frozenset({EventKind.INFORMATION_LITERACY, EventKind.SCHOOL_COMES, EventKind.TO_SCHOOL})

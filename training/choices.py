"""The fixed words of training. Official forms of learning: PerLAN 10/2018 (domain.md 4.2)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Form(models.TextChoices):
    """How people learn; the JP rate of each form is data (JpRate)."""

    MANAGERIAL = "managerial", _("Managerial or structural training")
    TECHNICAL = "technical", _("Technical training")
    FUNCTIONAL = "functional", _("Functional training")
    SOCIOCULTURAL = "sociocultural", _("Socio-cultural training")
    BIMTEK = "bimtek", _("Guidance course (bimtek)")
    COURSE = "course", _("Course")
    WORKSHOP = "workshop", _("Workshop")
    SEMINAR = "seminar", _("Seminar")
    CONFERENCE = "conference", _("Conference")
    WEBINAR = "webinar", _("Webinar")
    E_LEARNING = "e_learning", _("E-learning")
    DISTANCE = "distance", _("Distance learning")
    COACHING = "coaching", _("Coaching")
    MENTORING = "mentoring", _("Mentoring")
    BENCHMARKING = "benchmarking", _("Benchmarking")
    EXCHANGE = "exchange", _("Exchange or secondment")
    INTERNSHIP = "internship", _("Internship or job shadowing")
    COMMUNITY = "community", _("Community of practice")
    SELF_STUDY = "self_study", _("Self-study")


class Scope(models.TextChoices):
    NATIONAL = "national", _("Local or national")
    INTERNATIONAL = "international", _("International")


class ProviderKind(models.TextChoices):
    OWN = "own", _("This library")
    EXTERNAL = "external", _("Somebody else")


class SessionStatus(models.TextChoices):
    DRAFT = "draft", _("In preparation")
    OPEN = "open", _("Announced")
    FINISHED = "finished", _("Finished")
    CANCELLED = "cancelled", _("Cancelled")


class EnrolmentStatus(models.TextChoices):
    """The way of one person through one session; services.enrolments holds the allowed steps."""

    REQUESTED = "requested", _("Waiting for the supervisor")
    ENDORSED = "endorsed", _("Waiting for the second approval")
    WAITING = "waiting", _("On the waiting list")
    OFFERED = "offered", _("A seat is offered")
    SEATED = "seated", _("Has a seat")
    ATTENDED = "attended", _("Attended")
    COMPLETED = "completed", _("Completed")
    NO_SHOW = "no_show", _("Did not come")
    REFUSED = "refused", _("Not approved")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    CANCELLED = "cancelled", _("Session cancelled")
    UNSEATED = "unseated", _("Held without a seat")


# A seat is taken in these states, and in no other.
HOLDING_A_SEAT = (
    EnrolmentStatus.SEATED,
    EnrolmentStatus.ATTENDED,
    EnrolmentStatus.COMPLETED,
    EnrolmentStatus.NO_SHOW,
)
# An offered seat is nobody else's until the offer is taken or lapses.
TAKING_A_SEAT = (*HOLDING_A_SEAT, EnrolmentStatus.OFFERED)
TO_DECIDE = (EnrolmentStatus.REQUESTED, EnrolmentStatus.ENDORSED)
# Still before or in the session.
AHEAD = (*TO_DECIDE, EnrolmentStatus.WAITING, EnrolmentStatus.OFFERED, EnrolmentStatus.SEATED)
# Concerned by what becomes of a session that is not over: also those who came to an earlier meeting.
STILL_IN = (*AHEAD, EnrolmentStatus.ATTENDED)
LIVE = (*TO_DECIDE, EnrolmentStatus.WAITING, *TAKING_A_SEAT)
OVER = (
    EnrolmentStatus.REFUSED,
    EnrolmentStatus.WITHDRAWN,
    EnrolmentStatus.CANCELLED,
    EnrolmentStatus.UNSEATED,
)


class Origin(models.TextChoices):
    SELF = "self", _("Asked for it")
    NOMINATED = "nominated", _("Nominated")
    UNIT = "unit", _("Enrolled with the unit")
    IMPORTED = "imported", _("Taken over from older records")


class AttendanceState(models.TextChoices):
    PRESENT = "present", _("Present")
    LATE = "late", _("Late")
    PARTIAL = "partial", _("Left early or came in part")
    ABSENT = "absent", _("Absent")


class AttendanceWay(models.TextChoices):
    QR = "qr", _("QR code")
    LIST = "list", _("Ticked on the list")
    DESK = "desk", _("Entered at the desk")


class RateUnit(models.TextChoices):
    PROGRAMME = "programme", _("As the programme says")
    DAY = "day", _("A day")
    MEETING = "meeting", _("A meeting")
    ACTIVITY = "activity", _("An activity")


class LedgerStatus(models.TextChoices):
    EARNED = "earned", _("Waiting for verification")
    VERIFIED = "verified", _("Verified")
    REFUSED = "refused", _("Not accepted")


class PlanStatus(models.TextChoices):
    DRAFT = "draft", _("Being written")
    SUBMITTED = "submitted", _("Handed to the supervisor")
    AGREED = "agreed", _("Agreed")


class ItemOrigin(models.TextChoices):
    GAP = "gap", _("Competence gap")
    REVIEW = "review", _("Result of a review")
    WISH = "wish", _("Own wish")


class ItemStatus(models.TextChoices):
    OPEN = "open", _("Not yet done")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


class AnnualStatus(models.TextChoices):
    DRAFT = "draft", _("Being drawn up")
    SUBMITTED = "submitted", _("Waiting for approval")
    APPROVED = "approved", _("Approved")


class PaperKind(models.TextChoices):
    INVITATION = "undangan", _("Invitation (undangan)")
    MEMO = "nota_dinas", _("Memo (nota dinas)")
    ASSIGNMENT = "surat_tugas", _("Letter of assignment (surat tugas)")
    ATTENDANCE = "daftar_hadir", _("Attendance list (daftar hadir)")
    MINUTES = "notulen", _("Minutes (notulen)")
    REPORT = "laporan", _("Report (laporan)")


class Applied(models.IntegerChoices):
    """How far something learnt shows at work, three months later."""

    NOT_YET = 1, _("Not yet applied")
    SOMETIMES = 2, _("Applied now and then")
    REGULARLY = 3, _("Applied regularly")
    TEACHES = 4, _("Applied and passed on to colleagues")


class TestMoment(models.TextChoices):
    BEFORE = "before", _("Before the training")
    AFTER = "after", _("After the training")


class PeerKind(models.TextChoices):
    PUBLIC = "public", _("Public library")
    SCHOOL = "school", _("School library")
    ACADEMIC = "academic", _("University library")
    SPECIAL = "special", _("Special library")
    COMMUNITY = "community", _("Community library (TBM)")
    NATIONAL = "national", _("National Library")

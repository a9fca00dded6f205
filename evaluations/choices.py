"""Closed lists of the evaluation room. Statutory words carry their source."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Unsur(models.TextChoices):
    """The nine unsur of PermenPAN-RB 14/2017, by meaning: their positions U8/U9 differ between published forms."""

    PERSYARATAN = "persyaratan", _("Requirements")
    PROSEDUR = "prosedur", _("System, mechanism and procedure")
    WAKTU = "waktu", _("Time to completion")
    BIAYA = "biaya", _("Cost/tariff")
    PRODUK = "produk", _("Product: specification of the service")
    KOMPETENSI = "kompetensi", _("Competence of staff")
    PERILAKU = "perilaku", _("Conduct of staff")
    PENGADUAN = "pengaduan", _("Handling of complaints, suggestions and input")
    SARANA = "sarana", _("Facilities and infrastructure")


class InstrumentKind(models.TextChoices):
    """What a questionnaire is for. Only the first ever yields an IKM."""

    SKM = "skm", _("Patron satisfaction (SKM)")
    PICTURE = "picture", _("Children's picture survey")
    OUTCOME = "outcome", _("Outcome of an event or course for patrons")
    TRAINING = "training", _("Feedback after a training")


class Audience(models.TextChoices):
    """For whom a survey is: this setting, not a guess, decides between SKM and picture survey."""

    GENERAL = "general", _("Adults and teenagers")
    CHILDREN = "children", _("Children under 12")


class QuestionKind(models.TextChoices):
    """RATING and FACES live in a rating column of the answer; the others are kept apart from it, one row each."""

    RATING = "rating", _("Four answer words")
    FACES = "faces", _("Three faces")
    SCALE_4 = "scale4", _("Own question: scale 1 to 4")
    SCALE_5 = "scale5", _("Own question: scale 1 to 5")
    CHOICE = "choice", _("Own question: choice")
    TEXT = "text", _("Own question: short text")


IN_COLUMNS = (QuestionKind.RATING, QuestionKind.FACES)


class Picture(models.TextChoices):
    """What a question of the picture survey shows, so that it is understood without reading."""

    PLACE = "place", _("The room")
    BOOK = "book", _("A book")
    HELPER = "helper", _("A librarian")
    STORY = "story", _("A story")


class PeriodStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open for answers")
    CLOSED = "closed", _("Closed")


class Channel(models.IntegerChoices):
    """How an answer came in."""

    WEB = 1, _("Phone or computer")
    KIOSK = 2, _("Kiosk")
    PAPER = 3, _("Paper")
    IMPORT = 4, _("Imported file")


class Slot(models.IntegerChoices):
    """The half of the local day: the only time kept with an answer besides the day."""

    MORNING = 1, _("Morning (before 12.00)")
    AFTERNOON = 2, _("Afternoon (from 12.00)")


class Demographic(models.IntegerChoices):
    """What the respondent block asks; the options under each are editable rows."""

    SEX = 1, _("Sex")
    AGE = 2, _("Age")
    EDUCATION = 3, _("Education")
    OCCUPATION = 4, _("Occupation")


OTHER_OCCUPATION = 99  # the option beside which a respondent may say in words what it is


class Dimension(models.IntegerChoices):
    """What a summary row counts by."""

    ALL = 0, _("All respondents")
    SEX = 1, _("Sex")
    AGE = 2, _("Age")
    EDUCATION = 3, _("Education")
    OCCUPATION = 4, _("Occupation")
    CHANNEL = 5, _("Way of answering")
    SLOT = 6, _("Time of day")
    SERVICE_POINT = 7, _("Service point")


class HeldReason(models.TextChoices):
    FLOOD = "flood", _("Many answers from one connection")
    TRAP = "trap", _("A field hidden from people was filled")
    FAST = "fast", _("Sent faster than a person reads")


class MarkedRow(models.IntegerChoices):
    """What a mark of a connection speaks of."""

    ANSWER = 1, _("Answer")
    COMMENT = 2, _("Comment")
    EXTRA = 3, _("Answer to an own question")


class HeldStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting for a decision")
    ACCEPTED = "accepted", _("Accepted")
    DISCARDED = "discarded", _("Discarded")


class CommentState(models.TextChoices):
    """Who may read a patron's comment."""

    WAITING = "waiting", _("Waiting for a decision")
    PUBLIC = "public", _("Everybody")
    UNIT = "unit", _("Only the unit")
    PERSON = "person", _("Only the person named")
    REMOVED = "removed", _("Removed")


class CommentKind(models.TextChoices):
    """What follows from a comment."""

    THANKS = "thanks", _("Thanks")
    FIX = "fix", _("Something to mend")
    TRAINING = "training", _("Training of staff")
    BOOK = "book", _("Book to buy")
    EVENT = "event", _("Event to hold")


class FollowUpKind(models.TextChoices):
    """What sort of deed answers a weak unsur."""

    FIX = "fix", _("Repair or improvement")
    TRAINING = "training", _("Training")
    BOOK = "book", _("Book or collection")
    EVENT = "event", _("Event")
    PROCEDURE = "procedure", _("Procedure")


class FollowUpStatus(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    PLANNED = "planned", _("Planned")
    UNDERWAY = "underway", _("Under way")
    DONE = "done", _("Done")
    NOT_DONE = "not_done", _("Not done")

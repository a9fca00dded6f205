"""Words of complaints, questions and praise."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ComplaintKind(models.TextChoices):
    COMPLAINT = "complaint", _("Complaint")
    QUESTION = "question", _("Question to the library")
    PRAISE = "praise", _("Praise")


class ComplaintChannel(models.TextChoices):
    """How it reached the library."""

    WEB = "web", _("This website")
    DESK = "desk", _("At the desk")
    PHONE = "phone", _("By telephone")
    CHAT = "chat", _("By WhatsApp")
    LETTER = "letter", _("By letter or suggestion box")


class ComplaintStatus(models.TextChoices):
    """How far it is, in the words its sender reads."""

    NEW = "new", _("Taken in")
    WORKING = "working", _("Being looked into")
    ANSWERED = "answered", _("Answered by the library")
    DECLINED = "declined", _("Not taken up")
    REOPENED = "reopened", _("Opened again")


class Satisfied(models.IntegerChoices):
    """What the sender thinks of the answer; four steps, as in the SKM."""

    NOT = 1, _("Not satisfied")
    LITTLE = 2, _("Less satisfied")
    YES = 3, _("Satisfied with the answer")
    VERY = 4, _("Very satisfied")


ASKED = (ComplaintKind.COMPLAINT, ComplaintKind.QUESTION)  # praise needs no answer
OPEN = (ComplaintStatus.NEW, ComplaintStatus.WORKING, ComplaintStatus.REOPENED)
ENDED = (ComplaintStatus.ANSWERED, ComplaintStatus.DECLINED)
TONES = {
    ComplaintStatus.NEW: "wait",
    ComplaintStatus.WORKING: "info",
    ComplaintStatus.ANSWERED: "done",
    ComplaintStatus.DECLINED: "plain",
    ComplaintStatus.REOPENED: "late",
}

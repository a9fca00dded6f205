"""What cannot be done with a complaint, by name."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class ComplaintRefused(ValidationError):
    """The deed does not hold together; the message says why."""


class ComplaintChangedMeanwhile(ComplaintRefused):
    def __init__(self) -> None:
        super().__init__(_("Somebody else changed this meanwhile. Please look again."))


class AboutYourself(ComplaintRefused):
    def __init__(self) -> None:
        super().__init__(_("This is about you: somebody else must look into it. You may answer beside it."))


class EndedAlready(ComplaintRefused):
    def __init__(self) -> None:
        super().__init__(_("This has its answer already."))


class CannotReopen(ComplaintRefused):
    def __init__(self) -> None:
        super().__init__(_("It can be opened again once, after an answer and within the time named."))


class NoAnswerYet(ComplaintRefused):
    def __init__(self) -> None:
        super().__init__(_("There is no answer yet to be judged."))

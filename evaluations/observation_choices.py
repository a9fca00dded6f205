"""Words of friendly-service observations."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Relation(models.TextChoices):
    OWN = "own", _("One's own look")
    COLLEAGUE = "colleague", _("A colleague's look")
    SUPERVISOR = "supervisor", _("The supervisor's look")


class ObservationState(models.TextChoices):
    WAITING = "waiting", _("Waits for the word of the person observed")
    AGREED = "agreed", _("Agreed to by the person observed")
    DISAGREED = "disagreed", _("The person observed sees it differently")


class Mark(models.TextChoices):
    """`NOT_SEEN` is no judgement: the moment did not come up."""

    YES = "yes", _("Yes, it was done")
    PARTLY = "partly", _("In part")
    NO = "no", _("Not done yet")
    NOT_SEEN = "not_seen", _("Did not come up")


WEAK = (Mark.PARTLY, Mark.NO)
JUDGED = (Mark.YES, *WEAK)
TONES = {ObservationState.WAITING: "wait", ObservationState.AGREED: "done", ObservationState.DISAGREED: "info"}
MARK_TONES = {Mark.YES: "done", Mark.PARTLY: "wait", Mark.NO: "late", Mark.NOT_SEEN: "plain"}

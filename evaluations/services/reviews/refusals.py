"""Why a deed in a review is refused."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _


class NotAtThisStage(PermissionDenied):
    """The review is at a stage that does not know this deed; or the cycle is not running."""


class NotYours(PermissionDenied):
    """This deed belongs to somebody else: the person, the supervisor, that one's superior, or the head."""


class RowGone(PermissionDenied):
    """Somebody removed the row, or the whole review, between the look and the deed."""


class ReasonMissing(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Say why."))


class PlanEmpty(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Write at least one main work result before you hand in the plan."))


class SelfAssessmentEmpty(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Write your self-assessment before you hand it in."))


class ExpectationsMissing(ValidationError):
    def __init__(self, names: list[str]) -> None:
        words = {"names": ", ".join(names)}
        super().__init__(_("Write first what you expect of: %(names)s. It stands in the plan that is signed.") % words)


class YearNotBegun(ValidationError):
    def __init__(self, first: str) -> None:
        super().__init__(_("The year under review begins on %(day)s; nobody looks back on it before.") % {"day": first})


class RatingMissing(ValidationError):
    """A missing rating gives no predikat, so nothing goes on without both."""

    def __init__(self) -> None:
        super().__init__(_("Rate both the work results and the conduct first."))


class CycleNotDraft(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This cycle has started already."))


class NobodyPicked(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Nobody with a post in these units and positions was found for this cycle."))


class PickedChanged(ValidationError):
    """Somebody's post changed between the look and the start."""

    def __init__(self) -> None:
        super().__init__(_("Whom the cycle takes has changed since you looked. Look at the list again, then start."))


class CycleWritten(ValidationError):
    """`names` of the people in whose reviews somebody wrote, `more` where there are others still."""

    def __init__(self, names: list[str], *, more: bool) -> None:
        words = {"names": ", ".join(names) + (", …" if more else "")}
        super().__init__(
            _("The start can no longer be taken back, as something was written already in the review of: %(names)s")
            % words
        )


class CycleUnfinished(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Some reviews are not locked yet."))


class WeightsNotHundred(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("The weights of the internal assessment must make 100 in total."))


class NotAboutOneThing(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Choose either a value or a competence."))


class SupervisorUnfit(ValidationError):
    def __init__(self) -> None:
        super().__init__({"supervisor": _("Choose somebody else: nobody reviews themselves.")})


class LedByThePerson(ValidationError):
    def __init__(self, field: str) -> None:
        super().__init__({field: _("Choose somebody else: the person reviewed leads them.")})


class PutsThemselvesIn(ValidationError):
    """The texts of a review are read by who leads it, so nobody gives that right to themselves but the head."""

    def __init__(self) -> None:
        super().__init__(_("You cannot put yourself in, nor somebody you lead or stand in for. Ask the head."))


class DeciderUnfit(ValidationError):
    def __init__(self) -> None:
        super().__init__(
            {"superior": _("Choose somebody else: neither the person nor whoever leads or has rated decides.")}
        )


class NotLateYet(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("The deadline of this stage is not over yet."))


class InTheCycleAlready(ValidationError):
    def __init__(self) -> None:
        super().__init__({"person": _("This person has a review in this cycle.")})


class NobodyLeadsThem(ValidationError):
    def __init__(self) -> None:
        super().__init__({"person": _("This person has no post with a supervisor today.")})


class EditedMeanwhile(ValidationError):
    """Somebody saved first. `row` is what stands there now, `differences` (label, saved, yours) of each field."""

    def __init__(self, row: Model, differences: list[tuple[str, str, str]]) -> None:
        self.row, self.differences = row, differences
        super().__init__(_("This was saved from another page in the meantime. Nothing was overwritten."))


class ChangedMeanwhile(ValidationError):
    """Somebody changed what a jump rests on. `differences`: (what it is, what happened, what stands there now)."""

    def __init__(self, differences: list[tuple[str, str, str]]) -> None:
        self.differences = differences
        super().__init__(_("The review changed after you opened it. Look at what changed, then decide again."))

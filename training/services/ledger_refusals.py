"""Why something is not written into the ledger of JP."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from training.counting import Counted
from training.models import JpEntry, Session

NAMED = 5  # sessions a refusal names


class YearClosed(ValidationError):
    def __init__(self, year: int) -> None:
        super().__init__(_("The JP year %(year)s is closed; its ledger no longer changes."), params={"year": year})


class YearNotOver(ValidationError):
    def __init__(self, year: int) -> None:
        super().__init__(_("The year %(year)s is not over yet."), params={"year": year})


class EntriesWaiting(ValidationError):
    """A year is closed when every entry of it is decided."""

    def __init__(self, n: int) -> None:
        super().__init__(_("%(n)s entries of the year still wait for verification."), params={"n": n})


class AlreadyDecided(ValidationError):
    def __init__(self, entry: JpEntry) -> None:
        super().__init__(
            _("“%(title)s” is “%(status)s” already."),
            params={"title": entry.title, "status": entry.get_status_display()},
        )


class EntryChanged(ValidationError):
    """It is not what the page showed: its person mended it, or somebody decided."""

    def __init__(self, entry: JpEntry) -> None:
        super().__init__(
            _("“%(title)s” was changed meanwhile. Look at it once more; nothing was decided."),
            params={"title": entry.title},
        )


class NothingDecided(ValidationError):
    """There is no decision to take back."""

    def __init__(self, entry: JpEntry) -> None:
        super().__init__(_("“%(title)s” still waits for verification."), params={"title": entry.title})


class CertificateStands(ValidationError):
    """A paper that is valid states these JP."""

    def __init__(self, number: str) -> None:
        super().__init__(
            _("The certificate %(number)s states these JP. Revoke it first, with a reason."), params={"number": number}
        )


class ProofMissing(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("There is no proof to look at: ask the person to add the certificate."))


class JpUnknown(ValidationError):
    """The rate table leaves it to the certificate, and nothing was written."""

    def __init__(self) -> None:
        super().__init__({"jp": _("Write the JP that the certificate states.")})


class Doubtful(ValidationError):
    """What it counts is not what its certificate says, or it lasts very long: its person is asked first."""

    def __init__(self, counted: Counted) -> None:
        self.counted = counted
        super().__init__([ValidationError(words, code="doubt") for words in counted.doubts])


class NotYours(ValidationError):
    """What this library held, or what is verified, is not put right by its person."""

    def __init__(self, entry: JpEntry) -> None:
        super().__init__(_("“%(title)s” cannot be changed by you."), params={"title": entry.title})


class NoRate(ValidationError):
    def __init__(self) -> None:
        super().__init__({"form": _("The rate table has no row for this form, scope and date.")})


class InTheFuture(ValidationError):
    def __init__(self) -> None:
        super().__init__({"ends_on": _("A training counts once it is over.")})


class EnteredTwice(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This training is in the ledger already."))


class SomebodyElses(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("The library issued this certificate to somebody else."))


class ReasonMissing(ValidationError):
    def __init__(self) -> None:
        super().__init__({"reason": _("Say why; the person reads it.")})


class SessionsUnfinished(ValidationError):
    """Meetings were held, and nobody settled who attended: their JP would be lost."""

    def __init__(self, sessions: list[Session]) -> None:
        named = ", ".join(f"“{session.title}”" for session in sessions[:NAMED])
        super().__init__(
            _("Finish or cancel these sessions of the year first: %(sessions)s."),
            params={"sessions": named if len(sessions) <= NAMED else f"{named}, …"},
        )

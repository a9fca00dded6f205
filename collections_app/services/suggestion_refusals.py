"""Why a wish is not taken in, or a deed on a demand not done."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from collections_app.models import SuggestionPartner


class AskedTooOften(ValidationError):
    def __init__(self, most: int, days: int) -> None:
        super().__init__(
            _("You have suggested %(most)s titles within %(days)s days. Please come back later."),
            params={"most": most, "days": days},
        )


class PartnerAskedTooOften(ValidationError):
    def __init__(self, partner: SuggestionPartner) -> None:
        super().__init__(
            _("%(name)s has suggested %(most)s titles within %(days)s days, as many as were agreed on."),
            params={"name": partner.name, "most": partner.most, "days": partner.period_days},
        )


class AskedAlready(ValidationError):
    """The same person wished for this title before."""

    def __init__(self) -> None:
        super().__init__(_("You have suggested this title already; it counts once. Use the code you were given."))


class AskedAgain(ValidationError):
    """The demand has ended, and a newer one for the same ISBN is open."""

    def __init__(self) -> None:
        super().__init__(
            _("This title was asked for again, and that demand is open. Decide there, or join the two first.")
        )


class AskedFromHere(ValidationError):
    """Without a contact nobody can be told from the one before at the same connection."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This title was suggested from this connection already. Leave a number or an e-mail address, so that "
                "your wish counts too."
            )
        )


class HasCome(ValidationError):
    """A partner asks for more copies of what came for it already: nothing would be bought of that."""

    def __init__(self) -> None:
        super().__init__(_("This title has come for you already. Talk to the library if you need more copies."))


class TooManyCopies(ValidationError):
    def __init__(self, asked: int, most: int) -> None:
        super().__init__(
            _("You asked for %(asked)s copies of this title already; %(most)s are the most. Talk to the library."),
            params={"asked": asked, "most": most},
        )


class TooManyFromHere(ValidationError):
    def __init__(self, days: int) -> None:
        super().__init__(
            _(
                "Many titles were suggested from this connection within %(days)s days. Leave a number or an e-mail "
                "address, so that your wish counts too."
            ),
            params={"days": days},
        )


class WishStandsAlone(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This is the only wish of its demand; there is nothing to take it off."))


class ReasonNeeded(ValidationError):
    def __init__(self) -> None:
        super().__init__({"reason": _("Choose why it is declined: the asker reads it.")})


class CallNumberNeeded(ValidationError):
    def __init__(self, most: int) -> None:
        super().__init__(_("Write the call number, at most %(most)s characters."), params={"most": most})


class CannotJoin(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("These two cannot be joined. Separate what was joined before, then try again."))

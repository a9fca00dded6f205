"""Who gets in at the doors of the 360-degree feedback."""

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.libraries import switches
from evaluations.links import guest_url
from evaluations.models import Review, RoundGuest
from tests.doors import NOBODY, PUBLIC, SIGNED_IN, Door
from tests.factories.accounts import make_profile
from tests.factories.reviews import make_round
from tests.reviews.access_rows import foreign, led, own

HEADS = {Role.AGENCY_HEAD}


def _rounded(make, status):
    """A review with a round of 360-degree feedback at that state, for which the one who knocks is asked."""

    def kwargs(world, user):
        switches.turn("review_360", True, by=None)
        pk = make(world, user)["pk"]
        asked = [user.profile] if user else []
        make_round(Review.objects.get(pk=pk), asked=asked, status=status)
        return {"pk": pk}

    return kwargs


def _proposed(make, status):
    """A row of the list of reviewers."""

    def kwargs(world, user):
        review = Review.objects.get(pk=_rounded(make, status)(world, user)["pk"])
        return {"pk": review.feedback_round.reviewers.create(reviewer=make_profile(), relation="peer").pk}

    return kwargs


def _guest(make, status):
    """A reviewer from outside in such a round."""

    def kwargs(world, user):
        review = Review.objects.get(pk=_rounded(make, status)(world, user)["pk"])
        return {"pk": RoundGuest.objects.create(round=review.feedback_round, name="Ibu", organisation="SD").pk}

    return kwargs


def _link(status, *, revoked=False):
    """The signed link of somebody from outside."""

    def kwargs(world, user):
        guest = RoundGuest.objects.get(pk=_guest(foreign(), status)(world, user)["pk"])
        guest.is_revoked = revoked
        guest.save()
        return {"token": guest_url(guest).rstrip("/").rsplit("/", 1)[1]}

    return kwargs


def _on(world, user):
    switches.turn("review_360", True, by=None)
    return {}


ROUND_DOORS = {
    "evaluations:rounds-asked": Door(SIGNED_IN, _on, post=False),
    "evaluations:round-detail": [
        Door(SIGNED_IN, _rounded(own(), "open"), post=False),
        Door(SIGNED_IN, _rounded(led(), "proposing"), post=False),
        Door(HEADS, _rounded(foreign(), "closed"), post=False),
    ],
    "evaluations:round-propose": [
        Door(SIGNED_IN, _rounded(own(), "proposing")),
        Door(SIGNED_IN, _rounded(led(), "proposing")),
        Door(NOBODY, _rounded(own(), "open")),
        Door(NOBODY, _rounded(foreign(), "proposing")),
    ],
    "evaluations:round-withdraw": [
        Door(SIGNED_IN, _proposed(own(), "proposing"), get=False),
        Door(SIGNED_IN, _proposed(led(), "proposing"), get=False),
        Door(NOBODY, _proposed(led(), "open")),
        Door(NOBODY, _proposed(foreign(), "proposing")),
    ],
    "evaluations:round-open": [
        Door(SIGNED_IN, _rounded(led(), "proposing")),
        Door(NOBODY, _rounded(own(), "proposing")),
        Door(NOBODY, _rounded(foreign(), "proposing")),
    ],
    "evaluations:round-guest-propose": [
        Door(SIGNED_IN, _rounded(own(), "proposing")),
        Door(SIGNED_IN, _rounded(led(), "proposing")),
        Door(NOBODY, _rounded(own(), "open")),
        Door(NOBODY, _rounded(foreign(), "proposing")),
    ],
    "evaluations:round-guest-withdraw": [
        Door(SIGNED_IN, _guest(own(), "proposing"), get=False),
        Door(SIGNED_IN, _guest(led(), "proposing"), get=False),
        Door(NOBODY, _guest(led(), "open")),
        Door(NOBODY, _guest(foreign(), "proposing")),
    ],
    "evaluations:round-guests": [
        Door(SIGNED_IN, _rounded(led(), "open"), post=False),
        Door(NOBODY, _rounded(led(), "proposing")),
        Door(NOBODY, _rounded(own(), "open")),
        Door(NOBODY, _rounded(foreign(), "open")),
    ],
    "evaluations:round-guest-link": [
        Door(SIGNED_IN, _guest(led(), "open"), get=False, data={"deed": "renew"}),
        Door(NOBODY, _guest(led(), "proposing")),
        Door(NOBODY, _guest(own(), "open")),
        Door(NOBODY, _guest(foreign(), "open")),
    ],
    "evaluations:round-guest": [
        Door(PUBLIC, _link("open")),
        Door(NOBODY, _link("open", revoked=True)),
        Door(NOBODY, _link("proposing")),
        Door(NOBODY, lambda world, user: _on(world, user) | {"token": "tebakan:tanpa-tanda-tangan"}),
    ],
    "evaluations:round-guest-thanks": Door(PUBLIC, post=False),
    "evaluations:round-answer": [
        Door(SIGNED_IN, _rounded(foreign(), "open")),
        Door(NOBODY, _rounded(foreign(), "closed")),
        Door(NOBODY, _rounded(led(), "proposing")),
    ],
}

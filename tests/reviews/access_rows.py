"""Reviews for who knocks: one's own, of somebody one leads, of a stranger."""

from evaluations.review_choices import Stage
from tests.doors import Prepared
from tests.factories.accounts import make_profile
from tests.factories.reviews import make_review

PREPARED = Prepared("evaluations")


def own(stage=Stage.RUNNING, **more):
    pk = PREPARED.often(("own", stage), lambda user: make_review(user.profile if user else None, stage=stage).pk)
    return lambda world, user: {"pk": pk(world, user), **more}


def led(stage=Stage.RUNNING, **more):
    """Of somebody whom the person who knocks leads."""
    pk = PREPARED.often(
        ("led", stage), lambda user: make_review(stage=stage, supervisor=user.profile if user else None).pk
    )
    return lambda world, user: {"pk": pk(world, user), **more}


def foreign(stage=Stage.RUNNING, **more):
    """Of somebody in another unit with another supervisor."""
    pk = PREPARED.often(("foreign", stage), lambda user: make_review(stage=stage, supervisor=make_profile()).pk)
    return lambda world, user: {"pk": pk(world, user), **more}

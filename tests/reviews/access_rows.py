"""Reviews for who knocks: one's own, of somebody one leads, of a stranger."""

from evaluations.review_choices import Stage
from tests.factories.accounts import make_profile
from tests.factories.reviews import make_review


def own(stage=Stage.RUNNING, **more):
    return lambda world, user: {"pk": make_review(user.profile if user else None, stage=stage).pk, **more}


def led(stage=Stage.RUNNING, **more):
    """Of somebody whom the person who knocks leads."""
    return lambda world, user: {"pk": make_review(stage=stage, supervisor=user.profile if user else None).pk, **more}


def foreign(stage=Stage.RUNNING, **more):
    """Of somebody in another unit with another supervisor."""
    return lambda world, user: {"pk": make_review(stage=stage, supervisor=make_profile()).pk, **more}

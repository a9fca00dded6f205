"""Who gets in at the doors of the jumps from stage to stage."""

from datetime import timedelta

from baubau_pembinaan.accounts.choices import Role
from evaluations.models import Review
from evaluations.review_choices import Rating, Stage
from tests.doors import NOBODY, SIGNED_IN, Door
from tests.reviews.access_rows import foreign, led, own

HEADS = {Role.AGENCY_HEAD}
WHY = {"reason": "Belum lengkap"}
DECISION = {**WHY, "result_rating": Rating.MEETS, "conduct_rating": Rating.MEETS}


def _late(make):
    """The same in a cycle whose deadlines are over."""

    def kwargs(world, user):
        found = make(world, user)
        cycle = Review.objects.get(pk=found["pk"]).cycle
        names = ("plan", "self", "rating", "release", "acknowledge", "objection")
        cycle.starts_on -= timedelta(days=400)
        for name in names:
            setattr(cycle, f"{name}_due_on", cycle.starts_on + timedelta(days=30))
        cycle.save()
        return found

    return kwargs


def step(slug, stage, *, mine, data=None, heads=NOBODY):
    """The step opens for the one it belongs to; at another stage and in other people's reviews it is shut."""
    whose = own if mine else led
    return [
        Door(SIGNED_IN, whose(stage, step=slug), data=data or {}),
        Door(heads, foreign(stage, step=slug), data=data or {}),
        Door(NOBODY, whose(Stage.LOCKED, step=slug), data=data or {}),
    ]


STEP_DOORS = {
    "evaluations:review-step": [
        *step("ajukan-rencana", Stage.PLANNING, mine=True),
        *step("setujui-rencana", Stage.PROPOSED, mine=False),
        *step("kembalikan-rencana", Stage.PROPOSED, mine=False, data=WHY),
        *step("mulai-nilai-mandiri", Stage.RUNNING, mine=True),
        *step("ajukan-nilai-mandiri", Stage.SELF, mine=True),
        *step("kembalikan-nilai-mandiri", Stage.RATING, mine=False, data=WHY),
        *step("terima", Stage.RELEASED, mine=True),
        *step("keberatan", Stage.RELEASED, mine=True, data=WHY),
        Door(HEADS, foreign(Stage.CALIBRATION, step="rilis")),
        Door(HEADS, foreign(Stage.CALIBRATION, step="kembalikan-evaluasi"), data=WHY),
        Door(HEADS, foreign(Stage.ACKNOWLEDGED, step="kunci")),
        Door(HEADS, foreign(Stage.OBJECTED, step="putuskan-keberatan"), data=DECISION),
        Door(HEADS, _late(foreign(Stage.RELEASED, step="tutup")), data=WHY),
        Door(NOBODY, own(Stage.RELEASED, step="tutup"), data=WHY),
        Door(NOBODY, foreign(Stage.RELEASED, step="tutup"), data=WHY),
        Door(NOBODY, own(Stage.CALIBRATION, step="rilis")),
        Door(NOBODY, own(Stage.PROPOSED, step="setujui-rencana")),
        Door(NOBODY, own(Stage.RATING, step="ajukan-evaluasi")),
        Door(NOBODY, foreign(step="tidak-ada")),
    ],
}

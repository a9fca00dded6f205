"""Who gets in at the review doors: one's own, one's own staff's, nobody else's."""

from datetime import date, timedelta
from itertools import count

from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.models import Appointment
from baubau_pembinaan.documents.models import ReportRun
from evaluations import internal
from evaluations.models import CreditFormula, InternalCriterion, InternalScore, Review, ReviewCycle
from evaluations.reference_credit import PERCENTS
from evaluations.review_choices import CycleStatus, NoteKind, Stage, Value
from evaluations.services.reporting import REVIEW_BATCH
from tests.doors import NOBODY, SIGNED_IN, STAFF, Door
from tests.factories.accounts import make_appointment, make_profile, make_user
from tests.factories.reviews import make_cycle, make_result_file, make_review
from tests.reviews.access_rounds import ROUND_DOORS
from tests.reviews.access_rows import PREPARED as PREPARED
from tests.reviews.access_rows import foreign, led, own
from tests.reviews.access_steps import STEP_DOORS, WHY

_numbers = count(1)
ALL_SEEING = {Role.AGENCY_HEAD, Role.ADMINISTRATOR}
HEADS = {Role.AGENCY_HEAD}
LEADERS = {Role.AGENCY_HEAD, Role.ADMINISTRATOR}


def part(kind, make):
    """The first row of that kind in a review."""

    def kwargs(world, user):
        review = Review.objects.get(pk=make(world, user)["pk"])
        return {"pk": getattr(review, kind).order_by("pk").first().pk}

    return kwargs


def _leads_nobody(world, user):
    """There is a review, and none of it is this person's business."""
    for post in Appointment.objects.filter(supervisor=user.profile) if user else ():
        post.supervisor = None
        post.save()
    foreign()(world, user)
    return {}


def _scored(make):
    """A score of the internal assessment in a review."""

    def kwargs(world, user):
        review = Review.objects.get(pk=make(world, user)["pk"])
        draft = make_cycle(status=CycleStatus.DRAFT)
        criterion = InternalCriterion.objects.create(cycle=draft, title="Inisiatif", weight=100)
        draft.status, draft.internal_formula = CycleStatus.RUNNING, internal.CURRENT
        draft.save()
        review.cycle = draft
        review.save()
        return {"pk": InternalScore.objects.create(review=review, criterion=criterion).pk}

    return kwargs


def _weighed(make):
    """A review in a cycle with an internal assessment."""

    def kwargs(world, user):
        return {"pk": InternalScore.objects.get(pk=_scored(make)(world, user)["pk"]).review_id}

    return kwargs


def _papers(by):
    """Papers of a unit that `by(world, user)` asked for."""

    def kwargs(world, user):
        run = ReportRun.objects.create(
            report=REVIEW_BATCH,
            period=str(next(_numbers)),
            parameters_hash="x",
            requested_by=by(world, user),
            requested_at=timezone.now(),
        )
        return {"pk": run.pk}

    return kwargs


def _kept(make):
    """A file kept with a work result."""

    def kwargs(world, user):
        return {"pk": make_result_file(Review.objects.get(pk=make(world, user)["pk"])).pk}

    return kwargs


PAK = {"level": "ahli_muda", "credit": "12.5", "counted_until": "2025-12-31", "number": "PAK/1"}


def _self(user):
    return user.profile.pk if user else make_profile().pk


def _led(user):
    """Somebody whom the person who knocks leads by appointment."""
    person = make_profile()
    make_appointment(person, supervisor=user.profile if user else None)
    return person.pk


def _formula():
    day = date(2030, 1, 1) + timedelta(days=CreditFormula.objects.count())
    row = {"coefficient": "5", "grade": "20", "first": "III/a", "last": "III/b"}
    return CreditFormula.objects.create(
        version=f"uji/{day}", source="uji", valid_from=day, levels={"mahir": row}, percents=PERCENTS
    )


PLAN = {"kind": "utama", "plan": "Kelas", "aspect": "waktu", "indicator": "Tepat waktu", "target": "12"}

DOORS = (
    ROUND_DOORS
    | STEP_DOORS
    | {
        "evaluations:home": Door(SIGNED_IN, post=False),
        "evaluations:review-mine": Door(SIGNED_IN, post=False),
        "evaluations:review-team": Door(SIGNED_IN, post=False),
        "evaluations:review-late": Door(SIGNED_IN, post=False),
        "evaluations:review-board": Door(LEADERS, post=False),
        "evaluations:review-calibration": Door(LEADERS, post=False),
        "evaluations:review-board-xlsx": Door(LEADERS, post=False),
        "evaluations:review-colleagues": Door(STAFF, post=False),
        "evaluations:review-note": [
            Door(STAFF, foreign(), data={"kind": NoteKind.PRAISE, "value": Value.LOYAL, "text": "Bagus"}),
            Door(NOBODY, own()),
            Door(NOBODY, foreign(Stage.LOCKED)),
        ],
        "evaluations:my-credit": Door(SIGNED_IN, post=False),
        "evaluations:credit": [
            Door(SIGNED_IN, lambda world, user: {"pk": _self(user)}, post=False),
            Door(SIGNED_IN, lambda world, user: {"pk": _led(user)}, post=False),
            Door(HEADS, lambda world, user: {"pk": make_profile().pk}, post=False),
        ],
        "evaluations:credit-paper": [
            Door(SIGNED_IN, lambda world, user: {"pk": _self(user)}, post=False),
            Door(SIGNED_IN, lambda world, user: {"pk": _led(user)}, post=False),
            Door(HEADS, lambda world, user: {"pk": make_profile().pk}, post=False),
        ],
        "evaluations:credit-official": [
            Door(SIGNED_IN, lambda world, user: {"pk": _self(user)}, data=PAK),
            Door(SIGNED_IN, lambda world, user: {"pk": _led(user)}, data=PAK),
            Door(NOBODY, lambda world, user: {"pk": make_profile().pk}, data=PAK),
        ],
        "admin:evaluations_creditformula_delete": Door(NOBODY, lambda world, user: {"object_id": _formula().pk}),
        "evaluations:cycle-list": Door(LEADERS, post=False),
        "evaluations:cycle-start": Door(LEADERS, lambda world, user: {"pk": make_cycle(status=CycleStatus.DRAFT).pk}),
        "evaluations:cycle-take-back": Door(LEADERS, lambda world, user: {"pk": make_cycle().pk}, data=WHY),
        "evaluations:cycle-close": Door(LEADERS, lambda world, user: {"pk": make_cycle().pk}, get=False),
        "evaluations:cycle-join": Door(LEADERS, lambda world, user: {"pk": make_cycle().pk}),
        "evaluations:review-withdraw": [
            Door(LEADERS, foreign()),
            Door(NOBODY, foreign(Stage.LOCKED)),
            Door(NOBODY, own()),
            Door(NOBODY, led(Stage.RELEASED)),
        ],
        "evaluations:review-templates": [
            Door(SIGNED_IN, own(Stage.PLANNING), post=False),
            Door(SIGNED_IN, led(Stage.PROPOSED), post=False),
            Door(NOBODY, own()),
            Door(NOBODY, foreign(Stage.PLANNING)),
        ],
        "evaluations:review-records": [
            Door(SIGNED_IN, part("results", own())),
            Door(NOBODY, part("results", own(Stage.LOCKED))),
            Door(NOBODY, part("results", led())),
            Door(NOBODY, part("results", foreign())),
        ],
        "evaluations:review-detail": [
            Door(SIGNED_IN, own(), post=False),
            Door(SIGNED_IN, led(), post=False),
            Door(ALL_SEEING, foreign(), post=False),
        ],
        "evaluations:review-reassign": [Door(LEADERS, foreign(), data=WHY), Door(NOBODY, own(), data=WHY)],
        "evaluations:review-internal": [
            Door(SIGNED_IN, _weighed(own(Stage.LOCKED)), post=False),
            Door(SIGNED_IN, _weighed(led()), post=False),
            Door(NOBODY, _weighed(own())),
            Door(HEADS, _weighed(foreign()), post=False),
        ],
        "evaluations:review-score": [
            Door(SIGNED_IN, _scored(led())),
            Door(NOBODY, _scored(led(Stage.LOCKED))),
            Door(NOBODY, _scored(own())),
            Door(NOBODY, _scored(foreign())),
        ],
        "evaluations:review-activities": [
            Door(SIGNED_IN, own(), post=False),
            Door(SIGNED_IN, led(), post=False),
            Door(HEADS, foreign(), post=False),
        ],
        "evaluations:review-activities-xlsx": [
            Door(SIGNED_IN, own(), post=False),
            Door(SIGNED_IN, led(), post=False),
            Door(HEADS, foreign(), post=False),
        ],
        "evaluations:review-evidence": [
            Door(SIGNED_IN, own(), post=False),
            Door(SIGNED_IN, led(), post=False),
            Door(HEADS, foreign(), post=False),
        ],
        "evaluations:review-voice": [
            Door(SIGNED_IN, own(), post=False),
            Door(SIGNED_IN, led(), post=False),
            Door(HEADS, foreign(), post=False),
        ],
        "evaluations:review-growth": [
            Door(SIGNED_IN, own(), post=False),
            Door(SIGNED_IN, led(), post=False),
            Door(NOBODY, own(Stage.PLANNING)),
            Door(NOBODY, foreign(), post=False),
        ],
        "evaluations:review-growth-add": [
            Door(SIGNED_IN, own()),
            Door(SIGNED_IN, led()),
            Door(NOBODY, own(Stage.PLANNING)),
            Door(NOBODY, foreign()),
        ],
        "evaluations:review-result-add": [
            Door(SIGNED_IN, own(Stage.PLANNING), data=PLAN),
            Door(NOBODY, led(Stage.PLANNING), data=PLAN),
            Door(NOBODY, foreign(Stage.PLANNING), data=PLAN),
        ],
        "evaluations:review-files": [
            Door(SIGNED_IN, part("results", own())),
            Door(NOBODY, part("results", own(Stage.LOCKED))),
            Door(NOBODY, part("results", led())),
            Door(NOBODY, part("results", foreign())),
        ],
        "evaluations:review-file-remove": [
            Door(SIGNED_IN, _kept(own()), get=False),
            Door(NOBODY, _kept(own(Stage.LOCKED))),
            Door(NOBODY, _kept(led())),
            Door(NOBODY, _kept(foreign())),
        ],
        "evaluations:review-batch": [
            Door(SIGNED_IN, lambda world, user: led()(world, user) and {}),
            Door(HEADS, _leads_nobody),
        ],
        "evaluations:review-batch-cancel": [
            Door(SIGNED_IN, _papers(lambda world, user: user if getattr(user, "pk", None) else None), get=False),
            Door(NOBODY, _papers(lambda world, user: make_user()), get=False),
        ],
        "evaluations:review-paste": [
            Door(SIGNED_IN, own(Stage.PLANNING)),
            Door(SIGNED_IN, own(Stage.SELF)),
            Door(NOBODY, own(Stage.PROPOSED)),
            Door(NOBODY, led(Stage.PLANNING)),
            Door(NOBODY, foreign(Stage.PLANNING)),
        ],
        "evaluations:review-state-rating": [
            Door(SIGNED_IN, own(Stage.LOCKED)),
            Door(SIGNED_IN, led()),
            Door(HEADS, foreign()),
            Door(NOBODY, own(Stage.PLANNING)),
        ],
        "evaluations:review-self": [
            Door(SIGNED_IN, own(Stage.SELF)),
            Door(NOBODY, led(Stage.SELF)),
            Door(NOBODY, foreign(Stage.SELF)),
        ],
        "evaluations:review-rating": [
            Door(SIGNED_IN, led(Stage.RATING)),
            Door(NOBODY, own(Stage.RATING)),
            Door(NOBODY, foreign(Stage.RATING)),
        ],
        "evaluations:review-paper": [
            Door(SIGNED_IN, own(Stage.LOCKED, paper="rencana"), post=False),
            Door(SIGNED_IN, own(Stage.LOCKED, paper="evaluasi"), post=False),
            Door(SIGNED_IN, led(Stage.LOCKED, paper="umpan-balik"), post=False),
            Door(NOBODY, own(Stage.CALIBRATION, paper="evaluasi"), post=False),
            Door(HEADS, foreign(Stage.LOCKED, paper="evaluasi"), post=False),
            Door(HEADS, foreign(Stage.LOCKED, paper="umpan-balik"), post=False),
        ],
        "evaluations:review-result": [
            Door(SIGNED_IN, part("results", own())),
            Door(SIGNED_IN, part("results", led())),
            Door(NOBODY, part("results", led(Stage.PLANNING))),
            Door(NOBODY, part("results", foreign())),
        ],
        "evaluations:review-result-remove": [
            Door(SIGNED_IN, part("results", own(Stage.PLANNING))),
            Door(NOBODY, part("results", own())),
            Door(NOBODY, part("results", foreign(Stage.PLANNING))),
        ],
        "evaluations:review-conduct": [
            Door(SIGNED_IN, led()),
            Door(NOBODY, own()),
            Door(NOBODY, foreign()),
        ],
        "evaluations:review-period": [
            Door(SIGNED_IN, part("periods", own())),
            Door(SIGNED_IN, part("periods", led())),
            Door(NOBODY, part("periods", foreign())),
        ],
    }
)

ADMIN_OBJECTS = {
    CreditFormula: _formula,
    ReviewCycle: lambda: make_cycle(status=CycleStatus.DRAFT),
    Review: make_review,
}

"""Who gets in at the survey doors."""

from django.utils import timezone
from model_bakery import baker

from baubau_pembinaan.accounts.choices import Role
from evaluations.choices import CommentState, HeldReason, PeriodStatus, Unsur
from evaluations.models import (
    CommentHandling,
    DemographicOption,
    FrozenResult,
    HeldBatch,
    Instrument,
    InstrumentVersion,
    Period,
    SkmFormula,
    UnsurCompetence,
)
from evaluations.services.instruments import copy_version
from evaluations.services.surveys import close_period
from tests.doors import NOBODY, PUBLIC, ROLES, Door
from tests.evaluations import access_afterwards, access_complaints, access_front, access_reporting
from tests.factories.evaluations import make_comment, make_period, make_survey

MANAGERS = {Role.ADMINISTRATOR, Role.AGENCY_HEAD, Role.DIVISION_HEAD, Role.LIBRARIAN}


def _period(status=PeriodStatus.OPEN):
    return lambda world, user: {"pk": make_period(status=status).pk}


def _batch(world, user):
    batch = HeldBatch.objects.create(
        period=make_period(), day=timezone.localdate(), reason=HeldReason.FLOOD, origin="0" * 16
    )
    return {"pk": batch.pk}


def _public_comment(world, user):
    comment = make_comment()
    CommentHandling.objects.create(comment=comment, state=CommentState.PUBLIC, shown=comment.text)
    return {"pk": comment.pk}


def _comment_for_nobody_else(world, user):
    return {"pk": make_comment().pk}


COLLECTORS = {*MANAGERS, Role.SERVICE_OFFICER}
MODERATORS = {Role.ADMINISTRATOR, Role.AGENCY_HEAD, Role.DIVISION_HEAD}

DOORS = {
    "evaluations:survey-answer": Door(PUBLIC, lambda world, user: {"code": make_period().survey.code}),
    "evaluations:survey-thanks": Door(PUBLIC, lambda world, user: {"code": make_period().survey.code}, post=False),
    "admin:evaluations_skmformula_delete": Door(
        NOBODY, lambda world, user: {"object_id": ADMIN_OBJECTS[SkmFormula]().pk}
    ),
    "admin:evaluations_demographicoption_delete": Door(
        NOBODY, lambda world, user: {"object_id": DemographicOption.objects.first().pk}
    ),
    "evaluations:no-survey": Door(PUBLIC, lambda world, user: {"rest": "tidak/ada"}, post=False, any_answer=True),
    "evaluations:kiosk": Door(PUBLIC, lambda world, user: {"code": make_period().survey.code}),
    "evaluations:kiosk-thanks": Door(PUBLIC, lambda world, user: {"code": make_period().survey.code}, post=False),
    "evaluations:kiosk-setup": Door(COLLECTORS, lambda world, user: {"pk": make_survey().pk}),
    "evaluations:paper-entry": Door(COLLECTORS, _period()),
    "evaluations:survey-list": Door(ROLES, post=False),
    "evaluations:survey-detail": Door(ROLES, lambda world, user: {"pk": make_survey().pk}, post=False),
    "evaluations:survey-poster": Door(ROLES, lambda world, user: {"pk": make_survey().pk}, post=False),
    "evaluations:comment-list": Door(ROLES, post=False),
    "evaluations:comment-moderation": Door(MODERATORS),
    "evaluations:comment-detail": [
        Door(ROLES, _public_comment, posts=MODERATORS),
        Door(MODERATORS, _comment_for_nobody_else),
    ],
    "evaluations:comment-need": Door(MODERATORS, _public_comment, get=False),
    "evaluations:survey-from-channel": Door(
        PUBLIC, lambda world, user: {"code": make_period().survey.code, "channel": "ABC234"}, post=False
    ),
    "evaluations:comment-finish": [
        Door(ROLES, _public_comment, get=False),
        Door(MODERATORS, _comment_for_nobody_else, get=False),
    ],
    "evaluations:comment-reply": Door(ROLES, _public_comment, get=False),
    "evaluations:period-detail": Door(ROLES, _period(), post=False),
    "evaluations:period-xlsx": Door(ROLES, _period(), post=False),
    "evaluations:period-paper": Door(ROLES, _period(), post=False),
    "evaluations:period-open": Door(MANAGERS, _period(PeriodStatus.DRAFT), get=False),
    "evaluations:period-close": Door(MANAGERS, _period(), get=False),
    "evaluations:period-reopen": Door(MANAGERS, _period(PeriodStatus.CLOSED), get=False, data={"reason": "salah"}),
    "evaluations:held-decide": Door(MANAGERS, _batch, data={"decision": "accept"}),
    **access_afterwards.DOORS,
    **access_reporting.DOORS,
    **access_complaints.DOORS,
    **access_front.DOORS,
}


def _version(**fields):
    def kwargs(world, user):
        version = InstrumentVersion.objects.get(instrument__key="skm", number=1)
        return {"pk": (copy_version(version=version) if fields.get("draft") else version).pk}

    return kwargs


DOORS |= {
    "evaluations:period-add": Door(MANAGERS, lambda world, user: {"pk": make_survey().pk}),
    "evaluations:period-analysis": Door(ROLES, _period(), post=False),
    "evaluations:period-csv": Door(ROLES, _period(), post=False),
    "evaluations:period-json": Door(ROLES, _period(), post=False),
    "evaluations:rollup": Door(ROLES, post=False),
    "evaluations:rollup-xlsx": Door(ROLES, post=False),
    "evaluations:rollup-json": Door(ROLES, post=False),
    "evaluations:instrument-list": Door(ROLES, post=False),
    "evaluations:version-detail": Door(ROLES, _version(), post=False),
    "evaluations:version-comfort": Door(MANAGERS, _version(draft=True), get=False),
    "evaluations:version-copy": Door(MANAGERS, _version(), get=False),
    "evaluations:version-publish": Door(MANAGERS, _version(), get=False),
}


def _next_unsur_competence() -> UnsurCompetence:
    """An unsur has one competence at most: the first unsur that has none yet."""
    taken = set(UnsurCompetence.objects.values_list("unsur", flat=True))
    return UnsurCompetence.objects.create(
        unsur=next(unsur for unsur in Unsur if unsur not in taken), competence=baker.make("training.Competence")
    )


ADMIN_OBJECTS = {
    **access_afterwards.ADMIN_OBJECTS,
    **access_complaints.ADMIN_OBJECTS,
    **access_front.ADMIN_OBJECTS,
    SkmFormula: lambda: SkmFormula.objects.create(
        version=f"uji/{SkmFormula.objects.count()}",
        source="uji",
        valid_from=timezone.localdate(),
        bands=[["D", "25.00"]],
    ),
    InstrumentVersion: lambda: InstrumentVersion.objects.create(
        instrument=Instrument.objects.create(key=f"uji-{Instrument.objects.count()}", title="Uji"), number=1
    ),
    Period: lambda: make_period(status=PeriodStatus.DRAFT),
    UnsurCompetence: _next_unsur_competence,
    FrozenResult: lambda: close_period(period=make_period(), by=None, at=timezone.now()),
}

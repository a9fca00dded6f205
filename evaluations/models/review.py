"""One person's review in one cycle, and who leads it on a day."""

from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, JSONObject, Least
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import Appointment, StaffProfile
from baubau_pembinaan.core.history import AuditedModel, AuditedQuerySet, audited
from baubau_pembinaan.libraries.models import Unit
from evaluations.predikat import predicate_of
from evaluations.review_choices import OPEN_TO_PERSON, SELF_HANDED_IN, Predicate, Rating, Stage

from .review_cycle import ReviewCycle

_KEY = models.BigIntegerField()


def _supervisor_on(person: str, day: str) -> Subquery:
    """The supervisor by the definitive post of that day, else by the newest acting one."""
    rows = Appointment.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=OuterRef(day)), starts_on__lte=OuterRef(day), profile=OuterRef(person)
    )
    definitive_first = Case(When(kind="definitif", then=0), default=1)
    return Subquery(rows.order_by(definitive_first, "-starts_on", "-pk").values("supervisor")[:1], output_field=_KEY)


class ReviewQuerySet(AuditedQuerySet):
    def with_leaders(self, today: date) -> "ReviewQuerySet":
        """Each with `lead_id` (pejabat penilai) and `superior_id` (the lead's own superior) of that day.

        The day is today, or the cycle's last day once that is past: a closed year keeps its supervisors. Somebody
        put in by hand (`assigned_supervisor`) goes before the appointment.
        """
        return (
            self.annotate(led_on=Least(Value(today, output_field=models.DateField()), F("cycle__ends_on")))
            .annotate(
                lead_id=Coalesce("assigned_supervisor_id", _supervisor_on("person_id", "led_on"), output_field=_KEY)
            )
            .annotate(superior_id=_supervisor_on("lead_id", "led_on"))
        )

    def with_names(self) -> "ReviewQuerySet":
        """After `with_leaders`: each with `leaders`, what `leader_of` reads, so that names cost no statement more."""
        named = StaffProfile.objects.filter(Q(pk=OuterRef("lead_id")) | Q(pk=OuterRef("superior_id"))).order_by("pk")
        parts = {name: name for name in ("id", "name", "title_prefix", "title_suffix", "nip")}
        return self.annotate(leaders=ArraySubquery(named.values(found=JSONObject(**parts))))

    def with_due(self) -> "ReviewQuerySet":
        """Each with `due`: by when it must leave its stage, None where nobody waits (as ReviewCycle.due_on)."""
        whens = [
            When(stage__in=stages, then=F(f"cycle__{field}"))
            for field, stages in (
                ("plan_due_on", (Stage.PLANNING, Stage.PROPOSED)),
                ("self_due_on", (Stage.RUNNING, Stage.SELF)),
                ("rating_due_on", (Stage.RATING,)),
                ("release_due_on", (Stage.CALIBRATION,)),
                ("acknowledge_due_on", (Stage.RELEASED,)),
                ("objection_due_on", (Stage.OBJECTED,)),
            )
        ]
        return self.annotate(due=Case(*whens, default=None, output_field=models.DateField()))

    def late_on(self, day: date) -> "ReviewQuerySet":
        return self.with_due().filter(cycle__status="running", due__lt=day)


class Review(AuditedModel):
    """`version` counts every change of the review or of anything in it; whoever saves says which one they saw."""

    lead_id: int | None  # of rows read `with_leaders`
    superior_id: int | None
    led_on: date

    cycle = models.ForeignKey(ReviewCycle, on_delete=models.PROTECT, related_name="reviews", verbose_name=_("cycle"))
    person = models.ForeignKey(
        StaffProfile, on_delete=models.PROTECT, related_name="reviews", verbose_name=_("staff member")
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="reviews", null=True, blank=True, verbose_name=_("unit")
    )
    assigned_supervisor = models.ForeignKey(
        StaffProfile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assigned_reviews",
        verbose_name=_("supervisor put in by hand"),
    )
    stage = models.CharField(_("stage"), max_length=12, choices=Stage, default=Stage.PLANNING, db_index=True)
    result_rating = models.PositiveSmallIntegerField(_("rating of the work results"), choices=Rating, null=True)
    conduct_rating = models.PositiveSmallIntegerField(_("rating of the conduct"), choices=Rating, null=True)
    self_text = models.TextField(_("self-assessment"), max_length=4000, blank=True)
    supervisor_text = models.TextField(_("supervisor's evaluation"), max_length=4000, blank=True)
    objection = models.TextField(_("objection"), max_length=4000, blank=True)
    objection_answer = models.TextField(_("decision on the objection"), max_length=4000, blank=True)
    agreed_on = models.DateField(_("plan agreed on"), null=True)
    self_on = models.DateField(_("self-assessment handed in on"), null=True)
    rated_on = models.DateField(_("evaluated on"), null=True)
    released_on = models.DateField(_("released on"), null=True)
    closed_on = models.DateField(_("locked on"), null=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ReviewQuerySet.as_manager()
    # What people wrote stays out of the book that administrators read.
    history = audited(excluded_fields=["self_text", "supervisor_text", "objection", "objection_answer", "version"])

    class Meta:
        verbose_name = _("performance review")
        verbose_name_plural = _("performance reviews")
        ordering = ["-cycle__year", "person__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "person"], name="one_review_per_person_and_cycle"),
            models.CheckConstraint(
                condition=Q(stage__in=["planning", "proposed", "running", "self", "rating"])
                | Q(result_rating__isnull=False, conduct_rating__isnull=False, rated_on__isnull=False),
                name="evaluated_review_has_both_ratings",
            ),
            models.CheckConstraint(
                condition=(Q(result_rating=None) | Q(result_rating__in=[1, 2, 3]))
                & (Q(conduct_rating=None) | Q(conduct_rating__in=[1, 2, 3])),
                name="review_ratings_are_one_to_three",
            ),
            models.CheckConstraint(
                condition=Q(assigned_supervisor=None) | ~Q(assigned_supervisor=F("person")),
                name="nobody_reviews_themselves",
            ),
            models.CheckConstraint(condition=~Q(stage="objected") | ~Q(objection=""), name="objected_review_says_why"),
            models.CheckConstraint(
                condition=Q(stage="locked", closed_on__isnull=False) | (~Q(stage="locked") & Q(closed_on__isnull=True)),
                name="review_is_closed_exactly_when_locked",
            ),
        ]
        indexes = [models.Index(fields=["cycle", "stage"], name="review_cycle_stage")]

    def __str__(self) -> str:
        return f"{self.person.full_name}, {self.cycle.year}"

    def leader_of(self, pk: int | None) -> StaffProfile | None:
        """The lead or the superior by their id, of a row read `with_names`: name and NIP only, not to be saved."""
        held: list[dict[str, Any]] = getattr(self, "leaders", [])
        return next((StaffProfile(**parts) for parts in held if parts["id"] == pk), None)

    @property
    def predicate(self) -> Predicate | None:
        return predicate_of(self.result_rating, self.conduct_rating)

    @property
    def is_released(self) -> bool:
        return self.stage in OPEN_TO_PERSON

    @property
    def self_is_handed_in(self) -> bool:
        return self.stage in SELF_HANDED_IN

    @property
    def due_on(self) -> date | None:
        return self.cycle.due_on(self.stage)

    def is_late_on(self, day: date) -> bool:
        due = self.due_on
        return self.cycle.is_running and due is not None and due < day

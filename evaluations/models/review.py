"""One person's review in one cycle, and who leads it on a day."""

from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Case, ExpressionWrapper, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, JSONObject, Least
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import Appointment, StaffProfile
from baubau_pembinaan.accounts.models.profile import with_titles
from baubau_pembinaan.core.history import AuditedModel, AuditedQuerySet, audited
from baubau_pembinaan.core.statements import blank
from baubau_pembinaan.libraries.models import Unit
from evaluations.predikat import predicate_of
from evaluations.review_choices import ENDED, OPEN_TO_PERSON, SELF_HANDED_IN, CycleStatus, Predicate, Rating, Stage

from .review_cycle import DUE_FIELDS, ReviewCycle

_KEY = models.BigIntegerField()
TODAY = blank("today", models.DateField())  # in statements kept for the life of the process
PERIOD_DAYS = timedelta(days=14)  # for the word on a month or quarter


def _supervisor_on(person: str, day: str, until: str) -> Subquery:
    """The supervisor by the definitive post of that day, else by the newest acting one.

    Where the person has none that day, by the last they had on `until` or later (`until` is not after `day`).
    """
    rows = Appointment.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=OuterRef(until)), starts_on__lte=OuterRef(day), profile=OuterRef(person)
    )
    of_the_day = Case(When(Q(ends_on=None) | Q(ends_on__gte=OuterRef(day)), then=0), default=1)
    definitive_first = Case(When(kind="definitif", then=0), default=1)
    rows = rows.annotate(past=of_the_day).order_by("past", definitive_first, "-starts_on", "-pk")
    return Subquery(rows.values("supervisor")[:1], output_field=_KEY)


def _able(day: Any) -> "models.QuerySet[StaffProfile, Any]":
    """Who works here that day and can sign in."""
    return StaffProfile.objects.filter(Q(left_on=None) | Q(left_on__gte=day), user__is_active=True).values("pk")


class ReviewQuerySet(AuditedQuerySet):
    def with_leaders(self, today: Any) -> "ReviewQuerySet":
        """Each with `lead_id` (pejabat penilai) and `above_id` (the lead's own superior) of that day.

        While the cycle runs the day is today, also after the year is over: whoever leads now has to act. A closed cycle
        keeps the supervisors of its last day, and so does who has no supervisor any more. Somebody put in by hand
        (`assigned_supervisor`, `assigned_superior`) goes before the appointments. `today` may be a blank (TODAY).
        """
        day = Value(today, output_field=models.DateField()) if isinstance(today, date) else today
        last = Least(day, F("cycle__ends_on"))
        on = Case(When(cycle__status=CycleStatus.RUNNING, then=day), default=last)
        lead = Coalesce("assigned_supervisor_id", _supervisor_on("person_id", "led_on", "led_until"), output_field=_KEY)
        above = Coalesce("assigned_superior_id", _supervisor_on("lead_id", "led_on", "led_on"), output_field=_KEY)
        return self.annotate(led_on=on, led_until=last).annotate(lead_id=lead).annotate(above_id=above)

    def with_superior(self, today: Any) -> "ReviewQuerySet":
        """After `with_leaders`: each also knows whether the one above can decide (`superior_id`)."""
        return self.annotate(above_is_able=ExpressionWrapper(Q(above_id__in=_able(today)), models.BooleanField()))

    def by_superior(self, today: date) -> "ReviewQuerySet":
        """After `with_leaders`: those whose objections the one above decides, as `superior_id` says."""
        third = ~Q(above_id=F("person_id")) & ~Q(above_id=F("lead_id"))
        return self.filter(third, Q(rated_by=None) | ~Q(above_id=F("rated_by_id")), above_id__in=_able(today))

    def by_head(self, today: date) -> "ReviewQuerySet":
        """After `with_leaders`: the others."""
        return self.filter(
            Q(above_id=None)
            | Q(above_id=F("person_id"))
            | Q(above_id=F("lead_id"))
            | Q(above_id=F("rated_by_id"))
            | ~Q(above_id__in=_able(today))
        )

    def with_names(self) -> "ReviewQuerySet":
        """After `with_leaders`: each with `leaders`, what `leader_of` reads, so that names cost no statement more."""
        named = StaffProfile.objects.filter(Q(pk=OuterRef("lead_id")) | Q(pk=OuterRef("above_id"))).order_by("pk")
        parts = {name: name for name in ("id", "name", "title_prefix", "title_suffix", "nip")}
        return self.annotate(leaders=ArraySubquery(named.values(found=JSONObject(**parts))))

    def as_lines(self) -> "ReviewQuerySet":
        """No more of each, and of whom and what it is about, than a list of reviews draws."""
        own = ("stage", "result_rating", "conduct_rating")
        person = ("person__name", "person__title_prefix", "person__title_suffix")
        cycle = (f"cycle__{name}" for name in ("year", "status", "ends_on", *DUE_FIELDS.values()))
        return self.select_related("cycle", "person", "unit").only(*own, *person, *cycle, "unit__name")

    def with_due(self) -> "ReviewQuerySet":
        """Each with `due`: by when it must leave its stage, None where nobody waits (as ReviewCycle.due_on)."""
        whens = [When(stage=stage, then=F(f"cycle__{field}")) for stage, field in DUE_FIELDS.items()]
        return self.annotate(due=Case(*whens, default=None, output_field=models.DateField()))

    def late_on(self, day: Any) -> "ReviewQuerySet":
        """Past the deadline of the stage, or with a period that is over and still without the supervisor's word.

        `due` is then the day that word was due, if that is the earlier one.
        """
        periods = self.model._meta.get_field("periods").related_model
        over = periods.objects.filter(review=OuterRef("pk"), evaluated_on=None, ends_on__lt=day - PERIOD_DAYS)
        open_stages = Q(stage__in=[Stage.RUNNING, Stage.SELF])
        waits = Case(
            When(open_stages, then=Subquery(over.order_by("ends_on").values("ends_on")[:1]) + Value(PERIOD_DAYS)),
            default=None,
            output_field=models.DateField(),
        )
        rows = self.with_due().annotate(period_due=Cast(waits, models.DateField()))
        late = Q(due__lt=day) | Q(period_due__isnull=False)
        return rows.filter(late, cycle__status=CycleStatus.RUNNING).annotate(late_since=Least("due", "period_due"))


class Review(AuditedModel):
    """`version` counts every change of the review or of anything in it; whoever saves says which one they saw."""

    lead_id: int | None  # of rows read `with_leaders`
    above_id: int | None
    above_is_able: bool  # of rows read `with_superior`
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
    assigned_superior = models.ForeignKey(
        StaffProfile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assigned_objections",
        verbose_name=_("who decides an objection, put in by hand"),
    )
    rated_by = models.ForeignKey(
        StaffProfile,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="reviews_rated",
        verbose_name=_("evaluation handed in by"),
    )
    stage = models.CharField(_("stage"), max_length=12, choices=Stage, default=Stage.PLANNING, db_index=True)
    result_rating = models.PositiveSmallIntegerField(_("rating of the work results"), choices=Rating, null=True)
    conduct_rating = models.PositiveSmallIntegerField(_("rating of the conduct"), choices=Rating, null=True)
    self_text = models.TextField(_("self-assessment"), max_length=4000, blank=True)
    supervisor_text = models.TextField(_("supervisor's evaluation"), max_length=4000, blank=True)
    sent_back = models.TextField(_("why it was sent back"), max_length=4000, blank=True)
    closing_note = models.TextField(_("why it was ended"), max_length=4000, blank=True)
    objection = models.TextField(_("objection"), max_length=4000, blank=True)
    objection_answer = models.TextField(_("decision on the objection"), max_length=4000, blank=True)
    decided_by = models.ForeignKey(
        StaffProfile,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="objections_decided",
        verbose_name=_("objection decided by"),
    )
    # What the objection was about: both ratings as they stood before the decision.
    result_rating_before = models.PositiveSmallIntegerField(
        _("rating of the work results before the decision"), choices=Rating, null=True, editable=False
    )
    conduct_rating_before = models.PositiveSmallIntegerField(
        _("rating of the conduct before the decision"), choices=Rating, null=True, editable=False
    )
    agreed_on = models.DateField(_("plan agreed on"), null=True)
    self_on = models.DateField(_("self-assessment handed in on"), null=True)
    rated_on = models.DateField(_("evaluated on"), null=True)
    released_on = models.DateField(_("released on"), null=True)
    closed_on = models.DateField(_("locked on"), null=True)
    version = models.PositiveIntegerField(_("contents"), default=1, editable=False)

    objects = ReviewQuerySet.as_manager()
    # What people wrote stays out of the book that administrators read; of ratings it says only that they changed.
    history = audited(
        excluded_fields=[
            "self_text",
            "supervisor_text",
            "sent_back",
            "closing_note",
            "objection",
            "objection_answer",
            "version",
        ]
    )
    history_unsaid = frozenset({"result_rating", "conduct_rating", "result_rating_before", "conduct_rating_before"})
    history_untold = frozenset(
        {"self_text", "supervisor_text", "sent_back", "closing_note", "objection", "objection_answer"}
    )
    history_else = ("version",)  # counts what is written in the review's rows, each of which has its own line
    history_reason_unsaid = frozenset({"stage"})  # lines of earlier versions: why a plan came back, an objection

    class Meta:
        verbose_name = _("performance review")
        verbose_name_plural = _("performance reviews")
        ordering = ["-cycle__year", "person__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "person"], name="one_review_per_person_and_cycle"),
            models.CheckConstraint(
                condition=Q(stage__in=["planning", "proposed", "running", "self", "rating", "withdrawn"])
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
            models.CheckConstraint(
                condition=Q(assigned_superior=None) | ~Q(assigned_superior=F("person")),
                name="nobody_decides_their_own_objection",
            ),
            models.CheckConstraint(
                condition=Q(assigned_superior=None)
                | Q(assigned_supervisor=None)
                | ~Q(assigned_superior=F("assigned_supervisor")),
                name="objection_is_decided_by_a_third",
            ),
            models.CheckConstraint(condition=~Q(stage="objected") | ~Q(objection=""), name="objected_review_says_why"),
            models.CheckConstraint(
                condition=Q(stage__in=["locked", "withdrawn"], closed_on__isnull=False)
                | (~Q(stage__in=["locked", "withdrawn"]) & Q(closed_on__isnull=True)),
                name="review_is_closed_exactly_when_ended",
            ),
        ]
        indexes = [models.Index(fields=["cycle", "stage"], name="review_cycle_stage")]

    def __str__(self) -> str:
        return f"{self.person.full_name}, {self.cycle.year}"

    def leader_of(self, pk: int | None) -> StaffProfile | None:
        """The lead or the superior by their id, of a row read `with_names`: name and NIP only, not to be saved."""
        held: list[dict[str, Any]] = getattr(self, "leaders", [])
        return next((StaffProfile(**parts) for parts in held if parts["id"] == pk), None)

    def leader_name(self, pk: int | None) -> str:
        """The full name of `leader_of`, empty where there is nobody: a list draws fifty of them."""
        for parts in getattr(self, "leaders", []):
            if parts["id"] == pk:
                return with_titles(parts["title_prefix"], parts["name"], parts["title_suffix"])
        return ""

    @property
    def superior_id(self) -> int | None:
        """Who decides an objection; None where the one above cannot, and the head does. Of a row `with_superior`.

        Neither the person nor the lead nor whoever has rated.
        """
        able = self.above_is_able and self.above_id not in (self.person_id, self.lead_id, self.rated_by_id)
        return self.above_id if able else None

    @property
    def predicate(self) -> Predicate | None:
        return predicate_of(self.result_rating, self.conduct_rating)

    @property
    def predicate_before(self) -> Predicate | None:
        """What followed from the ratings that were objected to."""
        return predicate_of(self.result_rating_before, self.conduct_rating_before)

    @property
    def has_ended(self) -> bool:
        return self.stage in ENDED

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

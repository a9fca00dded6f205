"""What proves a review outside of it: files on a work result, and the rating that stands in the state system."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import AuditedModel, audited
from baubau_pembinaan.documents.models import StoredFile
from evaluations.predikat import predicate_of
from evaluations.review_choices import Predicate, Rating

from .review import Review
from .review_content import WorkResult


class ResultFile(AuditedModel):
    """A file that proves a work result; the documents room keeps it, the review says who may read it."""

    result = models.ForeignKey(
        WorkResult, on_delete=models.CASCADE, related_name="files", verbose_name=_("work result")
    )
    stored = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, related_name="proves_result", verbose_name=_("file")
    )

    history = audited()

    class Meta:
        verbose_name = _("evidence file")
        verbose_name_plural = _("evidence files")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.stored)


class ResultLink(AuditedModel):
    """A record of this system that proves a work result: what it was called that day, and the address of its page.

    A copy on purpose: the rooms above and beside keep the record itself, and nothing here points into them.
    """

    result = models.ForeignKey(
        WorkResult, on_delete=models.CASCADE, related_name="links", verbose_name=_("work result")
    )
    kind = models.CharField(_("kind"), max_length=80)
    title = models.CharField(_("record"), max_length=250)
    detail = models.CharField(_("detail"), max_length=500, blank=True)
    day = models.DateField(_("day"))
    address = models.CharField(_("address"), max_length=200, blank=True)

    history = audited()

    class Meta:
        verbose_name = _("record that proves a work result")
        verbose_name_plural = _("records that prove work results")
        ordering = ["day", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["result", "kind", "title", "day", "address"], name="record_proves_a_work_result_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.title}"


class StateRating(AuditedModel):
    """How the state system (e-Kinerja) rates the year: its two ratings, with the day and the source.

    Its predikat follows from them by the same matrix; it never changes what this review says.
    """

    review = models.OneToOneField(
        Review, on_delete=models.CASCADE, related_name="state_rating", verbose_name=_("review")
    )
    result_rating = models.PositiveSmallIntegerField(_("rating of the work results"), choices=Rating)
    conduct_rating = models.PositiveSmallIntegerField(_("rating of the conduct"), choices=Rating)
    rated_on = models.DateField(_("rated there on"))
    source = models.CharField(
        _("source"), max_length=120, help_text=_("System and number of the paper, for example: e-Kinerja BKN, SKP/12.")
    )

    history = audited()
    history_unsaid = frozenset({"result_rating", "conduct_rating"})

    class Meta:
        verbose_name = _("rating in the state system")
        verbose_name_plural = _("ratings in the state system")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(result_rating__in=[1, 2, 3]) & Q(conduct_rating__in=[1, 2, 3]),
                name="state_ratings_are_one_to_three",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="state_rating_names_its_source"),
        ]

    def __str__(self) -> str:
        return f"{self.rated_on}: {self.predicate.label if self.predicate else ''}"

    @property
    def predicate(self) -> Predicate | None:
        return predicate_of(self.result_rating, self.conduct_rating)

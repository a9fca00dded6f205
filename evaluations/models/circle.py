"""360-degree feedback: a round about one review, whom it asks, and answers that nobody can trace to a person.

An answer carries neither a name nor a moment. Whom the round asks stands in `RoundReviewer` until they have answered;
the row goes with the answer, and what is left of them goes when the round is closed. Somebody from outside has no
account and answers by a link: `RoundGuest` never changes when it is used, so that nobody sees who has answered.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.history import AuditedModel, audited
from evaluations.review_choices import Relation, RoundStatus, Value

from .invitation import new_link_key
from .review import Review

CANNOT_SAY, HIGHEST = 0, 4


class FeedbackRound(AuditedModel):
    """One for a review. Its book says who opened it and until when, never whom it asked."""

    review = models.OneToOneField(
        Review, on_delete=models.CASCADE, related_name="feedback_round", verbose_name=_("review")
    )
    status = models.CharField(_("status"), max_length=10, choices=RoundStatus, default=RoundStatus.PROPOSING)
    closes_on = models.DateField(_("answers until"), null=True)

    history = audited()

    class Meta:
        verbose_name = _("round of 360-degree feedback")
        verbose_name_plural = _("rounds of 360-degree feedback")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(status="proposing") | Q(closes_on__isnull=False), name="opened_round_has_its_last_day"
            )
        ]

    def __str__(self) -> str:
        return str(self.review)

    @property
    def is_open(self) -> bool:
        return self.status == RoundStatus.OPEN

    @property
    def is_closed(self) -> bool:
        return self.status == RoundStatus.CLOSED

    @property
    def is_proposing(self) -> bool:
        return self.status == RoundStatus.PROPOSING


class RoundReviewer(models.Model):
    """Somebody proposed, and once the round is open somebody who still may answer. No history: it would name them."""

    round = models.ForeignKey(
        FeedbackRound, on_delete=models.CASCADE, related_name="reviewers", verbose_name=_("round")
    )
    reviewer = models.ForeignKey(
        StaffProfile, on_delete=models.PROTECT, related_name="rounds_asked", verbose_name=_("reviewer")
    )
    relation = models.CharField(_("relation"), max_length=12, choices=Relation)

    class Meta:
        verbose_name = _("reviewer of a round")
        verbose_name_plural = _("reviewers of rounds")
        ordering = ["relation", "reviewer__name", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["round", "reviewer"],
                name="reviewer_stands_once_in_a_round",
                violation_error_message=_("This person is proposed already."),
            )
        ]

    def __str__(self) -> str:
        return self.get_relation_display()


class RoundGuest(models.Model):
    """Somebody from outside, a partner in the work, who answers by a link of their own. No history: it would name them.

    Nothing here tells whether the link was used, as with every link of this kind (docs/decisions/0011). `key` stands
    behind the signed link; a new one makes every older link void. The row goes when the round is closed.
    """

    round = models.ForeignKey(FeedbackRound, on_delete=models.CASCADE, related_name="guests", verbose_name=_("round"))
    name = models.CharField(_("name"), max_length=120)
    organisation = models.CharField(_("school or organisation"), max_length=150)
    phone = models.CharField(_("WhatsApp number"), max_length=15, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    key = models.CharField(max_length=22, unique=True, default=new_link_key, editable=False)
    is_revoked = models.BooleanField(_("link revoked"), default=False)

    class Meta:
        verbose_name = _("reviewer from outside")
        verbose_name_plural = _("reviewers from outside")
        ordering = ["name", "organisation", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["round", "name", "organisation"],
                name="guest_stands_once_in_a_round",
                violation_error_message=_("This person is proposed already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.organisation}"

    @property
    def used_digest(self) -> bytes:
        """What is written when the link is used: 32 bytes nobody works out without the site's secret key."""
        return salted_hmac("evaluations.used-round-link", str(self.pk), algorithm="sha256").digest()


class UsedRoundLink(models.Model):
    """A guest's link that was used, without a moment; goes when the round is closed."""

    digest = models.BinaryField(_("digest"), max_length=32, primary_key=True)
    round = models.ForeignKey(
        FeedbackRound, on_delete=models.CASCADE, related_name="used_links", verbose_name=_("round")
    )

    class Meta:
        verbose_name = _("used link of a round")
        verbose_name_plural = _("used links of rounds")
        default_permissions = ()

    def __str__(self) -> str:
        return bytes(self.digest).hex()[:8]


class RoundAnswer(models.Model):
    """What one reviewer thinks: a score from 1 to 4 for each BerAKHLAK value (0: cannot say), two texts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(FeedbackRound, on_delete=models.CASCADE, related_name="answers", verbose_name=_("round"))
    relation = models.CharField(_("relation"), max_length=12, choices=Relation)
    scores = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("scores"))
    strength = models.TextField(_("what goes well"), max_length=1000, blank=True)
    growth = models.TextField(_("what could grow"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("answer in a round")
        verbose_name_plural = _("answers in rounds")
        ordering = ["id"]  # random
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(scores__len=len(Value)), name="round_answer_scores_every_value"),
            models.CheckConstraint(
                condition=Q(scores__contained_by=list(range(CANNOT_SAY, HIGHEST + 1))),
                name="round_answer_scores_lie_in_the_scale",
            ),
        ]

    def __str__(self) -> str:
        return self.get_relation_display()

"""Free words of patrons, and what the library does with them."""

import uuid
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.history import AuditedModel, audited
from evaluations.choices import CommentKind, CommentState

from .survey import Period

DAYS_TO_DECIDE = 7  # a comment that nobody decided on for longer is overdue


class Comment(models.Model):
    """Free words of a patron, kept apart from the ratings: nothing joins the two.

    The row is written without history: an exact moment would tell who wrote it. What staff decide stands in its
    `handling`; removing a comment empties `text` for good.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="comments", verbose_name=_("period"))
    day = models.DateField(_("local day"))
    text = models.TextField(_("comment"), max_length=2000)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["-day", "pk"]

    def __str__(self) -> str:
        return str(self.pk)[:8]  # never the words: this stands in logs and in the admin's messages

    @property
    def care(self) -> "CommentHandling":
        """What was decided; an unsaved handling that waits where nobody decided yet."""
        return getattr(self, "handling", None) or CommentHandling(comment=self)

    def is_overdue(self, today: date) -> bool:
        care = self.care
        if care.state == CommentState.WAITING:
            return self.day < today - timedelta(days=DAYS_TO_DECIDE)
        if care.state == CommentState.REMOVED:
            return False
        return care.finished_on is None and care.due_on is not None and care.due_on < today


class CommentHandling(AuditedModel):
    """Who may read a comment, what follows from it, who sees to it by when, and what the library answers.

    Its history keeps every decision and its reason, never the patron's words: `shown` is left out.
    """

    comment = models.OneToOneField(
        Comment, on_delete=models.CASCADE, primary_key=True, related_name="handling", verbose_name=_("comment")
    )
    state = models.CharField(_("who may read it"), max_length=10, choices=CommentState, default=CommentState.WAITING)
    reason = models.CharField(_("reason"), max_length=250, blank=True)
    shown = models.TextField(_("words as readers see them"), max_length=4000, blank=True)
    names_shown = models.BooleanField(_("names of staff may be read"), default=False)
    person = models.ForeignKey(
        StaffProfile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("person named"),
    )
    kind = models.CharField(_("what follows from it"), max_length=10, choices=CommentKind, blank=True)
    owner = models.ForeignKey(
        StaffProfile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("seen to by")
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    finished_on = models.DateField(_("finished on"), null=True, blank=True)
    answer = models.TextField(_("the library's answer"), max_length=2000, blank=True)
    reply = models.TextField(_("answer of the person named"), max_length=2000, blank=True)
    version = models.PositiveIntegerField(_("version"), default=0)

    history = audited(excluded_fields=["shown"])

    class Meta:
        verbose_name = _("handling of a comment")
        verbose_name_plural = _("handling of comments")
        permissions = [("moderate_comment", "Can decide who reads a comment and what follows from it")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="person") | models.Q(person__isnull=False),
                name="comment_for_one_person_names_the_person",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="removed") | models.Q(shown=""), name="removed_comment_keeps_no_words"
            ),
            models.CheckConstraint(
                condition=models.Q(due_on__isnull=True) | models.Q(owner__isnull=False),
                name="comment_due_day_has_an_owner",
            ),
        ]
        indexes = [models.Index(fields=["state"], name="comment_handling_state")]

    def __str__(self) -> str:
        return str(self.comment_id)[:8]

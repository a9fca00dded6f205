"""What people ask at the reference desk: a tick a question, nothing about who asked."""

import uuid

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.libraries.models import ServicePoint
from collections_app.models import Demand
from evaluations.tally_choices import TallyChannel, TallyMinutes, TallyResult


class ReferenceTopic(models.Model):
    """A subject people ask about, as the desk calls it."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=50)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("topic of reference questions")
        verbose_name_plural = _("topics of reference questions")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return self.name_en if self.name_en and (get_language() or "id").startswith("en") else self.name


class ReferenceTally(models.Model):
    """One question somebody on the staff dealt with. `key`: made where it was ticked, so that sending it again after a
    cut line counts once. `demand`: the wish that came of a question nobody could answer."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    staff = models.ForeignKey(StaffProfile, on_delete=models.PROTECT, related_name="+", verbose_name=_("staff member"))
    day = models.DateField(_("day"), db_index=True)
    topic = models.ForeignKey(ReferenceTopic, on_delete=models.PROTECT, related_name="+", verbose_name=_("topic"))
    channel = models.CharField(_("how it was put"), max_length=10, choices=TallyChannel, default=TallyChannel.DESK)
    result = models.CharField(_("result"), max_length=10, choices=TallyResult)
    minutes = models.PositiveSmallIntegerField(_("time"), choices=TallyMinutes, default=TallyMinutes.FIVE)
    service_point = models.ForeignKey(
        ServicePoint, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("service point")
    )
    demand = models.ForeignKey(
        Demand, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("demand")
    )
    is_demo = models.BooleanField(_("sample data"), default=False, editable=False)

    class Meta:
        verbose_name = _("reference question")
        verbose_name_plural = _("reference questions")
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["staff", "day"], name="tally_staff_day")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(demand=None) | models.Q(result="unanswered"),
                name="only_an_unanswered_question_becomes_a_wish",
            ),
            models.CheckConstraint(
                condition=models.Q(minutes__in=[5, 15, 30]), name="reference_question_takes_one_of_three_times"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.get_result_display()}"

"""What is broken in the building: where, who sees to it by when, what it cost."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.history import AuditedModel, audited
from baubau_pembinaan.documents.models import StoredFile
from baubau_pembinaan.libraries.models import ServicePoint

from .complaint import Complaint


class RepairStatus(models.TextChoices):
    OPEN = "open", _("To be repaired")
    DONE = "done", _("Repaired")
    DROPPED = "dropped", _("Not repaired")


class RepairTicket(AuditedModel):
    """One fault. `complaint`: what a patron wrote, where it came from there; its words are not copied. `form_key`: the
    key of the form it came by, so that sending the same form twice counts once."""

    place = models.CharField(_("where exactly"), max_length=150)
    service_point = models.ForeignKey(
        ServicePoint, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("service point")
    )
    fault = models.TextField(_("what is broken"), max_length=500)
    complaint = models.ForeignKey(
        Complaint, on_delete=models.PROTECT, null=True, blank=True, related_name="repairs", verbose_name=_("complaint")
    )
    photo = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("photo before")
    )
    photo_after = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("photo after")
    )
    reported_on = models.DateField(_("reported on"))
    owner = models.ForeignKey(
        StaffProfile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("seen to by")
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=RepairStatus, default=RepairStatus.OPEN)
    outcome = models.TextField(_("what was done, or why not"), max_length=500, blank=True)
    cost_idr = models.PositiveBigIntegerField(_("cost (rupiah)"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    form_key = models.CharField(max_length=22, blank=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    is_demo = models.BooleanField(_("sample data"), default=False, editable=False)

    history = audited()

    class Meta:
        verbose_name = _("repair ticket")
        verbose_name_plural = _("repair tickets")
        ordering = ["-reported_on", "-pk"]
        permissions = [("manage_repair", "Can say who repairs what by when")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="open", ended_on=None) | (~Q(status="open") & Q(ended_on__isnull=False)),
                name="repair_has_ended_exactly_when_not_open",
            ),
            models.CheckConstraint(
                condition=~Q(status="dropped") | Q(outcome__gt=""), name="repair_that_is_dropped_says_why"
            ),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(owner__isnull=False), name="repair_with_a_day_has_somebody"
            ),
            models.UniqueConstraint(fields=["form_key"], condition=~Q(form_key=""), name="repair_form_counts_once"),
        ]

    def __str__(self) -> str:
        return self.place

    @property
    def is_open(self) -> bool:
        return self.status == RepairStatus.OPEN

    def is_overdue(self, today: date) -> bool:
        return self.is_open and self.due_on is not None and self.due_on < today

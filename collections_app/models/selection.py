"""The selection committee's sheets: what was proposed, in which order and why, and what was decided."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import AuditedModel, audited
from baubau_pembinaan.documents.models import DocumentNumber, StoredFile
from collections_app.choices import LineDecision

from .funds import Fund
from .orders import Order
from .suggestion import Demand, RefusalReason


class SelectionSheet(AuditedModel):
    """One sitting of the committee; numbered in its year."""

    number = models.OneToOneField(DocumentNumber, on_delete=models.PROTECT, related_name="+", verbose_name=_("number"))
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="sheets", verbose_name=_("fund"))
    budget_idr = models.DecimalField(
        _("money for this sheet (Rp)"), max_digits=16, decimal_places=0, validators=[MinValueValidator(1)]
    )
    day = models.DateField(_("day"))
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    order = models.OneToOneField(
        Order, on_delete=models.PROTECT, null=True, blank=True, related_name="sheet", verbose_name=_("book order")
    )
    scan = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed paper")
    )
    is_demo = models.BooleanField(_("sample data"), default=False, editable=False)

    history = audited()

    class Meta:
        verbose_name = _("selection sheet")
        verbose_name_plural = _("selection sheets")
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(order=None) | Q(decided_on__isnull=False), name="sheet_is_decided_before_it_is_ordered"
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def is_decided(self) -> bool:
        return self.decided_on is not None


class SelectionLine(AuditedModel):
    """A title on a sheet with its points and their reasons as they stood that day."""

    sheet = models.ForeignKey(
        SelectionSheet, on_delete=models.CASCADE, related_name="lines", verbose_name=_("selection sheet")
    )
    demand = models.ForeignKey(
        Demand, on_delete=models.PROTECT, related_name="selection_lines", verbose_name=_("demand")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    points = models.PositiveIntegerField(_("points"))
    why = models.CharField(_("why"), max_length=400, blank=True)
    copies = models.PositiveSmallIntegerField(_("copies"), validators=[MinValueValidator(1)])
    price_idr = models.DecimalField(_("price each (Rp)"), max_digits=12, decimal_places=0)
    decision = models.CharField(_("decision"), max_length=8, choices=LineDecision, default=LineDecision.OPEN)
    reason = models.ForeignKey(
        RefusalReason, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reason")
    )

    history = audited()

    class Meta:
        verbose_name = _("line of a selection sheet")
        verbose_name_plural = _("lines of selection sheets")
        ordering = ["sheet", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "demand"], name="sheet_holds_a_demand_once"),
            models.CheckConstraint(condition=Q(copies__gte=1), name="sheet_line_wants_at_least_one_copy"),
            models.CheckConstraint(
                condition=Q(decision="decline", reason__isnull=False) | (~Q(decision="decline") & Q(reason=None)),
                name="sheet_line_has_a_reason_exactly_when_declined",
            ),
        ]

    def __str__(self) -> str:
        return str(self.demand_id)

    @property
    def amount_idr(self) -> Decimal:
        return self.price_idr * self.copies

"""What follows an order: deliveries, claims, invoices, and the numbers copies get."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import AuditedModel, AuditedQuerySet, audited
from baubau_pembinaan.documents.models import DocumentNumber

from .catalogue import Title
from .orders import Order, OrderLine

_HOLES = {"urut", "urut5", "tahun"}


def validate_accession_pattern(pattern: str) -> None:
    """{urut} or {urut5}, and {tahun}, nothing else in braces."""
    holes = re.findall(r"\{([^{}]*)\}", pattern)
    rest = re.sub(r"\{[^{}]*\}", "", pattern)
    if set(holes) - _HOLES or "{" in rest or "}" in rest or "tahun" not in holes or not {"urut", "urut5"} & set(holes):
        raise ValidationError(_("The pattern must hold {urut} or {urut5}, and {tahun}; nothing else in braces."))


class Receipt(AuditedModel):
    """One delivery; its handover minutes (BAST) carry a number."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="receipts", verbose_name=_("book order"))
    number = models.OneToOneField(
        DocumentNumber, on_delete=models.PROTECT, related_name="+", verbose_name=_("number of the minutes")
    )
    day = models.DateField(_("received on"))
    delivery_note = models.CharField(_("delivery note"), max_length=60, blank=True)
    note = models.CharField(_("note"), max_length=250, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("received by"),
    )  # fmt: skip
    back_on = models.DateField(_("taken back on"), null=True, blank=True)
    back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("taken back by"),
    )  # fmt: skip
    back_why = models.CharField(_("why it was taken back"), max_length=250, blank=True)
    void_numbers = models.TextField(
        _("accession numbers no longer used"), max_length=20_000, blank=True,
        help_text=_("Of the copies that were taken back; no other copy gets them."),
    )  # fmt: skip
    # [key of the line, copies handed over by then, copies still to come], as the minutes say; None: not kept yet then.
    still_awaited = models.JSONField(_("still to come then"), null=True, blank=True, editable=False)

    history = audited()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(back_on=None, back_why="") | (Q(back_on__isnull=False) & ~Q(back_why="")),
                name="delivery_is_taken_back_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)


class ReceiptLine(AuditedModel):
    """Copies of one title in a delivery; each became a copy in the catalogue."""

    receipt = models.ForeignKey(Receipt, on_delete=models.CASCADE, related_name="lines", verbose_name=_("delivery"))
    order_line = models.ForeignKey(
        OrderLine, on_delete=models.PROTECT, related_name="receipt_lines", verbose_name=_("line of an order")
    )
    title = models.ForeignKey(
        Title, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("title")
    )
    is_new = models.BooleanField(_("new in the catalogue"), default=False, editable=False)
    copies = models.PositiveSmallIntegerField(_("copies"), validators=[MinValueValidator(1)])

    history = audited()

    class Meta:
        verbose_name = _("line of a delivery")
        verbose_name_plural = _("lines of deliveries")
        ordering = ["receipt", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(copies__gte=1), name="receipt_line_brings_something"),
            models.UniqueConstraint(fields=["receipt", "order_line"], name="delivery_holds_an_order_line_once"),
        ]

    def __str__(self) -> str:
        return str(self.order_line_id)


class Claim(AuditedModel):
    """Asking a vendor for what is missing; a new date moves the order's."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="claims", verbose_name=_("book order"))
    day = models.DateField(_("claimed on"))
    text = models.CharField(_("what was claimed"), max_length=300)
    promised_on = models.DateField(_("promised for"), null=True, blank=True)

    history = audited()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["-day", "-pk"]

    def __str__(self) -> str:
        return self.text


class InvoiceQuerySet(AuditedQuerySet):
    def standing(self) -> "InvoiceQuerySet":
        """Those that were not taken back."""
        return self.filter(back_on=None)


class Invoice(AuditedModel):
    """A vendor's invoice: what was committed becomes spent. A mistake is taken back by a counter-entry."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="invoices", verbose_name=_("book order"))
    number = models.CharField(_("invoice number"), max_length=60)
    day = models.DateField(_("invoice date"))
    amount_idr = models.DecimalField(
        _("amount (Rp)"), max_digits=16, decimal_places=0, validators=[MinValueValidator(1)]
    )
    is_last = models.BooleanField(
        _("last invoice of this order"), default=False, help_text=_("What is still committed goes back to the fund.")
    )

    explanation = models.CharField(_("why it is more than was ordered"), max_length=250, blank=True)
    back_on = models.DateField(_("taken back on"), null=True, blank=True)
    back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("taken back by"),
    )  # fmt: skip
    back_why = models.CharField(_("why it was taken back"), max_length=250, blank=True)

    objects = InvoiceQuerySet.as_manager()
    history = audited()

    class Meta:
        verbose_name = _("vendor's invoice")
        verbose_name_plural = _("vendors' invoices")
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["order", "number"], condition=Q(back_on=None), name="invoice_stands_once"),
            models.CheckConstraint(
                condition=Q(back_on=None, back_why="") | (Q(back_on__isnull=False) & ~Q(back_why="")),
                name="invoice_is_taken_back_with_a_reason",
            ),
            models.CheckConstraint(condition=Q(amount_idr__gte=1), name="invoice_asks_for_money"),
        ]

    def __str__(self) -> str:
        return self.number


class AccessionCounter(AuditedModel):
    """The last accession number (nomor induk) given in a year; locked while copies are numbered."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    last = models.PositiveIntegerField(_("last number given"), default=0)
    pattern = models.CharField(
        _("pattern"),
        max_length=60,
        default="{urut5}/{tahun}",
        validators=[validate_accession_pattern],
        help_text=_("For example {urut5}/{tahun}: 00012/2026."),
    )

    history = audited()

    class Meta:
        verbose_name = _("accession counter")
        verbose_name_plural = _("accession counters")
        ordering = ["-year"]

    def __str__(self) -> str:
        return f"{self.year}"

    def written(self, sequence: int) -> str:
        return self.pattern.format(urut=sequence, urut5=f"{sequence:05}", tahun=self.year)

    def code_of(self, sequence: int) -> str:
        """The copy's code for label and barcode: P2600012."""
        return f"P{self.year % 100:02}{sequence:05}"

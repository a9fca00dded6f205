"""Orders: what is bought from whom, by which method, out of which fund."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import AuditedModel, AuditedQuerySet, audited
from baubau_pembinaan.documents.models import DocumentNumber
from collections_app.choices import OPEN_ORDERS, Audience, MainClass, OrderStatus

from .catalogue import year_of_publication
from .funds import Fund, reader_name
from .suggestion import Demand


class Vendor(AuditedModel):
    """A bookshop, publisher or distributor (penyedia)."""

    name = models.CharField(_("name"), max_length=150, unique=True)
    contact_name = models.CharField(_("contact person"), max_length=100, blank=True)
    phone = models.CharField(_("phone"), max_length=15, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    address = models.CharField(_("address"), max_length=250, blank=True)
    tax_number = models.CharField(_("NPWP"), max_length=30, blank=True)
    agreement_no = models.CharField(_("agreement number"), max_length=80, blank=True)
    agreement_ends_on = models.DateField(_("agreement ends on"), null=True, blank=True)
    notes = models.TextField(_("notes"), max_length=1000, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)
    is_demo = models.BooleanField(_("sample data"), default=False, editable=False)

    history = audited()

    class Meta:
        verbose_name = _("vendor")
        verbose_name_plural = _("vendors")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class PurchaseMethod(AuditedModel):
    """A way of buying with the most it allows; limits differ between rules and years, so they are data."""

    code = models.SlugField(_("code"), max_length=30)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name, English"), max_length=80, blank=True)
    most_idr = models.DecimalField(
        _("at most (Rp)"), max_digits=16, decimal_places=0, null=True, blank=True, help_text=_("Empty: no limit.")
    )
    source = models.CharField(_("rule it follows"), max_length=200)
    valid_from = models.DateField(_("valid from"))
    is_active = models.BooleanField(_("in use"), default=True)

    history = audited()

    class Meta:
        verbose_name = _("way of buying")
        verbose_name_plural = _("ways of buying")
        ordering = ["name", "-valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="purchase_method_changes_once_a_day"),
        ]

    def __str__(self) -> str:
        return reader_name(self)


class OrderQuerySet(AuditedQuerySet):
    def open(self) -> "OrderQuerySet":
        """Sent to the vendor and not fully received."""
        return self.filter(status__in=OPEN_ORDERS)


class Order(AuditedModel):
    """One order to one vendor out of one fund. Its number is given with the approval."""

    number = models.OneToOneField(
        DocumentNumber, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("number")
    )
    subject = models.CharField(_("subject"), max_length=150)
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="orders", verbose_name=_("vendor"))
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="orders", verbose_name=_("fund"))
    method = models.ForeignKey(
        PurchaseMethod, on_delete=models.PROTECT, related_name="orders", verbose_name=_("way of buying")
    )
    status = models.CharField(_("status"), max_length=10, choices=OrderStatus, default=OrderStatus.DRAFT)
    due_on = models.DateField(_("to arrive by"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("prepared by"),
    )  # fmt: skip
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("approved by"),
    )  # fmt: skip
    made_on = models.DateField(_("made on"))
    submitted_on = models.DateField(_("approval asked for on"), null=True, blank=True)
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    is_demo = models.BooleanField(_("sample data"), default=False, editable=False)

    objects = OrderQuerySet.as_manager()
    history = audited()

    class Meta:
        verbose_name = _("book order")
        verbose_name_plural = _("book orders")
        ordering = ["-made_on", "-pk"]
        permissions = [
            ("manage_order", "Can prepare and receive orders"),
            ("approve_order", "Can approve orders"),
        ]
        indexes = [models.Index(fields=["status", "due_on"], name="order_open_by_date")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["draft", "submitted", "cancelled"])
                | Q(number__isnull=False, approved_on__isnull=False),
                name="order_at_the_vendor_has_a_number",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def number_text(self) -> str:
        return self.number.text if self.number else ""

    @property
    def is_draft(self) -> bool:
        return self.status == OrderStatus.DRAFT

    @property
    def waits_for_approval(self) -> bool:
        return self.status == OrderStatus.SUBMITTED

    @property
    def is_undecided(self) -> bool:
        """Not approved yet: what stands in it can still be changed."""
        return self.is_draft or self.waits_for_approval

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_ORDERS

    @property
    def takes_invoices(self) -> bool:
        return self.status in (*OPEN_ORDERS, OrderStatus.RECEIVED)

    def is_late(self, today: date) -> bool:
        return self.is_open and self.due_on is not None and self.due_on < today


class OrderLine(AuditedModel):
    """Copies of one title in an order, wished for (`demand`) or chosen by staff."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines", verbose_name=_("book order"))
    demand = models.ForeignKey(
        Demand, on_delete=models.PROTECT, null=True, blank=True, related_name="order_lines", verbose_name=_("demand")
    )
    title = models.CharField(_("title"), max_length=300)
    author = models.CharField(_("author of the title"), max_length=200, blank=True)
    isbn = models.CharField(_("ISBN"), max_length=13, blank=True)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    audience = models.CharField(_("for whom"), max_length=10, choices=Audience, blank=True)
    main_class = models.CharField(_("main class"), max_length=3, choices=MainClass, blank=True)
    year = year_of_publication()
    copies = models.PositiveSmallIntegerField(_("copies"), default=1, validators=[MinValueValidator(1)])
    price_idr = models.DecimalField(_("price each (Rp)"), max_digits=12, decimal_places=0)
    received = models.PositiveSmallIntegerField(_("received"), default=0, editable=False)
    cancelled = models.PositiveSmallIntegerField(_("cancelled"), default=0, editable=False)

    history = audited()

    class Meta:
        verbose_name = _("line of an order")
        verbose_name_plural = _("lines of orders")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(copies__gte=1), name="order_line_wants_at_least_one_copy"),
            models.CheckConstraint(condition=Q(price_idr__gte=0), name="order_line_price_is_not_negative"),
            models.CheckConstraint(
                condition=Q(copies__gte=F("received") + F("cancelled")), name="order_line_takes_no_more_than_ordered"
            ),
            models.UniqueConstraint(fields=["order", "demand"], name="order_holds_a_demand_once"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def wanted(self) -> int:
        """Copies that were not cancelled."""
        return self.copies - self.cancelled

    @property
    def amount_idr(self) -> Decimal:
        return self.price_idr * self.wanted

    @property
    def class_said(self) -> str:
        """The main class it was ordered for, or what is planned of its demand."""
        return self.main_class or (self.demand.leading.main_class if self.demand else "")

    @property
    def missing(self) -> int:
        """Copies still to come."""
        return self.copies - self.received - self.cancelled

"""What comes without an order: gifts, grants, exchange and deposit, looked at by the selection committee first."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import AuditedModel, audited
from baubau_pembinaan.documents.models import DocumentNumber, StoredFile
from collections_app.choices import GIFT_SOURCES, Audience, GiftDecision, GiftStatus, MainClass, Source

from .catalogue import Title, year_of_publication
from .suggestion import RefusalReason


class Gift(AuditedModel):
    """Books somebody gives, lends out in exchange or deposits: offered, decided on title by title, taken in.

    No fund and no order stand behind it. The thank-you letter has its number from the day of the answer, the handover
    minutes theirs from the day the books came.
    """

    source = models.CharField(
        _("came by"), max_length=10, choices=[(source.value, source.label) for source in GIFT_SOURCES],
        default=Source.GIFT,
    )  # fmt: skip
    giver = models.CharField(_("giver"), max_length=150)
    contact_name = models.CharField(_("contact person"), max_length=100, blank=True)
    phone = models.CharField(_("WhatsApp number"), max_length=15, blank=True)
    address = models.CharField(_("address"), max_length=250, blank=True)
    letter_no = models.CharField(_("number of the giver's letter"), max_length=80, blank=True)
    letter_on = models.DateField(_("date of the giver's letter"), null=True, blank=True)
    given_back = models.CharField(
        _("given in return"), max_length=250, blank=True, help_text=_("For an exchange: what the other side receives.")
    )
    offered_on = models.DateField(_("offered on"))
    status = models.CharField(_("status"), max_length=10, choices=GiftStatus, default=GiftStatus.OFFERED)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    taken_on = models.DateField(_("received on"), null=True, blank=True)
    thanks = models.OneToOneField(
        DocumentNumber, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("number of the thank-you letter"),
    )  # fmt: skip
    number = models.OneToOneField(
        DocumentNumber, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("number of the minutes"),
    )  # fmt: skip
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("received by"),
    )  # fmt: skip
    scan = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed paper")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    is_demo = models.BooleanField(_("sample data"), default=False, editable=False)

    history = audited()

    class Meta:
        verbose_name = _("gift of books")
        verbose_name_plural = _("gifts of books")
        ordering = ["-offered_on", "-pk"]
        permissions = [("manage_gift", "Can enter and take in gifts")]
        indexes = [models.Index(fields=["status", "offered_on"], name="gift_open_by_date")]
        constraints = [
            models.CheckConstraint(condition=~Q(giver=""), name="gift_has_a_giver"),
            models.CheckConstraint(
                condition=Q(status="offered", decided_on=None, thanks=None)
                | (~Q(status="offered") & Q(decided_on__isnull=False, thanks__isnull=False)),
                name="gift_is_answered_exactly_when_decided",
            ),
            models.CheckConstraint(
                condition=Q(status="taken", number__isnull=False, taken_on__isnull=False)
                | (~Q(status="taken") & Q(number=None, taken_on=None)),
                name="gift_has_minutes_exactly_when_taken_in",
            ),
        ]

    def __str__(self) -> str:
        return self.giver

    @property
    def is_offered(self) -> bool:
        return self.status == GiftStatus.OFFERED

    @property
    def is_awaited(self) -> bool:
        return self.status == GiftStatus.ACCEPTED

    @property
    def is_taken(self) -> bool:
        return self.status == GiftStatus.TAKEN


class GiftLine(AuditedModel):
    """Copies of one title in a gift. `value_idr`: what a copy is worth, as the list of assets asks."""

    gift = models.ForeignKey(Gift, on_delete=models.CASCADE, related_name="lines", verbose_name=_("gift of books"))
    title = models.CharField(_("title"), max_length=300)
    author = models.CharField(_("author of the title"), max_length=200, blank=True)
    isbn = models.CharField(_("ISBN"), max_length=13, blank=True)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    audience = models.CharField(_("for whom"), max_length=10, choices=Audience, blank=True)
    main_class = models.CharField(_("main class"), max_length=3, choices=MainClass, blank=True)
    year = year_of_publication()
    match_key = models.CharField(max_length=32, blank=True, editable=False, db_index=True)
    copies = models.PositiveSmallIntegerField(_("copies"), default=1, validators=[MinValueValidator(1)])
    value_idr = models.DecimalField(
        _("value each (Rp)"), max_digits=12, decimal_places=0, default=Decimal(0), validators=[MinValueValidator(0)]
    )
    decision = models.CharField(_("decision"), max_length=8, choices=GiftDecision, default=GiftDecision.OPEN)
    reason = models.ForeignKey(
        RefusalReason, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reason")
    )
    record = models.ForeignKey(
        Title, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("title in the catalogue"),
    )  # fmt: skip

    history = audited()

    class Meta:
        verbose_name = _("line of a gift")
        verbose_name_plural = _("lines of gifts")
        ordering = ["gift", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="gift_line_has_a_title"),
            models.CheckConstraint(condition=Q(copies__gte=1), name="gift_line_brings_something"),
            models.CheckConstraint(condition=Q(value_idr__gte=0), name="gift_line_value_is_not_negative"),
            models.CheckConstraint(
                condition=Q(decision="refuse", reason__isnull=False) | (~Q(decision="refuse") & Q(reason=None)),
                name="gift_line_has_a_reason_exactly_when_refused",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def amount_idr(self) -> Decimal:
        return self.value_idr * self.copies

    @property
    def class_said(self) -> str:
        return self.main_class

    @property
    def is_accepted(self) -> bool:
        return self.decision == GiftDecision.ACCEPT

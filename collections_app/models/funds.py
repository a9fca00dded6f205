"""The money the collection is bought with: funds by source and year, and every move of their figures.

Amounts are whole rupiah. What is left of a fund is allocated - committed - spent; `FundBalance` keeps the three sums of
`FundMove`, so that the database itself refuses an overspent fund.
"""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import AuditedModel, AuditedQuerySet, audited
from collections_app.choices import MoveKind

ZERO = Decimal(0)


def reader_name(row: Any) -> str:
    """A reference row's name in the reader's language, falling back to Indonesian."""
    return row.name_en if (get_language() or "id").startswith("en") and row.name_en else row.name


class FundSource(models.Model):
    """Where money comes from: APBD, DAK, hibah, CSR and what else the office has."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name, English"), max_length=80, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=50)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("source of money")
        verbose_name_plural = _("sources of money")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return reader_name(self)


class FundQuerySet(AuditedQuerySet):
    def open(self) -> "FundQuerySet":
        return self.filter(closed_on=None)


class Fund(AuditedModel):
    """One pot of money of one budget year."""

    source = models.ForeignKey(FundSource, on_delete=models.PROTECT, related_name="funds", verbose_name=_("source"))
    year = models.PositiveSmallIntegerField(
        _("budget year"), validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    name = models.CharField(_("name"), max_length=150)
    sub_activity_code = models.CharField(_("kode sub kegiatan"), max_length=40, blank=True)
    account_code = models.CharField(_("kode rekening"), max_length=40, blank=True)
    asset_code = models.CharField(
        _("kode barang (KIB E)"), max_length=40, blank=True, help_text=_("Stands beside each copy in the KIB E list.")
    )
    warn_percent = models.PositiveSmallIntegerField(
        _("warn from (%)"),
        default=80,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("From this share committed and spent the fund is marked."),
    )
    stop_percent = models.PositiveSmallIntegerField(
        _("stop at (%)"),
        default=100,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("Orders beyond this share are refused."),
    )
    closed_on = models.DateField(_("closed on"), null=True, blank=True, editable=False)
    is_demo = models.BooleanField(_("sample data"), default=False, editable=False)

    objects = FundQuerySet.as_manager()
    history = audited()

    class Meta:
        verbose_name = _("fund")
        verbose_name_plural = _("funds")
        ordering = ["-year", "source__order", "name", "pk"]
        permissions = [("manage_fund", "Can allocate, amend and move money")]
        constraints = [
            models.UniqueConstraint(fields=["year", "source", "name"], name="fund_is_named_once_a_year_and_source"),
            models.CheckConstraint(
                condition=Q(warn_percent__gte=1) & Q(warn_percent__lte=F("stop_percent")) & Q(stop_percent__lte=100),
                name="fund_warns_before_it_stops",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"

    @property
    def is_closed(self) -> bool:
        return self.closed_on is not None


class FundBalance(models.Model):
    """The sums of a fund's moves; locked while one of them is made."""

    fund = models.OneToOneField(
        Fund, on_delete=models.CASCADE, primary_key=True, related_name="balance", verbose_name=_("fund")
    )
    allocated_idr = models.DecimalField(_("allocated (Rp)"), max_digits=16, decimal_places=0, default=ZERO)
    committed_idr = models.DecimalField(_("committed (Rp)"), max_digits=16, decimal_places=0, default=ZERO)
    spent_idr = models.DecimalField(_("spent (Rp)"), max_digits=16, decimal_places=0, default=ZERO)

    class Meta:
        verbose_name = _("balance of a fund")
        verbose_name_plural = _("balances of funds")
        constraints = [
            models.CheckConstraint(
                condition=Q(allocated_idr__gte=F("committed_idr") + F("spent_idr")), name="fund_is_never_overspent"
            ),
            models.CheckConstraint(
                condition=Q(committed_idr__gte=0) & Q(spent_idr__gte=0), name="fund_figures_are_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return str(self.fund_id)

    @property
    def used_idr(self) -> Decimal:
        return self.committed_idr + self.spent_idr

    @property
    def left_idr(self) -> Decimal:
        return self.allocated_idr - self.used_idr

    def orderable_idr(self, stop_percent: int) -> Decimal:
        """What may still be ordered before the stop, never less than nothing; fractions of a rupiah are cut."""
        return max(ZERO, self.allocated_idr * stop_percent // 100 - self.used_idr)

    @property
    def used_percent(self) -> Decimal:
        """0 where nothing is allocated."""
        return self.used_idr * 100 / self.allocated_idr if self.allocated_idr else ZERO


class FundMove(AuditedModel):
    """One move of a fund's figures; signed amounts. Never edited: a mistake is made good by another move."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="moves", verbose_name=_("fund"))
    kind = models.CharField(_("kind"), max_length=12, choices=MoveKind)
    allocated_idr = models.DecimalField(_("allocated (Rp)"), max_digits=16, decimal_places=0, default=ZERO)
    committed_idr = models.DecimalField(_("committed (Rp)"), max_digits=16, decimal_places=0, default=ZERO)
    spent_idr = models.DecimalField(_("spent (Rp)"), max_digits=16, decimal_places=0, default=ZERO)
    day = models.DateField(_("day"))
    paper = models.CharField(_("paper"), max_length=80, blank=True, help_text=_("Such as the number of the DPPA."))
    note = models.CharField(_("note"), max_length=250, blank=True)
    other = models.ForeignKey(
        Fund, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("other fund")
    )
    order = models.ForeignKey(
        "collections_app.Order", on_delete=models.PROTECT, null=True, blank=True, related_name="moves",
        verbose_name=_("order"),
    )  # fmt: skip
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("made by"),
    )  # fmt: skip
    made_at = models.DateTimeField(_("made at"))

    history = audited()

    class Meta:
        verbose_name = _("move of a fund")
        verbose_name_plural = _("moves of funds")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(allocated_idr=0) | ~Q(committed_idr=0) | ~Q(spent_idr=0), name="move_moves_something"
            ),
            models.CheckConstraint(
                condition=Q(order__isnull=False) | Q(committed_idr=0, spent_idr=0), name="only_orders_commit_and_spend"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

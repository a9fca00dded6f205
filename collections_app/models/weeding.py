"""Weeding: rules that propose copies, lists with the committee's decision, minutes with a number."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import AuditedModel, audited
from baubau_pembinaan.documents.models import DocumentNumber
from collections_app.choices import ItemStatus, MainClass, WeedingDecision

from .catalogue import Item


class WeedingRule(AuditedModel):
    """Which copies a list proposes: by age of the title, by class, by use, by condition. What is empty does not
    matter."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    main_class = models.CharField(_("main class"), max_length=3, choices=MainClass, blank=True)
    older_than = models.PositiveSmallIntegerField(
        _("published more than (years ago)"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    not_lent_for = models.PositiveSmallIntegerField(
        _("not lent for (years)"), null=True, blank=True, validators=[MinValueValidator(1)],
        help_text=_("Only copies whose last loan is known from a file of loans."),
    )  # fmt: skip
    status = models.CharField(
        _("condition"), max_length=10, blank=True,
        choices=[(c.value, c.label) for c in (ItemStatus.REPAIR, ItemStatus.MISSING, ItemStatus.NO_LOAN)],
    )  # fmt: skip
    spare_only = models.BooleanField(
        _("only where another copy stays"), default=False, help_text=_("The last copy on the shelf is not proposed.")
    )
    is_active = models.BooleanField(_("in use"), default=True)

    history = audited()

    class Meta:
        verbose_name = _("weeding rule")
        verbose_name_plural = _("weeding rules")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(older_than__isnull=False) | Q(not_lent_for__isnull=False) | ~Q(status=""),
                name="weeding_rule_asks_for_age_use_or_condition",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class WeedingList(AuditedModel):
    """The copies one rule proposed on a day; numbered minutes once decided."""

    rule = models.ForeignKey(
        WeedingRule, on_delete=models.PROTECT, related_name="lists", verbose_name=_("weeding rule")
    )
    day = models.DateField(_("day"))
    number = models.OneToOneField(
        DocumentNumber, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("number of the minutes"),
    )  # fmt: skip
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    is_demo = models.BooleanField(_("sample data"), default=False, editable=False)

    history = audited()

    class Meta:
        verbose_name = _("weeding list")
        verbose_name_plural = _("weeding lists")
        ordering = ["-day", "-pk"]
        permissions = [("manage_weeding", "Can make and decide weeding lists")]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_on=None, number=None) | Q(decided_on__isnull=False, number__isnull=False),
                name="weeding_minutes_have_a_number_exactly_when_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule}"

    @property
    def is_decided(self) -> bool:
        return self.decided_on is not None


class WeedingLine(AuditedModel):
    """One copy on a list."""

    weeding = models.ForeignKey(
        WeedingList, on_delete=models.CASCADE, related_name="lines", verbose_name=_("weeding list")
    )
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="weeding_lines", verbose_name=_("copy"))
    decision = models.CharField(_("decision"), max_length=8, choices=WeedingDecision, default=WeedingDecision.OPEN)

    history = audited()

    class Meta:
        verbose_name = _("line of a weeding list")
        verbose_name_plural = _("lines of weeding lists")
        ordering = ["weeding", "pk"]
        constraints = [models.UniqueConstraint(fields=["weeding", "item"], name="weeding_list_holds_a_copy_once")]

    def __str__(self) -> str:
        return str(self.item_id)

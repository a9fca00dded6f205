"""Ready-made plans: work results and expectations that people of one position or unit share."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import Position
from baubau_pembinaan.core.history import AuditedModel, audited
from baubau_pembinaan.libraries.models import Unit
from evaluations.review_choices import Aspect, ResultKind, Value


class PlanTemplate(AuditedModel):
    """For everybody, or for one position, or for one unit. What is taken from it is a copy and may be changed."""

    title = models.CharField(_("title"), max_length=150)
    position = models.ForeignKey(
        Position,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="plan_templates",
        verbose_name=_("position"),
        help_text=_("Empty: for every position."),
    )
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="plan_templates",
        verbose_name=_("unit"),
        help_text=_("Empty: for every unit."),
    )
    is_active = models.BooleanField(_("in use"), default=True)
    is_demo = models.BooleanField(default=False, editable=False)

    history = audited()

    class Meta:
        verbose_name = _("template of a plan")
        verbose_name_plural = _("templates of plans")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title


class TemplateResult(AuditedModel):
    """One planned work result of a template."""

    template = models.ForeignKey(
        PlanTemplate, on_delete=models.CASCADE, related_name="results", verbose_name=_("template of a plan")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ResultKind, default=ResultKind.MAIN)
    supports = models.CharField(_("superior's result it supports"), max_length=500, blank=True)
    plan = models.CharField(_("planned result"), max_length=500)
    aspect = models.CharField(_("aspect"), max_length=10, choices=Aspect, default=Aspect.QUANTITY)
    indicator = models.CharField(_("indicator"), max_length=300)
    target = models.CharField(_("target"), max_length=120)

    history = audited()

    class Meta:
        verbose_name = _("planned result of a template")
        verbose_name_plural = _("planned results of templates")
        ordering = ["-kind", "pk"]

    def __str__(self) -> str:
        return self.plan


class TemplateExpectation(AuditedModel):
    """What the leader expects of one value, as a template words it."""

    template = models.ForeignKey(
        PlanTemplate, on_delete=models.CASCADE, related_name="expectations", verbose_name=_("template of a plan")
    )
    value = models.CharField(_("value"), max_length=25, choices=Value)
    text = models.TextField(_("expectation of the leader"), max_length=1000)

    history = audited()

    class Meta:
        verbose_name = _("expectation of a template")
        verbose_name_plural = _("expectations of templates")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "value"],
                name="value_stands_once_in_a_template",
                violation_error_message=_("This value stands in the template already."),
            ),
            models.CheckConstraint(condition=~Q(text=""), name="template_expectation_says_something"),
        ]

    def __str__(self) -> str:
        return self.get_value_display()

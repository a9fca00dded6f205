"""Watching how somebody is served: a short list of behaviours, open to the person observed from the first moment."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.history import AuditedModel, audited
from baubau_pembinaan.libraries.models import ServicePoint
from evaluations.observation_choices import Mark, ObservationState, Relation
from training.models import Competence
from training.models.competence import Bilingual


class Behaviour(Bilingual):
    """One thing a friendly desk does. `competence`: what to learn where it is not done yet."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    competence = models.ForeignKey(
        Competence,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="behaviours",
        verbose_name=_("unit of competence"),
        help_text=_("What somebody learns who does not do this yet."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("behaviour of friendly service")
        verbose_name_plural = _("behaviours of friendly service")
        ordering = ["order", "pk"]


class ServiceObservation(AuditedModel):
    """One look at one person on one day. It counts once the person has agreed to it; a look at oneself counts at once.
    `reply`: the person's own word."""

    person = models.ForeignKey(
        StaffProfile, on_delete=models.PROTECT, related_name="observed", verbose_name=_("person observed")
    )
    observer = models.ForeignKey(
        StaffProfile, on_delete=models.PROTECT, related_name="observations", verbose_name=_("observed by")
    )
    relation = models.CharField(_("whose look"), max_length=10, choices=Relation)
    observed_on = models.DateField(_("observed on"))
    service_point = models.ForeignKey(
        ServicePoint, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("service point")
    )
    well = models.TextField(_("what went well"), max_length=1000, blank=True)
    next_step = models.TextField(_("what to try next"), max_length=1000, blank=True)
    state = models.CharField(
        _("status"), max_length=10, choices=ObservationState, default=ObservationState.WAITING, editable=False
    )
    reply = models.TextField(_("word of the person observed"), max_length=1000, blank=True)
    written_on = models.DateField(_("written on"))
    decided_on = models.DateField(_("word given on"), null=True, blank=True)
    is_demo = models.BooleanField(_("sample data"), default=False, editable=False)

    history = audited(excluded_fields=["well", "next_step", "reply"])

    class Meta:
        verbose_name = _("friendly-service observation")
        verbose_name_plural = _("friendly-service observations")
        ordering = ["-observed_on", "-pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["person", "observer", "observed_on"], name="one_look_a_day_at_one_person"),
            models.CheckConstraint(
                condition=Q(relation=Relation.OWN, person=F("observer"))
                | (~Q(relation=Relation.OWN) & ~Q(person=F("observer"))),
                name="own_look_is_exactly_at_oneself",
            ),
            models.CheckConstraint(
                condition=Q(state=ObservationState.WAITING, decided_on=None)
                | (~Q(state=ObservationState.WAITING) & Q(decided_on__isnull=False)),
                name="observation_is_decided_exactly_when_it_no_longer_waits",
            ),
            models.CheckConstraint(
                condition=~Q(state=ObservationState.DISAGREED) | ~Q(reply=""),
                name="observation_is_contradicted_in_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.observed_on:%Y-%m-%d}"

    @property
    def is_waiting(self) -> bool:
        return self.state == ObservationState.WAITING


class ObservationMark(models.Model):
    """One behaviour in one look."""

    observation = models.ForeignKey(
        ServiceObservation, on_delete=models.CASCADE, related_name="marks", verbose_name=_("observation")
    )
    behaviour = models.ForeignKey(
        Behaviour, on_delete=models.PROTECT, related_name="marks", verbose_name=_("behaviour")
    )
    mark = models.CharField(_("seen"), max_length=8, choices=Mark)

    class Meta:
        verbose_name = _("mark of an observation")
        verbose_name_plural = _("marks of observations")
        ordering = ["behaviour__order", "behaviour_id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["observation", "behaviour"], name="behaviour_is_marked_once_in_a_look")
        ]

    def __str__(self) -> str:
        return f"{self.behaviour_id}: {self.get_mark_display()}"

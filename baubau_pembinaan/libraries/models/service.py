"""What the library offers: one record per service feeds the public page, the printed standard and the home page."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import AuditedModel, AuditedQuerySet, audited

from .library import Library
from .unit import ServicePoint, Unit

LINES = _("One line for each.")


class ServiceKind(models.TextChoices):
    DESK = "meja", _("service at a desk")
    CHILDREN = "anak", _("for children")
    FACILITY = "fasilitas", _("room or facility")
    MOBILE = "keliling", _("mobile library")
    DIGITAL = "digital", _("digital service")


class Weekday(models.IntegerChoices):
    """As `date.weekday()` counts."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class ServiceQuerySet(AuditedQuerySet):
    def published(self) -> "ServiceQuerySet":
        return self.filter(is_published=True)


class Service(AuditedModel):
    """One service, in both languages. The parts of its standard follow Permenpan-RB 15/2014.

    `reader_<field>` of a field in both languages is the reader's one; the Indonesian words where there are no others.
    """

    code = models.SlugField(
        _("code"), max_length=40, unique=True, help_text=_("Stands in the address of the page; keep it.")
    )
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=ServiceKind, default=ServiceKind.DESK)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="services", verbose_name=_("unit in charge"))
    service_point = models.ForeignKey(
        ServicePoint,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="services",
        verbose_name=_("service point"),
    )
    summary = models.CharField(_("in one sentence"), max_length=200)
    summary_en = models.CharField(_("in one sentence, in English"), max_length=200, blank=True)
    audience = models.CharField(_("for whom"), max_length=200)
    audience_en = models.CharField(_("for whom, in English"), max_length=200, blank=True)
    place = models.CharField(_("place or route"), max_length=200, blank=True)
    place_en = models.CharField(_("place or route, in English"), max_length=200, blank=True)
    requirements = models.TextField(_("requirements"), max_length=2000, blank=True, help_text=LINES)
    requirements_en = models.TextField(_("requirements, in English"), max_length=2000, blank=True)
    steps = models.TextField(_("steps"), max_length=3000, blank=True, help_text=LINES)
    steps_en = models.TextField(_("steps, in English"), max_length=3000, blank=True)
    time_promised = models.CharField(_("time promised"), max_length=150, blank=True)
    time_promised_en = models.CharField(_("time promised, in English"), max_length=150, blank=True)
    cost = models.CharField(_("cost"), max_length=150, blank=True, help_text=_("Empty: the page says it is free."))
    cost_en = models.CharField(_("cost, in English"), max_length=150, blank=True)
    product = models.CharField(_("what the patron receives"), max_length=200, blank=True)
    product_en = models.CharField(_("what the patron receives, in English"), max_length=200, blank=True)
    contact = models.CharField(_("contact"), max_length=200, blank=True)
    contact_en = models.CharField(_("contact, in English"), max_length=200, blank=True)
    accessibility = models.TextField(_("accessibility"), max_length=1000, blank=True)
    accessibility_en = models.TextField(_("accessibility, in English"), max_length=1000, blank=True)
    legal_basis = models.TextField(_("legal basis"), max_length=3000, blank=True, help_text=LINES)
    legal_basis_en = models.TextField(_("legal basis, in English"), max_length=3000, blank=True)
    facilities = models.TextField(_("facilities"), max_length=2000, blank=True, help_text=LINES)
    facilities_en = models.TextField(_("facilities, in English"), max_length=2000, blank=True)
    staff_competence = models.TextField(_("competence of the staff"), max_length=2000, blank=True)
    staff_competence_en = models.TextField(_("competence of the staff, in English"), max_length=2000, blank=True)
    supervision = models.TextField(_("internal supervision"), max_length=2000, blank=True)
    supervision_en = models.TextField(_("internal supervision, in English"), max_length=2000, blank=True)
    staff_number = models.PositiveSmallIntegerField(_("number of staff"), null=True, blank=True)
    guarantee = models.TextField(_("guarantee of the service"), max_length=2000, blank=True)
    guarantee_en = models.TextField(_("guarantee of the service, in English"), max_length=2000, blank=True)
    security = models.TextField(_("guarantee of security and safety"), max_length=2000, blank=True)
    security_en = models.TextField(_("guarantee of security and safety, in English"), max_length=2000, blank=True)
    evaluation = models.TextField(_("evaluation of the service"), max_length=2000, blank=True)
    evaluation_en = models.TextField(_("evaluation of the service, in English"), max_length=2000, blank=True)
    position = models.PositiveSmallIntegerField(_("place in the list"), default=100)
    is_published = models.BooleanField(_("public"), default=False)

    objects = ServiceQuerySet.as_manager()
    history = audited()

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ["position", "name", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return self.in_reader_language("name")

    @property
    def reader_contact(self) -> str:
        """How to reach the service; the library's own telephone where its record names no other way."""
        return self.in_reader_language("contact") or Library.current().phone

    def in_reader_language(self, field: str) -> str:
        """The field in the reader's language; the Indonesian words where there are no others."""
        english = getattr(self, f"{field}_en") if (get_language() or "id").startswith("en") else ""
        return english or getattr(self, field)


class ServiceHoursQuerySet(AuditedQuerySet):
    def on_weekday(self, weekday: int) -> "ServiceHoursQuerySet":
        return self.filter(weekday=weekday)


class ServiceHours(AuditedModel):
    """A stretch of a weekday on which a service is open, local time; a day with a break has two. Holidays close it."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="hours", verbose_name=_("service"))
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday)
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))

    objects = ServiceHoursQuerySet.as_manager()
    history = audited()

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ["weekday", "opens", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")),
                name="service_closes_after_it_opens",
                violation_error_message=_("The service must close after it opens."),
            ),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="service_opens_on_a_weekday_that_exists"),
            models.UniqueConstraint(
                fields=["service", "weekday", "opens"], name="service_opens_once_at_a_time_of_a_weekday"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H.%M}–{self.closes:%H.%M}"

    def clean(self) -> None:
        """Two stretches of one day must not overlap."""
        super().clean()
        if self.service_id is None or self.opens is None or self.closes is None or self.weekday is None:
            return
        same_day: Any = ServiceHours.objects.filter(service_id=self.service_id, weekday=self.weekday)
        if same_day.exclude(pk=self.pk).filter(opens__lt=self.closes, closes__gt=self.opens).exists():
            raise ValidationError({"opens": _("These hours overlap others of the same day.")})


class MobileStop(AuditedModel):
    """Where a mobile service halts every week, and when, local time. Holidays leave it out."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="stops", verbose_name=_("service"))
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday)
    arrives = models.TimeField(_("arrives"))
    leaves = models.TimeField(_("leaves"))
    place = models.CharField(_("place of the stop"), max_length=120)
    place_en = models.CharField(_("place of the stop, in English"), max_length=120, blank=True)

    history = audited()

    class Meta:
        verbose_name = _("stop of a mobile service")
        verbose_name_plural = _("stops of a mobile service")
        ordering = ["weekday", "arrives", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(leaves__gt=F("arrives")),
                name="mobile_stop_leaves_after_it_arrives",
                violation_error_message=_("It must leave after it arrives."),
            ),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="mobile_stop_is_on_a_weekday_that_exists"),
            models.UniqueConstraint(
                fields=["service", "weekday", "arrives"], name="mobile_service_is_at_one_stop_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.arrives:%H.%M}–{self.leaves:%H.%M}, {self.place}"

    @property
    def reader_place(self) -> str:
        return (self.place_en if (get_language() or "id").startswith("en") else "") or self.place

"""What an event asks those who register, beside name and number."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .event import Event
from .registration import Registration


class EventQuestion(models.Model):
    """One short question; with `options` (one per line) a choice, else a line of text."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="questions", verbose_name=_("event"))
    text = models.CharField(_("question"), max_length=150)
    options = models.TextField(_("choices, one per line"), max_length=600, blank=True)
    is_required = models.BooleanField(_("must be answered"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    is_active = models.BooleanField(_("asked"), default=True)

    class Meta:
        verbose_name = _("question of an event")
        verbose_name_plural = _("questions of events")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "text"], name="event_asks_a_question_once"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def choices(self) -> list[str]:
        return [line.strip() for line in self.options.splitlines() if line.strip()]


class RegistrationAnswer(models.Model):
    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="answers", verbose_name=_("registration")
    )
    question = models.ForeignKey(
        EventQuestion, on_delete=models.PROTECT, related_name="answers", verbose_name=_("question")
    )
    text = models.CharField(_("answer"), max_length=200)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["question__order", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["registration", "question"], name="registration_answers_a_question_once"),
        ]

    def __str__(self) -> str:
        return self.text

"""Who was at which meeting."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import AuditedModel, audited
from training.choices import AttendanceState, AttendanceWay

from .enrolment import Enrolment
from .session import Meeting


class Attendance(AuditedModel):
    """One person at one meeting; said again, it is the same row. `minutes` is how much of the meeting counts."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="attendances", verbose_name=_("meeting")
    )
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="attendances", verbose_name=_("enrolment")
    )
    state = models.CharField(_("attendance"), max_length=10, choices=AttendanceState)
    minutes = models.PositiveIntegerField(_("minutes attended"))
    way = models.CharField(_("how it was taken"), max_length=5, choices=AttendanceWay)
    arrived_at = models.DateTimeField(_("arrived at"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )

    history = audited()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["meeting", "enrolment", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "enrolment"], name="attendance_is_taken_once"),
            models.CheckConstraint(
                condition=Q(state="absent", minutes=0) | (~Q(state="absent") & Q(minutes__gt=0)),
                name="only_the_absent_have_no_minutes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} · {self.get_state_display()}"

    @property
    def was_there(self) -> bool:
        return self.state != AttendanceState.ABSENT

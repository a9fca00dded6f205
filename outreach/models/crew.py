"""Who leads an event: on all its dates or on one."""

from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.displays import Displayed
from outreach.choices import FacilitatorRole

from .event import Event


def on_date(pk: Any, starts_at: Any) -> Q:
    """The crew of one date: who is named for it alone, or for every date since before it began.

    Who stands in on the date takes the place of the one they replace, and a role of the date that of every date.
    `pk` and `starts_at` are values, blanks, F or OuterRef, put to a query over the crew.
    """
    every = Q(since=None) | Q(since__lt=starts_at)
    same = Q(replaces=OuterRef("profile")) | Q(Q(profile=OuterRef("profile")), ~Q(pk=OuterRef("pk")))
    outweighed = Exists(Facilitator.objects.filter(same, session=_from_inside(pk)).order_by())
    return (Q(session=pk) | Q(every, session=None)) & ~Q(outweighed)


def _from_inside(pk: Any) -> Any:
    """The same value, as a query within the query over the crew names it."""
    if isinstance(pk, OuterRef):
        return OuterRef(pk)
    return OuterRef(pk.name) if isinstance(pk, F) else pk


class Facilitator(Displayed):
    """A colleague who leads or helps, on every date or, with `session`, on that date only.

    Who joins an event that has begun is on its dates after `since`. Who leaves it, or changes the role, keeps a row
    of every date that has begun: what took place is not rewritten. Who stands in for a colleague on one date has that
    date in their record, and the one they replace has not.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="crew", verbose_name=_("event"))
    session = models.ForeignKey(
        "Session",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="crew",
        verbose_name=_("only on this date"),
    )
    since = models.DateTimeField(_("on dates after"), null=True, blank=True, editable=False)
    profile = models.ForeignKey(
        StaffProfile, on_delete=models.PROTECT, related_name="facilitations", verbose_name=_("colleague")
    )
    role = models.CharField(_("role"), max_length=12, choices=FacilitatorRole, default=FacilitatorRole.LEADER)
    replaces = models.ForeignKey(
        StaffProfile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("in place of")
    )

    class Meta:
        verbose_name = _("facilitator")
        verbose_name_plural = _("facilitators")
        ordering = ["event", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "session", "profile"],
                nulls_distinct=False,
                name="colleague_has_one_role_on_an_event_date",
            ),
            models.CheckConstraint(
                condition=Q(replaces=None) | (Q(session__isnull=False) & ~Q(replaces=F("profile"))),
                name="who_stands_in_does_so_on_one_date_for_another",
            ),
            models.CheckConstraint(
                condition=Q(session=None) | Q(since=None), name="only_who_is_on_every_date_is_so_since_a_moment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile} ({self.get_role_display()})"

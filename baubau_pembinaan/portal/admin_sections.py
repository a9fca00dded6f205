"""How the cupboards of the admin are grouped, in the order the office asks for them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Section:
    """A heading of the dashboard and the sidebar; its address is that of its first app."""

    name: Any
    description: Any
    app_labels: tuple[str, ...]


SECTIONS = (
    Section(
        _("Library"),
        _("The office itself: letterhead, units, service points, holidays, and the parts switched on."),
        ("libraries",),
    ),
    Section(
        _("People and accounts"),
        _("Who works here, in which post and under whom, and who may sign in."),
        ("accounts", "auth"),
    ),
    Section(
        _("Training and competence"),
        _("Programmes, attendance, certificates, and the hours each person has learnt."),
        ("training",),
    ),
    Section(
        _("Performance and surveys"),
        _("Questionnaires, survey periods and their answers, reviews and follow-up."),
        ("evaluations",),
    ),
    Section(
        _("Collection"),
        _("Titles, suggestions, purchases, and the funds they are paid from."),
        ("collections_app",),
    ),
    Section(_("Activities and partners"), _("Events, registrations, schools and partners."), ("outreach",)),
    Section(
        _("Reminders and timetable"),
        _("What has been sent, what failed, and when the background work runs."),
        ("notifications", "django_celery_beat"),
    ),
    Section(
        _("Documents and reports"), _("Papers made here, their numbers and their files."), ("documents", "reports")
    ),
    Section(_("Audit trail"), _("Who changed what and when; it can be read, never edited."), ("audit", "admin")),
)

# Registered by packages for needs this office does not have, or edited elsewhere (accounts have own pages).
HIDDEN = frozenset(
    {
        "account.EmailAddress",
        "account.EmailConfirmation",
        "mfa.Authenticator",
        "usersessions.UserSession",
        "django_celery_beat.SolarSchedule",
        "django_celery_beat.ClockedSchedule",
        "django_celery_beat.IntervalSchedule",
    }
)

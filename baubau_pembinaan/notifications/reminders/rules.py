"""The rules of the reminders: one for each declared duty, brought in where absent; edits win."""

from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, connections, transaction

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.core.history import acting
from baubau_pembinaan.notifications import duties
from baubau_pembinaan.notifications.models import ReminderHours, ReminderRule

# A new installation reminds of six kinds of things; every other rule stands ready, switched off.
KINDS_ON = {
    "training": ("training.attend-meeting", "training.teach-meeting"),
    "decisions": ("training.decide-enrolment", "training.confirm-enrolment", "collections_app.renew-licence"),
    "follow-ups": ("evaluations.settle-followup",),
    "survey periods": ("evaluations.open-period", "evaluations.close-period", "evaluations.reach-sample"),
    "events": ("outreach.lead-event", "outreach.approve-event"),
    "comments": (
        "evaluations.decide-comment",
        "evaluations.finish-comment",
        "evaluations.hand-out-complaint",
        "evaluations.answer-complaint",
        "evaluations.press-complaint",
        "evaluations.press-lone-complaint",
        "evaluations.press-old-complaint",
        "evaluations.reply-to-complaint",
    ),
}
ON = frozenset(code for codes in KINDS_ON.values() for code in codes)
TEXTS = ("subject_id", "body_id", "subject_en", "body_en")


def defaults_of(duty: duties.Duty) -> dict[str, Any]:
    """The rule as the product ships it."""
    return {
        "is_on": duty.default_on and duty.code in ON,
        "offsets": sorted(duty.offsets),
        "roles": [],
        "by_email": True,
        "useful_days": 7,
        **dict.fromkeys(TEXTS, ""),
    }


def sync_rules() -> list[str]:
    """Add the rules that are absent, one a duty; returns their codes. A rule without days says nothing."""
    known = set(ReminderRule.objects.values_list("code", flat=True))
    made = []
    for duty in duties.declared():
        if duty.code in known or not duty.is_reminded:
            continue
        try:
            with transaction.atomic(), acting(None):
                ReminderRule.objects.create(code=duty.code, **defaults_of(duty))
        except IntegrityError:  # another process was first
            continue
        made.append(duty.code)
    return made


def entitled_roles(duty: duties.Duty) -> list[str]:
    """The roles whose people may do this common duty, in the order of `Role`; none where each row names its person."""
    if not duty.permission:
        return []
    app, name = duty.permission.split(".")
    groups = Group.objects.filter(permissions__content_type__app_label=app, permissions__codename=name)
    held = set(groups.values_list("name", flat=True))
    return [role for role in Role.values if role in held]


@transaction.atomic
def change_rule(*, rule: ReminderRule, by: Any, **values: Any) -> ReminderRule:
    """Keep an administrator's edit. Raises ValidationError for unknown holes or days too far away."""
    locked = ReminderRule.objects.select_for_update().get(pk=rule.pk)
    for name, value in values.items():
        setattr(locked, name, value)
    locked.offsets = sorted(set(locked.offsets))
    locked.roles = sorted(set(locked.roles))
    locked.full_clean()
    with acting(by):
        locked.save()
    return locked


def reset_rule(*, rule: ReminderRule, by: Any) -> ReminderRule:
    """Put the rule back to what the product ships. ObjectDoesNotExist where no duty of that code is declared."""
    duty = duties.find(rule.code)
    if duty is None:
        raise ObjectDoesNotExist(rule.code)
    return change_rule(rule=rule, by=by, **defaults_of(duty))


def sync_after_migrate(*, using: str, **_: Any) -> None:
    """After every migrate, and after a test emptied the tables."""
    if ReminderRule._meta.db_table in connections[using].introspection.table_names():
        sync_rules()


def is_default(rule: ReminderRule) -> bool:
    duty = duties.find(rule.code)
    return duty is not None and all(getattr(rule, name) == value for name, value in defaults_of(duty).items())


@transaction.atomic
def change_hours(*, by: Any, **values: Any) -> ReminderHours:
    """Keep the house's hours."""
    hours = ReminderHours.objects.select_for_update().filter(pk=1).first() or ReminderHours(pk=1)
    for name, value in values.items():
        setattr(hours, name, value)
    hours.working_days = sorted({int(day) for day in hours.working_days})
    hours.full_clean(validate_unique=False, validate_constraints=False)
    with acting(by):
        hours.save()
    return hours

"""The outbox (read and retry) and the timetable (edit and put back) in the administrators' site."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_celery_beat.admin import CrontabScheduleAdmin, PeriodicTaskAdmin, PeriodicTaskInline, ScheduleAdmin
from django_celery_beat.models import CrontabSchedule, PeriodicTask

from baubau_pembinaan.core.admin import Lists, ReadOnlyAdmin

from . import kinds, services, timetable
from .models import Delivery
from .schedule_words import crontab_words, schedule_words


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    """What went out and what did not. The dispatcher writes these rows; people only try again."""

    list_display = ["recipient", "subject", "channel", "state", "attempts", "last_error", "smtp_status", "queued_at"]
    list_filter = ["state", "channel", "last_error"]
    search_fields = ["message__recipient__name", "message__recipient__username", "message__subject"]
    date_hierarchy = "queued_at"
    list_select_related = ["message__recipient"]
    actions = ["retry"]
    exclude = ["lease"]
    show_facets = admin.ShowFacets.ALLOW
    ordering = ["-queued_at", "-pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delivery]:
        return super().get_queryset(request).exclude(message__kind__in=kinds.unlisted())

    @admin.display(description=_("recipient"), ordering="message__recipient__name")
    def recipient(self, delivery: Delivery) -> str:
        return str(delivery.message.recipient)

    @admin.display(description=_("subject"))
    def subject(self, delivery: Delivery) -> str:
        return delivery.message.subject

    def has_retry_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("notifications.retry_delivery")

    @admin.action(description=_("Try failed messages again"), permissions=["retry"])
    def retry(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        ids = list(queryset.values_list("pk", flat=True))
        count = services.retry_deliveries(deliveries=ids, at=timezone.now())
        text = ngettext("%(count)d message is tried again.", "%(count)d messages are tried again.", count)
        self.message_user(request, text % {"count": count}, messages.SUCCESS if count else messages.WARNING)


@admin.display(description=_("what it does"), ordering="description")
def what_it_does(entry: PeriodicTask) -> str:
    return timetable.what_it_does(entry)


@admin.display(description=_("when"))
def when(row: PeriodicTask | CrontabSchedule) -> str:
    return schedule_words(row) if isinstance(row, PeriodicTask) else crontab_words(row)


class TasksOfSchedule(PeriodicTaskInline):
    """The tasks under a schedule's form, joined: the package's own list asks once for each row."""

    fields = readonly_fields = (what_it_does, "enabled")

    def get_queryset(self, request: HttpRequest) -> QuerySet[PeriodicTask]:
        return super().get_queryset(request).select_related("crontab", "interval", "solar", "clocked")


ScheduleAdmin.inlines = [TasksOfSchedule]
admin.site.unregister([PeriodicTask, CrontabSchedule])


class InWords:
    """The page of one row is named by what it does and when, not by cron's signs."""

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        row = context.get("original")
        if row is not None:
            context["subtitle"] = when(row) if isinstance(row, CrontabSchedule) else what_it_does(row)
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]


@admin.register(CrontabSchedule)
class TimesAdmin(InWords, CrontabScheduleAdmin):
    list_display = [when, "timezone"]
    fields = [when, "minute", "hour", "day_of_month", "month_of_year", "day_of_week", "timezone"]
    readonly_fields = [when]


@admin.register(PeriodicTask)
class TimetableAdmin(InWords, PeriodicTaskAdmin):
    """The timetable: edits made here win; one action puts entries back to what the product ships."""

    list_display = [what_it_does, "enabled", when, "last_run_at"]
    list_filter = ["enabled"]
    list_select_related = ["crontab", "interval", "solar", "clocked"]
    search_fields = ["name", "description"]
    date_hierarchy = None
    ordering = ["name", "pk"]
    actions = [*PeriodicTaskAdmin.actions, "reset_to_default"]
    readonly_fields = [when, "last_run_at", "total_run_count"]
    fieldsets = [
        (None, {"fields": ["description", "enabled", when, "crontab", "last_run_at", "total_run_count"]}),
        (
            _("For technicians"),
            {
                "classes": ["collapse"],
                "fields": [
                    *("name", "regtask", "task", "interval", "solar", "clocked", "start_time", "one_off"),
                    *("args", "kwargs", "expires", "expire_seconds", "queue", "exchange", "routing_key", "priority"),
                    "headers",
                ],
            },
        ),
    ]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field and db_field.name == "crontab":
            field.label_from_instance = crontab_words
        return field

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        return Lists

    @admin.action(description=_("Put back to the default timetable"), permissions=["change"])
    def reset_to_default(self, request: HttpRequest, queryset: QuerySet[PeriodicTask]) -> None:
        names = list(queryset.values_list("name", flat=True))
        known = timetable.reset_to_default(names)
        text = ngettext(
            "%(count)d entry is back to its default.", "%(count)d entries are back to their default.", len(known)
        )
        self.message_user(request, text % {"count": len(known)}, messages.SUCCESS if known else messages.WARNING)
        if len(known) < len(names):
            self.message_user(request, _("Entries made by hand have no default and stay as they are."), messages.INFO)

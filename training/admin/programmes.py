"""Cupboards of programmes and sessions. Seats, status and dates change in the portal, through services."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from baubau_pembinaan.core.admin import HistoryAdmin, ReadOnlyAdmin
from training.models import Attendance, Certificate, Enrolment, Interest, Meeting, Programme, Session, SubjectArea


class KeptAdmin(HistoryAdmin):
    """What people learnt stays on record: nothing is added or removed here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(SubjectArea)
class SubjectAreaAdmin(HistoryAdmin):
    list_display = ["title", "code", "order", "is_active"]
    search_fields = ["title", "title_en", "code"]
    list_filter = ["is_active"]
    ordering = ["order", "title", "pk"]


@admin.register(Programme)
class ProgrammeAdmin(HistoryAdmin):
    list_display = ["title", "form", "subject", "provider_kind", "is_active"]
    search_fields = ["title", "title_en"]
    list_filter = ["form", "scope", "subject", "is_active"]
    ordering = ["title", "pk"]
    filter_horizontal = ["competences"]

    def has_delete_permission(self, request: HttpRequest, obj: Programme | None = None) -> bool:
        """A programme that was held stays; the portal says why."""
        return super().has_delete_permission(request, obj) and (obj is None or not obj.sessions.exists())


@admin.register(Session)
class SessionAdmin(KeptAdmin):
    list_display = ["programme", "label", "status", "starts_on", "ends_on", "capacity", "coordinator"]
    list_select_related = ["programme", "coordinator"]
    search_fields = ["programme__title", "label"]
    list_filter = ["status", "programme__subject"]
    date_hierarchy = "starts_on"
    ordering = ["-starts_on", "-pk"]
    readonly_fields = ["programme", "status", "capacity", "starts_on", "ends_on", "changes", "cancel_reason"]


@admin.register(Meeting)
class MeetingAdmin(ReadOnlyAdmin):
    list_display = ["session", "starts_at", "ends_at", "place", "trainer"]
    list_select_related = ["session__programme", "trainer"]
    search_fields = ["session__programme__title", "place", "topic"]
    date_hierarchy = "starts_at"
    ordering = ["-starts_at", "-pk"]


@admin.register(Enrolment)
class EnrolmentAdmin(ReadOnlyAdmin):
    list_display = ["profile", "session", "status", "seat", "requested_at"]
    list_select_related = ["profile", "session__programme"]
    search_fields = ["profile__name", "session__programme__title"]
    list_filter = ["status", "origin"]
    date_hierarchy = "requested_at"
    ordering = ["-requested_at", "-pk"]


@admin.register(Interest)
class InterestAdmin(ReadOnlyAdmin):
    list_display = ["profile", "programme", "since"]
    list_select_related = ["profile", "programme"]
    search_fields = ["profile__name", "programme__title"]
    ordering = ["-since", "-pk"]


@admin.register(Attendance)
class AttendanceAdmin(ReadOnlyAdmin):
    list_display = ["enrolment", "meeting", "state", "minutes", "way", "recorded_at"]
    list_select_related = ["enrolment__profile", "enrolment__session__programme", "meeting"]
    search_fields = ["enrolment__profile__name", "meeting__session__programme__title"]
    list_filter = ["state", "way"]
    date_hierarchy = "recorded_at"
    ordering = ["-recorded_at", "-pk"]


@admin.register(Certificate)
class CertificateAdmin(ReadOnlyAdmin):
    list_display = ["number", "enrolment", "issued_on", "revoked_on"]
    list_select_related = ["number", "enrolment__profile", "enrolment__session__programme"]
    search_fields = ["number__text", "enrolment__profile__name", "code"]
    date_hierarchy = "issued_on"
    ordering = ["-issued_on", "-pk"]

"""Cupboards of papers, costs, evaluations and the network."""

from django.contrib import admin

from baubau_pembinaan.core.admin import HistoryAdmin, ReadOnlyAdmin
from training.models import (
    Association,
    CompetenceExam,
    ConferenceReport,
    ExchangeVisit,
    ImpactReview,
    LevelStep,
    Membership,
    MentoringPair,
    PeerLibrary,
    PracticeNote,
    SessionCost,
    SessionPaper,
    TestAttempt,
    TestQuestion,
)


@admin.register(Association)
class AssociationAdmin(HistoryAdmin):
    list_display = ["name", "contact", "is_active"]
    search_fields = ["name"]
    list_filter = ["is_active"]
    ordering = ["name", "pk"]


@admin.register(Membership)
class MembershipAdmin(HistoryAdmin):
    list_display = ["profile", "association", "number", "starts_on", "ends_on"]
    search_fields = ["profile__name", "association__name", "number"]
    list_filter = ["association"]
    ordering = ["ends_on", "pk"]


@admin.register(ConferenceReport)
class ConferenceReportAdmin(ReadOnlyAdmin):
    list_display = ["title", "profile", "ended_on", "share_by", "shared_on"]
    search_fields = ["title", "profile__name"]
    date_hierarchy = "ended_on"
    ordering = ["-ended_on", "-pk"]


@admin.register(ImpactReview)
class ImpactReviewAdmin(ReadOnlyAdmin):
    list_display = ["enrolment", "due_on", "own_level", "leader_level"]
    list_select_related = ["enrolment__profile", "enrolment__session__programme"]
    search_fields = ["enrolment__profile__name", "enrolment__session__programme__title"]
    date_hierarchy = "due_on"
    ordering = ["-due_on", "-pk"]


@admin.register(SessionPaper)
class SessionPaperAdmin(ReadOnlyAdmin):
    list_display = ["kind", "number", "session", "day"]
    list_select_related = ["session__programme"]
    search_fields = ["number", "session__programme__title"]
    list_filter = ["kind"]
    date_hierarchy = "day"
    ordering = ["-day", "-pk"]


@admin.register(SessionCost)
class SessionCostAdmin(ReadOnlyAdmin):
    list_display = ["item", "session", "amount_idr", "spent_on", "source"]
    list_select_related = ["session__programme"]
    search_fields = ["item", "session__programme__title"]
    date_hierarchy = "spent_on"
    ordering = ["-spent_on", "-pk"]


@admin.register(PracticeNote)
class PracticeNoteAdmin(HistoryAdmin):
    """An administrator may take an unfit note away."""

    list_display = ["title", "author", "subject", "written_at"]
    search_fields = ["title", "body", "author__name"]
    list_filter = ["subject"]
    date_hierarchy = "written_at"
    ordering = ["-written_at", "-pk"]


@admin.register(TestQuestion)
class TestQuestionAdmin(HistoryAdmin):
    list_display = ["text", "programme", "is_active"]
    search_fields = ["text", "programme__title"]
    list_filter = ["is_active"]
    ordering = ["programme__title", "pk"]


@admin.register(TestAttempt)
class TestAttemptAdmin(ReadOnlyAdmin):
    list_display = ["enrolment", "moment", "score", "out_of", "taken_at"]
    list_select_related = ["enrolment__profile", "enrolment__session__programme"]
    search_fields = ["enrolment__profile__name", "enrolment__session__programme__title"]
    list_filter = ["moment"]
    date_hierarchy = "taken_at"
    ordering = ["-taken_at", "-pk"]


@admin.register(LevelStep)
class LevelStepAdmin(HistoryAdmin):
    list_display = ["from_level", "to_level", "credit", "valid_from", "source"]
    search_fields = ["source"]
    list_filter = ["from_level"]
    ordering = ["from_level", "-valid_from", "pk"]


@admin.register(CompetenceExam)
class CompetenceExamAdmin(HistoryAdmin):
    list_display = ["profile", "level", "held_on", "passed", "certificate_number"]
    search_fields = ["profile__name", "certificate_number"]
    list_filter = ["passed", "level"]
    date_hierarchy = "held_on"
    ordering = ["-held_on", "-pk"]


@admin.register(MentoringPair)
class MentoringPairAdmin(HistoryAdmin):
    list_display = ["mentor", "mentee", "goal", "starts_on", "ends_on"]
    search_fields = ["mentor__name", "mentee__name", "goal"]
    date_hierarchy = "starts_on"
    ordering = ["-starts_on", "-pk"]


@admin.register(PeerLibrary)
class PeerLibraryAdmin(HistoryAdmin):
    list_display = ["name", "kind", "place", "contact_name", "is_active"]
    search_fields = ["name", "place", "contact_name", "strengths"]
    list_filter = ["kind", "is_active"]
    ordering = ["name", "pk"]


@admin.register(ExchangeVisit)
class ExchangeVisitAdmin(HistoryAdmin):
    list_display = ["institution", "is_outgoing", "visited_on", "people"]
    search_fields = ["institution", "purpose"]
    list_filter = ["is_outgoing"]
    date_hierarchy = "visited_on"
    ordering = ["-visited_on", "-pk"]

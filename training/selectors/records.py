"""Everybody's records for a list: plans with their goals, evaluations after three months, examinations."""

from django.db.models import Prefetch, QuerySet

from training.models import CompetenceExam, DevelopmentPlan, ImpactReview, Membership, PlanItem


def impacts() -> QuerySet[ImpactReview]:
    rows = ImpactReview.objects.select_related("enrolment__profile", "enrolment__session__programme", "leader_by")
    return rows.order_by("-due_on", "-pk")


def plans() -> QuerySet[DevelopmentPlan]:
    """All development plans with their goals, the newest year first."""
    goals = PlanItem.objects.select_related("competence", "programme").order_by("due_on", "pk")
    rows = DevelopmentPlan.objects.select_related("profile").prefetch_related(Prefetch("items", queryset=goals))
    return rows.order_by("-year", "profile__name", "pk")


def memberships() -> QuerySet[Membership]:
    return Membership.objects.select_related("profile", "association").order_by("profile__name", "-starts_on", "pk")


def exams() -> QuerySet[CompetenceExam]:
    return CompetenceExam.objects.select_related("profile").order_by("-held_on", "-pk")

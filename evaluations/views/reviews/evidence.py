"""A person's activities as this system knows them, month by month, and the evidence bundle of a review."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views import View

from baubau_pembinaan.core.xlsx import Column, xlsx_response
from baubau_pembinaan.libraries.models import Library
from evaluations.evidence import bundle
from evaluations.models import Review
from evaluations.paper_kinds import PAPERS
from evaluations.review_access import Access
from evaluations.selectors.activities import Activity, activities_of
from evaluations.selectors.voice import stays_of, voice_of

from .base import found

ROWS = 50


def _readable(request: HttpRequest, pk: int) -> tuple[Review, Access]:
    review, access = found(request, pk)
    if not access.reads_text:
        raise PermissionDenied
    return review, access


def _activities(review: Review) -> list[Activity]:
    """Of the cycle's days, up to today."""
    last: date = min(review.cycle.ends_on, timezone.localdate())
    return activities_of(review.person, review.cycle.starts_on, last)


class Activities(View):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        review, _access = _readable(request, pk)
        page = Paginator(_activities(review), ROWS).get_page(request.GET.get("page"))
        context: dict[str, Any] = {"review": review, "page_obj": page, "activities": list(page.object_list)}
        return render(request, "evaluations/review/activities.html", context)


class ActivitiesXlsx(View):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        review, _access = _readable(request, pk)
        return xlsx_response(
            title=_("Activities of %(name)s") % {"name": review.person.full_name},
            columns=[Column(_("Date"), "date"), Column(_("Kind")), Column(_("Activity")), Column(_("Detail"))],
            rows=[[row.day, row.kind, row.title, row.detail] for row in _activities(review)],
            period=str(review.cycle.year),
            office=Library.current().name,
        )


class PatronVoice(View):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        review, _access = _readable(request, pk)
        stays = stays_of(review)
        context = {"review": review, "stays": stays, "voices": voice_of(review, stays)}
        return render(request, "evaluations/review/voice.html", context)


class EvidenceBundle(View):
    """One click: the table, the papers the reader may read, the proofs."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        review, access = _readable(request, pk)
        with override("id"):
            now = timezone.localtime()
            papers = [
                (name, str(paper.title), paper.make(review, now.date()))
                for name, paper in PAPERS.items()
                if paper.may(access, review)
            ]
            feedback = not access.hides_feedback(review)
            content = bundle(review, _activities(review), papers, at=now, feedback=feedback)
        response = HttpResponse(content, content_type="application/zip")
        response["Content-Disposition"] = f'attachment; filename="bukti-kinerja-{review.cycle.year}-{review.pk}.zip"'
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response

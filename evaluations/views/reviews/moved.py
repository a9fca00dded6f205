"""Somebody comes too late: the review has gone on to another stage. They are told, and their words are shown."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from evaluations.models import Review
from evaluations.selectors.review_lines import last_moved


def moved_page(
    request: HttpRequest, review: Review, form: Any = None, *, draft: str = "", status: int = 403
) -> HttpResponse:
    """`form` holds the words that can no longer be saved; from an address alone, the device's own draft (`draft`)."""
    if form is not None:
        _only_to_read(form)
    context = {
        "review": review,
        "form": form,
        "draft": draft,
        "is_sent": request.method == "POST",
        "moved": last_moved(review, request.user),
    }
    return render(request, "evaluations/review/moved.html", context, status=status)


def _only_to_read(form: Any) -> None:
    for field in form.fields.values():
        field.help_text, field.required = "", True  # nothing is asked: no help, no "optional"
        is_choice = isinstance(field.widget, forms.Select)
        field.widget.attrs |= {"disabled": True} if is_choice else {"readonly": True}
        field.widget.is_required = False

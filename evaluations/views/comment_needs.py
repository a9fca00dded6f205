"""A comment becomes a need of the community: one form below the comment, one deed."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from baubau_pembinaan.libraries.models import District
from evaluations import selectors
from evaluations.choices import CommentState
from evaluations.models import Comment
from evaluations.services.comment_needs import need_of, turn_into_need
from outreach.choices import NeedTheme

MODERATE, NOTE = selectors.comments.MODERATE, "outreach.add_need"


class CommentNeedForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("The need in a sentence"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    theme = forms.ChoiceField(label=gettext_lazy("What is it about?"), choices=NeedTheme.choices)
    district = forms.ModelChoiceField(
        label=gettext_lazy("District (kecamatan)"), queryset=District.objects.none(), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["district"]
        field.queryset, field.empty_label = District.objects.order_by("name", "pk"), _("Not named")


def need_context(request: HttpRequest, comment: Comment) -> dict[str, Any]:
    """`need` it became, or the form to make it one; nothing for readers who may not."""
    decided = comment.care.state not in (CommentState.WAITING, CommentState.REMOVED)
    if not decided or not request.user.has_perm(MODERATE) or not request.user.has_perm(NOTE):
        return {}
    need = need_of(comment)
    form = None if need else CommentNeedForm(initial={"text": comment.care.shown[:1000]}, prefix="need")
    return {"need": need, "need_form": form}


class CommentNeed(PermissionRequiredMixin, View):
    permission_required = (MODERATE, NOTE)
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        comment = get_object_or_404(selectors.comments.visible_to(request.user, timezone.localdate()), pk=pk)
        form = CommentNeedForm(request.POST, prefix="need")
        try:
            if not form.is_valid():
                raise ValidationError([message for errors in form.errors.values() for message in errors])
            turn_into_need(comment=comment, by=request.user, at=timezone.now(), **form.cleaned_data)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("The comment is noted as a need of the community."))
        return redirect("evaluations:comment-detail", pk=pk)

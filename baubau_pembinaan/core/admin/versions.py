"""Two people edit one row: the second is told, and nothing is overwritten."""

import json
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import _get_foreign_key
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.text import capfirst
from django.utils.translation import gettext as _

FIELD = "_row_version"
_STALE = "_row_went_stale"


class VersionedAdmin(admin.ModelAdmin):
    """Change forms carry a token of the row they were drawn from.

    The token is a keyed hash of what the form can overwrite: the row's own editable columns, its
    many-to-many choices and the rows of its inlines. On saving, the row is locked and hashed again; where
    the two differ the answer is 409 with the form as typed, the differences named, and a fresh token, so a
    second press of the button is a decision and not an accident. A post without a token counts as stale.
    """

    def row_version(self, request: HttpRequest, obj: models.Model) -> str:
        """The token of `obj` as it stands in the database; one query per many-to-many field and inline."""
        opts = obj._meta
        shown = set(flatten_fieldsets(self.get_fieldsets(request, obj)))
        shown -= set(self.get_readonly_fields(request, obj))
        state: list[Any] = [
            [field.name, field.value_to_string(obj)]
            for field in opts.concrete_fields
            if field.name in shown and field.editable
        ]
        state += [
            [field.name, sorted(str(pk) for pk in getattr(obj, field.name).values_list("pk", flat=True))]
            for field in opts.many_to_many
            if field.name in shown
        ]
        for inline in self.get_inline_instances(request, obj):
            if not hasattr(inline, "fk_name") or not inline.has_change_permission(request, obj):
                continue
            parent = _get_foreign_key(self.model, inline.model, fk_name=inline.fk_name)
            rows = inline.model._base_manager.filter(**{parent.name: obj}).order_by("pk")
            columns = [field.attname for field in inline.model._meta.concrete_fields]
            state.append([inline.model._meta.label, [[str(v) for v in row] for row in rows.values_list(*columns)]])
        return salted_hmac("baubau_pembinaan.row_version", json.dumps(state), algorithm="sha256").hexdigest()[:32]

    def _changeform_view(
        self, request: HttpRequest, object_id: str | None, form_url: str, extra_context: dict[str, Any] | None
    ) -> Any:
        saving = request.method == "POST" and object_id is not None and "_saveasnew" not in request.POST
        stale = saving and self._is_stale(request, str(object_id))
        if stale:
            setattr(request, _STALE, True)
        response = super()._changeform_view(request, object_id, form_url, extra_context)
        if stale and response.status_code == 200:
            response.status_code = 409
        return response

    def _is_stale(self, request: HttpRequest, object_id: str) -> bool:
        """True where the row moved on; takes the row's lock, which the save that follows keeps."""
        try:
            pk = self.model._meta.pk.to_python(unquote(object_id))
            row = self.get_queryset(request).select_related(None).select_for_update(of=("self",)).filter(pk=pk).first()
        except (ValidationError, ValueError):
            return False
        if row is None or not self.has_change_permission(request, row):
            return False  # the view itself says 404 or 403
        return request.POST.get(FIELD) != self.row_version(request, row)

    def get_form(
        self, request: HttpRequest, obj: models.Model | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, change=change, **kwargs)
        if not (change and getattr(request, _STALE, False)):
            return form

        class StaleForm(form):  # type: ignore[misc, valid-type]
            def clean(self) -> dict[str, Any] | None:
                cleaned = super().clean()
                self.add_error(None, stale_messages(self, cleaned if cleaned is not None else self.cleaned_data))
                return cleaned

        return StaleForm

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: models.Model | None = None,
    ) -> Any:
        if change and obj is not None and self.has_change_permission(request, obj):
            posted = request.POST.get(FIELD) if request.method == "POST" else None
            if posted is None or getattr(request, _STALE, False):
                # The invalid form has put the typed values on obj, so the row is read anew.
                obj = self.model._base_manager.get(pk=obj.pk) if request.method == "POST" else obj
                posted = self.row_version(request, obj)
            context["row_version"] = posted
        return super().render_change_form(request, context, add=add, change=change, form_url=form_url, obj=obj)


def stale_messages(form: forms.ModelForm, typed: dict[str, Any]) -> list[str]:
    """What the second person is told: that nothing was saved, and each field whose two values differ."""
    messages = [
        _(
            "Someone else saved this row while you were editing it. Nothing of yours has been saved yet. "
            "Compare the values below; saving again keeps yours."
        )
    ]
    for name, field in form.fields.items():
        stored = form.initial.get(name)
        if name in typed and field.has_changed(stored, form[name].data):
            messages.append(
                _("%(field)s: stored now “%(stored)s”, yours “%(typed)s”.")
                % {
                    "field": capfirst(str(field.label or name)),
                    "stored": _readable(form, name, stored),
                    "typed": _readable(form, name, typed[name]),
                }
            )
    return messages


def _readable(form: forms.ModelForm, name: str, value: Any) -> str:
    if value in (None, "", []):
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    field = form.fields[name]
    if isinstance(field, forms.ModelMultipleChoiceField):
        return ", ".join(str(item) for item in value)
    if isinstance(field, forms.ModelChoiceField):
        if isinstance(value, models.Model):
            return str(value)
        return str(field.queryset.filter(**{field.to_field_name or "pk": value}).first() or "–")
    if isinstance(field, forms.MultipleChoiceField):
        words = dict(field.choices)
        return ", ".join(str(words.get(item, item)) for item in value)
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))
    return str(value)

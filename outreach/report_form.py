"""The report of a date: a number for each age, a few sentences, a sum, photos."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.forms import RupiahField
from outreach.choices import AgeBand

BESIDE_PHOTOS = 1_000_000  # bytes of one request left for the words and the frame around each file


class PhotosInput(forms.FileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several pictures at once; what they are is looked at when they are stored."""

    widget = PhotosInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(PhotosField, self).clean(file, initial) for file in files]


class ReportForm(forms.Form):
    """`heads()` gives age band -> number."""

    story = forms.CharField(
        label=_("What happened?"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("A few sentences: what was done, how people took it. No names of children."),
    )
    lessons = forms.CharField(
        label=_("What do we do differently next time?"),
        max_length=1500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    cost_idr = RupiahField(label=_("Cost (Rp)"), required=False)
    photos = PhotosField(
        label=_("Photos"),
        required=False,
        widget=PhotosInput(attrs={"accept": "image/jpeg,image/png", "multiple": True}),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        most = settings.LARGEST_BODY_BYTES - BESIDE_PHOTOS
        self.fields["photos"].widget.attrs["data-shrink"] = str(most)
        self.fields["photos"].help_text = gettext(
            "JPEG or PNG, together at most %(mb)s MB at a time; write the report again to add more. "
            "Place and camera are taken out. Only those whose consent you have."
        ) % {"mb": most // 1_000_000}
        for band, label in AgeBand.choices:
            self.fields[f"heads_{band}"] = forms.IntegerField(
                label=label, min_value=0, max_value=20_000, required=False, widget=forms.NumberInput(attrs={"min": 0})
            )

    def head_fields(self) -> list[Any]:
        return [self[f"heads_{band}"] for band in AgeBand.values]

    def other_fields(self) -> list[Any]:
        return [self[name] for name in ("story", "lessons", "cost_idr", "photos")]

    def heads(self) -> dict[str, int]:
        return {band: self.cleaned_data.get(f"heads_{band}") or 0 for band in AgeBand.values}

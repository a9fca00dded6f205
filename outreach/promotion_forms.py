"""Shape and parse of the forms of campaigns; nothing is saved here."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baubau_pembinaan.core.forms import IndonesianDateField
from outreach.choices import TEXT_LENGTHS, ChannelKind, EventStatus
from outreach.models import Campaign, Channel, Event


class CampaignForm(forms.ModelForm):
    starts_on = IndonesianDateField(label=gettext_lazy("First day"))
    ends_on = IndonesianDateField(label=gettext_lazy("Last day"))

    class Meta:
        model = Campaign
        fields = ["title", "event", "aim", "starts_on", "ends_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["event"]
        if self.instance.pk:
            del self.fields["event"]  # its codes stand on posters already
        else:
            field.queryset = Event.objects.exclude(status=EventStatus.DRAFT).order_by("title", "pk")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", _("The last day must not be before the first."))
        return data


class ChannelForm(forms.ModelForm):
    class Meta:
        model = Channel
        fields = ["kind", "label"]
        help_texts = {"label": gettext_lazy("For example: board of the market, radio on Friday, class group 5A.")}


class PostForm(forms.Form):
    channel = forms.ModelChoiceField(label=gettext_lazy("Channel"), queryset=Channel.objects.none())
    day = IndonesianDateField(label=gettext_lazy("Day"))
    text = forms.CharField(label=gettext_lazy("Text"), max_length=2200, widget=forms.Textarea(attrs={"rows": 4}))
    text_en = forms.CharField(
        label=gettext_lazy("Text in English"), max_length=2200, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    colleague = forms.ModelChoiceField(label=gettext_lazy("Colleague"), queryset=None, required=False)

    def __init__(self, *args: Any, campaign: Campaign, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        channel: Any = self.fields["channel"]
        colleague: Any = self.fields["colleague"]
        channel.queryset = Channel.objects.filter(campaign=campaign).select_related("campaign").order_by("pk")
        colleague.queryset = people
        lengths = ", ".join(f"{ChannelKind(kind).label} {most}" for kind, most in TEXT_LENGTHS.items())
        self.fields["text"].help_text = _("Characters at most: %(lengths)s.") % {"lengths": lengths}

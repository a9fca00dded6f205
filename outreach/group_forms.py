"""Shape and parse of the forms of standing groups; nothing is saved here."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.choices import RegistrationMode
from outreach.models import Event, Membership, StandingGroup, Work


class GroupForm(forms.ModelForm):
    class Meta:
        model = StandingGroup
        fields = ["event", "about", "about_en", "is_open", "is_published"]
        widgets = {"about": forms.Textarea(attrs={"rows": 4}), "about_en": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["event"]
        if self.instance.pk:
            del self.fields["event"]
            return
        free = Event.objects.filter(registration_mode=RegistrationMode.REGISTER, group=None)
        field.queryset = free.order_by("title", "pk")
        field.help_text = _("A series people register for: its dates are the meetings.")


class WorkForm(forms.ModelForm):
    """`membership` names the member, `agreed_by` who signed on paper that everybody may see the work."""

    picture = forms.FileField(
        label=_("Picture"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
        help_text=_("JPEG or PNG. Place and camera are taken out."),
    )
    agreed_by = forms.CharField(
        label=_("Who signed on paper that it may be shown"),
        max_length=80,
        required=False,
        help_text=_("The guardian for members under 17. Empty: it stays inside; the family can agree by link."),
    )

    class Meta:
        model = Work
        fields = ["membership", "kind", "title", "text", "shown_as"]
        widgets = {"text": forms.Textarea(attrs={"rows": 8})}
        help_texts = {"shown_as": _("A nickname or pen name, never the full name. Empty: nobody is named.")}

    field_order = ["membership", "kind", "title", "text", "picture", "shown_as", "agreed_by"]

    def __init__(self, *args: Any, group: StandingGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["membership"]
        living = Membership.objects.living().filter(group=group, founder__erased_at=None)
        field.queryset = living.select_related("founder").order_by("founder__name", "pk")
        field.label = _("Member")

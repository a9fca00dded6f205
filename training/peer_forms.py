"""Shape and parse of peer libraries."""

from django import forms

from training.models import PeerLibrary


class PeerForm(forms.ModelForm):
    class Meta:
        model = PeerLibrary
        fields = [
            "name",
            "kind",
            "place",
            "contact_name",
            "contact_role",
            "phone",
            "email",
            "website",
            "strengths",
            "is_active",
        ]
        widgets = {"strengths": forms.Textarea(attrs={"rows": 3})}

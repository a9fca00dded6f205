"""Which optional messages come by e-mail: one tick for each kind."""

from django import forms

from baubau_pembinaan.accounts.models import User

from . import kinds, services


class PreferenceForm(forms.Form):
    """A tick for each optional kind. Required kinds are told in words, not as locked boxes."""

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.optional = [kind for kind in kinds.all_kinds() if kind.optional]
        wanted = services.email_wishes(user)
        for kind in self.optional:
            self.fields[kind.code] = forms.BooleanField(label=kind.label, required=False, initial=wanted[kind.code])

    @property
    def required_kinds(self) -> list[kinds.Kind]:
        return [kind for kind in kinds.all_kinds() if not kind.optional]

    def wishes(self) -> dict[str, bool]:
        """Kind code -> wanted by e-mail."""
        return {kind.code: self.cleaned_data[kind.code] for kind in self.optional}

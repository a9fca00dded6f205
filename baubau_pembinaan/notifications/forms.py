"""Which optional messages come by which way: one tick for each kind and way."""

from django import forms

from baubau_pembinaan.accounts.models import User

from . import consents, kinds, services
from .choices import Channel


class PreferenceForm(forms.Form):
    """A tick for each optional kind: by e-mail, and by each messenger the person has opened. Required kinds are told in
    words, not as locked boxes."""

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.optional = [kind for kind in kinds.all_kinds() if kind.optional]
        self.consents = consents.of(user)
        self.offered = consents.offered()
        agreed = [way for way in self.offered if way in self.consents and self.consents[way].is_open]
        self.ways = [Channel.EMAIL, *agreed]
        wanted = services.wishes(user)
        for way in self.ways:
            for kind in self.optional:
                self.fields[self.name_of(way, kind)] = forms.BooleanField(
                    label=kind.label, required=False, initial=wanted[way][kind.code]
                )

    @staticmethod
    def name_of(way: str, kind: kinds.Kind) -> str:
        return kind.code if way == Channel.EMAIL else f"{way}.{kind.code}"

    @property
    def groups(self) -> list[tuple[Channel, list[forms.BoundField]]]:
        """Way, its ticks."""
        return [(way, [self[self.name_of(way, kind)] for kind in self.optional]) for way in self.ways]

    @property
    def required_kinds(self) -> list[kinds.Kind]:
        return [kind for kind in kinds.all_kinds() if not kind.optional]

    def wishes(self, way: Channel = Channel.EMAIL) -> dict[str, bool]:
        """Kind code -> wanted by this way."""
        return {kind.code: self.cleaned_data[self.name_of(way, kind)] for kind in self.optional}

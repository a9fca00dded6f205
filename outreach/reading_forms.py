"""Shape and parse of the forms of reading challenges; nothing is saved here."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baubau_pembinaan.core.forms import IndonesianDateField, PhoneField
from outreach.choices import AgeBand, Measure, RegistrationKind
from outreach.models import ChallengeBadge, ReadingChallenge
from outreach.models.reading import ACTIVITIES_A_TIME, BOOKS_A_TIME, MINUTES_A_TIME
from outreach.services.reading import Amount

FAMILY_AT_MOST, CLASS_AT_MOST, BADGES_AT_MOST = 6, 60, 12
MEASURES = {"books": (gettext_lazy("books"), 1000), "minutes": (gettext_lazy("minutes"), 100_000)}
MEASURES["activities"] = (gettext_lazy("activities"), 200)


class ChallengeForm(forms.ModelForm):
    """A challenge with a line of three numbers for each age band, and its badges as lines of text."""

    starts_on = IndonesianDateField(label=gettext_lazy("First day"))
    ends_on = IndonesianDateField(label=gettext_lazy("Last day"))
    badge_lines = forms.CharField(
        label=gettext_lazy("Badges"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One a line: name | buku, menit or kegiatan | from how many. “Penjelajah | buku | 5”."),
    )

    class Meta:
        model = ReadingChallenge
        fields = ["title", "title_en", "about", "about_en", "starts_on", "ends_on", "is_published"]
        widgets = {"about": forms.Textarea(attrs={"rows": 3}), "about_en": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        goals = {goal.age_band: goal for goal in self.instance.goals.all()} if self.instance.pk else {}
        for band in AgeBand:
            for name, (words, most) in MEASURES.items():
                self.fields[f"{band.value}_{name}"] = forms.IntegerField(
                    label=f"{band.label}: {words}",
                    required=False,
                    min_value=0,
                    max_value=most,
                    initial=getattr(goals.get(band.value), name, None) or None,
                )
        if self.instance.pk:
            self.initial["badge_lines"] = "\n".join(
                f"{badge.name} | {badge.measure} | {badge.amount}" for badge in self.instance.badges.all()
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", _("The last day must not be before the first."))
        return data

    def clean_badge_lines(self) -> list[ChallengeBadge]:
        found: list[ChallengeBadge] = []
        for line in self.cleaned_data["badge_lines"].splitlines():
            if not line.strip():
                continue
            name, measure, amount = ([part.strip() for part in line.split("|")] + ["", "", ""])[:3]
            number = int(amount) if amount.isdecimal() and len(amount) < 7 else 0
            if not name or len(name) > 60 or measure not in Measure.values or not number:
                raise ValidationError(_("“%(line)s” is no badge: name | buku | 5."), params={"line": line.strip()[:60]})
            if any((badge.measure, badge.amount) == (measure, number) for badge in found):
                raise ValidationError(_("Two badges stand at the same number."))
            found.append(ChallengeBadge(name=name, measure=measure, amount=number))
        if len(found) > BADGES_AT_MOST:
            raise ValidationError(_("At most %(n)s badges.") % {"n": BADGES_AT_MOST})
        return found

    def goals(self) -> dict[str, Amount]:
        data = self.cleaned_data
        return {
            band: Amount(*(data.get(f"{band}_{name}") or 0 for name in ("books", "minutes", "activities")))
            for band in AgeBand.values
        }


class JoinForm(forms.Form):
    """A person, a family (up to six) or a class (a number of children of one age)."""

    def __init__(self, *args: Any, challenge: ReadingChallenge, kind: str, desk: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        labels = {
            RegistrationKind.PERSON: _("Name of who takes part") if desk else _("Your name"),
            RegistrationKind.FAMILY: _("Name of the family"),
            RegistrationKind.GROUP: _("School and class"),
        }
        self.fields["name"] = forms.CharField(label=labels[RegistrationKind(kind)], max_length=80)
        self.fields["phone"] = PhoneField(
            label=_("WhatsApp number"),
            required=False,
            help_text=_("To send them the link again.") if desk else _("To send you the link again."),
        )
        asked = {goal.age_band for goal in challenge.goals.all()}
        bands = [(band.value, band.label) for band in AgeBand if band.value in asked]
        if kind == RegistrationKind.GROUP:
            self.fields["size"] = forms.IntegerField(label=_("How many read"), min_value=1, max_value=CLASS_AT_MOST)
            self.fields["band"] = forms.ChoiceField(label=_("Their age"), choices=bands)
            return
        for number in range(1, (FAMILY_AT_MOST if kind == RegistrationKind.FAMILY else 1) + 1):
            self.fields[f"nickname{number}"] = forms.CharField(
                label=_("Nickname %(n)s") % {"n": number} if kind == RegistrationKind.FAMILY else _("Nickname"),
                max_length=40,
                required=number == 1,
            )
            self.fields[f"band{number}"] = forms.ChoiceField(
                label=_("Age"), choices=[("", "–"), *bands], required=number == 1
            )
        self.fields["agreed_by"] = forms.CharField(
            label=_("Name of the parent or guardian"),
            max_length=80,
            required=False,
            help_text=_("Only if somebody younger than 17 reads."),
        )
        agreed = (
            _("The parent or guardian has read this and agrees") if desk else _("I am the parent or guardian and agree")
        )
        self.fields["agreed"] = forms.BooleanField(label=agreed, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for number in range(2, FAMILY_AT_MOST + 1):
            if data.get(f"nickname{number}") and not data.get(f"band{number}"):
                self.add_error(f"band{number}", _("Choose the age."))
        if data.get("agreed") and not data.get("agreed_by"):
            self.add_error("agreed_by", _("Write who your parent or guardian is."))
        return data

    def readers(self) -> list[tuple[str, str]]:
        data = self.cleaned_data
        if self.kind == RegistrationKind.GROUP:
            return [("", data["band"])] * data["size"]
        numbers = range(1, FAMILY_AT_MOST + 1)
        return [(data[f"nickname{n}"], data[f"band{n}"]) for n in numbers if data.get(f"nickname{n}")]

    def party(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "kind": self.kind, "name": data["name"], "phone": data["phone"], "readers": self.readers(),
            "agreed_by": data.get("agreed_by", "") if data.get("agreed") else "",
        }  # fmt: skip


class LogForm(forms.Form):
    """What was read, for whom of the party; `press` makes sending it twice count once."""

    who = forms.MultipleChoiceField(label=gettext_lazy("Who read"), widget=forms.CheckboxSelectMultiple, required=False)
    day = IndonesianDateField(label=gettext_lazy("Day"))
    books = forms.IntegerField(label=gettext_lazy("Books"), min_value=0, max_value=BOOKS_A_TIME, required=False)
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=0, max_value=MINUTES_A_TIME, required=False)
    activities = forms.IntegerField(
        label=gettext_lazy("Activities"), min_value=0, max_value=ACTIVITIES_A_TIME, required=False
    )
    what = forms.CharField(label=gettext_lazy("What was read"), max_length=120, required=False)
    press = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, readers: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("press", uuid4())
        field: Any = self.fields["who"]
        if len(readers) == 1:
            del self.fields["who"]
        else:
            field.choices = [(str(reader.number), str(reader)) for reader in readers]
            field.help_text = _("Nobody ticked: all of them.")
            self.order_fields(["day", "books", "minutes", "activities", "what", "who"])

    def reading(self) -> dict[str, Any]:
        data = self.cleaned_data
        press: UUID = data["press"]
        chosen = {int(number) for number in data.get("who") or ()}
        return {
            "numbers": chosen or None, "day": data["day"], "what": data["what"], "press": press,
            "amount": Amount(data["books"] or 0, data["minutes"] or 0, data["activities"] or 0),
        }  # fmt: skip

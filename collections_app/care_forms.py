"""Shape and parse of the forms about digital resources, policy and weeding; nothing is saved here."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.forms import IndonesianDateField, RupiahField
from collections_app.choices import Audience, MainClass, WeedingDecision
from collections_app.models import CollectionPolicy, DigitalResource, WeedingRule

REVIEWED_WITHIN = timedelta(days=3 * 366)  # Perka Perpusnas 8/2017: at least every three years


class ResourceForm(forms.ModelForm):
    starts_on = IndonesianDateField(label=_("Licence from"))
    ends_on = IndonesianDateField(label=_("Licence until"), required=False, help_text=_("Empty: it does not end."))
    yearly_idr = RupiahField(label=_("Cost a year (Rp)"), max_value=10**12, initial=0)

    class Meta:
        model = DigitalResource
        fields = [
            "name", "kind", "summary", "summary_en", "url", "how", "how_en", "audience", "vendor", "licence", "seats",
            "titles", "yearly_idr", "starts_on", "ends_on", "is_trial", "is_public",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["yearly_idr"] = int(self.instance.yearly_idr)

    def clean_yearly_idr(self) -> Decimal:
        return Decimal(self.cleaned_data["yearly_idr"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", _("The last day must not be before the first."))
        return data


class UsesForm(forms.Form):
    month = IndonesianDateField(label=_("Month"), help_text=_("Any day of the month."))
    uses = forms.IntegerField(label=_("Uses"), min_value=0, max_value=10**8)


class PolicyForm(forms.ModelForm):
    """The policy and, in the same form, its targets: one share for each class and each age group."""

    adopted_on = IndonesianDateField(label=_("Adopted on"))
    review_on = IndonesianDateField(label=_("To be reviewed by"), help_text=_("At most three years later."))
    # "0.025" would be read as 25 where the point groups thousands; the limit of 1 catches it.
    titles_per_head = forms.DecimalField(
        label=_("Titles per inhabitant"), min_value=0, max_value=1, max_digits=6, decimal_places=4, localize=True,
        initial=Decimal("0.025"), help_text=_("The national standard for cities is 0.025, one title for forty people."),
    )  # fmt: skip
    paper_file = forms.FileField(label=_("Signed paper"), required=False, help_text=_("PDF, JPEG or PNG."))

    class Meta:
        model = CollectionPolicy
        fields = [
            "name",
            "number",
            "adopted_on",
            "review_on",
            "titles_per_head",
            "recent_percent",
            "recent_years",
            "source",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_already = {}
        if self.instance.pk:
            set_already = {(t.main_class, t.audience): t.share_percent for t in self.instance.targets.all()}
        for key, label, name in self._targets():
            self.fields[name] = forms.DecimalField(
                label=_("Target share: %(name)s (%%)") % {"name": label}, min_value=0, max_value=100, max_digits=5,
                decimal_places=2, required=False, initial=set_already.get(key), localize=True,
            )  # fmt: skip

    def _targets(self) -> list[tuple[tuple[str, str], str, str]]:
        classes = [((key, ""), str(label), f"class-{key}") for key, label in MainClass.choices]
        return classes + [(("", key), str(label), f"audience-{key}") for key, label in Audience.choices]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        adopted, review = data.get("adopted_on"), data.get("review_on")
        if isinstance(adopted, date) and isinstance(review, date) and not adopted < review <= adopted + REVIEWED_WITHIN:
            self.add_error("review_on", _("The review must come after the adoption, within three years."))
        for prefix in ("class-", "audience-"):
            shares = [value for name, value in data.items() if name.startswith(prefix) and value is not None]
            if sum(shares) > 100:
                raise ValidationError(
                    _("The shares of the classes, and those of the age groups, add up to at most 100%.")
                )
        return data

    @property
    def shares(self) -> dict[tuple[str, str], Decimal | None]:
        """Target share by (main class, audience); None where none is set."""
        return {key: self.cleaned_data.get(name) for key, _label, name in self._targets()}


class WeedingForm(forms.Form):
    rule = forms.ModelChoiceField(label=_("Rule"), queryset=WeedingRule.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule"].queryset = WeedingRule.objects.filter(is_active=True).order_by("name", "pk")


class WeedingDecisionsForm(forms.Form):
    """One decision a line, `decision-<id>`, and a note for the minutes."""

    note = forms.CharField(label=_("Note for the minutes"), max_length=300, required=False)

    def __init__(self, *args: Any, lines: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        words = [("", "–"), *((c.value, c.label) for c in WeedingDecision if c != WeedingDecision.OPEN)]
        for line in self.lines:
            named = _("Decision on %(title)s, %(code)s") % {"title": line.item.title.title, "code": line.item.code}
            self.fields[f"decision-{line.pk}"] = forms.ChoiceField(
                label=_("Decision"),
                choices=words,
                required=False,
                widget=forms.Select(attrs={"aria-label": named}),
                initial=line.decision if line.decision != WeedingDecision.OPEN else "",
            )

    @property
    def decisions(self) -> dict[int, str]:
        return {line.pk: self.cleaned_data.get(f"decision-{line.pk}", "") for line in self.lines}

    def rows(self) -> list[tuple[Any, Any]]:
        return [(line, self[f"decision-{line.pk}"]) for line in self.lines]

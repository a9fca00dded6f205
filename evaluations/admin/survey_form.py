"""The administrators' form of a survey."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms.models import ModelForm
from django.utils.translation import gettext_lazy as _

from evaluations.models.survey import LOOK_ALIKES


class SurveyForm(ModelForm):
    """A code chosen now holds no signs that are read for one another; codes of old and of imports stay."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "code" in self.fields:
            self.fields["code"].widget.attrs.pop("maxlength", None)  # what is too long is said, never cut in silence
            self.fields["code"].help_text = _(
                "Stands in the address that patrons type, after /s/. "
                "Up to 8 letters or digits, without 0, O, 1, I and L."
            )

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if code != self.instance.code and LOOK_ALIKES & set(code.lower()):
            raise ValidationError(_("Leave out 0 and O, 1, I and L: on a poster they are taken for one another."))
        return code

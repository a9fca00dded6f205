"""Shape and parse of a topic pack; nothing is saved here."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.models import PackItem, TopicPack

ITEMS_AT_MOST = 30
_is_address = URLValidator(schemes=["http", "https"])


class PackForm(forms.ModelForm):
    lines = forms.CharField(
        label=gettext_lazy("Titles and links"),
        required=False,
        max_length=9000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("One a line: title | author and shelf | link. Shelf and link may be left out."),
    )

    class Meta:
        model = TopicPack
        fields = ["title", "title_en", "question", "question_en", "about", "about_en", "place", "is_published"]
        widgets = {"about": forms.Textarea(attrs={"rows": 3}), "about_en": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            rows = self.instance.items.order_by("order")
            self.initial["lines"] = "\n".join(" | ".join([row.title, row.shelf, row.url]).rstrip(" |") for row in rows)

    def clean_lines(self) -> list[PackItem]:
        found = []
        for line in self.cleaned_data["lines"].splitlines():
            if not line.strip():
                continue
            title, shelf, url = ([part.strip() for part in line.split("|")] + ["", "", ""])[:3]
            if shelf.startswith(("http://", "https://")) and not url:
                shelf, url = "", shelf
            if not title or len(title) > 200 or len(shelf) > 120 or len(url) > 300:
                raise ValidationError(_("“%(line)s” is not a title, a shelf and a link."), params={"line": line[:60]})
            if url:
                _is_address(url)
            found.append(PackItem(title=title, shelf=shelf, url=url))
        if len(found) > ITEMS_AT_MOST:
            raise ValidationError(_("At most %(n)s titles.") % {"n": ITEMS_AT_MOST})
        return found

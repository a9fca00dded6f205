"""Words of choices for pages that show many of them."""

from typing import Any

from django.db import models
from django.utils.encoding import force_str


class Displayed(models.Model):
    """A model whose `get_..._display` asks for one word. Django's own hashes, and so translates, every word of the
    choices at each call: of a page with fifty rows that was a third."""

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field: Any) -> Any:
        value = getattr(self, field.attname)
        return force_str(dict(field.flatchoices).get(value, value), strings_only=True)

"""What the three forms of wishes have in common: what is known of the title, and what the asker says to it."""

from typing import Any

from django import forms
from django.http import HttpRequest

from collections_app.selectors.known import Known, known_of


def asked_about(request: HttpRequest, form: forms.Form) -> tuple[dict[str, Any], forms.Form, Known | None]:
    """(the wish, the form as it is shown again, what its asker has to see before it is sent, None where nothing).

    `other`: the number is of another book, so the wish goes without it. `same`: it is that demand, one of those shown.
    `sure`: send it all the same.
    """
    said, sure = dict(form.cleaned_data), request.POST.get("sure")
    known = known_of(title=said["title"], author=said["author"], isbn=said["isbn"])
    if request.POST.get("other") and said["isbn"]:
        said["isbn"] = ""
        shown = form.data.copy()
        shown["isbn"] = ""
        form = type(form)(shown)
        form.is_valid()
        known = known_of(title=said["title"], author=said["author"], isbn="")
    if chosen := request.POST.get("same"):
        meant = next((row for row in known.alike if str(row.pk) == chosen), None)
        if meant is not None:
            return said | {"title": meant.title, "author": meant.author, "isbn": meant.isbn}, form, None
    return said, form, known if known and sure != known.mark else None

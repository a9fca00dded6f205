"""What every page's frame needs."""

from typing import Any

from django.http import HttpRequest

from baubau_pembinaan.libraries.models import Library


def shell(request: HttpRequest) -> dict[str, Any]:
    """The frame's own values, read only when a template asks."""
    return {"library": Library.current}

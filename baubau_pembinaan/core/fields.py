"""Model fields several rooms need."""

from typing import Any

from django.db import models


class HttpsURLField(models.URLField):
    """A web address whose form takes "perpustakaan.example.go.id" as https:// (Django 6 does so by itself)."""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"assume_scheme": "https", **kwargs})

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs

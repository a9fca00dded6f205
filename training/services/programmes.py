"""Programmes and their materials."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import acting
from baubau_pembinaan.documents.services import discard_file, store_upload
from training.models import Material, Programme

APP = "training"


class FileOrLink(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Give either a file or a link."))


@transaction.atomic
def save_programme(*, programme: Programme, competences: Any, by: Any) -> Programme:
    """Write a new or changed programme and what it aims at."""
    with acting(by):
        programme.full_clean()
        programme.save()
        programme.competences.set(competences)
    return programme


@transaction.atomic
def add_material(*, programme: Programme, title: str, link: str, upload: Any, by: Any, at: datetime) -> Material:
    """A file or a link for those who read the catalogue. Raises FileOrLink, FileRefused."""
    if bool(link) == bool(upload):
        raise FileOrLink
    stored = store_upload(upload=upload, name=upload.name, app=APP, by=by, at=at) if upload else None
    with acting(by):
        return Material.objects.create(programme=programme, title=title, link=link, file=stored)


@transaction.atomic
def remove_material(*, material: Material, by: Any) -> None:
    stored = material.file
    with acting(by):
        material.delete()
    if stored is not None:
        discard_file(stored=stored)

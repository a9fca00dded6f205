"""Programmes and their materials."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from baubau_pembinaan.core.history import acting
from baubau_pembinaan.documents.services import discard_file, store_upload
from training.models import Material, Programme

APP = "training"


class ProgrammeHasHistory(ValidationError):
    """Something rests on the programme: what people learnt, planned, wished or were asked there must stay readable."""

    def __init__(self, found: list[str]) -> None:
        super().__init__(
            _("This programme stays, for there are on record: %(found)s. Take it out of the catalogue instead."),
            params={"found": ", ".join(found)},
        )


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
def delete_programme(*, programme: Programme, by: Any) -> None:
    """Remove a programme that nothing rests on. Raises ProgrammeHasHistory."""
    locked = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)  # nobody names it meanwhile
    found = _resting_on(locked)
    if found:
        raise ProgrammeHasHistory(found)
    with acting(by):
        locked.delete()


def _resting_on(programme: Programme) -> list[str]:
    """In words, how many of what."""
    sessions, lines, goals = programme.sessions.count(), programme.annual_lines.count(), programme.plan_items.count()
    questions, wishes = programme.questions.count(), programme.interests.count()
    words = [
        (sessions, ngettext("%(n)s session", "%(n)s sessions", sessions)),
        (lines, ngettext("%(n)s line of a yearly plan", "%(n)s lines of yearly plans", lines)),
        (goals, ngettext("%(n)s goal of a development plan", "%(n)s goals of development plans", goals)),
        (questions, ngettext("%(n)s test question", "%(n)s test questions", questions)),
        (wishes, ngettext("%(n)s person waiting for a date", "%(n)s people waiting for a date", wishes)),
    ]
    return [text % {"n": n} for n, text in words if n]


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

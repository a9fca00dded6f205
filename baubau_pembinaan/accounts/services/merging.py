"""Two records of one person become one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.choices import AppointmentKind
from baubau_pembinaan.accounts.models import Appointment, StaffProfile, User
from baubau_pembinaan.core.history import acting

from .appointments import closes_a_circle, lock_tree
from .people import _keep_one_administrator, _revoke, refuse_superuser

FILLED = ("title_prefix", "title_suffix", "nip", "phone", "joined_on")


class CannotMerge(ValidationError):
    """The two records contradict one another."""


@dataclass(frozen=True)
class MergePreview:
    """What a merge would do: (name of the records, how many move), fields taken over, and what stands against it."""

    moves: list[tuple[str, int]]
    fills: list[str]
    account: str
    obstacles: list[str]
    clash: list[Appointment]  # two definitive posts of the same days, one of them to be corrected first


def _relations() -> list[Any]:
    """Foreign keys that point at a person, wherever they live; history lines stay as they were written."""
    relations: list[Any] = list(
        StaffProfile._meta.get_fields(include_hidden=True)
    )  # reverse ones, so no stub fits them
    return [
        relation
        for relation in relations
        if relation.auto_created
        and (relation.one_to_many or relation.one_to_one)
        and not relation.concrete
        and not hasattr(relation.related_model, "history_object")
        and not relation.related_model._meta.auto_created
    ]


def preview_merge(*, keep: StaffProfile, drop: StaffProfile) -> MergePreview:
    """What would happen; one query per relation. Changes nothing."""
    moves = []
    for relation in _relations():
        name = relation.field.name
        count = relation.related_model._base_manager.filter(**{name: drop}).count()
        if count:
            words = f"{relation.related_model._meta.verbose_name_plural} ({relation.field.verbose_name})"
            moves.append((words, count))
    fills = [
        str(getattr(StaffProfile._meta.get_field(name), "verbose_name", name))
        for name in FILLED
        if getattr(drop, name) and not getattr(keep, name)
    ]
    account = ""
    if drop.user_id:
        account = "taken" if not keep.user_id else "closed"
    return MergePreview(
        moves, fills, account, [str(words) for words in obstacles(keep=keep, drop=drop)], _clash(keep, drop)
    )


def obstacles(*, keep: StaffProfile, drop: StaffProfile) -> list[Any]:
    """Why these two cannot be one person."""
    found: list[Any] = []
    if keep.pk == drop.pk:
        return [_("This is one and the same record.")]
    if keep.nip and drop.nip and keep.nip != drop.nip:
        found.append(_("They carry two different NIPs. Correct the wrong one first."))
    if _clash(keep, drop):
        found.append(_("Both hold a definitive post in the same days. Correct one of the appointments first."))
    if Appointment.objects.filter(profile__in=[keep, drop], supervisor__in=[keep, drop]).exists():
        found.append(_("One supervises the other."))
    return found


def _clash(keep: StaffProfile, drop: StaffProfile) -> list[Appointment]:
    posts = Appointment.objects.filter(kind=AppointmentKind.DEFINITIVE).select_related("position", "unit", "profile")
    for row in posts.filter(profile=drop):
        other = posts.filter(profile=keep).overlapping(row.starts_on, row.ends_on).first()
        if other:
            return [other, row]
    return []


@transaction.atomic
def merge_people(*, keep: StaffProfile, drop: StaffProfile, by: User, at: datetime, reason: str = "") -> StaffProfile:
    """Move everything from `drop` to `keep` and take `drop` away; its history stays readable.

    Of two accounts the dropped person's is closed; what it wrote stays under its name. Raises CannotMerge or
    OnlyForSuperusers, and then nothing has changed.
    """
    lock_tree()
    locked = {
        row.pk: row
        for row in StaffProfile.objects.select_for_update(of=("self",))
        .filter(pk__in=[keep.pk, drop.pk])
        .select_related("user")
        .order_by("pk")
    }
    if len(locked) != 2:
        raise CannotMerge(_("One of the two records is no longer there."))
    keep, drop = locked[keep.pk], locked[drop.pk]
    refuse_superuser(keep.user, by)
    refuse_superuser(drop.user, by)
    if found := obstacles(keep=keep, drop=drop):
        raise CannotMerge(found)
    with acting(by, reason or str(_("Merged: %(name)s") % {"name": drop})):
        _revoke(drop.user, at)
        for relation in _relations():
            _move(relation, keep, drop)
        for row in Appointment.objects.filter(profile=keep).exclude(supervisor=None):
            if closes_a_circle(row):
                raise CannotMerge(_("The merged person would stand in a circle of supervisors."))
        _take_account(keep, drop)
        fills = {name: getattr(drop, name) for name in FILLED if not getattr(keep, name)}
        drop.delete()
        for name, value in fills.items():
            setattr(keep, name, value)
        keep.save()
    return keep


def _move(relation: Any, keep: StaffProfile, drop: StaffProfile) -> None:
    model, name = relation.related_model, relation.field.name
    for row in model._base_manager.filter(**{name: drop}):
        setattr(row, name, keep)
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError as error:
            raise CannotMerge(
                _("“%(row)s” (%(kind)s) cannot belong to both."),
                params={"row": row, "kind": model._meta.verbose_name},
            ) from error


def _take_account(keep: StaffProfile, drop: StaffProfile) -> None:
    user = drop.user
    if user is None:
        return
    drop.user = None
    drop.save()
    if keep.user is None:
        keep.user = user
        keep.save()
    else:
        _keep_one_administrator(user)
        user.is_active = False
        user.save()

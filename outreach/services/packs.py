"""Topic packs: kept with exactly their titles; public only with something in them."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from baubau_pembinaan.core.history import acting
from outreach.models import PackItem, TopicPack


class PackEmpty(ValidationError):
    def __init__(self) -> None:
        super().__init__({"lines": _("A pack that is open to everybody needs one title at least.")})


@transaction.atomic
def save_pack(*, pack: TopicPack, items: Sequence[PackItem], by: Any) -> TopicPack:
    """Keep a pack with these titles in their order. Raises PackEmpty."""
    if pack.is_published and not items:
        raise PackEmpty
    with acting(by):
        pack.save()
    pack.items.all().delete()
    for order, item in enumerate(items, start=1):
        item.pack, item.order = pack, order
    PackItem.objects.bulk_create(items)
    return pack

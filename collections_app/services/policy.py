"""The collection policy with its targets."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from baubau_pembinaan.core.history import acting
from baubau_pembinaan.documents.services import discard_file
from collections_app.models import CollectionPolicy, CollectionTarget

from .scans import store_paper


@transaction.atomic
def save_policy(
    *,
    policy: CollectionPolicy,
    shares: Mapping[tuple[str, str], Decimal | None],
    by: Any,
    at: datetime,
    upload: Any = None,
    name: str = "",
) -> CollectionPolicy:
    """Keep the policy and set its targets by (main class, audience); None takes a target away.

    A newer paper takes the older's place. Raises FileRefused.
    """
    stands = CollectionPolicy.objects.select_for_update(of=("self",)).filter(pk=policy.pk).first()
    replaced = policy.paper = stands.paper if stands else None
    if upload is not None:
        policy.paper = store_paper(upload=upload, name=name, by=by, at=at)
    with acting(by, gettext("Collection policy")):
        policy.save()
        known = {(target.main_class, target.audience): target for target in policy.targets.all()}
        for (main_class, audience), share in shares.items():
            target = known.get((main_class, audience))
            if share is None:
                if target:
                    target.delete()
                continue
            if target is None:
                target = CollectionTarget(policy=policy, main_class=main_class, audience=audience)
            elif target.share_percent == share:
                continue
            target.share_percent = share
            target.save()
    if replaced is not None and replaced != policy.paper:
        discard_file(stored=replaced)
    return policy

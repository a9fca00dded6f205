"""From a wish of the community (outreach) to a deed of another room: the draft of a training, or a book wished for.

A draft is only a beginning: its own room's people complete it. The wish bears its name and address from then on.
"""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext, override

from collections_app.services.suggestions import suggest
from evaluations.services.deeds import draft_training, first_subject
from outreach.choices import NeedOutcome
from outreach.models import Need
from outreach.services.needs import point_need, wish_to_act_on


@transaction.atomic
def begin_training(*, need: Need, title: str, by: Any, on: date) -> Need:
    """The draft of a training session for `title`. Raises StillHeldAside, HasADeed."""
    row = wish_to_act_on(need)
    with override(settings.LANGUAGE_CODE):
        summary = gettext("Wished for by the community: %(wish)s") % {"wish": row.text[:200]}
        session = draft_training(title=title, subject=first_subject(), summary=summary, by=by)
    path = reverse("training:session-detail", args=[session.pk])
    return point_need(need=row, outcome=NeedOutcome.TRAINING, reference=title, path=path, by=by, on=on)


@transaction.atomic
def begin_book(*, need: Need, title: str, by: Any, on: date) -> Need:
    """`title` joins the wishes for books. Raises StillHeldAside, HasADeed, and what a suggestion raises."""
    row = wish_to_act_on(need)
    with override(settings.LANGUAGE_CODE):
        why = gettext("Wished for by the community: %(wish)s") % {"wish": row.text[:200]}
        wish = suggest(title=title, by=by, why=why[:300], on=on)
    path = reverse("collections_app:demand-detail", args=[wish.demand.leading.pk])
    return point_need(need=row, outcome=NeedOutcome.PURCHASE, reference=title, path=path, by=by, on=on)

"""What pages read about partners who suggest titles."""

from django.db.models import Count, F, Max, Q, QuerySet

from collections_app.models import Demand, Suggestion, SuggestionPartner

from .telling import LED


def partners(search: str = "") -> QuerySet[SuggestionPartner]:
    """Partners with `suggested` titles and the day of the `last`, those whose link was revoked at the end."""
    found = SuggestionPartner.objects.annotate(suggested=Count("suggestions"), last=Max("suggestions__asked_on"))
    if search:
        found = found.filter(name__icontains=search)
    return found.order_by(F("revoked_on").desc(nulls_first=True), "name", "pk")


def suggested_by(partner: SuggestionPartner) -> QuerySet[Suggestion]:
    """The partner's wishes with how far they are, the newest first."""
    found = Suggestion.objects.filter(partner=partner).select_related(*LED)
    return found.order_by("-asked_on", "-pk")


def own_wish(partner: SuggestionPartner, demand: Demand) -> Suggestion | None:
    """What the partner asked for of a leading demand, or of one joined to it."""
    return Suggestion.objects.filter(Q(demand=demand) | Q(demand__joined_to=demand), partner=partner).first()

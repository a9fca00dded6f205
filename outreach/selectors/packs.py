"""What the pages of topic packs read."""

from django.db.models import Count, Q, QuerySet

from outreach.models import TopicPack


def packs(*, search: str = "", public: bool = False) -> QuerySet[TopicPack]:
    """Newest first, each with `titles` (how many)."""
    found = TopicPack.objects.annotate(titles=Count("items"))
    if public:
        found = found.filter(is_published=True)
    if search:
        found = found.filter(Q(title__icontains=search) | Q(question__icontains=search) | Q(title_en__icontains=search))
    return found.order_by("-pk")


def public_pack(pk: int) -> TopicPack | None:
    return TopicPack.objects.prefetch_related("items").filter(pk=pk, is_published=True).first()

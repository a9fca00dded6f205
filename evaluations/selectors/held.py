"""What a batch held aside holds, for whoever decides on it."""

from dataclasses import dataclass
from fractions import Fraction

from django.core.paginator import Page, Paginator
from django.db.models import Count, Sum

from evaluations.guard import SMALLEST_GROUP
from evaluations.models import HeldAnswer, HeldBatch, HeldComment, HeldExtra
from evaluations.models.instrument import SLOTS

COMMENTS_A_PAGE = 200


@dataclass(frozen=True)
class Contents:
    """Numbers of a batch. `mean` of all its ratings where five or more answered and nobody wrote a word: means before
    and after one more answer give away its ratings, and the new comment would stand beside them."""

    answers: int
    comments: int
    extras: int
    mean: Fraction | None

    @property
    def seen(self) -> str:
        """What a decision was made about, to be sent along with it."""
        return f"{self.answers}-{self.comments}-{self.extras}"


def contents(batch: HeldBatch) -> Contents:
    """Three statements."""
    slots = range(1, SLOTS + 1)
    found = HeldAnswer.objects.filter(batch=batch).aggregate(
        n=Count("pk"), **{f"n{s}": Count(f"r{s}") for s in slots}, **{f"s{s}": Sum(f"r{s}") for s in slots}
    )
    rated = sum(found[f"n{s}"] for s in slots)
    total = sum(found[f"s{s}"] or 0 for s in slots)
    comments = HeldComment.objects.filter(batch=batch).count()
    is_told = rated and found["n"] >= SMALLEST_GROUP and not comments
    return Contents(
        answers=found["n"],
        comments=comments,
        extras=HeldExtra.objects.filter(batch=batch).count(),
        mean=Fraction(total, rated) if is_told else None,
    )


def words_of(batch: HeldBatch, total: int, page: str | None = None) -> Page[str]:
    """A page of the `total` comments that wait in it, alphabetically: no order of arrival shows. One statement."""
    texts = HeldComment.objects.filter(batch=batch).order_by("text", "pk").values_list("text", flat=True)
    paginator = Paginator(texts, COMMENTS_A_PAGE)
    paginator.count = total
    return paginator.get_page(page)

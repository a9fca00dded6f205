"""What the predikat of the organisation says about the distribution (PermenPAN-RB 6/2022): advice, never a quota."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from baubau_pembinaan.core.formats import angka
from evaluations.review_choices import OrganisationPredicate, Predicate

TOP, GOOD, BETTER, POOR, WORST = (
    Predicate.VERY_GOOD,
    Predicate.GOOD,
    Predicate.NEEDS_IMPROVEMENT,
    Predicate.POOR,
    Predicate.VERY_POOR,
)


@dataclass(frozen=True)
class Rule:
    """These predikat together make at least and at most so many percent of the people; `some`: more than none."""

    predicates: tuple[Predicate, ...]
    at_least: int = 0
    at_most: int = 100
    some: bool = False

    @property
    def text(self) -> str:
        names = ", ".join(str(predicate.label) for predicate in self.predicates)
        if self.some:
            return _("%(names)s: some") % {"names": names}
        if self.at_least:
            return _("%(names)s: at least %(n)s %%") % {"names": names, "n": self.at_least}
        return _("%(names)s: at most %(n)s %%") % {"names": names, "n": self.at_most}

    def share(self, counts: Mapping[Predicate, int]) -> Decimal:
        """In percent of all who are evaluated."""
        total = sum(counts.values())
        return Decimal(100 * sum(counts.get(each, 0) for each in self.predicates)) / total if total else Decimal(0)

    def holds(self, counts: Mapping[Predicate, int]) -> bool:
        share = self.share(counts)
        return share > 0 if self.some else self.at_least <= share <= self.at_most


CURVES: dict[OrganisationPredicate, tuple[Rule, ...]] = {
    OrganisationPredicate.OUTSTANDING: (Rule((TOP,), at_most=70),),
    OrganisationPredicate.GOOD: (Rule((GOOD,), at_most=70), Rule((BETTER, POOR), some=True)),
    OrganisationPredicate.NEEDS_IMPROVEMENT: (Rule((BETTER,), at_least=60), Rule((TOP,), at_most=10)),
    OrganisationPredicate.POOR: (Rule((POOR,), at_least=60), Rule((BETTER,), at_least=10), Rule((TOP,), at_most=10)),
    OrganisationPredicate.VERY_POOR: (
        Rule((WORST,), at_least=60),
        Rule((POOR, BETTER), at_least=10),
        Rule((TOP,), at_most=0),
    ),
}


def expected(organisation: str) -> list[str]:
    """The curve in words; empty where the predikat of the organisation is not known."""
    return [rule.text for rule in CURVES[OrganisationPredicate(organisation)]] if organisation else []


def warnings(organisation: str, counts: Mapping[Predicate, int]) -> list[str]:
    """Where the evaluated people lie off the curve, each with the share there is."""
    if not organisation or not sum(counts.values()):
        return []
    rules = [rule for rule in CURVES[OrganisationPredicate(organisation)] if not rule.holds(counts)]
    return [_("%(rule)s (now %(share)s %%)") % {"rule": r.text, "share": angka(r.share(counts), 1)} for r in rules]

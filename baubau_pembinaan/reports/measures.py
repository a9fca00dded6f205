"""What the house counts by itself for the indicator register, each figure with the page where its rows are seen."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.choices import PositionKind
from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.accounts.selectors import people_on
from baubau_pembinaan.core.formats import half_up
from baubau_pembinaan.libraries import figures as counting
from baubau_pembinaan.libraries.models import Library
from baubau_pembinaan.libraries.selectors import public_services
from collections_app.selectors.figures import Growth, Holdings, Means, growth_between, holdings_on, means_of
from evaluations.choices import FollowUpStatus
from evaluations.models import FollowUp
from evaluations.selectors.complaints import ComplaintFigures
from evaluations.selectors.complaints import figures as complaint_figures
from evaluations.selectors.figures import (
    CommentFigures,
    comments_between,
    follow_ups_standing,
    satisfaction_between,
    satisfaction_of_years,
)
from evaluations.selectors.standards import procedures_in_force
from evaluations.skm import SkmResult
from outreach.choices import AgeBand
from outreach.selectors.figures import YearFigures, figures_between
from outreach.selectors.partners import partners_with_agreement
from training.selectors.figures import HeldSession, JpLine, Learnt, jp_until, learnt_between, sessions_between

from .content import NOT_RECORDED
from .periods import PeriodKind, Span

YOUNG = (AgeBand.CHILD, AgeBand.TEEN, AgeBand.YOUTH)


class Facts:
    """Everything the measures read of one period, each room asked once and only where a measure needs it."""

    def __init__(self, span: Span, day: date) -> None:
        self.span, self.day = span, day

    @cached_property
    def population(self) -> int | None:
        return Library.current().population

    @cached_property
    def staff(self) -> list[StaffProfile]:
        return list(people_on(self.day))

    @cached_property
    def posts(self) -> dict[str, int]:
        """Kind of post -> people whose first post that day is of it."""
        found: dict[str, int] = {}
        for person in self.staff:
            posts = person.current_appointments  # type: ignore[attr-defined]  # people_on hangs them on
            if posts:
                found[posts[0].position.kind] = found.get(posts[0].position.kind, 0) + 1
        return found

    @cached_property
    def jp(self) -> list[JpLine]:
        return jp_until(people_on(self.day), self.day)

    @cached_property
    def learnt(self) -> Learnt:
        return learnt_between(self.span.first, self.span.last)

    @cached_property
    def trainings(self) -> list[HeldSession]:
        return sessions_between(self.span.first, self.day)

    @cached_property
    def events(self) -> YearFigures:
        return figures_between(self.span.first, self.span.last)

    @cached_property
    def holdings(self) -> Holdings:
        return holdings_on(self.day)

    @cached_property
    def growth(self) -> Growth:
        return growth_between(self.span.first, self.span.last)

    @cached_property
    def satisfaction(self) -> SkmResult | None:
        if self.span.kind == PeriodKind.YEAR:
            return satisfaction_of_years([self.span.year]).get(self.span.year)
        return satisfaction_between(self.span.first, self.span.last).library

    @cached_property
    def follow_ups(self) -> list[FollowUp]:
        return follow_ups_standing(self.span.first, self.span.last)

    @cached_property
    def comments(self) -> CommentFigures:
        return comments_between(self.span.first, self.span.last)

    @cached_property
    def counts(self) -> counting.YearFigures:
        """What the desks counted; None where nobody counted."""
        return counting.figures_between(self.span.first, self.day)

    @cached_property
    def complaints(self) -> ComplaintFigures:
        return complaint_figures(self.span.first, self.span.last, today=self.day)

    @cached_property
    def means(self) -> Means:
        return means_of(self.span.first, self.day)

    @property
    def heads(self) -> Any:
        """Participants; not recorded where no activity was reported."""
        return self.events.participants if self.events.activities > self.events.not_reported else NOT_RECORDED


@dataclass(frozen=True)
class Measure:
    """`value(facts)` is an int, a Decimal or NOT_RECORDED; `rows(year)` the page with the records behind it."""

    label: Promise
    value: Callable[[Facts], Any]
    rows: Callable[[int], str]
    target: Callable[[Facts], Decimal | None] = lambda facts: None


def _share(part: int | Decimal, whole: int, places: int = 1) -> Any:
    return half_up(Decimal(part) * 100 / whole, places) if whole else NOT_RECORDED


def _recorded(value: Any) -> Any:
    return NOT_RECORDED if value is None else value


def _jp_per_staff(facts: Facts) -> Any:
    total = sum((line.jp for line in facts.jp), Decimal(0))
    return half_up(total / len(facts.jp), 2) if facts.jp else NOT_RECORDED


def _jp_reached(facts: Facts) -> Any:
    wanted = [line for line in facts.jp if line.target is not None]
    return _share(sum(line.is_reached for line in wanted), len(wanted))


def _per_1000(facts: Facts) -> Any:
    if not facts.population or facts.heads is NOT_RECORDED:
        return NOT_RECORDED
    return half_up(Decimal(facts.heads) * 1000 / facts.population, 1)


def _young(facts: Facts) -> Any:
    if facts.heads is NOT_RECORDED:
        return NOT_RECORDED
    return sum(facts.events.by_band.get(band, 0) for band in YOUNG)


def _done(facts: Facts) -> Any:
    rows = facts.follow_ups
    done = [row for row in rows if row.status == FollowUpStatus.DONE and row.ended_on and row.ended_on <= facts.day]
    return _share(len(done), len(rows))


def _training_cost(facts: Facts) -> Any:
    spent = [row.spent for row in facts.trainings if row.spent is not None]
    return sum(spent) if spent else NOT_RECORDED


def _titles_wanted(facts: Facts) -> Decimal | None:
    """0.025 titles a head, rounded up (SNP): 159,248 inhabitants need 3,982 titles."""
    if not facts.population:
        return None
    return (Decimal("0.025") * facts.population).to_integral_value(ROUND_CEILING)


def _page(name: str, query: str = "", *, by_year: bool = False) -> Callable[[int], str]:
    def address(year: int) -> str:
        return reverse(name, args=[year] if by_year else []) + query.replace("{year}", str(year))

    return address


_CATALOGUE = _page("collections_app:title-list")
_EVENTS = _page("outreach:figures", "?tahun={year}")
_COUNTS = _page("libraries:count-months", "?tahun={year}")
_COMPLAINTS = _page("evaluations:complaint-figures", "?tahun={year}")
_JP = _page("training:team-jp", "?tahun={year}&tim=semua")
_TRAININGS = _page("training:year", by_year=True)
_STAFF = _page("accounts:person-list")
TECHNICAL = (PositionKind.ASSISTANT, PositionKind.STAFF)

MEASURES: dict[str, Measure] = {
    "titles": Measure(
        _("titles in the catalogue"), lambda f: f.holdings.titles or NOT_RECORDED, _CATALOGUE, _titles_wanted
    ),
    "copies": Measure(_("copies"), lambda f: f.holdings.copies or NOT_RECORDED, _CATALOGUE),
    "recent_share": Measure(
        _("share of titles of the last five years"),
        lambda f: _share(f.holdings.recent, f.holdings.titles) if f.holdings.dated else NOT_RECORDED,
        _CATALOGUE,
        lambda f: Decimal(10),
    ),
    "new_titles": Measure(
        _("new titles"), lambda f: f.growth.titles if f.holdings.has_days else NOT_RECORDED, _CATALOGUE
    ),
    "new_copies": Measure(
        _("new copies"), lambda f: f.growth.copies if f.holdings.has_days else NOT_RECORDED, _CATALOGUE
    ),
    "new_share": Measure(
        _("share of new titles"),
        lambda f: _share(f.growth.titles, f.holdings.titles) if f.holdings.has_days else NOT_RECORDED,
        _CATALOGUE,
    ),
    "population_per_staff": Measure(
        _("inhabitants per staff member"),
        lambda f: half_up(Decimal(f.population) / len(f.staff), 0) if f.population and f.staff else NOT_RECORDED,
        _STAFF,
    ),
    "librarians": Measure(_("functional librarians"), lambda f: f.posts.get(PositionKind.LIBRARIAN, 0), _STAFF),
    "technical_staff": Measure(
        _("assistants and general staff"), lambda f: sum(f.posts.get(kind, 0) for kind in TECHNICAL), _STAFF
    ),
    "learners": Measure(_("staff with verified JP"), lambda f: f.learnt.people, _JP),
    "jp_per_staff": Measure(_("JP per staff member"), _jp_per_staff, _JP),
    "jp_reached": Measure(_("share of staff at their JP target"), _jp_reached, _JP),
    "training_cost": Measure(_("costs of trainings"), _training_cost, _TRAININGS),
    "participants": Measure(_("participants of activities"), lambda f: f.heads, _EVENTS),
    "young_participants": Measure(_("participants aged 7 to 24"), _young, _EVENTS),
    "participants_per_1000": Measure(_("participants per 1,000 inhabitants"), _per_1000, _EVENTS),
    "programmes": Measure(_("programmes of activities"), lambda f: f.events.programmes, _EVENTS),
    "activities": Measure(_("activities held"), lambda f: f.events.activities, _EVENTS),
    "with_partners": Measure(_("activities with a partner"), lambda f: f.events.together, _EVENTS),
    "event_cost": Measure(
        _("costs of activities"),
        lambda f: f.events.cost_idr if f.heads is not NOT_RECORDED else NOT_RECORDED,
        _EVENTS,
    ),
    "stories": Measure(_("reports of activities"), lambda f: f.events.stories, _EVENTS),
    "agreements": Measure(
        _("partners with an agreement"),
        lambda f: partners_with_agreement(f.span.first, f.day),
        _page("outreach:partner-list"),
    ),
    "services": Measure(
        _("public services"), lambda f: public_services().count() or NOT_RECORDED, _page("libraries:public-services")
    ),
    "visits": Measure(_("visits"), lambda f: _recorded(f.counts.visits), _COUNTS),
    "print_use": Measure(_("loans and reading in the library"), lambda f: _recorded(f.counts.print_use), _COUNTS),
    "ict_use": Measure(_("use of computers and internet"), lambda f: _recorded(f.counts.ict_use), _COUNTS),
    "complaints_in_time": Measure(
        _("share of complaints and questions answered in time"),
        lambda f: _share(f.complaints.in_time, f.complaints.due),
        _COMPLAINTS,
    ),
    "procedures": Measure(
        _("procedures and policies in force"),
        lambda f: procedures_in_force(f.day) or NOT_RECORDED,
        _page("evaluations:procedure-list"),
    ),
    "policy_age": Measure(
        _("years since the collection policy was adopted"),
        lambda f: _recorded(f.means.policy_age),
        _page("collections_app:targets"),
        lambda f: Decimal(3),
    ),
    "collection_budget": Measure(
        _("money set aside for the collection"),
        lambda f: _recorded(f.means.allocated_idr),
        _page("collections_app:fund-list"),
    ),
    "e_titles": Measure(
        _("electronic titles"), lambda f: _recorded(f.means.e_titles), _page("collections_app:resource-list")
    ),
    "digital_uses": Measure(
        _("uses of digital resources"),
        lambda f: _recorded(f.means.digital_uses),
        _page("collections_app:resource-list"),
    ),
    "ikm": Measure(
        _("IKM of the period"),
        lambda f: _recorded(f.satisfaction.ikm if f.satisfaction else None),
        _page("evaluations:rollup", "?tahun={year}"),
    ),
    "follow_ups_done": Measure(_("share of follow-ups carried out"), _done, _page("evaluations:followup-list")),
    "comments_done": Measure(
        _("share of comments seen to"),
        lambda f: _share(f.comments.finished, f.comments.received),
        _page("evaluations:comment-list"),
    ),
}

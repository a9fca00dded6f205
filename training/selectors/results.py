"""What came of a completed training: certificate, JP and the evaluation after three months, beside the enrolment."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import CharField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast, JSONObject

from baubau_pembinaan.core.statements import KeptModels, blank
from training.choices import LedgerStatus
from training.models import Certificate, Enrolment, ImpactReview, JpEntry

JP_TONES = {LedgerStatus.EARNED: "wait", LedgerStatus.VERIFIED: "done", LedgerStatus.REFUSED: "late"}


@dataclass(frozen=True)
class Paper:
    """The newest certificate of an enrolment."""

    pk: int
    number: str
    revoked_on: date | None
    reason: str


@dataclass(frozen=True)
class Credit:
    """The row of the JP ledger."""

    jp: Decimal
    year: int
    status: str
    reason: str

    @property
    def word(self) -> str:
        return str(LedgerStatus(self.status).label)

    @property
    def tone(self) -> str:
        return JP_TONES[LedgerStatus(self.status)]


@dataclass(frozen=True)
class Later:
    """The evaluation after three months."""

    pk: int
    due_on: date
    is_answered: bool


@dataclass(frozen=True)
class Result:
    certificate: Paper | None
    credit: Credit | None
    later: Later | None


def with_results(rows: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """Each to be read by `result_of`."""
    paper = JSONObject(pk="pk", number="number__text", revoked_on="revoked_on", reason="revoke_reason")
    papers = Certificate.objects.filter(enrolment=OuterRef("pk")).order_by("-issued_on", "-pk")
    credit = JSONObject(jp=Cast("jp", CharField()), year="year", status="status", reason="reason")
    credits = JpEntry.objects.filter(enrolment=OuterRef("pk")).order_by("pk")
    later = JSONObject(pk="pk", due_on="due_on", own_at="own_at")
    laters = ImpactReview.objects.filter(enrolment=OuterRef("pk")).order_by("pk")
    return rows.annotate(
        paper=Subquery(papers.values(found=paper)[:1]),
        credit=Subquery(credits.values(found=credit)[:1]),
        later=Subquery(laters.values(found=later)[:1]),
    )


def result_of(row: Any) -> Result:
    paper: dict[str, Any] | None = row.paper
    credit: dict[str, Any] | None = row.credit
    later: dict[str, Any] | None = row.later
    return Result(
        Paper(**{**paper, "revoked_on": _day(paper["revoked_on"])}) if paper else None,
        Credit(**{**credit, "jp": Decimal(credit["jp"])}) if credit else None,
        Later(later["pk"], date.fromisoformat(later["due_on"]), bool(later["own_at"])) if later else None,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def result_for(enrolment: Enrolment) -> Result | None:
    """Of one enrolment; None where it was not completed. One statement."""
    return result_of(_ONE.first(enrolment=enrolment.pk)) if enrolment.is_completed else None


_ONE = KeptModels(lambda: with_results(Enrolment.objects.filter(pk=blank("enrolment"))).order_by())

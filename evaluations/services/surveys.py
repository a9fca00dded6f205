"""The life of a survey: made, opened, closed, reopened."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.formats import nama_periode
from baubau_pembinaan.core.history import acting
from evaluations.choices import HeldStatus, PeriodStatus
from evaluations.models import FrozenResult, Instrument, InstrumentVersion, Period, Survey
from evaluations.reference import make_questions
from evaluations.selectors.population import comparable_visits
from evaluations.selectors.results import Kept, kept_profiles, period_result, whole_period_rows
from evaluations.services.instruments import publish_version
from evaluations.skm import frozen_data

from .floods import take_back_floods
from .followups import propose_follow_ups


class WrongStatus(ValidationError):
    """The period is not in the state this step starts from."""

    def __init__(self, period: Period) -> None:
        super().__init__(
            _("The period %(period)s is %(status)s; this step does not apply."),
            params={"period": nama_periode(period.key), "status": period.get_status_display()},
        )


class AnotherPeriodOpen(ValidationError):
    """A survey has one open period at most."""

    def __init__(self, key: str) -> None:
        super().__init__(_("The period %(key)s is still open. Close it first."), params={"key": key})


class VersionNotPublished(ValidationError):
    """Only a published instrument version may be answered."""

    def __init__(self) -> None:
        super().__init__(_("Publish the instrument version first: a version in use never changes."))


class AnswersWaiting(ValidationError):
    """Answers held aside belong to the result or not; that is decided before it is frozen."""

    def __init__(self) -> None:
        super().__init__(_("Answers are still held aside. Decide on them first, then close the period."))


@transaction.atomic
def open_period(*, period: Period, by: Any) -> Period:
    """Let patrons answer. Raises WrongStatus, AnotherPeriodOpen, VersionNotPublished."""
    Survey.objects.select_for_update().get(pk=period.survey_id)
    locked = Period.objects.select_for_update().select_related("version", "survey").get(pk=period.pk)
    if not locked.is_draft:
        raise WrongStatus(locked)
    _refuse_second_open(locked)
    if not locked.version.is_published:
        raise VersionNotPublished
    locked.status = PeriodStatus.OPEN
    _propose_population(locked)
    with acting(by):
        locked.save(update_fields=["status", "population"])
    return locked


def close_period(*, period: Period, by: Any, at: datetime) -> FrozenResult:
    """End answering and freeze the result with its formula and instrument version.

    What a flood of today left behind is taken back first. Waits for answers on their way (they hold the period's lock
    until they are stored), so that none falls between the frozen result and the closed door.
    Raises WrongStatus, AnswersWaiting.
    """
    take_back_floods(period=period)  # by itself, so that it stays where closing is refused because of it
    return _close(period, by, at)


@transaction.atomic
def _close(period: Period, by: Any, at: datetime) -> FrozenResult:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(7472, %s)", [period.pk])
    rows = Period.objects.select_for_update(of=("self",))
    locked = rows.select_related("version", "survey__service_point", "survey__unit").get(pk=period.pk)
    if not locked.is_open:
        raise WrongStatus(locked)
    if locked.held_batches.filter(status=HeldStatus.WAITING).exists():
        raise AnswersWaiting
    locked.status = PeriodStatus.CLOSED
    with acting(by):
        locked.save(update_fields=["status"])
    summary = whole_period_rows(locked)
    result = period_result(locked, summary)
    frozen = FrozenResult.objects.create(
        period=locked,
        number=locked.frozen_results.count() + 1,
        frozen_at=at,
        frozen_by=by,
        formula_version=result.formula_version,
        instrument_version=locked.version,
        data={**frozen_data(result), **_surroundings(locked, kept_profiles(summary))},
    )
    propose_follow_ups(period=locked, result=result, by=by, on=timezone.localdate(at))
    return frozen


def _surroundings(period: Period, profile: Kept) -> dict[str, Any]:
    """What the report prints beside the figures, as it stands now: names, population, who answered."""
    survey = period.survey
    place = survey.service_point or survey.unit
    return {
        "title": [survey.title, survey.title_en],
        "service": [place.name, getattr(place, "name_en", "")] if place else ["", ""],
        "population": period.population,
        "profile": profile,
    }


@transaction.atomic
def reopen_period(*, period: Period, by: Any, reason: str) -> Period:
    """Take answers again; the frozen result stays, the reason is in the history. Raises WrongStatus."""
    if not reason.strip():
        raise ValidationError(_("Say why the period is reopened."))
    Survey.objects.select_for_update().get(pk=period.survey_id)
    locked = Period.objects.select_for_update().select_related("survey").get(pk=period.pk)
    if not locked.is_closed:
        raise WrongStatus(locked)
    _refuse_second_open(locked)
    locked.status = PeriodStatus.OPEN
    with acting(by, reason=reason.strip()):
        locked.save(update_fields=["status"])
    return locked


def _refuse_second_open(period: Period) -> None:
    other = Period.objects.filter(survey=period.survey_id, status=PeriodStatus.OPEN).exclude(pk=period.pk).first()
    if other:
        raise AnotherPeriodOpen(other.key)


def quarter_of(day: date) -> tuple[str, date, date]:
    """(key like "2026-Q4", first day, last day) of the quarter around `day`."""
    quarter = (day.month - 1) // 3
    first = date(day.year, quarter * 3 + 1, 1)
    after = date(day.year + quarter // 3, (quarter * 3 + 3) % 12 + 1, 1)
    return f"{day.year}-Q{quarter + 1}", first, date.fromordinal(after.toordinal() - 1)


@transaction.atomic
def add_period(
    *,
    survey: Survey,
    version: InstrumentVersion | None,
    key: str,
    starts_on: date,
    ends_on: date,
    population: int | None,
    by: Any,
) -> Period:
    """A draft period on `version`, or on the newest published one. Raises ValidationError by field.

    population: how many the survey is about; None: what the daily counts propose for these days, if anything.
    """
    period = Period(
        survey=survey, version=version, key=key, starts_on=starts_on, ends_on=ends_on, population=population
    )
    period.clean()  # finds the version where none is named
    period.full_clean()
    _propose_population(period)
    with acting(by):
        period.save()
    return period


def _propose_population(period: Period) -> None:
    """Fill in N where nobody wrote it down, so that a sample can be asked for."""
    if period.population is None:
        period.population = comparable_visits(period.survey, period.starts_on, period.ends_on)


@transaction.atomic
def make_skm_survey(*, code: str, unsur: Sequence[str], today: date, at: datetime, title: str = "") -> Period:
    """An SKM survey of exactly these unsur under `code`, with the current quarter open; the standard words."""
    survey = Survey(code=code, title=title or f"SKM {code}", instrument=_instrument_for(unsur, at))
    survey.full_clean()
    survey.save()
    key, first, last = quarter_of(today)
    version = survey.instrument.versions.filter(published_at__isnull=False).latest("number")
    return Period.objects.create(
        survey=survey, key=key, version=version, starts_on=first, ends_on=last, status=PeriodStatus.OPEN
    )


def _instrument_for(unsur: Sequence[str], at: datetime) -> Instrument:
    """The instrument whose newest published version asks exactly these unsur in this order; made where absent."""
    for instrument in Instrument.objects.prefetch_related("versions__questions").order_by("pk"):
        published = [v for v in instrument.versions.all() if v.is_published]
        if published:
            newest = max(published, key=lambda v: v.number)
            asked = [q.unsur for q in sorted(newest.questions.all(), key=lambda q: q.order)]
            if asked == list(unsur):
                return instrument
    key = "skm-" + "-".join(u[:3] for u in unsur)
    instrument = Instrument.objects.create(
        key=key[:40], title="Survei Kepuasan Masyarakat (SKM)", title_en="Patron satisfaction survey (SKM)"
    )
    version = InstrumentVersion.objects.create(instrument=instrument, number=1)
    make_questions(apps, version, list(unsur))
    publish_version(version=version, at=at)
    return instrument

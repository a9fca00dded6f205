"""How many people a survey is about: a proposal from what the desk counted (Krejcie and Morgan's N)."""

from datetime import date, timedelta

from baubau_pembinaan.libraries import figures
from evaluations.models import Survey


def comparable_visits(survey: Survey, first: date, last: date) -> int | None:
    """Visits counted in the same days of the year before, at the survey's desk or unit; where nothing was counted then,
    in as many days just before `first`; None where nothing was counted either. Two statements at most."""
    point, unit = survey.service_point_id, survey.unit_id
    try:
        earlier = first.replace(year=first.year - 1), last.replace(year=last.year - 1)
    except ValueError:  # 29 February
        earlier = first - timedelta(days=365), last - timedelta(days=365)
    found = figures.total("visits", *earlier, service_point=point, unit=unit)
    if found is None:
        day_before = first - timedelta(days=1)
        found = figures.total("visits", day_before - (last - first), day_before, service_point=point, unit=unit)
    return found

"""How many JP a training counts (domain.md 4.2): arithmetic only, no statement."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from baubau_pembinaan.core.formats import half_up
from training.choices import RateUnit
from training.models import JpRate


def rate_for(rates: Iterable[JpRate], form: str, scope: str, on: date) -> JpRate | None:
    """The rate of this form and scope in force that day; None where the table has none."""
    fitting = [rate for rate in rates if rate.form == form and rate.scope == scope and rate.valid_from <= on]
    return max(fitting, key=lambda rate: (rate.valid_from, rate.pk), default=None)


def jp_of_days(rate: JpRate | None, programme_jp: Decimal | None, *, days: int, meetings: int = 1) -> Decimal | None:
    """JP of a whole training: two-day national seminar 8, one-day international workshop 7, 40-JP course abroad 48.

    None where no rate is in force, or where the programme must say its JP and does not.
    """
    if rate is None:
        return None
    if rate.unit == RateUnit.PROGRAMME:
        base = programme_jp
    else:
        times = {RateUnit.DAY: days, RateUnit.MEETING: meetings, RateUnit.ACTIVITY: 1}[RateUnit(rate.unit)]
        base = rate.jp * times
    if base is None or base <= 0:
        return None
    return half_up(base * (100 + rate.extra_percent) / 100, 2)


def earned_share(
    whole: Decimal, *, minutes: int, of_minutes: int, least_percent: int, pro_rata: bool
) -> Decimal | None:
    """What somebody earns who attended `minutes` of `of_minutes`; None below the least attendance.

    Whoever reaches the least attendance earns the whole. Below it nothing, or, where part attendance counts in part,
    the share rounded half up to two places.
    """
    if of_minutes <= 0 or minutes <= 0:
        return None
    if minutes * 100 >= least_percent * of_minutes:
        return whole
    if not pro_rata:
        return None
    share = half_up(whole * minutes / of_minutes, 2)
    return share if share > 0 else None

"""The demo's daily counts: thirty months of an ordinary library, quieter in the holidays, fuller in term."""

import random
from datetime import date, timedelta

from .holidays import fixed_holidays
from .models import ChannelVisit, Counted, DailyCount, PageChannel, Service, ServicePoint

DAYS = 920  # the year before the oldest of the demo's survey periods too
# service point -> kind -> an ordinary weekday
USUAL: dict[str, dict[str, int]] = {
    "sirkulasi": {Counted.VISITS: 62, Counted.LOANS: 24, Counted.READS_IN: 48},
    "referensi": {Counted.VISITS: 14, Counted.READS_IN: 22},
    "anak": {Counted.VISITS: 27, Counted.LOANS: 9, Counted.READS_IN: 41},
    "keliling": {Counted.VISITS: 18, Counted.LOANS: 21},
    "digital": {Counted.COMPUTER: 11, Counted.INTERNET: 19},
}
ON_DAYS = {"keliling": (1, 3)}  # the van goes out on Tuesdays and Thursdays
QUIET = {1: 0.8, 6: 0.6, 7: 0.7, 12: 0.65}  # school holidays
SATURDAY = 0.7
AUTHOR = "Data contoh"


def load(as_of: date, points: dict[str, ServicePoint]) -> None:
    """Days that are absent, up to the day before `as_of`; today is left to be written down."""
    dice = random.Random(f"counts:{as_of:%Y}")  # noqa: S311  # dice for demo data, not a secret
    closed = {day.date for year in range(as_of.year - 3, as_of.year + 1) for day in fixed_holidays(year)}
    known = set(DailyCount.objects.values_list("service_point_id", "day"))
    rows = []
    for back in range(DAYS, 0, -1):
        day = as_of - timedelta(days=back)
        if day.weekday() == 6 or day in closed:
            continue
        busy = QUIET.get(day.month, 1.0) * (SATURDAY if day.weekday() == 5 else 1.0) * (1 + (DAYS - back) / DAYS / 8)
        for code, usual in USUAL.items():
            figures = {str(kind): max(0, round(n * busy * dice.uniform(0.7, 1.3))) for kind, n in usual.items()}
            if day.weekday() in ON_DAYS.get(code, range(6)) and (points[code].pk, day) not in known:
                rows.append(DailyCount(service_point=points[code], day=day, written_by=AUTHOR, is_demo=True, **figures))
    DailyCount.objects.bulk_create(rows, batch_size=2000)
    _by_paper(as_of, dice)


def _by_paper(as_of: date, dice: random.Random) -> None:
    """Two months in which the printed papers brought some people to the services' pages."""
    if ChannelVisit.objects.filter(is_demo=True).exists():
        return
    ChannelVisit.objects.bulk_create(
        [
            ChannelVisit(
                service=service,
                channel=channel,
                day=as_of - timedelta(days=back),
                visits=dice.randint(1, 4),
                is_demo=True,
            )
            for service in Service.objects.published().order_by("position", "pk")[:4]
            for channel in PageChannel.values
            for back in range(3, 60, 7)
        ],
        ignore_conflicts=True,
    )


def clear() -> None:
    DailyCount.objects.filter(is_demo=True).delete()
    ChannelVisit.objects.filter(is_demo=True).delete()

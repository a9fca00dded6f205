"""The house's quiet hours: when mail may leave that is not urgent."""

from datetime import datetime, timedelta

from django.utils import timezone

from .models import ReminderHours


def end_of_quiet(hours: ReminderHours, at: datetime) -> datetime | None:
    """When mail may leave: None where it may now, else the end of the quiet hours that `at` lies in."""
    local = timezone.localtime(at)
    begin, end, now = hours.quiet_from, hours.quiet_until, local.time()
    quiet = begin <= now < end if begin <= end else now >= begin or now < end
    if not quiet:
        return None
    ends = local.replace(hour=end.hour, minute=end.minute, second=0, microsecond=0)
    return ends if ends > local else ends + timedelta(days=1)

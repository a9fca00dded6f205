"""What an export was read as, between the look at it and the deed.

The days and their figures travel in the page itself, sealed: they are few and name nobody, so no file has to wait
anywhere, and what is taken in is what was looked at.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from .counting import CountedFile, Standing
from .models import Counted, ServicePoint

SALT = "libraries.tried-counts"
KEPT = timedelta(days=1)


class TriedTooLongAgo(ValidationError):
    def __init__(self) -> None:
        super().__init__(gettext_lazy("The preview is too old; choose the file again."))


@dataclass(frozen=True)
class Tried:
    """A file that was read, whose figures they are, and the file's name."""

    file: CountedFile
    service_point: ServicePoint
    name: str


def sealed(tried: Tried, stood: Standing, *, by: int) -> str:
    """Text for a hidden field: the figures, what stood there, and who (an account's number) saw it."""
    file = tried.file
    days = [[day.isoformat(), n, stood.get(day)] for day, n in file.days.items()]
    packed = {"kind": file.kind, "rows": file.rows, "days": days, "point": tried.service_point.pk, "name": tried.name}
    return signing.dumps({**packed, "by": by}, salt=SALT, compress=True)


def opened(text: str, *, by: int) -> tuple[Tried, Standing]:
    """The other way round. Raises TriedTooLongAgo, also for somebody else's or a point that is gone."""
    try:
        packed = signing.loads(text, salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        raise TriedTooLongAgo from None
    point = ServicePoint.objects.active().filter(pk=packed["point"]).first()
    if packed["by"] != by or point is None:
        raise TriedTooLongAgo
    days = {date.fromisoformat(day): n for day, n, _stood in packed["days"]}
    stood = {date.fromisoformat(day): before for day, _n, before in packed["days"]}
    return Tried(CountedFile(Counted(packed["kind"]), packed["rows"], days), point, packed["name"]), stood

"""Units, points and signatories for tests. Every call makes a new one."""

import io
from datetime import date, time
from itertools import count
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from baubau_pembinaan.libraries.emblem import clean_emblem
from baubau_pembinaan.libraries.models import (
    Announcement,
    DailyCount,
    Holiday,
    Library,
    MobileStop,
    Service,
    ServiceHours,
    ServicePoint,
    Signatory,
    Unit,
)

_numbers = count(1)


def make_unit(**fields: Any) -> Unit:
    number = next(_numbers)
    return Unit.objects.create(**{"code": f"bagian-{number}", "name": f"Bagian Contoh {number}", **fields})


def make_service_point(**fields: Any) -> ServicePoint:
    number = next(_numbers)
    fields = {"code": f"titik-{number}", "name": f"Layanan Contoh {number}", **fields}
    return ServicePoint.objects.create(**{**fields, "unit": fields.get("unit") or make_unit()})


def make_counts(point: ServicePoint, day: date, **values: int) -> DailyCount:
    """What was counted at a point on a day: `visits=3`."""
    return DailyCount.objects.create(service_point=point, day=day, written_at=timezone.now(), **values)


def make_signatory(**fields: Any) -> Signatory:
    number = next(_numbers)
    defaults = {"name": f"Pejabat Contoh {number}", "title": "Kepala Dinas", "valid_from": date(2020, 1, 1)}
    return Signatory.objects.create(**{**defaults, **fields})


def make_holiday(**fields: Any) -> Holiday:
    return Holiday.objects.create(**{"date": date(2026, 8, 17), "name": "Hari Kemerdekaan", **fields})


def make_service(*, days: Any = range(5), spans: Any = ((8, 16),), **fields: Any) -> Service:
    """A public service open on `days` (0 is Monday) in each of `spans`, whole hours."""
    number = next(_numbers)
    defaults = {
        "code": f"jasa-{number}",
        "name": f"Jasa Contoh {number}",
        "summary": "Layanan contoh.",
        "audience": "Semua warga",
        "is_published": True,
    }
    service = Service.objects.create(**{**defaults, **fields, "unit": fields.get("unit") or make_unit()})
    for day in days:
        for opens, closes in spans:
            ServiceHours.objects.create(service=service, weekday=day, opens=time(opens), closes=time(closes))
    return service


def make_stop(*, service: Service | None = None, **fields: Any) -> MobileStop:
    defaults = {"weekday": 1, "arrives": time(14), "leaves": time(16), "place": f"Lapangan Contoh {next(_numbers)}"}
    return MobileStop.objects.create(**{**defaults, **fields, "service": service or make_service()})


def make_announcement(**fields: Any) -> Announcement:
    defaults = {"title": f"Kabar Contoh {next(_numbers)}", "text": "Isi contoh.", "shown_from": date(2020, 1, 1)}
    return Announcement.objects.create(**{**defaults, **fields})


def picture(kind: str = "PNG", size: tuple[int, int] = (300, 300), **save: Any) -> SimpleUploadedFile:
    """A real picture as a browser uploads it."""
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **save)
    return SimpleUploadedFile(f"lambang.{kind.lower()}", out.getvalue(), f"image/{kind.lower()}")


def give_emblem(library: Library) -> str:
    """The library gets an emblem; returns the file's name."""
    library.emblem = clean_emblem(picture())
    library.save()
    return library.emblem.name.removeprefix("emblem/")

"""Files, numbers and runs for tests."""

import io
from itertools import count
from typing import Any

from django.utils import timezone
from PIL import Image

from baubau_pembinaan.documents import services
from baubau_pembinaan.documents.models import DocumentNumber, NumberSeries, ReportRun, StoredFile
from baubau_pembinaan.documents.sniff import Kind

_numbers = count(1)
CSV = b"nama;nilai\nA;1\n"


def make_file(**fields: Any) -> StoredFile:
    """A small CSV of nobody, belonging to the app "contoh"."""
    fields = {"content": CSV, "kind": Kind.CSV, "name": "daftar.csv", "app": "contoh", "by": None, **fields}
    return services.store_content(**{"at": timezone.now(), **fields})


def make_series(**fields: Any) -> NumberSeries:
    number = next(_numbers)
    return NumberSeries.objects.create(**{"code": f"seri-{number}", "name": f"Seri {number}", "mark": "UJI", **fields})


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40), **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#0B4F5C").save(out, kind, **options)
    return out.getvalue()


def make_number(**fields: Any) -> DocumentNumber:
    """The next number of a series, by default of the first there is."""
    day = timezone.localdate()
    series = NumberSeries.objects.first() or make_series()
    fields = {"series": series.code, "subject": "Laporan", "day": day, "by": None, **fields}
    return services.take_number(**{"at": timezone.now(), **fields})


def make_run(**fields: Any) -> ReportRun:
    fields = {"report": "contoh", "period": f"ke-{next(_numbers)}", "by": None, **fields}
    return services.request_run(**{"at": timezone.now(), **fields})

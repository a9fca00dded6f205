"""Units, points and signatories for tests. Every call makes a new one."""

from datetime import date
from itertools import count
from typing import Any

from baubau_pembinaan.libraries.models import Holiday, ServicePoint, Signatory, Unit

_numbers = count(1)


def make_unit(**fields: Any) -> Unit:
    number = next(_numbers)
    return Unit.objects.create(**{"code": f"bagian-{number}", "name": f"Bagian Contoh {number}", **fields})


def make_service_point(**fields: Any) -> ServicePoint:
    number = next(_numbers)
    fields = {"code": f"titik-{number}", "name": f"Layanan Contoh {number}", **fields}
    return ServicePoint.objects.create(**{**fields, "unit": fields.get("unit") or make_unit()})


def make_signatory(**fields: Any) -> Signatory:
    number = next(_numbers)
    defaults = {"name": f"Pejabat Contoh {number}", "title": "Kepala Dinas", "valid_from": date(2020, 1, 1)}
    return Signatory.objects.create(**{**defaults, **fields})


def make_holiday(**fields: Any) -> Holiday:
    return Holiday.objects.create(**{"date": date(2026, 8, 17), "name": "Hari Kemerdekaan", **fields})

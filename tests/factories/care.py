"""Digital resources and weeding for tests. Every call makes a new one."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from collections_app.models import DigitalResource, ResourceUse, WeedingList, WeedingRule
from collections_app.services.weeding import propose
from tests.factories.collections_app import make_item

_numbers = count(1)


def make_resource(**fields: Any) -> DigitalResource:
    number = next(_numbers)
    given = {
        "name": f"Sumber Digital {number}", "kind": "ebooks", "summary": "Ribuan buku elektronik",
        "url": f"https://digital.example/{number}", "how": "Masuk dengan nomor anggota",
        "starts_on": timezone.localdate() - timedelta(days=30),
    }  # fmt: skip
    return DigitalResource.objects.create(**{**given, **fields})


def make_use(**fields: Any) -> ResourceUse:
    month = date(2001 + next(_numbers) % 20, 1, 1)
    return ResourceUse.objects.create(
        **{"resource": fields.pop("resource", None) or make_resource(), "month": month, "uses": 5, **fields}
    )


def make_weeding(*, copies: int = 1) -> WeedingList:
    """An undecided list of broken copies."""
    for _copy in range(copies):
        make_item(status="repair")
    return propose(rule=WeedingRule.objects.get(name="Buku rusak"), by=None, on=timezone.localdate())

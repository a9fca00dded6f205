"""The report room's pages under measure: the list with its archive, one report, the register."""

import hashlib
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.documents.models import StoredFile
from baubau_pembinaan.reports.models import Edition


def fill(n: int) -> None:
    """`n` versions of one report in the archive, three small files each (rows only, no bytes)."""
    now = timezone.now()
    hashes = [hashlib.sha256(str(number).encode()).hexdigest() for number in range(n)]
    files: dict[str, list[Any]] = {
        kind: QuerySet(StoredFile).bulk_create(
            [
                StoredFile(
                    file=f"berkas/uji/{kind}-{number}.{kind}",
                    name=f"laporan.{kind}",
                    kind=kind,
                    size=1,
                    sha256=hashes[number],
                    app="reports",
                    uploaded_at=now,
                )
                for number in range(n)
            ],
            batch_size=2000,
        )
        for kind in ("pdf", "xlsx", "docx")
    }
    QuerySet(Edition).bulk_create(
        [
            Edition(
                report="triwulan",
                period="2020-Q1",
                version=number + 1,
                title="LAPORAN EVALUASI TRIWULAN",
                content_sha256=hashes[number],
                made_at=now,
                pdf=files["pdf"][number],
                xlsx=files["xlsx"][number],
                docx=files["docx"][number],
            )
            for number in range(min(n, 30_000))
        ],
        batch_size=2000,
    )


def _make() -> str:
    return reverse("reports:make", args=["triwulan"])


PAGES: list[tuple[str, str, Any, str | None]] = [
    ("reports", "Reports and their archive", "/staf/laporan/", Role.AGENCY_HEAD),
    ("reports-make", "One report", _make, Role.AGENCY_HEAD),
    ("reports-indicators", "Indicator register", "/staf/laporan/indikator/", Role.AGENCY_HEAD),
]

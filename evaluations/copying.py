"""A row of a page as text for the clipboard: cells by tabs, so that it falls into the fields of another system."""

from typing import Any

from evaluations.models import WorkResult


def row_of(*cells: Any) -> str:
    """One line: breaks and tabs within a cell become spaces."""
    return "\t".join(" ".join(str(cell or "").split()) for cell in cells)


def evidence_of(row: WorkResult) -> list[str]:
    """All that proves a work result, of a row read `with_proofs`: the person's words, records, names of files."""
    records: list[dict[str, str]] = getattr(row, "records", [])
    proofs: list[dict[str, str]] = getattr(row, "proofs", [])
    named = [f"{record['kind']}: {record['title']}" for record in records] + [proof["name"] for proof in proofs]
    return [row.evidence, *named] if row.evidence else named


def result_row(row: WorkResult, *, feedback: bool = True) -> str:
    """In the order of the columns that are taken over from the state system, too, and the feedback at the end."""
    return row_of(
        row.get_kind_display(),
        row.supports,
        row.plan,
        row.get_aspect_display(),
        row.indicator,
        row.target,
        row.realisation,
        "; ".join(evidence_of(row)),
        *([row.feedback] if feedback else []),
    )

"""How long the statutory report of a period takes: `python -m bench.papers`, 10,000 respondents beside 100.

The goal is 30 s for PDF and DOCX together; the quotient says how much of that the number of answers costs.
"""

import time
from typing import Any

from bench.place import place

RESPONDENTS = (100, 10_000)


def measure(report: Any, *writers: Any) -> list[float]:
    """Seconds of gathering and of each form of the paper."""
    began = time.perf_counter()
    document, spent = report(), []
    for deed in (None, *writers):
        if deed:
            deed(document)
        spent.append(time.perf_counter() - began)
        began = time.perf_counter()
    return spent


def main() -> None:
    with place():
        from django.utils import timezone

        from baubau_pembinaan.documents.render import to_docx, to_pdf
        from bench import data
        from evaluations.models import Answer, FrozenResult, Period
        from evaluations.report import skm_document
        from evaluations.services.surveys import close_period

        _people, surveys, _speed = data.build(50_000, lambda text: print(f"• {text}", flush=True))
        totals = []
        for survey, wanted in zip(surveys, RESPONDENTS, strict=False):
            period = Period.objects.filter(survey=survey).latest("starts_on")
            kept = Answer.objects.filter(period=period).order_by("pk").values_list("pk", flat=True)
            held = kept.count()
            if held < wanted:
                model = Answer.objects.filter(period=period).values().first()
                del model["id"]
                rows = (model for _number in range(wanted - held))
                Answer.objects.bulk_create([Answer(**row) for row in rows], batch_size=2000)
            else:
                Answer.objects.filter(period=period).exclude(pk__in=list(kept[:wanted])).delete()
            close_period(period=period, by=None, at=timezone.now())
            frozen = FrozenResult.objects.filter(period=period).latest("number")
            spent = measure(lambda frozen=frozen: skm_document(frozen), to_pdf, to_docx)
            totals.append(sum(spent))
            parts = ", ".join(f"{name} {s:.1f} s" for name, s in zip(("gather", "PDF", "DOCX"), spent, strict=True))
            print(f"{wanted:>6} respondents: {sum(spent):.1f} s ({parts})", flush=True)
        print(f"quotient {totals[1] / totals[0]:.1f}; goal 30 s: {'met' if totals[1] < 30 else 'NOT MET'}")


if __name__ == "__main__":
    main()

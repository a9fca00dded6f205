"""The demo's template of a plan: results and expectations that any librarian may begin with."""

from evaluations.models import PlanTemplate, TemplateExpectation, TemplateResult
from evaluations.review_choices import Aspect, ResultKind, Value

TITLE = "Pustakawan: layanan dan literasi"
RESULTS = [
    (
        ResultKind.MAIN,
        "Terlaksananya kelas literasi informasi bagi pelajar",
        Aspect.QUANTITY,
        "Jumlah kelas literasi informasi",
        "12 kelas",
    ),
    (
        ResultKind.MAIN,
        "Terjawabnya pertanyaan rujukan pemustaka",
        Aspect.TIME,
        "Pertanyaan terjawab dalam satu hari kerja",
        "90 persen",
    ),
    (
        ResultKind.ADDITIONAL,
        "Terselenggaranya kegiatan mendongeng di taman baca",
        Aspect.QUANTITY,
        "Jumlah kegiatan mendongeng",
        "6 kegiatan",
    ),
]
EXPECTATIONS = [
    (Value.SERVICE, "Menyapa lebih dahulu dan mengantar pemustaka sampai menemukan yang dicari."),
    (Value.COLLABORATIVE, "Berbagi bahan ajar dan catatan kelas dengan rekan satu bidang."),
]
SUPPORTS = "Layanan perpustakaan yang memuaskan pemustaka"


def load() -> None:
    if PlanTemplate.objects.filter(is_demo=True).exists():
        return
    template = PlanTemplate.objects.create(title=TITLE, is_demo=True)
    for kind, plan, aspect, indicator, target in RESULTS:
        TemplateResult.objects.create(
            template=template,
            kind=kind,
            supports=SUPPORTS,
            plan=plan,
            aspect=aspect,
            indicator=indicator,
            target=target,
        )
    for value, text in EXPECTATIONS:
        TemplateExpectation.objects.create(template=template, value=value, text=text)


def clear() -> None:
    PlanTemplate.objects.filter(is_demo=True).delete()

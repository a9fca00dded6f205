"""Which headings and words of a table of the state system (e-Kinerja) are understood."""

from evaluations.review_choices import Aspect, ResultKind

HEADINGS: dict[str, tuple[str, ...]] = {
    "kind": ("jenis", "jenis hasil kerja", "kategori", "kind"),
    "supports": (
        "rencana hasil kerja atasan yang diintervensi",
        "rencana hasil kerja pimpinan yang diintervensi",
        "hasil kerja atasan",
        "superior's result",
    ),
    "plan": ("rencana hasil kerja", "hasil kerja", "planned result"),
    "aspect": ("aspek", "aspect"),
    "indicator": ("indikator kinerja individu", "indikator kinerja", "indikator", "indicator"),
    "target": ("target",),
    "realisation": ("realisasi", "realisation"),
    "evidence": ("bukti dukung", "bukti", "evidence"),
}
UNUSED = ("no", "no.", "nomor", "number", "umpan balik", "umpan balik berkelanjutan", "feedback")
SHOWN = (
    "Jenis",
    "Rencana hasil kerja atasan yang diintervensi",
    "Rencana hasil kerja",
    "Aspek",
    "Indikator",
    "Target",
    "Realisasi",
    "Bukti dukung",
)
# What its kind and its aspect may say, in the words of the state system
KNOWN = [tuple(key.capitalize() for key in choices.values) for choices in (ResultKind, Aspect)]
NAME_OF = {heading: name for name, headings in HEADINGS.items() for heading in headings}

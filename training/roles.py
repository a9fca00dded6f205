"""Which role may do what with training."""

_READ = [
    "training.view_programme",
    "training.view_session",
    "training.view_competenceframework",
    "training.view_competence",
    "training.view_practicenote",
]
_PLAN = [
    "training.manage_training",
    "training.view_enrolment",
    "training.view_certificate",
    "training.view_jpentry",
    "training.view_annualplan",
]

ROLE_PERMISSIONS = {
    "Kepala Dinas": [*_READ, *_PLAN],
    "Kepala Bidang": [*_READ, *_PLAN],
    "Pustakawan": _READ,
    "Petugas layanan": _READ,
}

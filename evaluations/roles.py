"""Which role may do what with surveys."""

_READ = ["evaluations.view_survey", "evaluations.view_period"]

ROLE_PERMISSIONS = {
    "Kepala Dinas": [*_READ, "evaluations.manage_survey"],
    "Kepala Bidang": [*_READ, "evaluations.manage_survey"],
    "Pustakawan": [*_READ, "evaluations.manage_survey"],
    "Petugas layanan": _READ,
}

"""Which role may do what with surveys."""

_READ = ["evaluations.view_survey", "evaluations.view_period"]
_PAPER = ["evaluations.add_paperbatch"]
_LEAD = ["evaluations.manage_survey", "evaluations.moderate_comment"]

ROLE_PERMISSIONS = {
    "Kepala Dinas": [*_READ, *_LEAD, *_PAPER],
    "Kepala Bidang": [*_READ, *_LEAD, *_PAPER],
    "Pustakawan": [*_READ, "evaluations.manage_survey", *_PAPER],
    "Petugas layanan": [*_READ, *_PAPER],
}

"""Which role may do what with surveys."""

_READ = ["evaluations.view_survey", "evaluations.view_period", "evaluations.view_followup"]
_PAPER = ["evaluations.add_paperbatch"]
_PLAN = ["evaluations.manage_survey", "evaluations.manage_followup"]
_LEAD = [*_PLAN, "evaluations.moderate_comment", "evaluations.publish_result"]

ROLE_PERMISSIONS = {
    "Kepala Dinas": [*_READ, *_LEAD, *_PAPER],
    "Kepala Bidang": [*_READ, *_LEAD, *_PAPER],
    "Pustakawan": [*_READ, *_PLAN, *_PAPER],
    "Petugas layanan": [*_READ, *_PAPER],
}

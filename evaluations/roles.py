"""Which role may do what with surveys and reviews."""

_READ = ["evaluations.view_survey", "evaluations.view_period", "evaluations.view_followup"]
_PAPER = ["evaluations.add_paperbatch"]
_PLAN = ["evaluations.manage_survey", "evaluations.manage_followup"]
_FRONT = [
    "evaluations.view_complaint",
    "evaluations.add_complaint",
    "evaluations.view_referencetally",
    "evaluations.add_referencetally",
    "evaluations.view_repairticket",
    "evaluations.add_repairticket",
    "evaluations.view_servicestandard",
    "evaluations.view_procedure",
    "evaluations.view_accreditationcomponent",
]
_LEAD = [
    *_PLAN,
    "evaluations.moderate_comment",
    "evaluations.publish_result",
    "evaluations.manage_complaint",
    "evaluations.manage_repair",
    "evaluations.change_servicestandard",
    "evaluations.manage_procedure",
]
_FOLDERS = ["evaluations.add_accreditationevidence", "evaluations.delete_accreditationevidence"]

ROLE_PERMISSIONS = {
    "Kepala Dinas": [
        *_READ,
        *_LEAD,
        *_PAPER,
        *_FRONT,
        *_FOLDERS,
        "evaluations.view_reviewcycle",
        "evaluations.lead_reviews",
    ],
    "Kepala Bidang": [*_READ, *_LEAD, *_PAPER, *_FRONT, *_FOLDERS],
    "Pustakawan": [*_READ, *_PLAN, *_PAPER, *_FRONT, *_FOLDERS],
    "Petugas layanan": [*_READ, *_PAPER, *_FRONT],
}

"""Which role may do what with events, partners and registrations."""

_READ = [
    "outreach.view_event",
    "outreach.view_session",
    "outreach.view_partner",
    "outreach.view_need",
    "outreach.view_readingchallenge",
    "outreach.view_campaign",
    "outreach.view_topicpack",
    "outreach.view_standinggroup",
    "outreach.view_lessonplan",
]
_DESK = ["outreach.manage_registration", "outreach.run_session", "outreach.add_need", "outreach.log_reading"]
_PLAN = [
    "outreach.add_event",
    "outreach.change_event",
    "outreach.add_partner",
    "outreach.change_partner",
    "outreach.manage_need",
    "outreach.change_readingchallenge",
    "outreach.change_campaign",
    "outreach.change_topicpack",
    "outreach.change_standinggroup",
    "outreach.change_lessonplan",
]

ROLE_PERMISSIONS = {
    "Kepala Dinas": [*_READ, *_DESK, *_PLAN, "outreach.approve_event"],
    "Kepala Bidang": [*_READ, *_DESK, *_PLAN, "outreach.approve_event"],
    "Pustakawan": [*_READ, *_DESK, *_PLAN],
    "Petugas layanan": [*_READ, *_DESK],
}

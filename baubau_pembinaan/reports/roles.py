"""Which role may read reports, have them made, and type figures of the register. Inspectors read them
as they read everything (accounts.roles)."""

_READ = ["reports.view_reports", "reports.view_indicator", "reports.view_definition"]
_MAKE = ["reports.build_reports", "reports.type_figures"]

ROLE_PERMISSIONS = {
    "Kepala Dinas": [*_READ, *_MAKE],
    "Kepala Bidang": [*_READ, *_MAKE],
}

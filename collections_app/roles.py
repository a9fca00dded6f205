"""Which role may do what with the collection."""

_READ = ["collections_app.view_demand", "collections_app.add_suggestion"]
_PLAN = ["collections_app.manage_demand", "collections_app.view_suggestion"]

ROLE_PERMISSIONS = {
    "Kepala Dinas": [*_READ, *_PLAN],
    "Kepala Bidang": [*_READ, *_PLAN],
    "Pustakawan": [*_READ, *_PLAN],
    "Petugas layanan": _READ,
}

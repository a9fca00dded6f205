"""Which role may do what with the collection."""

_READ = [
    "collections_app.view_title",
    "collections_app.view_item",
    "collections_app.view_demand",
    "collections_app.add_suggestion",
]
_PLAN = ["collections_app.manage_demand", "collections_app.view_suggestion"]
_KEEP = ["collections_app.import_catalogue", "collections_app.change_title", "collections_app.add_title"]

ROLE_PERMISSIONS = {
    "Kepala Dinas": [*_READ, *_PLAN],
    "Kepala Bidang": [*_READ, *_PLAN, *_KEEP],
    "Pustakawan": [*_READ, *_PLAN, *_KEEP],
    "Petugas layanan": _READ,
}

"""Which role may do what with the collection."""

_READ = ["collections_app.view_title", "collections_app.view_item"]
_KEEP = ["collections_app.import_catalogue", "collections_app.change_title", "collections_app.add_title"]

ROLE_PERMISSIONS = {
    "Kepala Dinas": _READ,
    "Kepala Bidang": [*_READ, *_KEEP],
    "Pustakawan": [*_READ, *_KEEP],
    "Petugas layanan": _READ,
}

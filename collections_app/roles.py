"""Which role may do what with the collection."""

_READ = [
    "collections_app.view_title",
    "collections_app.view_item",
    "collections_app.view_demand",
    "collections_app.add_suggestion",
    "collections_app.view_digitalresource",
]
_PLAN = ["collections_app.manage_demand", "collections_app.view_suggestion"]
_KEEP = ["collections_app.import_catalogue", "collections_app.change_title", "collections_app.add_title"]
_CARE = ["collections_app.manage_resource", "collections_app.manage_weeding", "collections_app.manage_gift"]
_MONEY = [
    "collections_app.view_fund",
    "collections_app.view_vendor",
    "collections_app.view_order",
    "collections_app.view_weedinglist",
    "collections_app.view_gift",
]
_BUY = ["collections_app.manage_order"]
_DECIDE = ["collections_app.manage_fund", "collections_app.approve_order", "collections_app.manage_policy"]

ROLE_PERMISSIONS = {
    "Kepala Dinas": [*_READ, *_PLAN, *_MONEY, *_DECIDE],
    "Kepala Bidang": [*_READ, *_PLAN, *_KEEP, *_CARE, *_MONEY, *_BUY, *_DECIDE],
    "Pustakawan": [*_READ, *_PLAN, *_KEEP, *_CARE, *_MONEY, *_BUY],
    "Petugas layanan": _READ,
}

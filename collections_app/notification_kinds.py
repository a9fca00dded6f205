"""What the collection room tells people."""

from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.notifications.kinds import register

SUGGESTION = register("collections_app.suggestion", _("How far your book suggestions are"), optional=True)
IMPORTED = register("collections_app.imported", _("Catalogue files you gave"), optional=True)

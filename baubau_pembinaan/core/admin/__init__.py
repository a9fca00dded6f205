"""The admin's base classes: every model of ours is registered with one of these.

@admin.register(Unit)
class UnitAdmin(ImportExportAdmin, HistoryAdmin):
    resource_classes = [UnitResource]
    list_display = ["name", "parent", "is_active"]
    search_fields = ["name", "code"]
    list_filter = ["is_active"]
    ordering = alphabetical("name")
"""

from .base import BaseAdmin as BaseAdmin
from .base import BaseStackedInline as BaseStackedInline
from .base import BaseTabularInline as BaseTabularInline
from .base import ReadOnlyAdmin as ReadOnlyAdmin
from .base import alphabetical as alphabetical
from .history import HistoryAdmin as HistoryAdmin
from .lists import Lists as Lists
from .spreadsheets import BaseResource as BaseResource
from .spreadsheets import ImportExportAdmin as ImportExportAdmin

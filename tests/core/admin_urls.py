"""A small admin of its own, so these tests judge the base classes and not what the rooms register today."""

from django.contrib import admin
from django.urls import include, path

from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.core.admin import BaseAdmin, BaseResource, BaseTabularInline, ImportExportAdmin, alphabetical
from baubau_pembinaan.libraries.models import ServicePoint, Unit

site = admin.AdminSite(name="admin")


class UnitResource(BaseResource):
    class Meta(BaseResource.Meta):
        model = Unit
        fields = ("code", "name", "parent", "is_active")
        import_id_fields = ("code",)


class ServicePointInline(BaseTabularInline):
    model = ServicePoint
    fields = ["code", "name"]


class UnitAdmin(ImportExportAdmin):
    resource_classes = [UnitResource]
    list_display = ["name", "parent", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["name", "code"]
    ordering = alphabetical("name")
    inlines = [ServicePointInline]


class ServicePointAdmin(BaseAdmin):
    list_display = ["name", "unit__parent"]
    search_fields = ["name"]


class UserAdmin(BaseAdmin):
    search_fields = ["name"]
    fields = ["name", "groups"]


site.register(Unit, UnitAdmin)
site.register(ServicePoint, ServicePointAdmin)
site.register(User, UserAdmin)

urlpatterns = [path("admin/", site.urls), path("", include("baubau_pembinaan.urls"))]

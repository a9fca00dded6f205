"""Import and export in the admin: previewed, all or nothing, and only what a resource names."""

import secrets
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG
from django.core import signing
from django.core.exceptions import ImproperlyConfigured, ObjectDoesNotExist, PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.admin import ImportExportMixin
from import_export.forms import ConfirmImportForm, ImportForm, SelectableFieldsExportForm
from import_export.instance_loaders import CachedInstanceLoader
from import_export.resources import ModelResource
from import_export.tmp_storages import BaseStorage

from baubau_pembinaan.core.tables import check_archive

from .base import BaseAdmin
from .formats import Csv, UnreadableFile, Xlsx

_FORMATS = [Xlsx, Csv]
MAX_BYTES = 5 * 1024 * 1024
_FOLDER = "impor-sementara"
_KEPT_SECONDS = 60 * 60
_SALT = "baubau_pembinaan.import"


class OneKeyLoader(CachedInstanceLoader):
    """All rows of the file in one statement. With two keys the library would match by the first alone."""

    def __init__(self, resource: Any, dataset: Any = None) -> None:
        if len(resource.get_import_id_fields()) != 1:
            raise ImproperlyConfigured(f"{type(resource).__name__}: name one import_id_field, or another loader.")
        super().__init__(resource, dataset)


class BaseResource(ModelResource):
    """What every import keeps: model validation per row, unchanged rows skipped, a missing relation named.

    Subclasses name `Meta.model`, `Meta.fields` and `Meta.import_id_fields`. Columns that decide (status, owner,
    roles, password) are left out; they change through services.
    """

    class Meta:
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True
        use_transactions = True
        instance_loader_class = OneKeyLoader

    def import_field(self, field: Any, instance: Any, row: Any, is_m2m: bool = False, **kwargs: Any) -> None:
        try:
            super().import_field(field, instance, row, is_m2m, **kwargs)
        except ObjectDoesNotExist as e:
            # A ValueError becomes this column's error; the library would only say that the row failed.
            raise ValueError(_("“%(value)s” is not known.") % {"value": row.get(field.column_name)}) from e

    def validate_instance(
        self, instance: Any, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        """As the library, but errors stand under the file's column names, not the model's attributes."""
        columns = {field.attribute: field.column_name for field in self.fields.values()}
        try:
            super().validate_instance(instance, import_validation_errors, validate_unique)
        except ValidationError as e:
            if not hasattr(e, "error_dict"):
                raise
            raise ValidationError({columns.get(name, name): errors for name, errors in e.error_dict.items()}) from e


class PrivateStorage(BaseStorage):
    """The previewed file waits in the private media folder for at most an hour."""

    def save(self, data: bytes) -> None:
        _sweep()
        self.name = secrets.token_hex(16)
        default_storage.save(f"{_FOLDER}/{self.name}", ContentFile(data))

    def read(self) -> bytes:
        with default_storage.open(f"{_FOLDER}/{self.name}", "rb") as file:
            return file.read()

    def remove(self) -> None:
        default_storage.delete(f"{_FOLDER}/{self.name}")


def _sweep() -> None:
    """Delete previews nobody confirmed: they hold people's data."""
    try:
        names = default_storage.listdir(_FOLDER)[1]
    except FileNotFoundError:
        return
    oldest = timezone.now() - timedelta(seconds=_KEPT_SECONDS)
    for name in names:
        if default_storage.get_modified_time(f"{_FOLDER}/{name}") < oldest:
            default_storage.delete(f"{_FOLDER}/{name}")


class GuardedImportForm(ImportForm):
    import_file = forms.FileField(
        label=gettext_lazy("File to import"),
        help_text=gettext_lazy("An .xlsx or .csv file of at most 5 MB; the first row holds the column names."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def __init__(self, formats: Any, resources: Any, **kwargs: Any) -> None:
        super().__init__(formats, resources, **kwargs)
        # The name of the file says which format it is; asking again would only invite a mistake.
        self.fields["format"].required = False
        self.fields["format"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        file = cleaned.get("import_file")
        if file is None:
            return cleaned
        suffix = file.name.rpartition(".")[2].lower()
        if suffix not in ("xlsx", "csv"):
            self.add_error("import_file", _("Only .xlsx and .csv files are read."))
            return cleaned
        try:
            if file.size > MAX_BYTES:
                raise UnreadableFile(_("The file is larger than %(size)s MB.") % {"size": MAX_BYTES // 1024 // 1024})
            if suffix == "xlsx":
                check_archive(file.read())
        except ValidationError as e:
            self.add_error("import_file", e)
        cleaned["format"] = str([Xlsx, Csv].index(Xlsx if suffix == "xlsx" else Csv))
        return cleaned


class SignedConfirmForm(ConfirmImportForm):
    """The name of the waiting file is signed for this person and model: nobody can point it at another file."""

    def __init__(self, *args: Any, purpose: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.purpose = purpose

    def clean_import_file_name(self) -> str:
        try:
            purpose, name = signing.loads(self.cleaned_data["import_file_name"], salt=_SALT, max_age=_KEPT_SECONDS)
        except signing.BadSignature as e:
            raise ValidationError(_("The preview is too old; choose the file again.")) from e
        if purpose != self.purpose or not default_storage.exists(f"{_FOLDER}/{name}"):
            raise ValidationError(_("The preview is too old; choose the file again."))
        return name


class LabelledExportForm(SelectableFieldsExportForm):
    """The columns by the model's own words; .xlsx unless asked otherwise."""

    def __init__(self, formats: Any, resources: Any, **kwargs: Any) -> None:
        super().__init__(formats, resources, **kwargs)
        self.fields["format"].choices = [("0", "Excel (.xlsx)"), ("1", "CSV (.csv)")]
        self.fields["format"].initial = "0"

    def _get_field_label(self, resource: Any, field_name: str) -> str:
        field = resource.fields.get(field_name)
        return (field and field.column_name) or field_name


class ImportExportAdmin(ImportExportMixin, BaseAdmin):
    """BaseAdmin with "Import" and "Export" for .xlsx and .csv. Put it before HistoryAdmin in the bases.

    `resource_classes` (BaseResource subclasses) is required: without it every column, secret ones too, would
    go out and come in. Exporting asks for `export_permission` on the model (default "change": who may only
    look, such as an inspector, takes no file away); importing asks for add and change. A file with any
    error is refused whole, rows and columns named as the spreadsheet numbers them.
    """

    import_form_class = GuardedImportForm
    confirm_form_class = SignedConfirmForm
    export_form_class = LabelledExportForm
    tmp_storage_class = PrivateStorage
    export_permission = "change"
    to_encoding = "utf-8"
    formats = export_formats = import_formats = _FORMATS

    def get_resource_classes(self, request: HttpRequest) -> Any:
        if not self.resource_classes:
            raise ImproperlyConfigured(f"{type(self).__name__} must name resource_classes.")
        return self.resource_classes

    def has_export_permission(self, request: HttpRequest) -> bool:
        return getattr(self, f"has_{self.export_permission}_permission")(request)

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request) and self.has_change_permission(request)

    def get_export_data(self, file_format: Any, request: HttpRequest, queryset: Any, **kwargs: Any) -> bytes:
        if not self.has_export_permission(request):
            raise PermissionDenied
        data = self.get_data_for_export(request, queryset, force_native_type=True, **kwargs)
        content = file_format.export_data(data)
        return content if isinstance(content, bytes) else content.encode()

    def get_export_filename(self, request: HttpRequest, queryset: Any, file_format: Any) -> str:
        name = slugify(str(self.model._meta.verbose_name_plural)) or self.model._meta.model_name
        return f"{name}-{timezone.localdate():%Y-%m-%d}.{file_format.get_extension()}"

    def export_action(self, request: HttpRequest) -> HttpResponse:
        """A question that the list does not understand leads back to the list, which says so."""
        try:
            return super().export_action(request)
        except IncorrectLookupParameters:
            name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_changelist"
            return redirect(reverse(name) + f"?{ERROR_FLAG}=1")

    # --- the two steps of an import ---------------------------------------------------------------------------
    def _purpose(self, request: HttpRequest) -> str:
        return f"{self.model._meta.label_lower}:{request.user.pk}"

    def get_confirm_form_kwargs(self, request: HttpRequest, import_form: Any = None) -> dict[str, Any]:
        return {**super().get_confirm_form_kwargs(request, import_form), "purpose": self._purpose(request)}

    def get_confirm_form_initial(self, request: HttpRequest, import_form: Any) -> dict[str, Any]:
        initial = super().get_confirm_form_initial(request, import_form)
        if "import_file_name" in initial:
            waiting = [self._purpose(request), initial["import_file_name"]]
            initial["import_file_name"] = signing.dumps(waiting, salt=_SALT)
        return initial

    def write_to_tmp_storage(self, import_file: Any, input_format: Any) -> PrivateStorage:
        storage = PrivateStorage()
        import_file.seek(0)
        storage.save(import_file.read())
        return storage

    def add_data_read_fail_error_to_form(self, form: Any, e: Exception) -> None:
        if not isinstance(e, ValidationError):
            e = UnreadableFile(_("The file cannot be read as a table."))
        form.add_error("import_file", e)

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        response = super().import_action(request, **kwargs)
        form = response.context_data.get("form") if isinstance(response, TemplateResponse) else None
        waiting = getattr(form.files.get("import_file"), "tmp_storage_name", None) if form is not None else None
        if waiting and "confirm_form" not in response.context_data:
            PrivateStorage(name=waiting).remove()  # refused: nothing is left behind
        return response

    def process_dataset(self, dataset: Any, form: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["rollback_on_validation_errors"] = True
        return super().process_dataset(dataset, form, request, **kwargs)

    def process_result(self, result: Any, request: HttpRequest) -> HttpResponse:
        """The library would report success; a row that went bad since the preview refuses the file again."""
        if result.has_errors() or result.has_validation_errors():
            context = {
                **self.admin_site.each_context(request),
                "title": _("Import"),
                "form": self.create_import_form(request),
                "opts": self.model._meta,
                "result": result,
                "fields_list": [],
                "import_error_display": self.import_error_display,
            }
            return TemplateResponse(request, [self.import_template_name], context, status=409)
        return super().process_result(result, request)

"""Django's lists, their rows drawn column by column: what a column shows is looked up once a page, not in each cell.

A cell of Django's own list asks anew what its column is, which classes it bears and where its row leads. What is drawn
here is the same, letter by letter (tests/core/test_admin_lists.py).
"""

import datetime
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from django.contrib.admin import utils
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.templatetags import admin_list
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.templatetags.base import InclusionAdminNode
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from django.db import models
from django.http import HttpRequest
from django.template import Context
from django.urls import NoReverseMatch
from django.utils.safestring import SafeString

from baubau_pembinaan.core.addresses import row_address
from baubau_pembinaan.core.html import conditional_escape

Shown = Callable[[models.Model], tuple[str, str]]  # a row's cell: its class attribute and what stands in it
_django_results, _django_date_hierarchy = admin_list.results, admin_list.date_hierarchy
_django_render = InclusionAdminNode.render


class Lists(ChangeList):
    """Django's list, which also takes a date beyond all calendars for a question it does not understand."""

    def url_for_result(self, result: models.Model) -> str:
        """Django's address of the row, looked up once for all rows."""
        name = f"{self.model_admin.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_change"
        return row_address(name, utils.quote(getattr(result, self.pk_attname)))

    def get_filters(self, request: HttpRequest) -> Any:
        try:
            return super().get_filters(request)
        except OverflowError as error:
            raise IncorrectLookupParameters(error) from error


def _results(cl: ChangeList) -> Iterator[Any]:
    """One row of the template's that holds all rows: it would look for errors of a form in each."""
    if cl.formset or not isinstance(cl, Lists):
        yield from _django_results(cl)
        return
    columns, around, rows = _columns(cl), _Addresses(cl), []
    for row in cl.result_list:
        cells = []
        for shown, tag, is_linked in columns:
            classes, text = shown(row)
            cells.append(f"<{tag}{classes}>{around.linked(row, text) if is_linked else text}</{tag}>")
        rows.append("".join(cells))
    if rows:
        yield admin_list.ResultList(None, [SafeString("</tr>\n<tr>".join(rows))])


def _date_hierarchy(cl: ChangeList) -> dict[str, Any] | None:
    """The years to choose from, where there are several: Django would first ask for the first and the last day."""
    name = cl.date_hierarchy
    if isinstance(cl, Lists) and name and not any(f"{name}__{part}" in cl.params for part in ("year", "month", "day")):
        field = utils.get_fields_from_path(cl.model, name)[-1]
        days = cl.queryset.datetimes if isinstance(field, models.DateTimeField) else cl.queryset.dates
        years = [str(first.year) for first in days(name, "year")]
        if len(years) > 1:
            links = [(cl.get_query_string({f"{name}__year": year}, [f"{name}__"]), year) for year in years]
            return {"show": True, "back": None, "choices": [{"link": link, "title": year} for link, year in links]}
    return _django_date_hierarchy(cl)


def _render(node: InclusionAdminNode, context: Context) -> SafeString:
    """Which of three templates a part of the page has is looked for once a process."""
    engine = context.template.engine  # type: ignore[union-attr]
    if engine.debug:
        return _django_render(node, context)
    opts = context["opts"]
    context.render_context[node] = _template(engine, opts.app_label.lower(), opts.model_name, node.template_name)
    return super(InclusionAdminNode, node).render(context)


@cache
def _template(engine: Any, app: str, model: str, name: str) -> Any:
    return engine.select_template([f"admin/{app}/{model}/{name}", f"admin/{app}/{name}", f"admin/{name}"])


# Django has no other way in.
admin_list.results = _results
admin_list.date_hierarchy = _date_hierarchy
InclusionAdminNode.render = _render  # type: ignore[method-assign]


class _Addresses:
    """What leads from a row to its form: the question that led to the list goes along, the same for each row."""

    def __init__(self, cl: ChangeList) -> None:
        self.cl, self.more = cl, None
        self.key = str(cl.to_field) if cl.to_field else cl.lookup_opts.pk.attname

    def linked(self, row: models.Model, text: str) -> str:
        try:
            url = self.cl.url_for_result(row)
        except NoReverseMatch:
            return text
        opener = ""
        if self.cl.is_popup:
            opener = f' data-popup-opener="{conditional_escape(row.serializable_value(self.key))}"'
        return f'<a href="{conditional_escape(url + self._more(url))}"{opener}>{text}</a>'

    def _more(self, url: str) -> str:
        if self.more is None:
            context = {"preserved_filters": self.cl.preserved_filters, "opts": self.cl.opts}
            self.more = add_preserved_filters(context, url).removeprefix(url)
        return self.more


def _columns(cl: ChangeList) -> list[tuple[Shown, str, bool]]:
    """For each column how it shows a row, the cell's tag, and whether it leads to the row's form."""
    found, is_first, links = [], True, cl.list_display_links
    for place, name in enumerate(cl.list_display):
        is_linked = links is not None and ((is_first and not links) or name in links)
        tag = "th" if is_linked and is_first else "td"
        is_first = is_first and not is_linked
        found.append((_shown(cl, name, place, is_linked), tag, is_linked))
    return found


def _shown(cl: ChangeList, name: Any, place: int, is_linked: bool) -> Shown:
    classes = f"field-{admin_list._coerce_field_name(name, place)}"
    try:
        field: Any = utils._get_non_gfk_field(cl.lookup_opts, name)
    except (FieldDoesNotExist, utils.FieldIsAForeignKeyColumnName):
        field = None
    if field is None or field.auto_created:
        return _of_value(cl, name, "action-checkbox" if name == "action_checkbox" else classes)
    return _of_field(cl, field, classes, is_linked)


def _of_field(cl: ChangeList, field: Any, classes: str, is_linked: bool) -> Shown:
    """A column of the table: the same value is said once a page."""
    nothing = cl.model_admin.get_empty_value_display()
    missing = _class(classes), conditional_escape(nothing)
    if isinstance(field, models.DateField | models.TimeField | models.ForeignKey):
        classes += " nowrap"
    attribute, is_relation = _class(classes), isinstance(field.remote_field, models.ManyToOneRel)
    said: dict[Any, tuple[str, str]] = {}

    def say(value: Any) -> tuple[str, str]:
        if is_relation:
            return attribute, conditional_escape(nothing if value is None else value)
        if isinstance(value, str) and not value.strip():
            value = ""
        return attribute, conditional_escape(utils.display_for_field(value, field, nothing, avoid_link=is_linked))

    def shown(row: models.Model) -> tuple[str, str]:
        try:
            value = getattr(row, field.name)
        except ObjectDoesNotExist:
            return missing
        if is_relation:
            return say(value)
        try:
            if value not in said:
                said[value] = say(value)
            return said[value]
        except TypeError:  # a list or a dictionary
            return say(value)

    return shown


def _of_value(cl: ChangeList, name: Any, classes: str) -> Shown:
    """What a function, a property or a column made by Django gives."""
    nothing, plain, unbroken = cl.model_admin.get_empty_value_display(), _class(classes), _class(f"{classes} nowrap")
    call: Any = name if callable(name) else getattr(cl.model_admin, name, None) if name != "__str__" else None

    def shown(row: models.Model) -> tuple[str, str]:
        try:
            attr, value = (call, call(row)) if call else utils.lookup_field(name, row, cl.model_admin)[1:]
        except ObjectDoesNotExist:
            return plain, conditional_escape(nothing)
        if isinstance(value, str) and not value.strip():
            value = ""
        asked = attr.fget if isinstance(attr, property) and hasattr(attr, "fget") else attr
        boolean = getattr(asked, "boolean", False)
        text = utils.display_for_value(value, getattr(attr, "empty_value_display", nothing), boolean)
        is_day = isinstance(value, datetime.date | datetime.time)
        return unbroken if is_day else plain, conditional_escape(text)

    return shown


def _class(words: str) -> str:
    return f' class="{words}"'

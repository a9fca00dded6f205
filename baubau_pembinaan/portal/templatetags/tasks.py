"""`{% task_list tasks %}`: what somebody must do, by when; sixty rows through template tags took half a page's time."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from baubau_pembinaan.core.formats import tanggal_pendek
from baubau_pembinaan.core.html import format_html
from baubau_pembinaan.core.templatetags.pembinaan import status

register = template.Library()


_ROW = '\n<li class="task">{}<div class="task-body"><a href="{}">{}</a></div>{}</li>'
_ROW_WITH_DETAIL = '\n<li class="task">{}<div class="task-body"><a href="{}">{}</a><p class="small">{}</p></div>{}</li>'


@register.simple_tag
def task_list(tasks: Iterable[Any]) -> SafeString:
    """Sorted by the caller, most pressing first: objects with `title` (verb first), `url`, `due_on` (date or None),
    `detail` and `status` (words, may be empty) and `tone` (see components/status.html).
    """
    dates = {None: render_to_string("components/no_date.html")}
    this_year, rows = timezone.localdate().year, []
    for task in tasks:
        if task.due_on not in dates:
            dates[task.due_on] = _dated(task.due_on, this_year)
        dated, badge = dates[task.due_on], status(task.status, task.tone) if task.status else ""
        if task.detail:
            rows.append(format_html(_ROW_WITH_DETAIL, dated, task.url, task.title, task.detail, badge))
        else:
            rows.append(format_html(_ROW, dated, task.url, task.title, badge))
    return mark_safe(f'<ul class="tasks">{"".join(rows)}\n</ul>')  # noqa: S308  # each row is from format_html


def _dated(due_on: date, this_year: int) -> SafeString:
    day, month, year = tanggal_pendek(due_on).split(" ")
    words = month if due_on.year == this_year else f"{month} {year}"
    return format_html('<span class="date-block"><strong>{}</strong>{}</span>', day, words)

"""`{% task_list tasks %}`: what somebody must do, by when; sixty rows through template tags took half a page's time."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from baubau_pembinaan.core.formats import tanggal_pendek
from baubau_pembinaan.core.templatetags.pembinaan import status

register = template.Library()


@register.simple_tag
def task_list(tasks: Iterable[Any]) -> SafeString:
    """Sorted by the caller, most pressing first: objects with `title` (verb first), `url`, `due_on` (date or None),
    `detail` and `status` (words, may be empty) and `tone` (see components/status.html).
    """
    this_year, undated = timezone.localdate().year, render_to_string("components/no_date.html")
    return format_html(
        '<ul class="tasks">{}\n</ul>',
        format_html_join(
            "",
            '\n<li class="task">{}<div class="task-body"><a href="{}">{}</a>{}</div>{}</li>',
            (
                (
                    _dated(task, this_year) if task.due_on else undated,
                    task.url,
                    task.title,
                    format_html('<p class="small">{}</p>', task.detail) if task.detail else "",
                    status(task.status, task.tone) if task.status else "",
                )
                for task in tasks
            ),
        ),
    )


def _dated(task: Any, this_year: int) -> SafeString:
    day, month, year = tanggal_pendek(task.due_on).split(" ")
    words = month if task.due_on.year == this_year else f"{month} {year}"
    return format_html('<span class="date-block"><strong>{}</strong>{}</span>', day, words)

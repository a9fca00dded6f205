"""The faster escaping writes what Django's does."""

from decimal import Decimal

import pytest
from django.utils import html as django_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from baubau_pembinaan.core import html

VALUES = st.one_of(st.text(), st.text().map(mark_safe), st.integers(), st.none(), st.just(Decimal("1.50")))


@given(VALUES)
def test_words_are_escaped_as_django_does(value):
    for mine, theirs in ((html.escape, django_html.escape), (html.conditional_escape, django_html.conditional_escape)):
        assert mine(value) == theirs(value)
        assert hasattr(mine(value), "__html__")


@given(st.lists(VALUES, min_size=1), st.text())
def test_forms_are_filled_as_django_does(values, between):
    form = "<b>" + "{}-" * len(values) + "</b>"
    assert html.format_html(form, *values) == django_html.format_html(form, *values)
    rows = [(value, value) for value in values]
    join = ["{}<i>{}</i>", rows]
    assert html.format_html_join(between, *join) == django_html.format_html_join(between, *join)
    named = [{"a": value} for value in values]
    assert html.format_html_join(" ", "<p>{a}</p>", named) == django_html.format_html_join(" ", "<p>{a}</p>", named)


@pytest.mark.parametrize("text", ["<script>alert('x')</script>", "\"&'", "a&amp;b"])
def test_what_would_run_is_words(text):
    assert "<script" not in html.format_html("{}", text)
    assert html.escape(text) == django_html.escape(text)
    assert html.conditional_escape(mark_safe(text)) == text


def test_a_promise_is_kept_in_the_readers_language():
    assert html.conditional_escape(gettext_lazy("Yes")) == "Ya"
    assert html.escape(gettext_lazy("Yes")) == "Ya"

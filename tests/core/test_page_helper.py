"""The query-count helper itself: it passes where it should and fails where it must."""

import pytest
from django.contrib.auth.models import Group
from django.http import HttpResponse
from django.test import override_settings
from django.urls import path

from tests.pages import assert_same_queries


def good(request):
    return HttpResponse(",".join(Group.objects.values_list("name", flat=True)))


def bad(request):
    return HttpResponse(",".join(str(Group.objects.filter(name=name).count()) for name in _names()))


def _names():
    return list(Group.objects.values_list("name", flat=True))


good.login_required = bad.login_required = False
urlpatterns = [path("good/", good), path("bad/", bad)]


@pytest.fixture
def make_group(db):
    numbers = iter(range(9))
    return lambda: Group.objects.create(name=f"contoh {next(numbers)}")


@override_settings(ROOT_URLCONF=__name__, CSRF_FAILURE_VIEW="django.views.csrf.csrf_failure")
def test_a_constant_page_passes_and_is_handed_back(client, make_group):
    assert b"contoh 2" in assert_same_queries(client, "/good/", make_group).content


@override_settings(ROOT_URLCONF=__name__, CSRF_FAILURE_VIEW="django.views.csrf.csrf_failure")
def test_a_growing_page_is_caught_and_its_statement_named(client, make_group):
    with pytest.raises(AssertionError, match=r"for one row.*auth_group"):
        try:
            assert_same_queries(client, "/bad/", make_group, cap=99)
        except AssertionError as error:
            raise AssertionError(str(error).replace("\n", " ")) from None


@override_settings(ROOT_URLCONF=__name__, CSRF_FAILURE_VIEW="django.views.csrf.csrf_failure")
def test_a_page_over_the_cap_is_caught(client, make_group):
    with pytest.raises(AssertionError, match="allowed are 0"):
        assert_same_queries(client, "/good/", make_group, cap=0)

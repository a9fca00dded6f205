"""The administration's frame: its list of models is put together once a page, and only where a page shows it."""

import pytest
from django.urls import reverse

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.portal.admin_site import PembinaanAdminSite
from tests.factories.accounts import make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def builds(monkeypatch) -> list[str]:
    """The addresses of the pages that put the list together, once for each time they did."""
    made, build = [], PembinaanAdminSite._build_app_dict

    def counted(self, request, label=None):
        made.append(request.path)
        return build(self, request, label)

    monkeypatch.setattr(PembinaanAdminSite, "_build_app_dict", counted)
    return made


def test_a_page_builds_its_list_of_models_once_and_one_that_shows_none_not_at_all(client_as, builds):
    admin = client_as(Role.ADMINISTRATOR)
    assert admin.get(reverse("admin:index")).status_code == 200
    assert builds == [reverse("admin:index")]
    builds.clear()
    address = reverse("admin:libraries_unit_change", args=[make_unit().pk])
    assert admin.get(address, {"_popup": "1"}).status_code == 200  # a popup has no sidebar
    assert admin.get(reverse("admin:libraries_unit_change", args=[0])).status_code == 302
    assert builds == []


def test_models_stand_by_the_name_their_reader_sees(client_as):
    page = client_as(Role.ADMINISTRATOR).get(reverse("admin:index"))
    for section in page.context["app_list"]:
        for name in (model["name"] for model in section["models"]):
            assert type(name) is str, name  # a promise of a word would be translated at every comparison
    [libraries] = [one for one in page.context["app_list"] if one["app_label"] == "libraries"]
    assert "Unit" in {model["name"] for model in libraries["models"]}

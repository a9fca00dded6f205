"""The first minutes of everybody: the public home, signing in, the staff home, the admin, another language."""

import pytest

from baubau_pembinaan.accounts.choices import Role
from tests.journeys.browser import DESKTOP, PHONE
from tests.journeys.site import PASSWORD

PUBLIC_PAGES = ["/", "/akun/login/", "/bantuan/", "/privasi/", "/aksesibilitas/", "/akun/password/reset/"]
both_windows = pytest.mark.parametrize("window", [PHONE, DESKTOP], ids=["phone", "desktop"])


@both_windows
@pytest.mark.parametrize(
    "path", ["/", "/akun/login/", "/bantuan/", "/privasi/", "/aksesibilitas/", "/akun/password/reset/"]
)
def test_public_page_is_whole_and_accessible(visit, window, path):
    visitor = visit(window=window)
    page = visitor.go(path)
    assert page.locator("h1").count() == 1
    assert visitor.sideways() == 0
    assert visitor.axe_findings() == []


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_signing_in_by_username_leads_to_the_staff_home(visit, site, javascript):
    person = site.person(Role.LIBRARIAN)
    page = visit(window=PHONE, javascript=javascript).go("/staf/")
    assert "/akun/login/" in page.url
    page.fill("input[name=login]", person.username)
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button:not([type=button])")
    page.wait_for_url("**/staf/")
    assert page.locator("h1").count() == 1


def test_a_wrong_password_says_so_and_lets_nobody_in(visit, site):
    visitor = visit(window=PHONE)
    page = visitor.go("/akun/login/")
    page.fill("input[name=login]", site.person(Role.LIBRARIAN).username)
    page.fill("input[name=password]", "bukan-kata-sandinya")
    page.click("main form button:not([type=button])")
    assert page.locator("[role=alert], .invalid-feedback, .errorlist, .alert-danger").count() >= 1
    assert visitor.axe_findings() == []
    visitor.go("/staf/")
    assert "/akun/login/" in page.url


@both_windows
@pytest.mark.parametrize("role", [Role.AGENCY_HEAD, Role.LIBRARIAN, Role.SERVICE_OFFICER, Role.INSPECTOR])
def test_staff_home_is_whole_for_each_role(visit, site, window, role):
    visitor = visit(site.person(role), window=window)
    visitor.go("/staf/")
    assert visitor.sideways() == 0
    assert visitor.axe_findings() == []


@both_windows
@pytest.mark.parametrize("path", ["/admin/", "/admin/auth/group/", "/admin/auth/group/add/"])
def test_admin_is_whole_and_accessible(visit, site, window, path):
    visitor = visit(site.person(Role.ADMINISTRATOR), window=window)
    visitor.go(path)
    assert visitor.sideways() == 0
    assert visitor.axe_findings() == []


def test_the_language_switch_is_remembered(visit):
    page = visit().go("/")
    assert page.locator("html").get_attribute("lang") == "id"
    page.locator("form[action='/bahasa/'] button[value=en]").first.click()
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("lang") == "en"
    page.reload()
    assert page.locator("html").get_attribute("lang") == "en"


def test_a_missing_page_says_what_to_do(visit):
    visitor = visit(window=PHONE)
    page = visitor.go("/tidak-ada/", status=404)
    assert page.locator("main a[href]").count() >= 1
    assert visitor.axe_findings() == []

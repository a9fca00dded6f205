"""The first minutes of everybody: the public home, signing in, the staff home, the admin, another language."""

import pytest

from baubau_pembinaan.accounts.choices import Role
from tests.journeys.browser import DESKTOP, PHONE

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


def sign_in(page, username: str, password: str) -> None:
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", password)
    with page.expect_navigation():
        page.click("main form button:not([type=button])")


@pytest.mark.parametrize("role", Role.values)
def test_signing_in_leads_each_role_to_its_home(visit, site, role):
    person = site.person(role)
    visitor = visit(window=PHONE)
    page = visitor.go("/staf/")
    assert "/akun/login/" in page.url
    sign_in(page, person.username, site.password(role))
    page.wait_for_url("**/staf/")
    assert page.locator("h1").count() == 1
    visitor.go("/admin/", status=200 if role in (Role.ADMINISTRATOR, Role.INSPECTOR) else 403)


def test_signing_in_works_without_script(visit, site):
    page = visit(window=PHONE, javascript=False).go("/staf/")
    sign_in(page, site.person(Role.LIBRARIAN).username, site.password(Role.LIBRARIAN))
    page.wait_for_url("**/staf/")
    assert page.locator("h1").count() == 1


def test_a_wrong_password_says_so_and_lets_nobody_in(visit, site):
    visitor = visit(window=PHONE)
    page = visitor.go("/akun/login/")
    page.fill("input[name=login]", site.person(Role.LIBRARIAN).username)
    page.fill("input[name=password]", "bukan-kata-sandinya")
    with page.expect_navigation():
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
    with page.expect_navigation():
        page.locator("form[action='/bahasa/'] button[value=en]").first.click()
    assert page.locator("html").get_attribute("lang") == "en"
    page.reload()
    assert page.locator("html").get_attribute("lang") == "en"


def test_the_language_of_somebody_signed_in_follows_them_to_another_browser(visit, site):
    person = site.person(Role.SERVICE_OFFICER)
    page = visit(person, window=PHONE).go("/staf/")
    with page.expect_navigation():
        page.locator("form[action='/bahasa/'] button[value=en]").first.click()
    assert page.locator("html").get_attribute("lang") == "en"
    person.refresh_from_db()
    assert person.language == "en"


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_refused_page_says_what_to_do(visit, site, language):
    visitor = visit(site.person(Role.LIBRARIAN), window=PHONE, language=language)
    page = visitor.go("/admin/", status=403)
    assert page.locator("main a[href]").count() >= 1
    assert visitor.axe_findings() == []
    assert visitor.sideways() == 0


def test_a_missing_page_says_what_to_do(visit):
    visitor = visit(window=PHONE)
    page = visitor.go("/tidak-ada/", status=404)
    assert page.locator("main a[href]").count() >= 1
    assert visitor.axe_findings() == []

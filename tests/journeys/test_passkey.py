"""A passkey from the first press to the next sign-in: the browser's own virtual device stands for the phone."""

from urllib.parse import urlsplit

import pytest

from baubau_pembinaan.accounts.choices import Role
from tests.factories.accounts import PASSWORD, make_person
from tests.journeys.browser import PHONE
from tests.journeys.test_first_steps import sign_in

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def visitor(visit, site):
    """A phone with a fingerprint. Passkeys belong to a name, never to a number such as 127.0.0.1."""
    visitor = visit(window=PHONE, host="localhost")
    device = visitor.page.context.new_cdp_session(visitor.page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return visitor


def confirm(page) -> None:
    """The password once more, before what changes how one signs in."""
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Konfirmasi").click()


def test_a_passkey_is_added_used_at_the_next_sign_in_renamed_and_removed(visitor):
    person = make_person(Role.LIBRARIAN)
    page = visitor.go("/akun/login/")
    sign_in(page, person.user.username, PASSWORD)
    page = visitor.go("/akun/2fa/")
    page.get_by_role("link", name="Tambah kunci sandi").click()
    confirm(page)
    page.get_by_label("Nama perangkat").fill("Ponsel saya")
    assert visitor.axe_findings() == []
    page.get_by_role("button", name="Tambah").click()
    page.get_by_text("Kunci sandi ditambahkan").wait_for()
    page.context.clear_cookies()
    sign_in(visitor.go("/akun/login/"), person.user.username, PASSWORD)
    assert urlsplit(page.url).path == "/akun/2fa/authenticate/"  # the password alone no longer opens the door
    assert visitor.axe_findings() == []
    page.get_by_role("button", name="Pakai kunci sandi").click()
    page.wait_for_url("**/staf/")
    page = visitor.go("/akun/2fa/webauthn/")
    assert "Terakhir dipakai" in page.locator("main").inner_text()
    assert (visitor.sideways(), visitor.axe_findings()) == (0, [])
    page.get_by_role("link", name="Ubah nama").click()
    confirm(page)
    page.get_by_label("Nama perangkat").fill("Ponsel lama")
    page.locator("main form button:not([type=button])").click()
    page.get_by_role("heading", name="Ponsel lama").wait_for()
    page.get_by_role("link", name="Hapus").click()
    page.locator("main form button:not([type=button])").click()
    page.get_by_text("Belum ada kunci sandi.").first.wait_for()

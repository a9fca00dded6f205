"""`next` never leads off this site, however it is written (ASVS 3.7.2)."""

from itertools import product
from urllib.parse import quote, urlsplit

import pytest

from baubau_pembinaan.accounts.choices import Role
from tests.factories.accounts import PASSWORD, make_person

HOST = "jahat.example"
PREFIXES = [
    "//", "///", "////", "https:", "https://", "http:///", "HTTPS://", "https:/\\", "\\\\", "/\\", "\\/", "\\", "/\\/",
    "//testserver@", "https://testserver@", "https://testserver.", "//testserver:80@", " //", "\t//", "\n//", "\r\n//",
    "/\t/", "/\n/", "/\r/", "\x00//", "\x08//", "\x1f//", "ht\ntps://", "ftp://", "//%5c", "https:%0a//", "///\\",
    ".//", "javascript://", "javascript:alert(1)//", "data:text/html,", "//\u3002", "//\uff0f", "https:\u2215\u2215",
    "//[::1]@", "//;@", "//%00@", "//%2e", "//%09/", "/%09/", "/.//", "/..//", "//..//", "\u00a0//", "\u2028//",
    "http:", "http://", "//www.", "https://www.", "//user:pw@", "//\\", "\\//", "\\\\\\", "https://////", "https:@",
    "//-", "vbscript:", "mailto:x@", "file:///",
]  # fmt: skip


def is_local(address: str) -> bool:
    """As a browser reads it: backslashes are slashes, tabs and line ends are nothing."""
    read = "".join(sign for sign in address if sign not in "\t\r\n").lstrip("".join(map(chr, range(33))))
    read = read.replace("\\", "/")
    parts = urlsplit(read)
    return not parts.scheme and not parts.netloc and not read.startswith("//")


def test_the_judge_itself_knows_good_from_bad():
    assert is_local("/staf/?a=1") and is_local("/staf/pegawai/")
    assert not any(is_local(bad) for bad in ("//x.y", "https:x.y", "/\\x.y", "\\\\x.y", "/\t/x.y", " https://x.y"))
    assert len(set(PREFIXES)) >= 60


@pytest.mark.parametrize("prefix", PREFIXES, ids=lambda prefix: quote(prefix))
def test_language_switch_stays_here(prefix, client, library):
    answer = client.post("/bahasa/", {"language": "en", "next": prefix + HOST})
    assert is_local(answer["Location"]), answer["Location"]


@pytest.fixture(scope="module")
def person(django_db_setup, django_db_blocker):
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        made = make_person(Role.LIBRARIAN).user
        with django_db_blocker.block():
            yield made
        transaction.set_rollback(True)


@pytest.mark.parametrize("prefix", PREFIXES, ids=lambda prefix: quote(prefix))
def test_sign_in_stays_here(prefix, client, person, db):
    fields = {"login": person.username, "password": PASSWORD, "next": prefix + HOST}
    answer = client.post("/akun/login/", fields)
    assert answer.status_code == 302
    assert is_local(answer["Location"]), answer["Location"]


@pytest.mark.parametrize("path", ["/akun/login/", "/akun/logout/", "/admin/login/"])
def test_no_page_draws_a_link_out_of_next(path, client, library):
    for prefix, name in product(("//", "https://", "/\\"), ("next", "url")):
        page = client.get(path, {name: prefix + HOST}).content.decode()
        assert f'href="{prefix}{HOST}' not in page
        assert f'action="{prefix}{HOST}' not in page


def test_an_address_of_this_site_is_followed(client, person, db):
    assert client.post("/bahasa/", {"language": "en", "next": "/tentang/?a=1"})["Location"] == "/tentang/?a=1"
    fields = {"login": person.username, "password": PASSWORD, "next": "/staf/pegawai/"}
    assert client.post("/akun/login/", fields)["Location"] == "/staf/pegawai/"

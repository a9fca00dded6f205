"""What one request may ask for: a body, a number of fields, a statement's seconds. Refused fast."""

import time
from urllib.parse import urlencode

import pytest
from django.db import OperationalError, connection
from django.test import Client

from baubau_pembinaan.core import limits
from tests.architecture.test_headers import assert_guarded


def refused(answer, began: float) -> int:
    assert time.monotonic() - began < 1, "a refusal takes no time"
    return answer.status_code


def test_a_body_of_100_mb_is_refused_by_its_length(db):
    began = time.monotonic()
    answer = Client().post(
        "/akun/login/", b"x", content_type="multipart/form-data; boundary=x", headers={"content-length": "100000000"}
    )
    assert refused(answer, began) == 413
    assert "text/html" in answer["Content-Type"]
    assert "20 MB" in answer.content.decode()
    assert "<header" in answer.content.decode(), "inside the site's own frame"
    assert_guarded(answer)


@pytest.mark.parametrize("length", ["-1", "viel", "²", "9" * 400])
def test_a_length_that_is_no_length_is_refused(db, length):
    assert Client().post("/akun/login/", b"", content_type="x/y", CONTENT_LENGTH=length).status_code == 413


def test_a_body_within_the_limit_passes(client, db):
    assert client.post("/bahasa/", {"language": "en", "next": "/tentang/"})["Location"] == "/tentang/"


@pytest.mark.parametrize("path", ["/akun/login/", "/bahasa/", "/s/tidakada/"])
def test_100_000_fields_are_refused(path, db):
    body = "&".join(f"f{number}=1" for number in range(100_000))
    began = time.monotonic()
    answer = Client().post(path, body, content_type="application/x-www-form-urlencoded")
    assert refused(answer, began) == 400


def test_a_text_body_of_five_megabytes_is_refused(db):
    began = time.monotonic()
    answer = Client().post("/akun/login/", "a=" + "x" * 5_000_000, content_type="application/x-www-form-urlencoded")
    assert refused(answer, began) == 413


@pytest.mark.parametrize("kind", ["urlencoded", "multipart"])
def test_too_long_a_text_is_told_as_that_with_the_way_back_to_the_form(db, kind):
    path, words = "/s/tidakada/", {"comment": "x" * 3_000_000}
    more = {"content_type": "application/x-www-form-urlencoded"} if kind == "urlencoded" else {}
    answer = Client().post(path, urlencode(words) if more else words, **more)
    page = answer.content.decode()
    assert answer.status_code == 413
    assert "paling banyak 2 MB" in page
    assert f'href="{path}"' in page
    assert "/staf/" not in page
    assert_guarded(answer)


def test_a_door_that_only_takes_in_is_no_way_back(db):
    answer = Client().post("/bahasa/", "a=" + "x" * 3_000_000, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413
    assert 'href="/bahasa/"' not in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_page_never_waits_for_an_endless_statement(settings):
    """The web server's process says so to each new connection (wsgi.py); others may take their time."""
    settings.WEB_STATEMENT_SECONDS = 1
    connection.close()
    limits.limit_statements()
    try:
        with connection.cursor() as cursor:
            began = time.monotonic()
            with pytest.raises(OperationalError, match="statement timeout"):
                cursor.execute("SELECT pg_sleep(20)")
            assert 0.5 < time.monotonic() - began < 15
    finally:
        limits.connection_created.disconnect(dispatch_uid="core.limit_statements")
        connection.close()
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)


def test_the_web_server_limits_its_statements():
    from pathlib import Path

    from django.conf import settings

    text = (Path(settings.BASE_DIR) / "baubau_pembinaan" / "wsgi.py").read_text()
    assert "\nlimit_statements()\n" in text
    assert 0 < settings.WEB_STATEMENT_SECONDS <= 30

"""Every answer carries the guard rails, errors and files included."""

import pytest

ANSWERS = {
    "page": ("/", 200),
    "sign-in": ("/akun/login/", 200),
    "missing page": ("/tidak-ada/", 404),
    "closed page": ("/staf/", 302),
    "admin": ("/admin/", 302),
    "static file": ("/static/admin/css/base.css", 200),
    "wrong method": ("/bahasa/", 405),
}


def directives(response) -> dict[str, str]:
    parts = [part.strip() for part in response["Content-Security-Policy"].split(";")]
    return {part.split(" ", 1)[0]: part.partition(" ")[2] for part in parts if part}


def assert_guarded(response) -> None:
    policy = directives(response)
    assert policy["default-src"] == "'self'"
    assert policy["object-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["base-uri"] == "'self'"
    assert policy["form-action"] == "'self'"
    assert "unsafe" not in response["Content-Security-Policy"]
    assert "http" not in response["Content-Security-Policy"].replace("https:", "http"), "no other host is allowed"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("answer", ANSWERS)
def test_security_headers_stand_on(answer, client, library):
    url, status = ANSWERS[answer]
    response = client.get(url)
    response.close()
    assert response.status_code == status
    assert_guarded(response)


def test_security_headers_stand_on_a_refusal(client_as, library):
    response = client_as(enforce_csrf_checks=True).post("/bahasa/")
    assert response.status_code == 403
    assert_guarded(response)


def test_security_headers_stand_on_a_crash(client, library, monkeypatch):
    from baubau_pembinaan.portal.views.home import PublicHome

    def crash(*args, **kwargs):
        raise RuntimeError("on purpose")

    monkeypatch.setattr(PublicHome, "get", crash)
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    assert_guarded(response)

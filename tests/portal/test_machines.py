"""/robots.txt and /favicon.ico: what is asked of every site, unasked."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "kind", "begins"),
    [
        ("/robots.txt", "text/plain; charset=utf-8", b"User-agent: *\nDisallow: /admin/\n"),
        ("/favicon.ico", "image/x-icon", b"\x00\x00\x01\x00\x01\x00"),
    ],
)
def test_machines_get_a_small_answer_that_they_may_keep(client, django_assert_num_queries, path, kind, begins):
    with django_assert_num_queries(0):
        response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (200, kind)
    assert response.content.startswith(begins) and len(response.content) < 2000
    assert "max-age=86400" in response["Cache-Control"] and "public" in response["Cache-Control"]
    assert not response.cookies
    assert client.post(path).status_code in {403, 405}

"""How a page behaves towards the database: as many statements for one row as for three, and few of them."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.statements import texts

PAGE_CAP = 10  # public and staff pages
ADMIN_CAP = 20  # the admin's lists
_NOT_COUNTED = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO", "BEGIN", "COMMIT")


def statements(client: Client, url: str) -> tuple[HttpResponse, list[str]]:
    """The answer to a GET that must be 200, and the SQL it took (savepoints aside)."""
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    assert response.status_code == 200, f"{url} answers {response.status_code}"
    return response, [text for text in texts(captured) if not text.startswith(_NOT_COUNTED)]


def assert_same_queries(
    client: Client, url: str | Callable[[], str], make_one: Callable[[], object], *, cap: int = PAGE_CAP
) -> HttpResponse:
    """Assert that the page takes as many statements with one row as with three, and at most `cap`.

    `make_one` makes one more row that the page draws, with everything hanging on it; `url` may be a function where
    the address needs that row. The page is drawn in English as well, for the same statements. Returns
    the answer with three rows, so that a test may look whether they are drawn.
    """
    make_one()
    address = url() if callable(url) else url
    client.get(address)  # fills what is read once per process, such as content types
    _response, one = statements(client, address)
    make_one()
    make_one()
    response, three = statements(client, address)
    assert len(one) == len(three), f"{address}: {len(one)} statements for one row, {len(three)} for three:\n" + _more(
        one, three
    )
    assert len(three) <= cap, f"{address}: {len(three)} statements, allowed are {cap}:\n" + "\n".join(three)
    with _english(client):
        _response, english = statements(client, address)
        if len(english) > len(three):  # a template's other language may read its own things once
            _response, english = statements(client, address)
    assert len(english) <= len(three), f"{address}: more statements in English:\n{_more(three, english)}"
    return response


@contextmanager
def _english(client: Client) -> Iterator[None]:
    """The same reader, for a while in English: columns that only one language draws must be read as well."""
    user = getattr(client, "user", None)
    if user is None:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        yield
        del client.cookies[settings.LANGUAGE_COOKIE_NAME]
        return
    readers = type(user)._base_manager.filter(pk=user.pk)
    before = readers.values_list("language", flat=True).get()
    readers.update(language="en")
    yield
    readers.update(language=before)


def _more(few: list[str], many: list[str]) -> str:
    """The statements that came more often, their numbers and texts left out."""

    def shape(sql: str) -> str:
        return re.sub(r"'[^']*'|\b\d+\b", "?", sql)

    extra = Counter(map(shape, many)) - Counter(map(shape, few))
    return "\n".join(f"  +{times}  {sql[:400]}" for sql, times in extra.most_common())

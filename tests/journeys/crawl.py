"""Following every link of the site as one person, one page of each kind."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve

OF_EACH_KIND = 1  # pages visited per URL name; a list and its filtered copy look alike


@dataclass(frozen=True)
class Answer:
    path: str
    status: int
    is_page: bool
    kind: str = ""  # name of the address


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a" and (target := dict(attrs).get("href")) and "download" not in dict(attrs):
            self.found.append(target)


def crawl(client: Client, starts: list[str], *, under: str = "/", elsewhere: Collection[str] = ()) -> Iterator[Answer]:
    """Every page reachable by links, breadth first; redirects are followed as new links.

    Stays under one path and out of the folders named `elsewhere`.
    """
    waiting = list(starts)
    seen: set[str] = set(waiting)
    visited: dict[str, int] = {}
    while waiting:
        path = waiting.pop(0)
        try:
            kind = resolve(urlsplit(path).path).view_name
        except Resolver404:
            yield Answer(path, 404, True)
            continue
        if visited.get(kind, 0) >= OF_EACH_KIND or kind.endswith("logout"):
            continue
        visited[kind] = visited.get(kind, 0) + 1
        response = client.get(path)
        is_page = response.get("Content-Type", "").startswith("text/html") and response.status_code == 200
        yield Answer(path, response.status_code, is_page, kind)
        links = [response.url] if response.status_code in (301, 302, 303) else []
        if is_page and not response.streaming:
            reader = _Links()
            reader.feed(response.content.decode())
            links = reader.found
        response.close()
        for link in links:
            parts = urlsplit(urljoin(path, link))
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            inside = not parts.netloc and not parts.scheme and not parts.path.startswith(("/static/", "/media/"))
            inside = inside and parts.path.startswith(under) and not parts.path.startswith(tuple(elsewhere))
            if inside and target not in seen:
                seen.add(target)
                waiting.append(target)

"""Every page reachable by links: whole, in one language, within a phone's width, accessible at both widths."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import pytest
from django.contrib import admin
from django.test import Client
from model_bakery import baker

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.core.translations.catalogue import read, upstream_catalogues
from baubau_pembinaan.core.translations.rooms import rooms
from tests.architecture.addresses import declared
from tests.journeys.browser import DESKTOP, PHONE
from tests.journeys.crawl import Answer, crawl


@dataclass(frozen=True)
class Way:
    """A walk through one door: who walks, from which pages, in which folder, and how few kinds of page are too few.

    elsewhere: folders left to other walks. part: of the pages found, every `parts`-th beginning with this one is
    looked at, so that two processors share a long walk. axe_at: the windows in which axe looks, by language.
    alike: kinds of page that are one template for every model, by the end of their name; a browser opens the first
    of each kind, by language, and the others only have to answer.
    """

    who: str | None
    starts: tuple[str, ...]
    under: str = "/"
    elsewhere: tuple[str, ...] = ()
    fewest: int = 1
    part: int = 0
    parts: int = 1
    axe_at: Mapping[str, tuple[dict[str, int], ...]] = field(default_factory=lambda: dict.fromkeys(LANGUAGES, WINDOWS))
    alike: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def first_of_each(self, found: list[Answer], language: str) -> list[Answer]:
        """What a browser opens."""
        seen: set[str] = set()
        opened = []
        for answer in found:
            kind = next((end for end in self.alike.get(language, ()) if answer.kind.endswith(end)), "")
            if not kind or kind not in seen:
                opened.append(answer)
            seen.add(kind)
        return opened


LANGUAGES, WINDOWS = ("id", "en"), (PHONE, DESKTOP)
# What is behind the sign-in is the same page in both languages: axe sees each of hundreds once in each window.
ONCE_A_WINDOW = {"id": (PHONE,), "en": (DESKTOP,)}
STAFF_PARTS = 4
SIDEBAR = "#nav-sidebar"
# The list and the form of a model have words and columns of their own; the rest of the administration has not.
ADMIN_ALIKE = {
    "id": ("_history", "_delete", "_export", "_import"),
    "en": ("_history", "_delete", "_export", "_import", "_add", "_change"),
}
ROOMS = sorted({model._meta.app_label for model in admin.site._registry})

WAYS = {
    "public": Way(None, ("/", "/akun/login/"), elsewhere=("/staf/", "/admin/"), fewest=8),
    **{
        f"staff-{part + 1}": Way(
            Role.ADMINISTRATOR,
            ("/staf/",),
            elsewhere=("/admin/",),
            fewest=5,
            part=part,
            parts=STAFF_PARTS,
            axe_at=ONCE_A_WINDOW,
        )
        for part in range(STAFF_PARTS)
    },
    "admin": Way(
        Role.ADMINISTRATOR,
        ("/admin/",),
        under="/admin/",
        elsewhere=tuple(f"/admin/{label}/" for label in ROOMS),
        axe_at=ONCE_A_WINDOW,
    ),
    **{
        f"admin-{label}": Way(
            Role.ADMINISTRATOR,
            (f"/admin/{label}/",),
            under=f"/admin/{label}/",
            fewest=2,
            axe_at=ONCE_A_WINDOW,
            alike=ADMIN_ALIKE,
        )
        for label in ROOMS
    },
}


_WALKED: dict[object, list[Answer]] = {}
OWN_NAMES = {"english"}  # a language's own name in the list of languages


@cache
def english_only() -> frozenset[str]:
    """English texts whose Indonesian differs and which are themselves nobody's Indonesian."""
    english: dict[str, str] = {}
    indonesian: set[str] = set()
    for file in [*upstream_catalogues(), *(room.catalogue for room in rooms())]:
        for entry in read(file):
            said = entry.msgstr or entry.msgstr_plural.get(0, "")
            indonesian.add(said.casefold())
            english[entry.msgid.casefold()] = said.casefold()
    fine = indonesian | OWN_NAMES
    return frozenset(
        text for text, said in english.items() if said and text != said and text not in fine and len(text) > 3
    )


@pytest.fixture(scope="module")
def a_row_of_each(site):
    """Each model of the admin has a row, so that its change, history and delete pages are visited."""
    _doors, objects = declared()
    for model in admin.site._registry:
        if not model._default_manager.exists():
            objects[model]() if model in objects else baker.make(model)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("way", WAYS)
def test_every_page_is_whole_narrow_and_accessible(visit, site, a_row_of_each, way, language):
    walk = WAYS[way]
    client = Client(headers={"accept-language": language})
    visitor = visit(site.person(walk.who) if walk.who else None, window=PHONE, language=language)
    if walk.who:
        client.force_login(site.person(walk.who))
    wrong: dict[str, list[str]] = defaultdict(list)
    pages = 0
    key = (walk.who, walk.starts, language)
    if key not in _WALKED:  # the parts of one walk, where one process takes several, follow the links once
        _WALKED[key] = list(crawl(client, list(walk.starts), under=walk.under, elsewhere=walk.elsewhere))
    found = _WALKED[key][walk.part :: walk.parts]
    for answer in found:
        if answer.status >= 400:
            wrong[f"answers {answer.status}"].append(answer.path)
    for answer in walk.first_of_each([answer for answer in found if answer.is_page], language):
        pages += 1
        page = visitor.go(answer.path)
        for window in WINDOWS:
            page.set_viewport_size(window)
            if wide := visitor.sideways():
                wrong[f"{wide} px wider than a window of {window['width']}"].append(answer.path)
            if window == PHONE:
                for name in visitor.hidden_columns():
                    wrong[f"hides columns on a phone: {name}"].append(answer.path)
            known = [SIDEBAR] if pages > 1 else []  # the same hundreds of links beside every page of a room
            for finding in visitor.axe_nodes(*known) if window in walk.axe_at[language] else ():
                wrong[finding].append(f"{answer.path} at {window['width']}")
        page.set_viewport_size(PHONE)
        if language == "id":
            for text in sorted({text for text in visitor.texts() if text.casefold().rstrip(":") in english_only()}):
                wrong[f"not in Indonesian: {text}"].append(answer.path)
    told = [f"{fault}\n    {len(places)} times: {', '.join(places[:4])}" for fault, places in wrong.items()]
    assert not wrong, "\n".join(sorted(told))
    assert pages >= walk.fewest

"""Every page reachable by links: whole, in one language, within a phone's width, accessible at both widths."""

from collections import defaultdict
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
from tests.journeys.crawl import crawl

# door -> (who visits, first pages, the folder they stay in, folders left to the other doors, fewest kinds of page)
DOORS = {
    "public": (None, ["/", "/akun/login/"], "/", ["/staf/", "/admin/"], 8),
    "staff": (Role.ADMINISTRATOR, ["/staf/"], "/", ["/admin/"], 20),
    "admin": (Role.ADMINISTRATOR, ["/admin/"], "/admin/", [], 60),
}


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


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("door", DOORS)
def test_every_page_is_whole_narrow_and_accessible(visit, site, a_row_of_each, door, language):
    role, starts, under, elsewhere, fewest = DOORS[door]
    client = Client(headers={"accept-language": language})
    visitor = visit(site.person(role) if role else None, window=PHONE, language=language)
    if role:
        client.force_login(site.person(role))
    wrong: dict[str, list[str]] = defaultdict(list)
    pages = 0
    for answer in crawl(client, starts, under=under, elsewhere=elsewhere):
        if answer.status >= 400:
            wrong[f"answers {answer.status}"].append(answer.path)
        if not answer.is_page:
            continue
        pages += 1
        page = visitor.go(answer.path)
        for window in (PHONE, DESKTOP):
            page.set_viewport_size(window)
            if wide := visitor.sideways():
                wrong[f"{wide} px wider than a window of {window['width']}"].append(answer.path)
            if window == PHONE:
                for name in visitor.hidden_columns():
                    wrong[f"hides columns on a phone: {name}"].append(answer.path)
            for finding in visitor.axe_nodes():
                wrong[finding].append(f"{answer.path} at {window['width']}")
        page.set_viewport_size(PHONE)
        if language == "id":
            for text in sorted({text for text in visitor.texts() if text.casefold().rstrip(":") in english_only()}):
                wrong[f"not in Indonesian: {text}"].append(answer.path)
    told = [f"{fault}\n    {len(places)} times: {', '.join(places[:4])}" for fault, places in wrong.items()]
    assert not wrong, "\n".join(sorted(told))
    assert pages >= fewest

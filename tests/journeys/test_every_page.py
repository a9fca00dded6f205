"""Every page reachable by links, as the administrator: whole, in one language, within a phone's width, accessible."""

from functools import cache

import pytest
from django.test import Client

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.core.translations.catalogue import read, upstream_catalogues
from baubau_pembinaan.core.translations.rooms import rooms
from tests.journeys.browser import PHONE
from tests.journeys.crawl import crawl


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
    return frozenset(
        text for text, said in english.items() if said and text != said and text not in indonesian and len(text) > 3
    )


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_linked_page_answers(site, language):
    person = site.person(Role.ADMINISTRATOR)
    type(person).objects.filter(pk=person.pk).update(language=language)
    client = Client(headers={"accept-language": language})
    client.cookies["bahasa"] = language
    client.force_login(person)
    answers = list(crawl(client))
    assert len(answers) > 20
    assert [answer for answer in answers if answer.status >= 400] == []


def test_every_page_is_indonesian_narrow_and_accessible(visit, site):
    person = site.person(Role.ADMINISTRATOR)
    client = Client()
    client.force_login(person)
    visitor = visit(person, window=PHONE)
    wrong = []
    for answer in crawl(client):
        if not answer.is_page:
            continue
        visitor.go(answer.path)
        wide = visitor.sideways()
        if wide:
            wrong.append(f"{answer.path}: {wide} px wider than a phone")
        english = sorted({text for text in visitor.texts() if text.casefold().rstrip(":") in english_only()})
        if english:
            wrong.append(f"{answer.path}: not in Indonesian: {english}")
        wrong += visitor.axe_findings()
    assert not wrong, "\n".join(wrong)

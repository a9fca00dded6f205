"""Which column of a table is what: by its heading in any tongue, by the layout of SLiMS, or by what stands in it."""

import re
from collections.abc import Sequence
from itertools import pairwise

from collections_app.identity import read_isbn

from . import columns, layouts
from .forms import DECIDING, LIST, NUMBER, TESTS, YEAR, cells_of, share_of

HEADING_WITHIN = 12  # rows in which a heading is looked for


def preamble_of(sample: list[list[str]], width: int) -> int:
    """How many rows stand above the table: a report's title over a heading whose words are known, or lines of one
    cell over rows of the usual width."""
    fullest = 0
    for place, row in enumerate(sample[:HEADING_WITHIN]):
        said = [cell.strip() for cell in row if cell.strip()]
        known = sum(1 for cell in said if columns.field_called(cell))
        if fullest * 2 > len(said) and place:  # what stood above was data
            break
        fullest = max(fullest, len(said))
        if known >= 3 and known * 2 >= len(said) and _reads_like_words(said, []):
            return place
    place = 0
    while place < min(len(sample) - 1, HEADING_WITHIN) and len(sample[place]) != width:
        if sum(1 for cell in sample[place] if cell.strip()) > 1:
            break
        place += 1
    return place


def columns_of(sample: list[list[str]], width: int) -> tuple[bool, dict[str, int], list[str], bool]:
    """(has a heading, field -> place, headings nobody knows, told by content)."""
    first = [cell.strip().lstrip("\ufeff") for cell in sample[0]]
    named = [columns.field_called(cell) for cell in first]
    known = sum(1 for name in named if name)
    if known >= 2 and known >= min(3, len([c for c in first if c])) and _reads_like_words(first, sample[1:]):
        places: dict[str, int] = {}
        for place, name in enumerate(named):
            if name and name not in places:
                places[name] = place
        if _are_counts(cells_of(sample[1:], places.get("item_code", width))):
            del places["item_code"]
        places |= _in_order(named, places, width)
        counting = running_columns(sample[1:], width, first)
        unknown = [
            place for place in range(min(width, len(first))) if place not in places.values() and place not in counting
        ]
        if is_items(places):
            pass  # what else such a file has is no bibliography
        elif "title" not in places:
            places |= {k: v for k, v in _by_content(sample[1:], unknown, set(places)).items() if k not in places}
        else:
            places |= _by_form(sample[1:], unknown, set(places))
        ignored = [cell for place, cell in enumerate(first) if cell and place not in places.values()]
        return True, places, ignored, False
    body, has_header = sample, False
    if len(sample) > 1 and _differs_from_data(sample[0], sample[1:], width):
        body, has_header = sample[1:], True
    ranked = []
    for layout in (columns.BIBLIOGRAPHY, columns.ITEMS, (*columns.ITEMS, columns.ITEM_TITLE)):
        if len(layout) == width:
            ranked.append((_fit(body, layout), layout))
    if ranked:
        fit, layout = max(ranked, key=lambda pair: pair[0])
        if fit >= 0.5:
            return has_header, {name: place for place, name in enumerate(layout)}, [], False
    if places := layouts.nearly(body, width):
        return has_header, places, [str(place + 1) for place in range(width) if place not in places.values()], False
    counting = running_columns(body, width)
    found = _by_content(body, [place for place in range(width) if place not in counting], set())
    left = [str(place + 1) for place in range(width) if place not in found.values()]
    return has_header, found, left, True


def _in_order(named: Sequence[str], places: dict[str, int], width: int) -> dict[str, int]:
    """Columns whose words nobody knows, by the order of a SLiMS layout that the known ones keep."""
    for layout in (columns.BIBLIOGRAPHY, columns.ITEMS, (*columns.ITEMS, columns.ITEM_TITLE)):
        kept = len(layout) == width == len(named) and len(places) * 2 > width
        if kept and all(place == layout.index(name) for name, place in places.items() if name in layout):
            return {name: place for place, name in enumerate(layout) if not named[place] and name not in places}
    return {}


def running_columns(body: Sequence[Sequence[str]], width: int, heading: Sequence[str] = ()) -> set[int]:
    """Columns that only count the rows: 1, 2, 3 ... They look like classes, and say nothing."""
    found = set()
    for place in range(width):
        cells = cells_of(body, place)
        named = place < len(heading) and columns.flat(heading[place]) in columns.RUNNING
        numbers = [int(cell) for cell in cells if cell.isdecimal() and len(cell) < 8]
        if not numbers or len(numbers) * 10 < sum(1 for cell in cells if cell) * 9:
            continue
        steps = sum(after == before + 1 for before, after in pairwise(numbers))
        counts = len(numbers) >= 4 and numbers[0] <= 1 and steps * 10 >= (len(numbers) - 1) * 9
        if counts or (named and steps * 2 >= len(numbers) - 1):
            found.add(place)
    return found


def _are_counts(cells: Sequence[str]) -> bool:
    """Whether a column of copies says how many there are, not which."""
    said = [cell for cell in cells if cell]
    return bool(said) and len(set(said)) < max(len(said), 2) and all(re.fullmatch(r"\d{1,3}", cell) for cell in said)


def _reads_like_words(first: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    return not any(LIST.match(cell) or NUMBER.match(cell) for cell in first if cell)


def is_items(places: dict[str, int]) -> bool:
    own = {"inventory_code", "received_date", "supplier_name", "location_name", "item_status_name", "coll_type_name"}
    titles = {"authors", "publisher_name", "isbn_issn", "publish_year", "topics", "sor", "collation"}
    return "item_code" in places and len(own & set(places)) >= 2 and not titles & set(places)


def loans_in(heading: Sequence[str]) -> dict[str, int]:
    """Where a history of loans names the copy and the day; {} where the headings are no such history's."""
    places = {"loan_date": next((n for n, cell in enumerate(heading) if columns.flat(cell) in columns.LOAN_DATE), -1)}
    places["item_code"] = next((n for n, cell in enumerate(heading) if columns.field_called(cell) == "item_code"), -1)
    return places if min(places.values()) >= 0 else {}


def told_by_form(body: Sequence[Sequence[str]], places: dict[str, int]) -> bool:
    """Whether a column besides the title is known by its form, not by being a text among others."""
    return any(
        name in places and share_of(cells_of(body, places[name]), TESTS[name]) >= least for name, least in _BY_FORM[:7]
    )


def _fit(body: Sequence[Sequence[str]], layout: Sequence[str]) -> float:
    """How well the columns hold what a layout says of them: 0 to 1, over the telling columns that are filled."""
    shares = []
    for place, name in enumerate(layout):
        if name not in DECIDING:
            continue
        cells = cells_of(body, place)
        if any(cells):
            shares.append(share_of(cells, TESTS[name]))
    title = cells_of(body, layout.index("title")) if "title" in layout else ["x"]
    return (sum(shares) / len(shares) if shares else 0.5) if any(title) else 0.0


def _differs_from_data(first: Sequence[str], body: Sequence[Sequence[str]], width: int) -> bool:
    """Whether the first row is a heading in a tongue nobody here knows: words over columns of numbers and lists."""
    telling = 0
    for place in range(min(width, len(first))):
        cell = first[place].strip()
        cells = cells_of(body, place)
        for test in (NUMBER.match, YEAR.match, LIST.match):
            if cell and share_of(cells, test) >= 0.7:
                if test(cell):
                    return False
                telling += 1
    return telling >= 2 or (telling == 1 and all(c.strip() for c in first[:width]))


_BY_FORM = (
    ("isbn_issn", 0.6),
    ("publish_year", 0.7),
    ("item_code", 0.7),
    ("authors", 0.6),
    ("topics", 0.6),
    ("call_number", 0.6),
    ("classification", 0.6),
    ("language_name", 0.6),
    ("gmd_name", 0.6),
    ("collation", 0.5),
    ("place_name", 0.5),
    ("publisher_name", 0.5),
)
VALID = 0.3  # of a column of numbers that may be ISBNs, so many are: phones and dates are not


def _by_form(body: Sequence[Sequence[str]], places: Sequence[int], taken: set[str]) -> dict[str, int]:
    """Columns told by the form of what stands in them: numbers, years, lists, classes."""
    found: dict[str, int] = {}
    free = list(places)

    def claim(name: str, least: float) -> None:
        if name in taken or name in found:
            return
        scored = [(share_of(cells_of(body, place), TESTS[name]), -place) for place in free]
        if scored and max(scored)[0] >= least:
            place = -max(scored)[1]
            if name == "isbn_issn" and share_of(cells_of(body, place), lambda cell: read_isbn(cell)[2]) < VALID:
                return
            found[name] = place
            free.remove(place)

    for name, least in _BY_FORM:
        claim(name, least)
    return found


def _by_content(body: Sequence[Sequence[str]], places: Sequence[int], taken: set[str]) -> dict[str, int]:
    """As `_by_form`, and the rest by how full it is: the title is the fullest text column."""
    found = _by_form(body, places, taken)
    free = [place for place in places if place not in found.values()]
    texts = []
    for place in free:
        said = [cell for cell in cells_of(body, place) if cell]
        if said and share_of(said, lambda cell: re.search(r"[A-Za-z]{3}", cell)) > 0.6:
            words = sum(len(cell.split()) for cell in said) / len(said)
            texts.append((len(set(said)) / len(body) * min(words, 6), -place))
    if texts and "title" not in taken:
        found["title"] = -max(texts)[1]
        texts = [text for text in texts if -text[1] != found["title"]]
        # Publishers come again and again; a name that rarely repeats is an author's.
        rest = sorted(-place for _score, place in texts)
        for place in rest:
            said = [cell for cell in cells_of(body, place) if cell]
            repeats = 1 - len(set(said)) / len(said)
            name = "publisher_name" if repeats > 0.35 else "authors"
            if name not in found and name not in taken and len(said) > len(body) * 0.3:
                found[name] = place
    return found

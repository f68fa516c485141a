"""A made-up language, in which every message of the catalogue stands between marks: what has none was never translated.

The marks are in the fonts of the guide's PDF too.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from flask_babel import Domain
from lxml.html import HtmlElement

from tests.support.page import tree

OPEN, CLOSE = "«", "»"
# as CLDR has times and dates in Spanish: they are no messages, and one in English is bare
_WHEN = re.compile(r"((\w+, )?\d{1,2} de \w+( de \d{4})?(, )?)?(\d{1,2}:\d\d [ap]\.m\.)?")
SPOKEN_ATTRIBUTES = ("title", "alt", "placeholder", "aria-label", "aria-description", "label")
WITH_A_LABEL = ("submit", "button", "reset")


class _Marked:
    def ugettext(self, message: str) -> str:
        return f"{OPEN}{message}{CLOSE}"

    def ungettext(self, one: str, many: str, number: int) -> str:
        return self.ugettext(one if number == 1 else many)

    def upgettext(self, _: str, message: str) -> str:
        return self.ugettext(message)

    def unpgettext(self, _: str, one: str, many: str, number: int) -> str:
        return self.ungettext(one, many, number)


@contextmanager
def spoken() -> Iterator[None]:
    """Within it whatever goes through the catalogue is marked, in all languages."""
    with patch.object(Domain, "get_translations", lambda _: _Marked()):
        yield


def bare(text: str, data: tuple[str, ...]) -> list[str]:
    """What stands outside of the marks, but for ``data`` and for what has no letters."""
    outside, depth = "", 0
    for letter in text:
        depth += (letter == OPEN) - (letter == CLOSE)
        outside += letter if depth == 0 and letter != CLOSE else "\n" if depth == 1 and letter == OPEN else ""
    assert depth == 0, f"a mark is missing: {text}"
    for known in sorted(data, key=len, reverse=True):
        outside = outside.replace(known, " ")
    outside = _WHEN.sub("", outside)
    return [line.strip() for line in outside.split("\n") if re.search(r"[^\W\d_]", line)]


def bare_of_page(html: str, data: tuple[str, ...]) -> list[str]:
    """What is read on a page, or read out, and is not marked."""
    page = tree(html)
    found = bare("".join(_texts(page)), data)
    for element in page.iter():
        if isinstance(element.tag, str):
            for value in _spoken(element):
                found += bare(value, data)
    return found


def _texts(element: HtmlElement) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in ("style", "script"):
        return
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""
    yield "\n"


def _spoken(element: HtmlElement) -> Iterator[str]:
    values: dict[str, Any] = dict(element.attrib)
    yield from (values[name] for name in SPOKEN_ATTRIBUTES if name in values)
    yield from (value for name, value in values.items() if name.startswith("data-") and " " in value)
    if element.tag == "input" and values.get("type") in WITH_A_LABEL:
        yield values.get("value", "")

"""The words of the other languages, as the tests read them: from the catalogue, by what is said in English."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.dates import get_month_names
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

import portal
from portal.i18n import FIRST, LANGUAGES

FOLDER = Path(portal.__file__).parent / "translations"
OTHERS = [language for language in LANGUAGES if language != FIRST]


@cache
def catalogue(language: str) -> Catalog:
    with (FOLDER / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def messages(found: Catalog) -> list[Message]:
    """Without the header."""
    return [message for message in found if message.id]


def forms(text: str | Iterable[str]) -> tuple[str, ...]:
    """One text, or one for each number."""
    return (text,) if isinstance(text, str) else tuple(text)


@dataclass(frozen=True)
class Say:
    """What is said in English, said in a language; KeyError where the catalogue does not know it."""

    language: str = FIRST

    def __call__(self, english: str, context: str | None = None, **values: object) -> str:
        text = english
        if self.language != FIRST:
            message = catalogue(self.language).get(english, context)
            if message is None:
                raise KeyError(english)
            text = str(message.string)
        return text % values if values else text

    def month(self, number: int) -> str:
        return str(get_month_names("wide", locale=self.language)[number])


ENGLISH = Say()

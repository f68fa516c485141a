"""What a guide is made of; the page and the PDF each give it their look."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class RunKind(StrEnum):
    WORDS = "words"
    NAME = "name"  # as it is written on a button, a page or a mail
    EMAIL = "email"
    ADDRESS = "address"
    PHONE = "phone"


@dataclass(frozen=True)
class Run:
    """A stretch of text of one look."""

    text: str
    kind: RunKind = RunKind.WORDS


Text = tuple[Run, ...]
Say = Callable[[str], Text]  # words() with the values of one guide


@dataclass(frozen=True)
class GuidePart:
    """A heading to look something up, and steps to follow in order."""

    heading: str = ""
    text: Text = ()
    steps: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Section:
    heading: str
    parts: tuple[GuidePart, ...]


@dataclass(frozen=True)
class Guide:
    title: str
    practice: str
    phone: str
    address: str
    lead: Text
    sections: tuple[Section, ...]
    call: str = ""  # the address that dials the phone
    place: tuple[str, ...] = ()  # the lines of the practice's address
    logo: bytes = b""  # a PNG or JPEG for the PDF; the page has it in its head


def when(condition: bool, sentence: str) -> tuple[str, ...]:
    """The sentence, or nothing, to be put between others."""
    return (sentence,) if condition else ()


def words(sentence: str, values: dict[str, Run] | None = None) -> Text:
    """Text with its ``[names]`` marked and its ``{values}`` put in. The values themselves are not parsed.

    Raises KeyError for a value that is not there.
    """
    pieces = (piece for piece in re.split(r"(\[[^\]]+\]|\{\w+\})", sentence) if piece)
    return tuple(_run(piece, values or {}) for piece in pieces)


def _run(piece: str, values: dict[str, Run]) -> Run:
    if piece.startswith("["):
        return Run(piece[1:-1], RunKind.NAME)
    return values[piece[1:-1]] if piece.startswith("{") else Run(piece)

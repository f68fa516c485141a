"""What a screen is: a name, who sees it, and how it is opened. The lists are in the ``*_screens`` modules.

A screen that has an address is one line, one that must be brought about is one small function:

    at("clients", STAFF, "/staff/clients")

    @screen("email-added", STAFF)
    def _(page: Page, place: Place) -> None: ...
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from playwright.sync_api import Page

from tests.screens.places import FOLDERS, HELD, KEPT, NEW, PORTAL, Place

__all__ = [
    "CLIENT",
    "FOLDERS",
    "HELD",
    "KEPT",
    "NEW",
    "PORTAL",
    "STAFF",
    "VISITOR",
    "Audience",
    "Place",
    "Screen",
    "at",
    "known",
    "screen",
]


class Audience(StrEnum):
    """Who is signed in, and whose bound of bytes holds: ``visitor`` is a client who is not signed in yet."""

    VISITOR = "visitor"
    CLIENT = "client"
    STAFF = "staff"


VISITOR, CLIENT, STAFF = Audience
Opener = Callable[[Page, Place], None]


@dataclass(frozen=True)
class Screen:
    """``name`` is a file name too. ``phone``: it exists on phones only. ``place``: the server that shows it.

    ``who``: whose browser it is, where that is not the usual one of the audience.
    """

    name: str
    audience: Audience
    open: Opener
    place: str = PORTAL
    phone: bool = False
    is_signed_in: bool = True
    who: str = ""

    @property
    def is_of_staff_at_the_portal(self) -> bool:
        """Half of all screens. The other half has those of clients, and of the places that have few screens."""
        return (self.audience, self.place) == (STAFF, PORTAL)


known: list[Screen] = []


def at(
    name: str, audience: Audience, path: str, *, place: str = PORTAL, is_signed_in: bool = True, who: str = ""
) -> None:
    """A screen with an address; ``{words}`` in it are names of people and links in places.py."""

    def go(page: Page, here: Place) -> None:
        page.goto(here.path(path))

    _add(Screen(name, audience, go, place, is_signed_in=is_signed_in, who=who))


def screen(
    name: str, audience: Audience, *, place: str = PORTAL, phone: bool = False, is_signed_in: bool = True, who: str = ""
) -> Callable[[Opener], Opener]:
    """A screen that is brought about: the function gets a page, signed in as the audience is, and the place."""

    def keep(opener: Opener) -> Opener:
        _add(Screen(name, audience, opener, place, phone, is_signed_in, who))
        return opener

    return keep


def _add(new: Screen) -> None:
    assert new.name not in [other.name for other in known], f"two screens are named {new.name}"
    known.append(new)

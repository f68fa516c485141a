"""The languages that clients read: their pages, their mails and the guide. Staff read English.

Whatever a client may read is written ``_("…")``, or ``lazy("…")`` where it is written before a client asks; the words
of the other languages are in ``translations/``.
"""

from contextlib import AbstractContextManager
from typing import cast

import flask_babel
from flask_babel.speaklater import LazyString
from markupsafe import Markup, escape

LANGUAGES = {"en": "English", "es": "Español"}  # each by its own name
FIRST = "en"

babel = flask_babel.Babel()


class Later(LazyString):  # type: ignore[misc]
    """Translated each time it is read; escaped in a page as any text is."""

    def __html__(self) -> Markup:
        return escape(str(self))


def _(message: str, **values: object) -> str:
    """The message in the language that is spoken; with values, each ``%(name)s`` of it is filled in."""
    return str(flask_babel.gettext(message, **values))


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """Singular or plural; ``%(num)d`` is the number."""
    return str(flask_babel.ngettext(one, many, num, **values))


def lazy(message: str, **values: object) -> str:
    """Like ``_``, for words written before the reader is known. ``str()`` makes it a real text."""
    return cast(str, Later(flask_babel.gettext, message, **values))


def speaking(language: str | None) -> AbstractContextManager[None]:
    """Within it everything is said in this language; None is not known yet."""
    return cast(AbstractContextManager[None], flask_babel.force_locale(language if language in LANGUAGES else FIRST))


def in_english(text: object) -> str:
    """For what staff read, in English also where a client acted."""
    with speaking(FIRST):
        return str(text)


def spoken() -> str:
    """The language in use now."""
    found = flask_babel.get_locale()
    return found.language if found else FIRST

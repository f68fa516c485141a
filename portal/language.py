"""The languages that clients read: their pages, their mails and the guide. Staff read English.

Whatever a client may read is written ``_("…")``, or ``lazy("…")`` where it is written before a client asks; the words
of the other languages are in ``translations/``.
"""

from contextlib import AbstractContextManager
from typing import cast

from flask_babel import Babel, force_locale, lazy_gettext, ngettext
from flask_babel import gettext as _

LANGUAGES = {"en": "English", "es": "Español"}  # each by its own name
FIRST = "en"

babel = Babel()
lazy = lazy_gettext

__all__ = ["FIRST", "LANGUAGES", "_", "babel", "in_english", "lazy", "ngettext", "speaking"]


def speaking(language: str | None) -> AbstractContextManager[None]:
    """Within it everything is said in this language; None is not known yet."""
    return cast(AbstractContextManager[None], force_locale(language if language in LANGUAGES else FIRST))


def in_english(text: object) -> str:
    """For what staff read, whoever has caused it."""
    with speaking(FIRST):
        return str(text)

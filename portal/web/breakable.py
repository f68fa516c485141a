"""Email addresses in running text, which a narrow line breaks where people would."""

import re

from markupsafe import Markup

from portal import email_address

ONE_LINE = 28  # characters that the narrowest column, the client menu, has room for
PIECE = re.compile(r"[^@.]*[@.]+|[^@.]+")


def breakable(address: str) -> Markup:
    """On one line where it is short; a longer one may be broken after its @ and its dots.

    For words of a page; an attribute takes the filter ``readable``.
    """
    shown = email_address.shown(address)
    pieces = [shown] if len(shown) <= ONE_LINE else PIECE.findall(shown)
    return Markup("<wbr>").join(map(_whole, pieces))


def _whole(piece: str) -> str:
    """A browser would break after a hyphen (UAX #14, class HY); so it may only where the piece is wider than a line."""
    return Markup('<span class="whole">{}</span>').format(piece) if "-" in piece else piece

"""A QR code as our own template draws it."""

from dataclasses import dataclass
from itertools import groupby

import segno

QUIET_ZONE = 4  # modules of white on each side (ISO/IEC 18004)


@dataclass(frozen=True)
class QrCode:
    """``size`` is in modules, quiet zone included; ``path`` (SVG) are lines one module wide through the dark ones."""

    size: int
    path: str


def draw(text: str) -> QrCode:
    """At error level M: 15 % of it may be unreadable."""
    matrix = segno.make_qr(text, error="m", boost_error=False).matrix
    lines = [line for y, row in enumerate(matrix) for line in _lines(row, y + QUIET_ZONE)]
    return QrCode(len(matrix) + 2 * QUIET_ZONE, "".join(lines))


def _lines(row: bytearray, y: int) -> list[str]:
    found, x = [], QUIET_ZONE
    for is_dark, run in groupby(row, key=bool):
        length = len(list(run))
        if is_dark:
            found.append(f"M{x} {y}.5h{length}")
        x += length
    return found

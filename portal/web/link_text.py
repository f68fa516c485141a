"""The text of a link as it comes out of a mail: with what mail programs and people leave hanging on it."""

import re

from flask import Flask
from werkzeug.routing import PathConverter

_TEXT = re.compile(r"[\w-]+(?:\.[\w-]+)*")


class LinkText(PathConverter):
    """In a route ``<link:link>``: from the first character that no link has, nothing counts, nor a dot at the end.

    A slash, a bracket, a full stop, ``=``, ``%20``, ``&utm_source=…``: none can be part of one (RFC 4648, 5), so what
    is left opens exactly what it would have opened alone. Letters and digits of any script, and what follows a dot,
    stay: with them it is another link, which was never sent.
    """

    regex = r"[^/](?:.|\s)*?"  # a path may hold line breaks too

    def to_python(self, value: str) -> str:
        found = _TEXT.match(value)
        return found[0] if found else value


def init_app(app: Flask) -> None:
    """Before the routes are there."""
    app.url_map.converters["link"] = LinkText

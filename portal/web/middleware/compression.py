"""Pages go out compressed; static files are compressed once, at start (web/assets.py)."""

import gzip
import secrets
from io import BytesIO

from flask import Flask, Response, request

SMALLEST = 500  # bytes; below, the headers cost more than is saved
LEVEL = 5
PADDING = 64  # bytes at most


def init_app(app: Flask) -> None:
    app.after_request(compress)


def compress(response: Response) -> Response:
    """Gzip for text that is not compressed yet, where the browser takes it (RFC 9110, 8.4.1.3)."""
    if not (response.mimetype or "").startswith("text/") or response.direct_passthrough or response.is_streamed:
        return response
    response.vary.add("Accept-Encoding")
    if (
        "Content-Encoding" in response.headers
        or request.accept_encodings.quality("gzip") <= 0
        or len(response.get_data()) < SMALLEST
    ):
        return response
    response.set_data(_gzip(response.get_data()))
    response.headers["Content-Encoding"] = "gzip"
    return response


def _gzip(content: bytes) -> bytes:
    """A name of random length in the header hides how well the page compressed.

    A page holds its form secret and repeats what was typed; its exact length would tell, guess by guess,
    how alike the two are (the BREACH attack, CVE-2013-3587; the remedy "HTB", IEEE Access 2022, as in Django).
    """
    buffer = BytesIO()
    name = "x" * (1 + secrets.randbelow(PADDING))
    with gzip.GzipFile(filename=name, mode="wb", compresslevel=LEVEL, fileobj=buffer, mtime=0) as packed:
        packed.write(content)
    return buffer.getvalue()

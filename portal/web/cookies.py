"""The cookies: random ids (the device mark is one that opens nothing), the language that was chosen, and for a moment
whose pages this browser has just signed out of; never more.

On https each has the __Host- prefix (RFC 6265bis, 4.1.3.2).
"""

from flask import request
from werkzeug.wrappers import Response

from portal import config

STAFF, CLIENT, SESSION, LINK, SETUP = "staff", "client", "session", "link", "setup"
LANGUAGE, DEVICE, SIGNED_OUT = "language", "device", "signed-out"


def name(base: str) -> str:
    return f"__Host-{base}" if config.current().is_https else base


def read(base: str) -> str | None:
    return request.cookies.get(name(base))


def put(response: Response, base: str, value: str, max_age: int | None = None) -> None:
    secure = config.current().is_https
    response.set_cookie(name(base), value, max_age=max_age, path="/", secure=secure, httponly=True, samesite="Lax")


def drop(response: Response, base: str) -> None:
    response.delete_cookie(name(base), path="/", secure=config.current().is_https, httponly=True, samesite="Lax")

"""The headers of every answer (OWASP ASVS 5.0, chapter 3.4)."""

from flask import Flask, Response

from portal import config

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
# mails carry style in their tags; nothing else in one may run, load, or lead anywhere
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; base-uri 'none'; sandbox"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


def init_app(app: Flask) -> None:
    app.after_request(add)


def show_mail(response: Response) -> Response:
    """Let this answer be a mail as it really is, for a frame of our own pages."""
    response.headers["Content-Security-Policy"] = MAIL_POLICY
    return response


def hold_frame(response: Response) -> Response:
    """Let this page show another address of ours in a frame."""
    response.headers["Content-Security-Policy"] = f"{CONTENT_SECURITY_POLICY}; frame-src 'self'"
    return response


def of_every_answer() -> list[tuple[str, str]]:
    """Those of an answer that no view has changed anything about."""
    found = {"Content-Security-Policy": CONTENT_SECURITY_POLICY, "Cache-Control": "no-store"} | HEADERS
    if config.current().is_https:
        found["Strict-Transport-Security"] = "max-age=31536000"
    return list(found.items())


def add(response: Response) -> Response:
    for name, value in of_every_answer():
        if name in HEADERS:
            response.headers[name] = value
        else:
            response.headers.setdefault(name, value)
    return response

"""Chromium as people use it: a desktop, a phone, and one without JavaScript."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright

# The first is Chromium without a window, which takes half the time; the last is its name on Ubuntu.
CHROMIUM = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser"))), None)
ARGUMENTS = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update",
             "--disable-sync", "--no-first-run"]  # fmt: skip
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


def launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)


@contextmanager
def person(
    browser: Browser, base: str, *, phone: bool = False, javascript: bool = True, tolerant: bool = False,
    language: str = "en", zone: str | None = None,
) -> Iterator[Page]:  # fmt: skip
    """A browser of their own. Script errors, refused content and requests to elsewhere fail the test.

    ``language`` is what the browser asks for, ``zone`` the time zone that it is in; None: this machine's.
    ``tolerant``: the console may complain, since the test breaks the network or the server.
    """
    context = browser.new_context(
        base_url=base, viewport=PHONE if phone else DESKTOP, is_mobile=phone, has_touch=phone,  # type: ignore[arg-type]
        java_script_enabled=javascript, locale=f"{language}-US", timezone_id=zone,
    )  # fmt: skip
    context.set_default_timeout(10_000)
    problems: list[str] = []
    page = context.new_page()
    watch(page, base, problems, tolerant=tolerant)
    try:
        yield page
    finally:
        context.close()
    assert not problems, problems


def watch(page: Page, base: str, problems: list[str], *, tolerant: bool = False) -> None:
    """Note script errors, refused content and requests to elsewhere."""
    if not tolerant:
        page.on("console", lambda message: _note(message, problems))
    page.on("pageerror", lambda error: problems.append(f"script error: {error}"))
    page.on(
        "request", lambda request: None if request.url.startswith(base) else problems.append(f"went to {request.url}")
    )


def _note(message: ConsoleMessage, problems: list[str]) -> None:
    if message.type == "error" and "the server responded with a status of 4" not in message.text:
        problems.append(f"console: {message.text}")

"""The client menu, read as a person would, with the region that says why they can't get in."""

from lxml.html import HtmlElement

from portal.models import Client
from tests.support.page import by_id, words
from tests.support.visitor import Visitor


def menu(browser: Visitor, client: Client) -> str:
    return browser.get(f"/staff/clients/{client.public_id}/menu").text


def status(html: str) -> str:
    (found,) = [e for e in by_id(html, "client-menu").iter("span") if "status" in (e.get("class") or "").split()]
    assert len(list(found)) == 0, "the status is alone in its element"
    return words(found)


def switch(html: str) -> tuple[str | None, bool, str]:
    """Checked, whether it can be switched, the help beside it."""
    button = by_id(html, "access-switch")
    assert (button.tag, button.get("type"), button.get("role")) == ("button", "submit", "switch")
    assert (button.get("aria-labelledby"), button.get("aria-describedby")) == ("access-label", "access-help")
    assert words(by_id(html, "access-label")) == "Portal access"
    return button.get("aria-checked"), button.get("disabled") is None, words(by_id(html, "access-help"))


def main_button(html: str) -> str:
    return words(by_id(html, "main-button"))


def under_way(html: str) -> str:
    """What is said of the invite or reset that was mailed last."""
    return words(by_id(html, "mail-under-way"))


def why(html: str) -> HtmlElement | None:
    """The region, or None where nothing stands in the way."""
    found = [part for part in by_id(html, "client-menu").iter("section") if part.get("aria-label")]
    assert all(part.get("aria-label") == "Why they can't get in" for part in found) and len(found) < 2
    return found[0] if found else None


def sentence(html: str) -> str:
    region = why(html)
    assert region is not None, "nothing stands in the way"
    return words(by_id(html, "why-sentence"))

"""The client menu, read as a person would."""

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

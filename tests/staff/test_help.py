"""Help: the page that staff read, made of docs/getting-in.md."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from lxml.html import HtmlElement

from portal.config_values import MailServer
from portal.models import Client
from tests.support import calls, cast, factories
from tests.support.choices import choose
from tests.support.menu import menu
from tests.support.page import by_id, facts, headings, tree, words
from tests.support.post import use
from tests.support.visitor import Visitor

HELP = "/staff/help"
# what each of the twelve is about, brought about (tests/support/calls.py)
CALLS: dict[int, Callable[[Client], object]] = {
    1: calls.delayed, 2: calls.refused, 3: calls.default_email_changed, 4: calls.expired, 5: calls.older_link_opened,
    6: calls.registered_already, 7: calls.wrong_birth_date, 8: calls.registered, 9: calls.sign_in_waits,
    10: calls.reset_in_vain, 11: calls.turned_off, 12: calls.stopped_in_the_middle,
}  # fmt: skip


def numbered(page: str) -> dict[int, HtmlElement]:
    """The calls by their numbers, as a browser counts them."""
    found: dict[int, HtmlElement] = {}
    for items in (one for one in by_id(page, "content").iter("ol") if one.get("start")):
        found |= dict(enumerate(items, int(items.get("start", ""))))
    return found


def names(call: HtmlElement) -> list[str]:
    return [words(name) for name in call.iter("strong")]


def opened(browser: Visitor, html: str) -> str:
    """The words of the menu, and of what its buttons open."""
    region = by_id(html, "client-menu")
    forms = [form for form in region.iter("form") if form.get("method") == "get"]
    pages = [browser.get(form.get("action", ""), headers={"HX-Request": "true"}).text for form in forms]
    return " ".join([words(region), *(words(tree(page)) for page in pages)])


@pytest.mark.parametrize("number", CALLS)
def test_a_call_names_what_stands_in_the_client_menu_when_it_comes(number: int, staff_browser: Visitor) -> None:
    use(MailServer("127.0.0.1", 25, "none"))
    client = factories.make_client(replace(cast.THEO, email="caller@example.com"))
    CALLS[number](client)
    call = numbered(staff_browser.get(HELP).text)[number]
    html = menu(staff_browser, client)
    shown = opened(staff_browser, html)
    assert names(call) and [name for name in names(call) if name not in shown] == []
    said = [words(part).removesuffix(":") for part in call.iter("em")]
    assert [part for part in said if part.casefold() not in words(by_id(html, "why")).casefold()] == []


def test_the_twelve_calls_stand_below_what_the_caller_says_and_where_to_look(staff_browser: Visitor) -> None:
    page = staff_browser.get(HELP).text
    assert list(numbered(page))[-12:] == list(range(1, 13))
    section = next(part for part in by_id(page, "content").iter("section") if len(list(part.iter("h3"))) > 1)
    parts = [words(part) for part in section]
    for place, heading in [(n, part) for n, part in enumerate(section) if part.tag == "h3"]:
        assert re.fullmatch(r'".+"', words(heading)) and parts[place + 1].startswith("Look at ")
    assert len(list(section.iter("h3"))) == 8


def test_it_says_what_is_so_in_this_practice(staff_browser: Visitor) -> None:
    choose(None, link_hours=24)
    told = facts(staff_browser.get(HELP).text, "content")
    assert (told["Sign-in page"], told["Clients call"]) == ("http://127.0.0.1:8000/sign-in", cast.PHONE)
    assert told["An invite works"].startswith("for 24 hours")


def test_every_link_of_the_page_leads_to_a_part_of_it(staff_browser: Visitor) -> None:
    content = by_id(staff_browser.get(HELP).text, "content")
    there = [part.get("id") for part in content.iter() if part.get("id")]
    assert len(there) == len(set(there))
    links = [link.get("href", "") for link in content.iter("a")]
    assert links and {link[:1] for link in links} == {"#"} and {link[1:] for link in links} <= set(there)


def test_it_is_in_the_menu_of_everybody_on_staff(app: Any, visitor: Visitor) -> None:
    visitor.set_cookie("staff", factories.sign_in(factories.make_sam()))
    page = visitor.get(HELP).text
    (entry,) = [link for link in tree(page).iter("a") if words(link) == "Help"]
    assert (entry.get("href"), entry.get("aria-current")) == (HELP, "page")
    assert [words(heading) for heading in tree(page).iter("h1")] == ["Help"]
    assert "When a client calls" in headings(page)

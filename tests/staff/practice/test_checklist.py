"""The checklist as an owner reads it, and what the menu and Practice have of it."""

import pytest
from flask import Flask

from portal import config
from portal.config import Settings
from portal.models import Practice
from tests.support.checklist import WAYS
from tests.support.page import buttons, by_id, tree, words
from tests.support.staff_room import as_role
from tests.support.visitor import Visitor

CHECKLIST = "/staff/checklist"
WHERE = {
    "public address": set(), "mail server": {"Mail settings", "Mail"}, "Reply-to email": {"Reply-to email"},
    "what clients shall do in the portal": {"Client portal"}, "staff": {"Add staff"}, "first client": {"Add client"},
    "disk encryption": set(),
}  # fmt: skip


def lines(browser: Visitor) -> dict[str, str]:
    """What each line says after its title."""
    items = by_id(browser.get(CHECKLIST).text, "content").iter("li")
    texts = [words(item).partition(": ")[::2] for item in items]
    return {next(title for title in WHERE if text.startswith(title)): f"{state}: {text}" for state, text in texts}


def menu(browser: Visitor, page: str = "/staff/clients") -> list[str]:
    bar = next(part for part in tree(browser.get(page).text).iter("nav"))
    return [words(link) for link in bar.iter("a")]


def press(browser: Visitor, mark: str, wanted: str) -> int:
    return browser.post(f"{CHECKLIST}/marks", {"mark": mark, "wanted": wanted}).status_code


def test_each_line_has_its_link_to_where_it_is_done(staff_browser: Visitor) -> None:
    items = by_id(staff_browser.get(CHECKLIST).text, "content").iter("li")
    found = dict(zip(WHERE, ({words(link): link.get("href", "") for link in item.iter("a")} for item in items)))
    assert {title: set(links) for title, links in found.items()} == WHERE
    for links in found.values():
        assert [staff_browser.get(address.partition("#")[0]).status_code for address in links.values()] == [
            200 for _ in links
        ]


@pytest.mark.parametrize("title", ["public address", "mail server"])
def test_a_line_that_needs_a_setting_names_it_its_file_and_the_restart(staff_browser: Visitor, title: str) -> None:
    name = {"public address": "public_url", "mail server": "mail_server"}[title]
    text = lines(staff_browser)[title]
    assert f"PORTAL_{name.upper()}, or {name} in the file {config.current().data_dir}/portal.toml" in text
    assert "start the portal again" in text


def test_what_only_an_owner_knows_is_said_and_taken_back_by_a_button(staff_browser: Visitor) -> None:
    for mark, title in (("works_alone", "staff"), ("disk_encrypted", "disk encryption")):
        assert press(staff_browser, mark, "1") == 303
        assert lines(staff_browser)[title].startswith("Done")
        assert press(staff_browser, mark, "0") == 303
        assert lines(staff_browser)[title].startswith("To do")


@pytest.mark.parametrize(("mark", "wanted"), [("role", "1"), ("hidden", "2")])
def test_anything_else_is_refused(staff_browser: Visitor, mark: str, wanted: str) -> None:
    assert press(staff_browser, mark, wanted) == 400
    assert Practice.one().checklist == {}


def test_an_owner_hides_it_finds_it_under_practice_and_shows_it_again(staff_browser: Visitor) -> None:
    assert "Checklist" in menu(staff_browser)
    press(staff_browser, "hidden", "1")
    assert "Checklist" not in menu(staff_browser)
    practice = staff_browser.get("/staff/practice").text
    assert [link.get("href") for link in tree(practice).iter("a") if words(link) == "Checklist"] == [CHECKLIST]
    assert "Show checklist" in buttons(staff_browser.get(CHECKLIST).text, "content")
    press(staff_browser, "hidden", "0")
    assert menu(staff_browser, CHECKLIST).count("Checklist") == 1


def test_once_all_is_done_the_menu_does_not_lead_there_and_there_is_nothing_to_hide(
    staff_browser: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Settings, "is_loopback", False)  # its address stays the one that the browser knows
    for line, act in WAYS:
        if line != "address":
            act()
    html = staff_browser.get(CHECKLIST).text
    assert "Checklist" not in menu(staff_browser)
    assert "Everything is done." in words(tree(html)) and "Hide checklist" not in buttons(html, "content")


def test_the_menu_leads_owners_alone_there(app: Flask) -> None:
    assert "Checklist" not in menu(as_role(app, "manager"))

"""What a client would change, on the profile: old and new, and the buttons beside it."""

import re

import pytest
from flask import Flask
from lxml.html import HtmlElement

from portal.models import Client
from tests.support import factories, page
from tests.support.choices import choose
from tests.support.reviewing import fill_in, on_file, rosa_with_two_changes, waiting
from tests.support.visitor import Visitor

PHONE = "(212) 555-0123, home, a message may be left → (212) 555-0150, home, a message may be left"


@pytest.fixture
def rosa(app: Flask) -> Client:
    return rosa_with_two_changes()


def profile(client: Client) -> str:
    return f"/staff/clients/{client.public_id}"


def changes(html: str) -> str:
    return page.words(page.by_id(html, "changes"))


def name_of(button: HtmlElement) -> str:
    return button.get("aria-label") or page.words(button)


def form(html: str, button: str) -> tuple[str, dict[str, str]]:
    """Where the form of this button goes, and with what."""
    found = next(form for form in page.by_id(html, "changes").iter("form")
                 if button in [name_of(pressed) for pressed in form.iter("button")])  # fmt: skip
    fields = {field.get("name", ""): field.get("value", "") for field in found.iter("input")}
    return found.get("action", ""), {name: value for name, value in fields.items() if name != "csrf_token"}


def press(browser: Visitor, client: Client, button: str) -> str:
    """Without a script; what the changes on the profile then say."""
    address, fields = form(browser.get(profile(client)).text, button)
    answer = browser.post(address, fields)
    assert answer.status_code == 303
    return changes(browser.get(answer.location.partition("#")[0]).text)


def test_old_and_new_stand_on_the_profile_each_with_its_buttons(staff_browser: Visitor, rosa: Client) -> None:
    html = staff_browser.get(profile(rosa)).text
    assert PHONE in changes(html)
    assert "12 Elm Street, 4B, Springfield, NY 10001 → 12 Elm Street, 4B, Albany, NY 10001" in changes(html)
    buttons = [name_of(button) for button in page.by_id(html, "changes").iter("button")]
    one = ["Accept: {}", "Ask the client: {}", "Keep what is on file: {}"]
    assert buttons == [name.format(label) for label in ("Phone", "Address") for name in one] + ["Accept all"]


def test_where_one_waits_the_buttons_need_not_say_which(staff_browser: Visitor, rosa: Client) -> None:
    fill_in(rosa, phone="(212) 555-0150")
    html = staff_browser.get(profile(rosa)).text
    buttons = [name_of(button) for button in page.by_id(html, "changes").iter("button")]
    assert buttons == ["Accept", "Ask the client", "Keep what is on file"]


def test_where_nothing_waits_there_is_no_word_of_it(staff_browser: Visitor) -> None:
    assert changes(staff_browser.get(profile(factories.nora())).text) == ""


@pytest.mark.parametrize(
    ("button", "said", "city"),
    [
        ("Accept: Address", "Accepted: it is on file now.", "Albany"),
        ("Keep what is on file: Address", "What was on file stays.", "Springfield"),
        ("Ask the client: Address", "Asked: the client sees the question in the portal.", "Springfield"),
    ],
)
def test_each_button_does_what_it_says_and_says_so(
    staff_browser: Visitor, rosa: Client, button: str, said: str, city: str
) -> None:
    assert said in press(staff_browser, rosa, button)
    assert on_file(rosa)["city"] == city


def test_a_script_gets_the_changes_with_the_details_and_the_menu(staff_browser: Visitor, rosa: Client) -> None:
    address, fields = form(staff_browser.get(profile(rosa)).text, "Accept: Phone")
    answer = staff_browser.fragment(address, fields)
    assert answer.status_code == 200 and 'id="changes"' in answer.text
    assert re.findall(r'hx-target="(#[\w-]+)" hx-swap="outerMorph">\s*<(?:section|aside)', answer.text) == [
        "#details", "#client-menu",
    ]  # fmt: skip
    assert "(212) 555-0150" in page.words(page.by_id(answer.text, "details"))


def test_who_was_asked_when_and_by_whom(staff_browser: Visitor, rosa: Client) -> None:
    said = press(staff_browser, rosa, "Ask the client: Phone")
    assert re.search(r"Dana Whitfield has asked the client, today, \d+:\d\d", said)
    assert said.count("Ask the client") == 1


def test_of_two_at_the_same_change_the_second_is_shown_what_is_there_now(staff_browser: Visitor, rosa: Client) -> None:
    address, fields = form(staff_browser.get(profile(rosa)).text, "Accept: Phone")
    factories.change(rosa, phone="(212) 555-0199")
    answer = staff_browser.post(address, fields)
    assert answer.status_code == 422
    assert "This has changed since you looked at it." in changes(answer.text)
    assert "On file since then: (212) 555-0199" in changes(answer.text)
    assert len(waiting(rosa)) == 2


def test_a_click_on_what_does_not_wait_any_more_says_so(staff_browser: Visitor, rosa: Client) -> None:
    address, fields = form(staff_browser.get(profile(rosa)).text, "Accept: Phone")
    assert staff_browser.fragment(address, fields).status_code == 200
    answer = staff_browser.fragment(address, fields)
    assert answer.status_code == 422 and "This does not wait any more" in changes(answer.text)


def test_a_client_without_the_task_is_not_to_be_asked(staff_browser: Visitor, rosa: Client) -> None:
    address, fields = form(staff_browser.get(profile(rosa)).text, "Ask the client: Phone")
    choose(task_details=False)
    assert "Ask the client" not in changes(staff_browser.get(profile(rosa)).text)
    answer = staff_browser.post(address, fields)
    assert answer.status_code == 422 and "The client has no place to answer" in changes(answer.text)


class TestEditDetails:
    """Two members of staff at the same form."""

    FIELDS = {"first_name": "Rosa", "last_name": "Delgado", "provider": "", "birth_date": "1988-03-14"}

    def opened(self, browser: Visitor, client: Client) -> dict[str, str]:
        """The form as it was when it was opened, to be sent back."""
        html = browser.get(f"{profile(client)}/edit").text
        based_on = next(field for field in page.tree(html).iter("input") if field.get("name") == "based_on")
        shown = {"phone": client.phone or "", "preferred_name": client.preferred_name or ""}
        return self.FIELDS | shown | {"based_on": based_on.get("value", "")}

    def test_what_both_have_changed_is_shown_to_the_second_who_decides(
        self, staff_browser: Visitor, rosa: Client
    ) -> None:
        mine = self.opened(staff_browser, rosa)
        factories.change(rosa, phone="(212) 555-0199")
        answer = staff_browser.post(f"{profile(rosa)}/edit", mine | {"phone": "(212) 555-0177"})
        both = "Meanwhile this was changed to “(212) 555-0199”. Press the button once more to keep yours."
        assert answer.status_code == 422 and both in page.words(page.tree(answer.text))
        phone = page.by_id(answer.text, "phone")
        assert (phone.get("value"), on_file(rosa)["phone"]) == ("(212) 555-0177", "(212) 555-0199")
        again = next(field for field in page.tree(answer.text).iter("input") if field.get("name") == "based_on")
        mine |= {"phone": "(212) 555-0177", "based_on": again.get("value", "")}
        assert staff_browser.post(f"{profile(rosa)}/edit", mine).status_code == 303
        assert on_file(rosa)["phone"] == "(212) 555-0177"

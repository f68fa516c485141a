"""Portal options of one client: exceptions from what is usual for them."""

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import Client
from tests.support import cast, factories
from tests.support.choices import choose
from tests.support.option_pages import (
    BIRTH_DATE,
    LIFETIME,
    OF_CLIENTS,
    RENEW,
    STEP,
    TASK,
    changes,
    choices,
    chosen,
    labels,
    now,
    of_client,
    save,
)
from tests.support.page import by_id, tree, words
from tests.support.providers import browser_of, give, make_provider
from tests.support.quotas import dana
from tests.support.visitor import Visitor

WIDER = "Use the usual setting"


@pytest.fixture
def rosa(app: Flask) -> Client:
    """A client of Dana's."""
    return give(factories.rosa(), dana())


def kept(client: Client) -> dict[str, object]:
    db.session.rollback()
    return dict(client.options)


def test_it_is_reached_from_the_details_and_says_whose_options_these_are(staff_browser: Visitor, rosa: Client) -> None:
    details = by_id(staff_browser.get(f"/staff/clients/{rosa.public_id}").text, "details")
    found = {words(link): link.get("href") for link in details.iter("a")}
    page = tree(staff_browser.get(found["Portal options"] or "").text)
    assert [words(heading) for heading in page.iter("h1")] == ["Portal options"]
    assert cast.ROSA.name in [words(link) for link in page.iter("a")]


def test_each_option_may_be_left_as_usual_which_is_the_first_choice(staff_browser: Visitor, rosa: Client) -> None:
    html = staff_browser.get(of_client(rosa)).text
    assert list(labels(html)) == OF_CLIENTS
    assert choices(html, TASK) == [WIDER, "On", "Off"]
    assert choices(html, STEP) == [WIDER, "Don't ask", "Optional", "Required"]
    assert {chosen(html, label) for label in (BIRTH_DATE, STEP, RENEW, TASK)} == {WIDER}
    assert (labels(html)[LIFETIME].get("placeholder"), chosen(html, LIFETIME)) == (WIDER, "")


def test_below_each_stands_what_holds_whose_setting_that_is_and_what_would_be_usual(
    staff_browser: Visitor, rosa: Client
) -> None:
    choose(step_details="optional")
    choose(dana(), task_details=True, link_hours=24)
    choose(rosa, task_details=False, ask_birth_date=False)
    html = staff_browser.get(of_client(rosa)).text
    exception = "an exception for this client. The usual setting:"
    assert [now(html, label) for label in OF_CLIENTS] == [
        f"Now: Off, {exception} On, the practice's default.",
        "Now: Optional, the practice's default.",
        "Now: Don't ask, the practice's default.",
        "Now: 24, Dana Whitfield's choice.",
        "Now: On, the practice's default.",
        f"Now: Off, {exception} On, Dana Whitfield's choice.",
        "Now: Off, the practice's default.",
    ]


def test_an_exception_is_made_and_taken_back_and_stands_in_the_history(staff_browser: Visitor, rosa: Client) -> None:
    choose(dana(), task_details=True)
    answer = save(staff_browser, of_client(rosa), task_details="False", step_details="required", link_hours="1")
    assert (answer.status_code, answer.location) == (303, f"{of_client(rosa)}?saved=1")
    assert "Options saved." in staff_browser.get(answer.location).text
    assert kept(rosa) == {"task_details": False, "step_details": "required", "link_hours": 1}
    save(staff_browser, of_client(rosa), task_details="", step_details="", link_hours="")
    made = changes("client_option_changed")
    assert kept(rosa) == {} and made == [
        f"{STEP}, for this client: changed from the usual setting (don't ask) to required",
        f"{LIFETIME}, for this client: changed from the usual setting (48) to 1",
        f"{TASK}, for this client: changed from the usual setting (on) to off",
        f"{STEP}, for this client: changed from required to the usual setting (don't ask)",
        f"{LIFETIME}, for this client: changed from 1 to the usual setting (48)",
        f"{TASK}, for this client: changed from off to the usual setting (on)",
    ]
    history = words(by_id(staff_browser.get(f"/staff/clients/{rosa.public_id}/history").text, "content"))
    assert all(sentence in history for sentence in made)


def test_saving_what_is_there_leaves_no_event(staff_browser: Visitor, rosa: Client) -> None:
    choose(rosa, link_hours=3, step_details="dont_ask", ask_birth_date=True)
    before = changes("client_option_changed")
    assert save(staff_browser, of_client(rosa)).status_code == 303
    assert changes("client_option_changed") == before


def test_the_client_menu_says_where_the_link_does_not_ask_for_the_date_of_birth(
    staff_browser: Visitor, rosa: Client
) -> None:
    sentence, menu = "The link will not ask for the date of birth.", f"/staff/clients/{rosa.public_id}/menu"
    assert sentence not in staff_browser.get(menu).text
    choose(dana(), ask_birth_date=False)
    assert sentence in staff_browser.get(menu).text
    choose(rosa, ask_birth_date=True)
    assert sentence not in staff_browser.get(menu).text
    choose(ask_birth_date=False)
    html = staff_browser.get(f"/staff/clients/{factories.milo().public_id}").text
    assert "No date of birth on file" in html and sentence not in html


def test_the_form_of_the_details_says_whether_the_link_asks_for_the_date_of_birth(
    staff_browser: Visitor, rosa: Client
) -> None:
    edit = f"/staff/clients/{rosa.public_id}/edit"
    assert "The link asks for it." in words(by_id(staff_browser.get(edit).text, "birth_date-help"))
    choose(rosa, ask_birth_date=False)
    assert "The link does not ask for it" in words(by_id(staff_browser.get(edit).text, "birth_date-help"))


def test_everybody_on_staff_may_make_an_exception(app: Flask, visitor: Visitor, rosa: Client) -> None:
    browser = browser_of(visitor, make_provider(sees_clients=False))
    assert save(browser, of_client(rosa), task_details="True").status_code == 303
    assert kept(rosa) == {"task_details": True}


def test_who_has_no_provider_is_told_of_the_practice_alone(staff_browser: Visitor) -> None:
    page = words(by_id(staff_browser.get(of_client(factories.nora())).text, "content"))
    assert "The usual setting is the practice's default." in page

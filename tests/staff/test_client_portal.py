"""Practice → Client portal: what clients may do, as the practice wants it."""

from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.credentials import options
from portal.extensions import db
from portal.models import Event
from tests.support import quotas
from tests.support.page import by_id, tree, words
from tests.support.visitor import Visitor

PAGE = "/staff/practice/client-portal"


def save(browser: Visitor, *, renew: bool) -> TestResponse:
    return browser.post(PAGE, {"lets_clients_renew": "y"} if renew else {})


def is_on() -> bool:
    db.session.rollback()
    return options.lets_renew()


def changes() -> list[str]:
    db.session.rollback()
    return [event.sentence for event in db.session.scalars(select(Event).where(Event.kind == "option_changed"))]


def is_checked(browser: Visitor) -> bool:
    box = by_id(browser.get(PAGE).text, "lets_clients_renew")
    assert (box.get("type"), box.get("name")) == ("checkbox", "lets_clients_renew")
    return box.get("checked") is not None


def test_clients_may_ask_for_a_new_link_unless_somebody_says_otherwise(staff_browser: Visitor) -> None:
    assert is_on() and is_checked(staff_browser)


def test_the_box_has_its_label_and_stands_in_the_tabs_of_the_practice(staff_browser: Visitor) -> None:
    page = tree(staff_browser.get(PAGE).text)
    labels = {label.get("for"): words(label) for label in page.iter("label")}
    assert labels["lets_clients_renew"] == "Let clients ask for a new link"
    tabs = next(nav for nav in page.iter("nav") if nav.get("aria-label") == "Practice")
    found = [(words(link), link.get("href"), link.get("aria-current")) for link in tabs.iter("a")]
    assert ("Client portal", PAGE, "page") in found and len(found) == 3
    assert "Save options" in [words(button) for button in page.iter("button")]


# fails without the event in options.change
def test_it_is_switched_off_and_on_again_each_with_the_old_and_the_new_value(staff_browser: Visitor) -> None:
    answer = save(staff_browser, renew=False)
    assert (answer.status_code, answer.location) == (303, f"{PAGE}?saved=1")
    assert (is_on(), is_checked(staff_browser)) == (False, False)
    assert "Options saved." in staff_browser.get(answer.location).text
    save(staff_browser, renew=True)
    assert (is_on(), is_checked(staff_browser)) == (True, True)
    name = "Let clients ask for a new link"
    assert changes() == [f"{name}: changed from on to off", f"{name}: changed from off to on"]


def test_saving_what_is_there_leaves_no_event(staff_browser: Visitor) -> None:
    save(staff_browser, renew=True)
    assert changes() == []


# fails with Who.STAFF in routes.ACCESS
def test_it_is_for_managers_and_owners(staff_browser: Visitor) -> None:
    for role, answer in (("staff", 404), ("manager", 200), ("owner", 200)):
        quotas.dana().role = role
        db.session.commit()
        assert (role, staff_browser.get(PAGE).status_code) == (role, answer)

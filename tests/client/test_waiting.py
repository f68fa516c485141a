"""What a client sees of the own changes that wait, and of the questions about them."""

import pytest

from portal.extensions import db
from portal.intake import pending_changes
from portal.models import Client
from tests.support import details, factories, page
from tests.support.choices import choose
from tests.support.reviewing import fill_in, on_file, waiting
from tests.support.visitor import Visitor


@pytest.fixture
def rosas(client_browser: Visitor) -> Visitor:
    choose(task_details=True)
    client_browser.post("/details", details.GIVEN)
    return client_browser


def rosa() -> Client:
    db.session.rollback()
    return db.session.query(Client).filter_by(first_name="Rosa").one()


def text(visitor: Visitor, address: str = "/details") -> str:
    return page.words(page.tree(visitor.get(address).text))


def opened(visitor: Visitor) -> str:
    """What the form says that it has shown."""
    fields = page.tree(visitor.get("/details").text).iter("input")
    return next(field.get("value", "") for field in fields if field.get("name") == "based_on")


def test_a_change_is_shown_as_waiting_and_in_the_form(rosas: Visitor) -> None:
    place = rosas.post("/details", details.GIVEN | {"city": "Albany"}).location
    shown = rosas.get(place).text
    assert "We look at what you changed" in page.words(page.tree(shown))
    assert "12 Elm Street, 4B, Springfield, NY 10001 → 12 Elm Street, 4B, Albany, NY 10001" in page.words(
        page.tree(shown)
    )
    assert page.by_id(shown, "city").get("value") == "Albany"
    assert on_file(rosa())["city"] == "Springfield"


def test_once_it_is_accepted_there_is_no_word_of_it(rosas: Visitor) -> None:
    rosas.post("/details", details.GIVEN | {"city": "Albany"})
    pending_changes.accept(rosa(), "", pending_changes.seen(waiting(rosa())), factories.dana())
    assert "We look at what you changed" not in text(rosas)
    assert page.by_id(rosas.get("/details").text, "city").get("value") == "Albany"


def test_a_question_stands_on_home_and_on_its_page_until_it_is_answered(rosas: Visitor) -> None:
    fill_in(rosa(), city="Albany")
    pending_changes.ask(rosa(), "details.address", "Dana", factories.dana())
    assert "We have a question" in text(rosas, "/home")
    links = [link.get("href") for link in page.tree(rosas.get("/home").text).iter("a") if page.words(link) == "Address"]
    assert links == ["/details"]
    assert "Is this right?" in text(rosas) and "Dana" not in text(rosas)
    rosas.post("/details", details.GIVEN | {"city": "Albany"})
    assert "We have a question" not in text(rosas, "/home") and "Is this right?" not in text(rosas)


def test_of_two_tabs_the_second_sees_both_versions_and_decides(rosas: Visitor) -> None:
    second = details.GIVEN | {"city": "Buffalo", "based_on": opened(rosas)}
    rosas.post("/details", details.GIVEN | {"city": "Albany", "based_on": opened(rosas)})
    answer = rosas.post("/details", second)
    both = "Meanwhile this was changed to “12 Elm Street, 4B, Albany, NY 10001”."
    assert answer.status_code == 422 and both in page.words(page.tree(answer.text))
    assert page.by_id(answer.text, "city").get("value") == "Buffalo"
    again = next(field for field in page.tree(answer.text).iter("input") if field.get("name") == "based_on")
    assert rosas.post("/details", second | {"based_on": again.get("value", "")}).status_code == 303
    assert [change.new["city"] for change in waiting(rosa())] == ["Buffalo"]


def test_a_form_whose_hidden_field_was_spoiled_is_taken_as_it_is(rosas: Visitor) -> None:
    for number, nonsense in enumerate(["", "{", "[]", '{"address": 1}', "x" * 5000]):
        given = details.GIVEN | {"city": f"Troy {number}", "based_on": nonsense}
        assert rosas.post("/details", given).status_code == 303
        assert [change.new["city"] for change in waiting(rosa())] == [f"Troy {number}"]

"""Forms that a script sends: the answer names the page that it leads to, and the browser goes there by itself."""

from tests.support import cast, factories
from tests.support.visitor import Visitor

SENT = {"X-Form": "true"}


def test_a_form_that_leads_on_is_answered_with_the_address_and_everything_else_stays(visitor: Visitor) -> None:
    factories.rosa()
    fields = {"username": cast.ROSA.username, "password": cast.PASSWORD}
    answer = visitor.post("/sign-in", fields, headers=SENT)
    assert (answer.status_code, answer.location, answer.data) == (200, "/home", b"")
    assert visitor.get("/home").status_code == 200


def test_an_invalid_form_is_answered_as_ever(visitor: Visitor) -> None:
    answer = visitor.post("/sign-in", {}, headers=SENT)
    assert answer.status_code == 422 and "Enter your username." in answer.text

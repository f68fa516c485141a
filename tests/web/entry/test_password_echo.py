"""No answer holds a password or a date of birth that was typed."""

import pytest
from werkzeug.test import TestResponse

from tests.support import addresses, cast, factories, links, routes
from tests.support.visitor import Visitor

TYPED, AGAIN = "typed quite in vain 1", "typed quite in vain 2"
IN_VAIN = {"password": TYPED, "confirm": AGAIN, "current": TYPED, "email": "new@maple.example"}


def refused(the: addresses.World, endpoint: str, **how: str | None) -> TestResponse:
    """Filled in well, but for the passwords."""
    return the.whoever_may(endpoint).post(the.address(endpoint), the.fields(endpoint) | IN_VAIN, **how)


def test_no_refused_form_sends_a_password_back(the: addresses.World) -> None:
    asking = [rule.endpoint for rule in routes.rules(the.app, "POST") if rule.endpoint != routes.SETUP
              and {"password", "current"} & the.fields(rule.endpoint).keys()]  # fmt: skip
    answers = {endpoint: refused(the, endpoint) for endpoint in [*asking, "staff.profile"]}
    assert {endpoint: answer.status_code for endpoint, answer in answers.items()} == dict.fromkeys(answers, 422)
    assert len(answers) >= 9
    answers["without a name"] = the.anonymous().post("/sign-in", IN_VAIN)
    answers["old form"] = refused(the, "client.sign_in", token=None)
    for _ in range(5):
        answers["during a wait"] = refused(the, "client.sign_in")
    assert answers["during a wait"].status_code == 429
    assert [name for name, answer in answers.items() if "typed quite in vain" in answer.text] == []


@pytest.mark.parametrize("send", [lambda: factories.invite(factories.nora()),
                                  lambda: factories.send_reset(factories.rosa())])  # fmt: skip
def test_a_wrong_date_of_birth_is_not_sent_back(visitor: Visitor, send: object) -> None:
    link = send()  # type: ignore[operator]
    links.open_link(visitor, link)
    response = links.answer(visitor, link, cast.EZRA.birth_date)  # type: ignore[arg-type]
    assert response.status_code == 422
    assert not [value for value in ("1966", "2000", 'value="5"', 'value="1"') if value in response.text]

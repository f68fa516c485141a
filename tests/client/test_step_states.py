"""Ways of asking, with the step in the states that make a difference: what the client meets."""

import pytest
from flask import Flask

from portal.intake.steps import State
from portal.options.catalogue import Asking
from tests.support import cast, factories, links, page
from tests.support.choices import choose
from tests.support.folders import LABEL, TITLE
from tests.support.stepping import ANSWERS, bring_about
from tests.support.visitor import Visitor

pytestmark = pytest.mark.usefixtures("pets")
REQUIRED, OPTIONAL, DONT_ASK = Asking.REQUIRED, Asking.OPTIONAL, Asking.DONT_ASK
IS_OPEN = (State.OPEN, State.LEFT)
HOME, STEP = "/home", "/steps/pets"
PAIRS = pytest.mark.parametrize(("asking", "state"), [
    *((asking, state) for asking in (REQUIRED, OPTIONAL) for state in IS_OPEN),
    (DONT_ASK, State.OPEN), (DONT_ASK, State.DONE), (REQUIRED, State.SKIPPED), (OPTIONAL, State.DONE),
    (OPTIONAL, State.ON_FILE),
])  # fmt: skip


def lies_open(asking: Asking, state: State) -> bool:
    return asking is not DONT_ASK and state in IS_OPEN


def where_sign_in_leads(asking: Asking, state: State) -> str:
    """To what is required; to what was not decided about yet; not again to what was left for later."""
    comes_by_itself = lies_open(asking, state) and (asking is REQUIRED or state is State.OPEN)
    return STEP if comes_by_itself else HOME


def signed_in(app: Flask, asking: Asking, state: State) -> Visitor:
    rosa = factories.rosa()
    bring_about(state, rosa)
    choose(step_pets=asking.value, task_pets=True)
    assert rosa.account is not None
    visitor = Visitor(app)
    visitor.set_cookie("client", factories.sign_in(rosa.account))
    return visitor


@PAIRS
def test_a_sign_in_leads_to_what_is_open_and_home_says_why(app: Flask, asking: Asking, state: State) -> None:
    shown = page.words(page.tree(signed_in(app, asking, state).get("/home").text))
    sentences = {
        "We need this from you.": asking is REQUIRED,
        "Skipped for now. Optional.": asking is OPTIONAL and state is State.LEFT,
        "Continue with Your pets": True,
    }
    for sentence, is_said in sentences.items():
        assert (sentence in shown) == (is_said and lies_open(asking, state)), sentence
    answer = Visitor(app).post("/sign-in", {"username": "rosie.d", "password": cast.PASSWORD})
    assert answer.location == where_sign_in_leads(asking, state)


@PAIRS
def test_a_step_is_shown_only_while_it_is_open_and_left_where_that_may_be(
    app: Flask, asking: Asking, state: State
) -> None:
    visitor = signed_in(app, asking, state)
    answer = visitor.get(STEP)
    if asking is DONT_ASK:
        assert answer.status_code == 404
    elif state in IS_OPEN:
        assert answer.status_code == 200 and f"<h1>{TITLE}</h1>" in answer.text and "Step 2 of 2" in answer.text
        assert ("Skip for now" in answer.text) == (asking is OPTIONAL)
        assert ("You can do this later" in answer.text) == (asking is REQUIRED)
    else:
        assert (answer.status_code, answer.location) == (303, HOME)
    before = links.last_event()
    is_refused = asking is DONT_ASK or (asking is REQUIRED and state in IS_OPEN)
    assert visitor.post(f"{STEP}/skips").status_code == (404 if is_refused else 303)
    is_an_act = asking is OPTIONAL and state is State.OPEN
    assert links.kinds_since(before) == (["step_left"] if is_an_act else [])


@PAIRS
def test_a_task_waits_only_for_a_required_step_that_is_open(app: Flask, asking: Asking, state: State) -> None:
    visitor = signed_in(app, asking, state)
    answer, home = visitor.get("/pets"), page.words(page.tree(visitor.get("/home").text))
    is_held_back = asking is REQUIRED and state in IS_OPEN
    assert (f"This comes first: {TITLE}" in home) == is_held_back
    if is_held_back:
        assert (answer.status_code, answer.location) == (303, f"{STEP}?before=pets")
        assert f"You can open {LABEL} as soon as this is done." in visitor.get(answer.location).text
        sent = visitor.post(answer.location, ANSWERS)
        assert (sent.status_code, sent.location) == (303, "/pets")
    assert visitor.get("/pets").status_code == 200


@pytest.mark.parametrize(("asking", "state"), [(REQUIRED, State.OPEN), (OPTIONAL, State.OPEN), (DONT_ASK, State.OPEN),
                                               (REQUIRED, State.SKIPPED)])  # fmt: skip
def test_registration_counts_and_asks_what_is_open(app: Flask, asking: Asking, state: State) -> None:
    nora, visitor = factories.nora(), Visitor(app)
    bring_about(state, nora)
    choose(step_pets=asking.value)
    link = factories.invite(nora)
    links.confirm(visitor, link)
    shown = visitor.get("/register").text
    assert ("Step 1 of 2" in shown) == ("Step 1 of" in shown) == lies_open(asking, state)
    assert links.create_account(visitor, link).location == (STEP if lies_open(asking, state) else HOME)


@pytest.mark.parametrize(("asking", "state", "has_task", "acts"), [
    (REQUIRED, State.OPEN, False, ["step_answered"]), (OPTIONAL, State.DONE, False, []),
    (OPTIONAL, State.DONE, True, ["change_proposed"]), (OPTIONAL, State.ON_FILE, False, []),
    (OPTIONAL, State.ON_FILE, True, ["step_answered", "change_proposed"]), (DONT_ASK, State.DONE, True, []),
])  # fmt: skip
def test_what_is_there_is_changed_only_where_its_task_is_on(
    app: Flask, asking: Asking, state: State, has_task: bool, acts: list[str]
) -> None:
    visitor = signed_in(app, asking, state)
    choose(task_pets=has_task)
    before = links.last_event()
    answer = visitor.post(STEP, {"answer": "Waffle"})
    assert answer.status_code == (404 if asking is DONT_ASK else 303)
    assert links.kinds_since(before) == acts

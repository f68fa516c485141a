"""Each way of asking, decided by each of three, with the step in each state: what the client meets."""

import pytest
from flask import Flask

from portal.intake.steps import State
from portal.options.catalogue import Asking
from portal.options.resolve import Source
from tests.support import cast, factories, links, page
from tests.support.choices import choose
from tests.support.folders import LABEL, TITLE
from tests.support.stepping import ANSWERS, bring_about, decide
from tests.support.visitor import Visitor

pytestmark = pytest.mark.usefixtures("pets")
IS_OPEN = (State.OPEN, State.LEFT)
ALL = [(asking, state) for asking in Asking for state in State]
HOME, STEP = "/home", "/steps/pets"


def lies_open(asking: Asking, state: State) -> bool:
    return asking is not Asking.DONT_ASK and state in IS_OPEN


def where_sign_in_leads(asking: Asking, state: State) -> str:
    """To what is required; to what was not decided about yet; not again to what was left for later."""
    comes_by_itself = lies_open(asking, state) and (asking is Asking.REQUIRED or state is State.OPEN)
    return STEP if comes_by_itself else HOME


@pytest.mark.parametrize(("asking", "state", "source"), [
    *((asking, state, Source.PRACTICE) for asking, state in ALL), (Asking.REQUIRED, State.OPEN, Source.PROVIDER),
    (Asking.REQUIRED, State.OPEN, Source.CLIENT),
])  # fmt: skip
def test_a_sign_in_leads_to_what_is_open(app: Flask, asking: Asking, state: State, source: Source) -> None:
    rosa = factories.rosa()
    bring_about(state, rosa)
    decide("step_pets", asking.value, source, rosa)
    answer = Visitor(app).post("/sign-in", {"username": "rosie.d", "password": cast.PASSWORD})
    assert answer.location == where_sign_in_leads(asking, state)


def signed_in(app: Flask, asking: Asking, state: State) -> Visitor:
    rosa = factories.rosa()
    bring_about(state, rosa)
    choose(step_pets=asking.value, task_pets=True)
    assert rosa.account is not None
    visitor = Visitor(app)
    visitor.set_cookie("client", factories.sign_in(rosa.account))
    return visitor


@pytest.mark.parametrize(("asking", "state"), ALL)
def test_home_lists_what_is_open_and_says_why(app: Flask, asking: Asking, state: State) -> None:
    shown = page.words(page.tree(signed_in(app, asking, state).get("/home").text))
    sentences = {
        "We need this from you.": asking is Asking.REQUIRED,
        "Skipped for now. Optional.": asking is Asking.OPTIONAL and state is State.LEFT,
        "Continue with Your pets": True,
    }
    for sentence, is_said in sentences.items():
        assert (sentence in shown) == (is_said and lies_open(asking, state)), sentence


@pytest.mark.parametrize(("asking", "state"), ALL)
def test_the_address_of_a_step_shows_it_only_while_it_is_open(app: Flask, asking: Asking, state: State) -> None:
    answer = signed_in(app, asking, state).get(STEP)
    if asking is Asking.DONT_ASK:
        assert answer.status_code == 404
    elif state in IS_OPEN:
        assert answer.status_code == 200 and f"<h1>{TITLE}</h1>" in answer.text and "Step 2 of 2" in answer.text
        assert ("Skip for now" in answer.text) == (asking is Asking.OPTIONAL)
        assert ("You can do this later" in answer.text) == (asking is Asking.REQUIRED)
    else:
        assert (answer.status_code, answer.location) == (303, HOME)


@pytest.mark.parametrize(("asking", "state"), ALL)
def test_skipping_for_now_leads_on_where_that_may_be_skipped(app: Flask, asking: Asking, state: State) -> None:
    visitor = signed_in(app, asking, state)
    before = links.last_event()
    answer = visitor.post(f"{STEP}/skips")
    is_refused = asking is Asking.DONT_ASK or (asking is Asking.REQUIRED and state in IS_OPEN)
    assert answer.status_code == (404 if is_refused else 303)
    is_an_act = asking is Asking.OPTIONAL and state is State.OPEN
    assert links.kinds_since(before) == (["step_left"] if is_an_act else [])


@pytest.mark.parametrize(("asking", "state"), ALL)
def test_a_task_waits_only_for_a_required_step_that_is_open(app: Flask, asking: Asking, state: State) -> None:
    visitor = signed_in(app, asking, state)
    answer, home = visitor.get("/pets"), page.words(page.tree(visitor.get("/home").text))
    is_held_back = asking is Asking.REQUIRED and state in IS_OPEN
    assert (f"This comes first: {TITLE}" in home) == is_held_back
    if is_held_back:
        assert (answer.status_code, answer.location) == (303, f"{STEP}?before=pets")
        assert f"You can open {LABEL} as soon as this is done." in visitor.get(answer.location).text
        sent = visitor.post(answer.location, ANSWERS)
        assert (sent.status_code, sent.location) == (303, "/pets")
    assert visitor.get("/pets").status_code == 200


@pytest.mark.parametrize(
    ("asking", "state", "source"),
    [*((asking, state, Source.PRACTICE) for asking in Asking for state in (State.OPEN, State.SKIPPED, State.ON_FILE)),
     (Asking.OPTIONAL, State.OPEN, Source.PROVIDER), (Asking.OPTIONAL, State.OPEN, Source.CLIENT)],
)  # fmt: skip
def test_registration_counts_and_asks_what_is_open(app: Flask, asking: Asking, state: State, source: Source) -> None:
    nora, visitor = factories.nora(), Visitor(app)
    bring_about(state, nora)
    decide("step_pets", asking.value, source, nora)
    link = factories.invite(nora)
    links.confirm(visitor, link)
    shown = visitor.get("/register").text
    assert ("Step 1 of 2" in shown) == ("Step 1 of" in shown) == lies_open(asking, state)
    assert links.create_account(visitor, link).location == (STEP if lies_open(asking, state) else HOME)


@pytest.mark.parametrize("has_task", [True, False])
@pytest.mark.parametrize(("asking", "state"), ALL)
def test_what_is_there_is_changed_only_where_its_task_is_on(
    app: Flask, asking: Asking, state: State, has_task: bool
) -> None:
    visitor = signed_in(app, asking, state)
    choose(task_pets=has_task)
    before = links.last_event()
    answer = visitor.post(STEP, {"answer": "Waffle"})
    assert answer.status_code == (404 if asking is Asking.DONT_ASK else 303)
    is_there = state in (State.DONE, State.ON_FILE)
    is_kept = asking is not Asking.DONT_ASK and (has_task or not is_there)
    acts = {State.DONE: ["change_proposed"], State.ON_FILE: ["step_answered", "change_proposed"]}
    assert links.kinds_since(before) == (acts.get(state, ["step_answered"]) if is_kept else [])

"""Three settings decide about each option; each change leaves exactly its events."""

from collections.abc import Mapping

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.contract.option import Option, Value
from portal.extensions import db
from portal.models import Client, Event, Practice, Staff
from portal.options import resolve
from portal.options.catalogue import LINK_HOURS, of_clients, of_practice, of_task
from portal.options.resolve import Source
from tests.support import factories
from tests.support.choices import choose
from tests.support.option_pages import changes
from tests.support.providers import give
from tests.support.quotas import dana

pytestmark = pytest.mark.usefixtures("app")
LAYERS = (Source.CLIENT, Source.PROVIDER, Source.PRACTICE)
WORDS = {Source.CLIENT: "an exception for this client", Source.PROVIDER: "Dana Whitfield's choice",
         Source.PRACTICE: "the practice's default"}  # fmt: skip
JUNK = st.one_of(
    st.sampled_from(["", "on", "True", "required ", "REQUIRED", "48", 0, 1, -1, 49, 61, 65, 10**30, 12.0, None, []]),
    st.text(max_size=5), st.integers(), st.floats(allow_nan=False), st.lists(st.booleans(), max_size=2),
)  # fmt: skip
QUICKLY = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
Set = tuple[bool, object]  # whether there is anything under the name, and what


def good(option: Option) -> st.SearchStrategy[Value]:
    return st.sampled_from(list(option.choices)) if option.choices else st.integers(*option.bounds)


def one_of(names: tuple[Option, ...]) -> st.SearchStrategy[Option]:
    return st.sampled_from(range(len(names))).map(lambda number: names[number])


@st.composite
def settings_of_three(draw: st.DrawFn) -> tuple[Option, dict[Source, Set]]:
    option = draw(one_of(of_clients()))
    layer = st.one_of(st.just((False, None)), good(option).map(lambda value: (True, value)),
                      JUNK.map(lambda value: (True, value)))  # fmt: skip
    return option, {source: draw(layer) for source in LAYERS}


def is_allowed(option: Option, value: object) -> bool:
    """Said once more in other words than the program's."""
    if option.choices:
        return any((value, type(value)) == (choice, type(choice)) for choice in option.choices)
    return type(value) is int and value in range(option.bounds[0], option.bounds[1] + 1)


def somebody(layers: Mapping[Source, Set], option: Option) -> Client:
    """Not in the database; the practice's row is changed in memory only."""
    rows = {source: {option.name: value} if is_set else {} for source, (is_set, value) in layers.items()}
    Practice.one().options = rows[Source.PRACTICE]  # type: ignore[assignment]
    provider = Staff(name="Dana Whitfield", options=rows[Source.PROVIDER])
    return Client(options=rows[Source.CLIENT], provider=provider)


@QUICKLY
@given(drawn=settings_of_three())
def test_the_nearest_setting_that_is_allowed_decides_and_the_usual_one_without_an_exception(
    app: Flask, drawn: tuple[Option, dict[Source, Set]]
) -> None:
    option, layers = drawn
    with db.session.no_autoflush:
        decision = resolve.decide(option, somebody(layers, option))
        usual = resolve.usual(option, somebody(layers, option))
        without = resolve.decide(option, somebody(layers | {Source.CLIENT: (False, None)}, option))
        db.session.rollback()
    deciding = next((source for source in LAYERS if layers[source][0] and is_allowed(option, layers[source][1])), None)
    value = layers[deciding][1] if deciding else option.default
    source = deciding or Source.PRACTICE
    assert (decision.value, decision.source, decision.whose) == (value, source, WORDS[source])
    assert type(decision.value) is type(option.default)
    assert usual == without


def owners(rosa: Client) -> dict[str, Practice | Staff | Client]:
    return {"option_changed": Practice.one(), "provider_option_changed": dana(), "client_option_changed": rosa}


@settings(QUICKLY, max_examples=30)
@given(data=st.data(), kind=st.sampled_from(["option_changed", "provider_option_changed", "client_option_changed"]))
def test_a_change_leaves_one_event_for_each_difference_and_nothing_else(
    rosa: int, data: st.DataObject, kind: str
) -> None:
    whose = owners(db.session.get_one(Client, rosa))[kind]
    theirs = (*of_clients(), *of_practice()) if isinstance(whose, Practice) else of_clients()
    by_name = {option.name: option for option in theirs}
    none = [] if isinstance(whose, Practice) else [st.none()]
    wanted = data.draw(st.fixed_dictionaries({}, optional={
        option.name: st.one_of(good(option), *none) for option in theirs
    }))  # fmt: skip
    before, events = dict(whose.options), len(changes(kind))
    resolve.change(whose, wanted, factories.dana())
    different = [name for name, value in wanted.items() if value != _held(whose, by_name[name], before)]
    made = changes(kind)[events:]
    assert [sentence.partition(":")[0].partition(",")[0] for sentence in made] == [
        by_name[name].label for name in different
    ]
    assert dict(whose.options) == {
        name: value for name, value in {**before, **{name: wanted[name] for name in different}}.items()
        if value is not None
    }  # fmt: skip


def _held(whose: Practice | Staff | Client, option: Option, before: Mapping[str, object]) -> object:
    return before.get(option.name, option.default if isinstance(whose, Practice) else None)


@settings(QUICKLY, max_examples=30)
@given(data=st.data(), kind=st.sampled_from(["option_changed", "provider_option_changed", "client_option_changed"]))
def test_one_unknown_name_or_value_that_is_not_allowed_changes_nothing_at_all(
    rosa: int, data: st.DataObject, kind: str
) -> None:
    whose = owners(db.session.get_one(Client, rosa))[kind]
    theirs = (*of_clients(), *of_practice()) if isinstance(whose, Practice) else of_clients()
    wrong = st.one_of(
        st.tuples(st.sampled_from(["", "step_", "task_nothing", "options", "idle_minutes "]), JUNK),
        st.sampled_from([option.name for option in theirs]).flatmap(
            lambda name: JUNK.filter(lambda value: not _may_be(whose, name, value)).map(lambda value: (name, value))
        ),
    )
    name, value = data.draw(wrong)
    good_ones = {option.name: data.draw(good(option)) for option in theirs if option.name != name}
    before, events = dict(whose.options), db.session.query(Event).count()
    with pytest.raises(ValueError):
        resolve.change(whose, {**good_ones, name: value}, factories.dana())  # type: ignore[dict-item]
    db.session.rollback()
    assert (dict(whose.options), db.session.query(Event).count()) == (before, events)


def _may_be(whose: Practice | Staff | Client, name: str, value: object) -> bool:
    option = next(option for option in (*of_clients(), *of_practice()) if option.name == name)
    return is_allowed(option, value) or (value is None and not isinstance(whose, Practice))


@pytest.fixture
def rosa(app: Flask) -> int:
    return give(factories.rosa(), dana()).id


@pytest.mark.parametrize("name", ["idle_minutes", "shortest_password"])
def test_what_is_the_practices_alone_is_nobody_elses_to_change(rosa: int, name: str) -> None:
    for whose in (dana(), db.session.get_one(Client, rosa)):
        with pytest.raises(ValueError):
            resolve.change(whose, {name: 20}, factories.dana())


def test_true_is_no_number_and_one_is_no_yes(app: Flask) -> None:
    assert not LINK_HOURS.allows(True) and not of_task("details").allows(1)


def test_a_client_who_changes_provider_gets_what_the_new_one_has_chosen(rosa: int) -> None:
    client = db.session.get_one(Client, rosa)
    choose(dana(), task_details=True)
    assert resolve.has_task("details", client)
    give(client, None)
    assert not resolve.has_task("details", client)


def test_a_task_that_there_is_not_is_off(app: Flask) -> None:
    assert not resolve.has_task("nothing")

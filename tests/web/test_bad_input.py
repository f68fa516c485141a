"""Bad input anywhere: a clear refusal or what was meant, never a 500, nothing half-written.

Nothing is listed here: the forms and pages are those of the program, and the names are noted while they are asked for.
tests/web/forms/test_kinds_of_fields.py tries every text in every field; here a few go over the wire, through the verbs.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from flask import Flask
from hypothesis import HealthCheck, given
from hypothesis import settings as options
from hypothesis import strategies as st
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from portal import create_app
from portal.config import Settings
from portal.extensions import db
from tests.conftest import Clock
from tests.support import addresses, cast, routes, world
from tests.support.any_text import CLASSES, Asked, categories
from tests.support.bad_values import BAD
from tests.support.database import Rows, Snapshot, contents
from tests.support.sending import Fields, send
from tests.support.visitor import FRAGMENT, Visitor, check_page

# one of each sort; the guards refuse control characters and broken bytes in any field (tests/web/forms/test_fields.py)
TEXTS = [BAD[name] for name in ("10,000 characters", "emoji", "direction override", "script", "far date",
                                "huge number", "foreign digits", "deep JSON")] + [CLASSES["superscripts"]]  # fmt: skip
BESIDE_RIGHT = [BAD["10,000 characters"], CLASSES["circled"]]
ROUNDS = 3  # so many texts in each field
SETUP = {
    "practice_name": "Mine", "phone": cast.PHONE, "time_zone": cast.TIME_ZONE, "name": "Eve Doe",
    "email": "eve@example.com", "username": "eve", "password": addresses.NEW_PASSWORD,
}  # fmt: skip
# what a refused form may leave: counters, the record of the refusal, and that a person has opened the link
NOTED = {"attempt", "event", "link", "sign_in", "birth_date_confirmation", "reset_request"}
ANSWERS = {200, 303, 400, 404, 409, 410, 413, 422, 429}


def groups() -> list[bytes]:
    """Everything that Unicode has, several of its categories in one text."""
    found = [*CLASSES.values(), *categories().values()]
    return [b"".join(found[start : start + 6]) for start in range(0, len(found), 6)]


def shifted(names: Sequence[str], texts: list[bytes], by: int) -> dict[str, bytes]:
    """Each name with a text of its own, so that many are tried at once."""
    return {name: texts[(number + by) % len(texts)] for number, name in enumerate(names)}


def good(the: addresses.World, rule: Rule) -> Fields:
    return {name: value.encode() for name, value in the.fields(rule.endpoint).items()}


def kept(rows: Rows) -> Rows:
    return {table: found for table, found in rows.items() if table not in NOTED}


def is_unfit(rows: Rows) -> bool:
    texts = [value for found in rows.values() for row in found for value in row if isinstance(value, str)]
    return any("\x00" in text or "\u2028" in text or "\u202e" in text or len(text) > 4000 for text in texts)


@pytest.fixture
def the(clock: Clock, app: Flask) -> addresses.World:
    return world.make(app)


@pytest.fixture
def asked(the: addresses.World, monkeypatch: pytest.MonkeyPatch) -> Asked:
    return Asked(the.app, monkeypatch)


@pytest.fixture
def at_first(the: addresses.World, settings: Settings) -> Snapshot:
    return Snapshot(settings)


class Trial:
    """One form, sent again and again, everything as it was whenever something was taken."""

    def __init__(self, the: addresses.World, rule: Rule, start: Snapshot) -> None:
        self.the, self.rule, self.start = the, rule, start
        self._begin()

    def _begin(self) -> None:
        self.start.restore()
        self.visitor = self.the.whoever_may(self.rule.endpoint)
        self.visitor.csrf_token(routes.realm(self.rule))
        self.before = contents(self.start.settings)

    def names(self, asked: Asked) -> list[str]:
        """Those that the form asks for when it is filled in well, and when it is empty."""
        for fields in (good(self.the, self.rule), {}):
            send(self.visitor, self.the.address(self.rule.endpoint), fields)
            self._begin()
        return asked.fields_of(self.rule.endpoint)

    def refused(self, fields: Fields) -> str:
        """What is wrong with the answer, empty where nothing is. Where too many came before it, it is sent anew."""
        response = self._send(fields)
        if response.status_code == 429:
            self._begin()
            response = self._send(fields)
        after = contents(self.start.settings)
        is_changed = kept(after) != kept(self.before)
        if is_changed or response.status_code == 303:
            self._begin()
        if response.status_code not in ANSWERS:
            return f"answered {response.status_code}"
        is_written = response.status_code >= 400 and is_changed
        return "refused, and something was written" * is_written + "kept what no field may hold" * is_unfit(after)

    def _send(self, fields: Fields) -> TestResponse:
        return looked_at(send(self.visitor, self.the.address(self.rule.endpoint), fields))


def looked_at(response: TestResponse) -> TestResponse:
    if response.mimetype == "text/html" and response.status_code != 303 and response.data:
        check_page(response.text, is_page=response.text.lstrip().startswith("<!doctype"))
    return response


def trials(the: addresses.World, settings: Settings) -> Iterator[Trial]:
    start = Snapshot(settings)
    for rule in routes.rules(the.app, "POST"):
        if rule.endpoint != routes.SETUP:
            yield Trial(the, rule, start)


def tries(trial: Trial, asked: Asked) -> Iterator[tuple[str, Fields]]:
    """How a form is filled in: badly in all its fields at once, in one of them beside what is right, with more."""
    right, names = good(trial.the, trial.rule), trial.names(asked)
    for by in range(ROUNDS if names else 0):
        yield "all at once", shifted(names, TEXTS, by * ROUNDS)
    yield "empty", {}
    yield "300 fields more", right | {f"extra{number}": b"x" for number in range(300)}
    for name in names:
        for text in BESIDE_RIGHT:
            yield name, right | {name: text}
    # selectors, wanted states, marks of what was seen: read by the views themselves
    views_own = [name for name in names if name not in asked.fields[trial.rule.endpoint]]
    for by in range(len(groups()) if views_own else 0):
        yield "the view's own", right | shifted(views_own, groups(), by)


def test_every_form_refuses_or_takes_whole_whatever_is_sent_to_it(
    the: addresses.World, asked: Asked, settings: Settings
) -> None:
    wrong, tried = {}, set()
    for trial in trials(the, settings):
        for how, fields in tries(trial, asked):
            tried.add((trial.rule.endpoint, how))
            if problem := trial.refused(fields):
                wrong[trial.rule.endpoint, how, problem] = fields
    assert not wrong and len(tried) > 300


def test_no_page_breaks_over_a_text_in_its_address(the: addresses.World, asked: Asked) -> None:
    known, texts, broken = routes.Browsers(the), groups(), {}
    for rule in routes.rules(the.app, "GET"):
        visitor, address = known.browser_for(rule), the.address(rule.endpoint)
        visitor.http.get(address, base_url=visitor.base)
        names = asked.fields_of(rule.endpoint)
        for parameters in (shifted(names, texts, by) for by in range(len(texts) if names else 0)):
            answer = visitor.http.get(f"{address}?{urlencode(parameters)}", base_url=visitor.base)
            if answer.status_code >= 500 and rule.endpoint != "web.health":
                broken[rule.endpoint] = parameters
    assert not broken


def test_a_bad_text_in_the_set_up_form_makes_no_half_a_practice(settings: Settings) -> None:
    app = create_app(replace(settings, setup_code_hash=hashlib.sha256(b"the-code").hexdigest()))
    with app.app_context():
        visitor = Visitor(app)
        assert visitor.get("/setup?code=the-code").status_code == 303
        page = visitor.get("/setup").text
        visitor.tokens["staff"] = page.partition('name="csrf_token" value="')[2].partition('"')[0]
        before = contents(settings)
        for fields in ({name: text} for name in SETUP for text in (b"", BESIDE_RIGHT[0])):
            given = {name: text.encode() for name, text in SETUP.items()} | fields
            response = looked_at(send(visitor, "/setup", given))
            assert (fields, response.status_code) == (fields, 422)
            assert contents(settings) == before
        db.session.remove()
        db.engine.dispose()


ANY = st.one_of(
    st.binary(max_size=120), st.text(max_size=80).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.sampled_from(sorted(BAD.values())),
)  # fmt: skip


@pytest.mark.slow
@options(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_is_sent_to_a_form_is_answered(the: addresses.World, at_first: Snapshot, data: st.DataObject) -> None:
    at_first.restore()  # a form that was filled in well has used up its link
    forms = [rule for rule in routes.rules(the.app, "POST") if rule.endpoint != routes.SETUP]
    rule = data.draw(st.sampled_from(forms))
    values = data.draw(st.dictionaries(st.sampled_from(sorted({*the.fields(rule.endpoint), "csrf_token"})), ANY))
    fields = (good(the, rule) if data.draw(st.booleans()) else {}) | values
    headers = FRAGMENT if data.draw(st.booleans()) else None
    response = send(the.whoever_may(rule.endpoint), the.address(rule.endpoint), fields, headers)
    # signed in on top of a page, which stays as it is (web/entry/sign_in_page.py)
    stays = {204} if headers and rule.endpoint in ("client.sign_in", "staff.sign_in") else set()
    assert response.status_code in ANSWERS | {401} | stays, (rule.endpoint, fields)

"""Bad input anywhere: a clear refusal or what was meant, never a 500, nothing half-written.

Nothing is listed here: the forms and pages are those of the program, and the names are noted while they are asked for.
tests/web/forms/test_kinds_of_fields.py tries every text in every field; here a few go over the wire, through the verbs.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from portal import create_app
from portal.config import Settings
from portal.extensions import db
from tests.support import addresses, cast, routes
from tests.support.any_text import CLASSES, Asked, categories
from tests.support.bad_values import BAD
from tests.support.database import Rows, Snapshot, connect, contents
from tests.support.sending import Fields, send
from tests.support.visitor import Visitor, check_page

# one of each sort; the guards refuse control characters and broken bytes in any field (tests/web/forms/test_fields.py)
TEXTS = [BAD[name] for name in ("10,000 characters", "emoji", "direction override", "script", "far date",
                                "huge number", "foreign digits", "deep JSON")] + [CLASSES["superscripts"]]  # fmt: skip
BESIDE_RIGHT = [CLASSES["circled"], BAD["10,000 characters"], BAD["deep JSON"]]
ROUNDS = 2  # so many texts in each field
SETUP = {
    "practice_name": "Mine", "phone": cast.PHONE, "time_zone": cast.TIME_ZONE, "name": "Eve Doe",
    "email": "eve@example.com", "username": "eve", "password": addresses.NEW_PASSWORD,
}  # fmt: skip
# what a refused form may leave: counters, the record of the refusal, and that a person has opened the link
NOTED = {"attempt", "event", "link", "sign_in", "birth_date_confirmation", "reset_request"}
ANSWERS = {200, 303, 400, 404, 409, 410, 413, 422, 429}


def groups(size: int = 6) -> list[bytes]:
    """Everything that Unicode has, several of its categories in one text."""
    found = [*CLASSES.values(), *categories().values()]
    return [b"".join(found[start : start + size]) for start in range(0, len(found), size)]


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
def asked(the: addresses.World, monkeypatch: pytest.MonkeyPatch) -> Asked:
    return Asked(the.app, monkeypatch)


class Trial:
    """One form, sent again and again, everything as it was whenever something was taken."""

    def __init__(self, the: addresses.World, rule: Rule, start: Snapshot) -> None:
        self.the, self.rule, self.start, self.database = the, rule, start, connect(start.settings)
        self._begin()

    def _begin(self) -> None:
        self.start.restore()
        self.visitor = self.the.whoever_may(self.rule.endpoint)
        self.visitor.csrf_token(routes.realm(self.rule))
        self.before, self.version = contents(self.start.settings), self._version()

    def _version(self) -> int:
        """Another one after each commit: most refusals make none, and then there is nothing to read."""
        return int(self.database.execute("PRAGMA data_version").fetchone()[0])

    def names(self, asked: Asked) -> list[str]:
        """Those that the form asks for when it is filled in well, and when it is empty."""
        for fields in ({}, good(self.the, self.rule)):
            send(self.visitor, self.the.address(self.rule.endpoint), fields)
            if self._version() != self.version:
                self._begin()
        return asked.fields_of(self.rule.endpoint)

    def refused(self, fields: Fields) -> str:
        """What is wrong with the answer, empty where nothing is. Where too many came before it, it is sent anew."""
        response = self._send(fields)
        if response.status_code == 429:
            self._begin()
            response = self._send(fields)
        after = contents(self.start.settings) if self._version() != self.version else self.before
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
    for number, name in enumerate(names):
        yield name, right | {name: BESIDE_RIGHT[number % len(BESIDE_RIGHT)]}
    # selectors, wanted states, marks of what was seen: read by the views themselves
    views_own = [name for name in names if name not in asked.fields[trial.rule.endpoint]]
    texts = groups(11)
    for by in range(len(texts) if views_own else 0):
        yield "the view's own", right | shifted(views_own, texts, by)


def test_every_form_refuses_or_takes_whole_whatever_is_sent_to_it(
    the: addresses.World, asked: Asked, settings: Settings
) -> None:
    wrong, tried = {}, set()
    for trial in trials(the, settings):
        for how, fields in tries(trial, asked):
            tried.add((trial.rule.endpoint, how))
            if problem := trial.refused(fields):
                wrong[trial.rule.endpoint, how, problem] = fields
    assert not wrong and len(tried) > 250


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
        for fields in ({name: text} for name in SETUP for text in (b"", BAD["10,000 characters"])):
            given = {name: text.encode() for name, text in SETUP.items()} | fields
            response = looked_at(send(visitor, "/setup", given))
            assert (fields, response.status_code) == (fields, 422)
            assert contents(settings) == before
        db.session.remove()
        db.engine.dispose()

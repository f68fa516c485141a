"""Whatever text is sent to whatever page asks for it, under every name that it asks for: an answer, and never a 500.

Nothing is listed here: the pages are those of the program, and the names are noted while they are asked for.
"""

from collections.abc import Sequence
from urllib.parse import urlencode

import pytest
from flask import Flask
from werkzeug.routing import Rule

from portal.config import Settings
from tests.support import addresses, world
from tests.support.any_text import CLASSES, Asked, categories
from tests.support.database import Snapshot
from tests.support.sending import Fields, send
from tests.support.visitor import Visitor

BESIDE_RIGHT = [CLASSES[name] for name in ("one of each that is seen", "circled")]
ALONE = [CLASSES[name] for name in ("superscripts", "lone marks", "unseen")]


@pytest.fixture
def the(app: Flask) -> addresses.World:
    return world.make(app)


@pytest.fixture
def asked(the: addresses.World, monkeypatch: pytest.MonkeyPatch) -> Asked:
    return Asked(the.app, monkeypatch)


def values() -> list[bytes]:
    return [*CLASSES.values(), *categories().values()]


def rules(the: addresses.World, method: str) -> list[Rule]:
    found = [rule for rule in the.rules if method in (rule.methods or set()) and rule.endpoint != "static"]
    return [rule for rule in found if rule.endpoint != "staff.setup"]  # is gone once there is a practice


def shifted(names: Sequence[str], texts: list[bytes], by: int) -> dict[str, bytes]:
    """Each name with a text of its own, so that many are tried at once."""
    return {name: texts[(number + by) % len(texts)] for number, name in enumerate(names)}


# fails where any field hands what it holds to int(), or to a column, as it came
def test_no_form_breaks_over_a_text_in_all_its_fields_at_once(
    the: addresses.World, asked: Asked, settings: Settings
) -> None:
    before, texts = Snapshot(settings), values()
    for rule in rules(the, "POST"):
        visitor, address, good = _form(the, rule.endpoint, before)
        send(visitor, address, good)
        names = asked.fields_of(rule.endpoint)
        for fields in (shifted(names, texts, by) for by in range(len(texts) if names else 0)):
            answer = send(visitor, address, fields)
            assert answer.status_code < 500, (rule.endpoint, fields)


def test_no_form_breaks_over_a_text_in_one_field_while_the_others_are_right_or_empty(
    the: addresses.World, asked: Asked, settings: Settings
) -> None:
    before = Snapshot(settings)
    for rule in rules(the, "POST"):
        visitor, address, good = _form(the, rule.endpoint, before)
        send(visitor, address, good)
        for name in asked.fields_of(rule.endpoint):
            visitor, address, good = _form(the, rule.endpoint, before)
            hidden = {other: text for other, text in good.items() if other not in asked.fields[rule.endpoint]}
            beside_nothing = [hidden | {name: text} for text in ALONE]
            for fields in [*beside_nothing, *(good | {name: text} for text in BESIDE_RIGHT)]:
                answer = send(visitor, address, fields)
                assert answer.status_code < 500, (rule.endpoint, name, fields[name])


def test_no_page_breaks_over_a_text_in_its_address(the: addresses.World, asked: Asked) -> None:
    found = list(categories().values())
    groups = [b"".join(found[start : start + 6]) for start in range(0, len(found), 6)]
    texts = [*CLASSES.values(), *groups]
    for rule in rules(the, "GET"):
        visitor, address = the.whoever_may(rule.endpoint), the.address(rule.endpoint)
        visitor.http.get(address, base_url=visitor.base)
        names = asked.fields_of(rule.endpoint)
        for parameters in (shifted(names, texts, by) for by in range(len(texts) if names else 0)):
            answer = visitor.http.get(f"{address}?{urlencode(parameters)}", base_url=visitor.base)
            assert answer.status_code < 500, (rule.endpoint, parameters)


def _form(the: addresses.World, endpoint: str, before: Snapshot) -> tuple[Visitor, str, Fields]:
    """The form of this route, with what is right for it, and everything as it was."""
    before.restore()
    visitor = the.whoever_may(endpoint)
    return visitor, the.address(endpoint), {name: text.encode() for name, text in the.fields(endpoint).items()}

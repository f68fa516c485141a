"""Events: appended with the fields of their kind, and never changed."""

from contextlib import suppress

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from portal.audit import verify
from portal.database import writing
from portal.extensions import db
from portal.models import event_kinds
from portal.models.event import SYSTEM, record
from tests.support.events import COUNT, write_events


@pytest.fixture
def chain(app: Flask) -> int:
    write_events()
    return COUNT


@pytest.mark.parametrize("statement", ["UPDATE event SET hash = hash", "DELETE FROM event WHERE id = 3"])
def test_the_database_refuses_to_change_an_event(statement: str, chain: int) -> None:
    with pytest.raises(IntegrityError, match="events are never changed"), writing():
        db.session.execute(text(statement))
    assert verify.verify().bad is None


@pytest.mark.parametrize("fields", [{}, {"old": "a"}, {"email": "a", "old": "b"}])
def test_an_event_with_wrong_fields_is_refused(fields: dict[str, str], app: Flask) -> None:
    with pytest.raises(ValueError, match="email_added needs the fields"), writing():
        record("email_added", SYSTEM, **fields)  # type: ignore[arg-type]
    assert verify.verify().count == 0


def test_an_event_of_an_unknown_kind_is_refused(app: Flask) -> None:
    with pytest.raises(KeyError), writing():
        record("invented", SYSTEM)


def test_every_kind_declares_the_fields_of_its_sentence() -> None:
    for kind in event_kinds.KINDS.values():
        assert kind.sentence.format(**dict.fromkeys(kind.fields, "x")) and kind.group in event_kinds.GROUPS


def test_an_event_that_is_rolled_back_leaves_no_gap(chain: int) -> None:
    with suppress(ZeroDivisionError), writing():
        record("practice_created", SYSTEM)
        raise ZeroDivisionError
    with writing():
        record("practice_created", SYSTEM)
    assert verify.verify().count == chain + 1

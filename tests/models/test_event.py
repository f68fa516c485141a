"""The chain of events: appended, never changed, and telling where it was."""

import json

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from portal.database import writing
from portal.extensions import db
from portal.models import Event, event, event_kinds
from portal.models.event import SYSTEM, record
from tests.support import factories

COUNT = 7


@pytest.fixture
def chain(app: Flask) -> int:
    """Seven events, the client's name in other letters; the number of them."""
    client = factories.nora()
    writing()
    for number in range(COUNT):
        record("email_added", factories.dana(), client_id=client.id, email=f"zoë{number}@例え.jp")
    db.session.commit()
    return COUNT


def _forged(statement: str) -> None:
    """As somebody with the file in hand would: past the triggers."""
    writing()
    for act in ("update", "delete"):
        db.session.execute(text(f"DROP TRIGGER event_no_{act}"))
    db.session.execute(text(statement))
    db.session.commit()
    db.session.expire_all()


def test_a_chain_that_nobody_touched_verifies(chain: int) -> None:
    last = db.session.get_one(Event, chain)
    assert event.verify() == (chain, last.hash, None)


def test_an_empty_chain_verifies(app: Flask) -> None:
    assert event.verify() == (0, event.FIRST, None)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET result = 'failed' WHERE id = 3",
        "UPDATE event SET hash = hash",
        "DELETE FROM event WHERE id = 3",
        "DELETE FROM event",
    ],
)
def test_the_database_refuses_to_change_an_event(statement: str, chain: int) -> None:
    # fails without the triggers of the first migration
    writing()
    with pytest.raises(IntegrityError, match="events are never changed"):
        db.session.execute(text(statement))
    db.session.rollback()
    assert event.verify()[2] is None


# fails when expected_hash leaves the column out
@pytest.mark.parametrize(
    "change",
    ["at = '2026-01-01 00:00:00.000000'", "kind = 'email_deleted'", "result = 'refused'", "actor = 'system'",
     "actor_staff_id = NULL", "client_id = NULL", "staff_id = 1", "sign_in_id = 1", "ip = '192.0.2.1'",
     """fields = '{"email": "other"}'""", "hash = '" + "a" * 64 + "'"],
)  # fmt: skip
def test_a_changed_row_is_named(change: str, chain: int) -> None:
    _forged(f"UPDATE event SET {change} WHERE id = 4")
    assert (event.verify()[0], event.verify()[2]) == (3, 4)


@pytest.mark.parametrize("change", ["fields = 'no json'", "at = 'no time'", "fields = '[]'", "id = -4"])
def test_a_row_made_unreadable_is_named(change: str, chain: int) -> None:
    _forged(f"UPDATE event SET {change} WHERE id = 4")
    bad = event.verify()[2]
    assert bad == (1 if change.startswith("id") else 4)


def test_a_row_removed_in_the_middle_is_named(chain: int) -> None:
    _forged("DELETE FROM event WHERE id = 4")
    assert event.verify()[2] == 4


def test_a_removed_first_row_is_named(chain: int) -> None:
    _forged("DELETE FROM event WHERE id = 1")
    assert event.verify()[2] == 1


def test_a_row_whose_own_hash_was_made_to_fit_is_found_at_the_next(chain: int) -> None:
    # fails when expected_hash leaves out the hash before
    row = db.session.get_one(Event, 4)
    before = db.session.get_one(Event, 3).hash
    with db.session.no_autoflush:
        row.fields = {"email": "other"}
        fitting = row.expected_hash(before)
    db.session.rollback()
    changed = json.dumps({"email": "other"})
    _forged(f"UPDATE event SET fields = '{changed}', hash = '{fitting}' WHERE id = 4")
    assert event.verify()[2] == 5


@pytest.mark.parametrize("fields", [{}, {"old": "a"}, {"email": "a", "old": "b"}])
def test_an_event_with_wrong_fields_is_refused(fields: dict[str, str], app: Flask) -> None:
    writing()
    with pytest.raises(ValueError, match="email_added needs the fields"):
        record("email_added", SYSTEM, **fields)  # type: ignore[arg-type]
    db.session.rollback()
    assert event.verify() == (0, event.FIRST, None)


def test_an_event_of_an_unknown_kind_is_refused(app: Flask) -> None:
    writing()
    with pytest.raises(KeyError):
        record("invented", SYSTEM)
    db.session.rollback()


def test_every_kind_declares_the_fields_of_its_sentence() -> None:
    for kind in event_kinds.KINDS.values():
        assert kind.sentence.format(**dict.fromkeys(kind.fields, "x")) and kind.group in event_kinds.GROUPS


def test_an_event_that_is_rolled_back_leaves_no_gap(chain: int) -> None:
    writing()
    record("practice_created", SYSTEM)
    db.session.rollback()
    writing()
    record("practice_created", SYSTEM)
    db.session.commit()
    assert event.verify()[0] == chain + 1

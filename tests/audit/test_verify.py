"""The record, looked at: whoever has the database and not the secret is found out."""

import json

import pytest
from flask import Flask

from portal import config
from portal.audit import heads, verify
from portal.data_folder import SECRET_FILE
from portal.database import writing
from portal.extensions import db
from portal.models import Event, chain
from portal.models.event import SYSTEM, record
from tests.support.events import COUNT, alter_note, forge, write_events


@pytest.fixture(autouse=True)
def seven(app: Flask) -> None:
    write_events()


def test_a_record_that_nobody_touched_is_whole() -> None:
    last = db.session.get_one(Event, COUNT)
    assert verify.verify() == verify.Verdict(COUNT, last.hash)


@pytest.mark.parametrize(
    "change",
    ["at = '2026-01-01 00:00:00.000000'", "kind = 'email_deleted'", "result = 'refused'", "actor = 'system'",
     "actor_staff_id = NULL", "client_id = NULL", "staff_id = 1", "sign_in_id = 1", "ip = '192.0.2.1'",
     """fields = '{"email": "other"}'""", "hash = '" + "a" * 64 + "'", "salt = '" + "a" * 32 + "'",
     "personal = '" + "a" * 64 + "'", "key_name = '" + "a" * 16 + "'"],
)  # fmt: skip
def test_a_changed_row_is_named(change: str) -> None:
    forge(f"UPDATE event SET {change} WHERE id = 4")
    verdict = verify.verify()
    assert (verdict.count, verdict.bad) == (3, 4)


@pytest.mark.parametrize("change", ["fields = 'no json'", "at = 'no time'", "fields = '[]'", "id = -4"])
def test_a_row_made_unreadable_is_named(change: str) -> None:
    forge(f"UPDATE event SET {change} WHERE id = 4")
    assert verify.verify().bad == (1 if change.startswith("id") else 4)


@pytest.mark.parametrize("number", [1, 4])
def test_a_row_that_was_removed_is_named(number: int) -> None:
    forge(f"DELETE FROM event WHERE id = {number}")
    assert verify.verify().bad == number


def test_a_row_whose_own_hash_was_made_to_fit_is_found_at_the_next() -> None:
    row, before = db.session.get_one(Event, 4), db.session.get_one(Event, 3).hash
    with db.session.no_autoflush:
        row.result = "refused"
        fitting = row.expected_hash(chain.current_key(), before)
    db.session.rollback()
    forge(f"UPDATE event SET result = 'refused', hash = '{fitting}' WHERE id = 4")
    assert verify.verify().bad == 5


@pytest.mark.parametrize("name", ["kept", "invented"])
def test_a_forged_row_with_all_hashes_made_anew_without_the_secret_is_named(name: str) -> None:
    key = chain.Key(chain.current_key().name if name == "kept" else "f" * 16, b"a guess")
    changes, previous = [], db.session.get_one(Event, 3).hash
    with db.session.no_autoflush:
        for number in range(4, COUNT + 1):
            row = db.session.get_one(Event, number)
            row.fields = {"email": "forged@example.com"} if number == 4 else row.fields
            row.key_name = key.name
            row.personal = row.expected_digest(row.salt or "")
            previous = row.expected_hash(key, previous)
            values = {"fields": json.dumps(row.fields), "personal": row.personal, "key_name": key.name}
            pairs = ", ".join(f"{column} = '{value}'" for column, value in (values | {"hash": previous}).items())
            changes.append(f"UPDATE event SET {pairs} WHERE id = {number}")
    db.session.rollback()
    forge(*changes)
    assert verify.verify().bad == 4


def _empty(number: int) -> str:
    return f"UPDATE event SET fields = '{{}}', ip = NULL, client_id = NULL, salt = NULL WHERE id = {number}"


def test_without_its_personal_values_and_salt_a_row_still_fits_the_chain_and_is_named() -> None:
    forge(_empty(4))
    row, before = db.session.get_one(Event, 4), db.session.get_one(Event, 3).hash
    assert row.hash == row.expected_hash(chain.current_key(), before)
    assert (
        verify.verify().fault == "event 4 was emptied, which the portal does not do; the 3 before it are as they were"
    )


def test_each_row_has_a_salt_of_its_own() -> None:
    salts = {row.salt for row in db.session.query(Event)}
    assert len(salts) == COUNT and all(len(salt or "") == 32 for salt in salts)


def _replace_secret() -> None:
    (config.current().data_dir / SECRET_FILE).write_text("another secret, as long as it has to be")


def _append() -> None:
    with writing():
        record("practice_created", SYSTEM)


def test_a_new_secret_begins_a_section_that_is_checked_and_the_earlier_one_is_told() -> None:
    _replace_secret()
    _append()
    verdict = verify.verify()
    assert (verdict.bad, verdict.count, verdict.earlier) == (None, COUNT + 1, COUNT)
    assert (
        verdict.sentence
        == f"{COUNT + 1} events, unaltered, but {COUNT} of them made under an earlier key and not checked"
    )
    forge(f"UPDATE event SET result = 'failed' WHERE id = {COUNT + 1}")
    assert verify.verify().bad == COUNT + 1


def test_a_gap_in_the_earlier_section_is_named() -> None:
    _replace_secret()
    forge("DELETE FROM event WHERE id = 3")
    assert verify.verify().bad == 3


@pytest.mark.parametrize("left", [0, 4, COUNT - 1])
def test_a_cut_tail_is_named_by_its_first_missing_event(left: int) -> None:
    heads.keep()
    forge(f"DELETE FROM event WHERE id > {left}")
    verdict = verify.verify()
    assert verdict.bad == left + 1
    assert verdict.fault == (
        f"event {left + 1} is missing: the mail worker had counted {COUNT}; the {left} before it are as they were"
    )


def test_a_cut_tail_is_noticed_also_when_as_many_events_were_written_since() -> None:
    heads.keep()
    forge("DELETE FROM event WHERE id > 5")
    for _ in range(4):
        _append()
    verdict = verify.verify()
    assert (verdict.bad, verdict.count) == (COUNT, 9)


@pytest.mark.parametrize(
    "change", [{"count": 4}, {"count": 4, "key_name": "f" * 16}, {"hash": "0" * 64}, {"seal": ""}, {"count": "many"}]
)
def test_a_note_that_was_altered_is_told(change: dict[str, object]) -> None:
    heads.keep()
    alter_note(**change)
    fault = verify.verify().fault
    assert fault is not None and "the note of the mail worker" in fault and "was altered" in fault

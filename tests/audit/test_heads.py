"""What the worker notes of the record, and when it leaves the note as it is."""

import logging
import stat

import pytest
from flask import Flask

from portal import config
from portal.audit import heads, verify
from portal.data_folder import SECRET_FILE
from tests.support.events import COUNT, alter_note, forge, write_events


@pytest.fixture(autouse=True)
def seven(app: Flask) -> None:
    write_events()


def _noted() -> int | None:
    head = heads.read()
    return head.count if head else None


def test_the_note_follows_the_record() -> None:
    heads.keep()
    assert _noted() == COUNT
    write_events(2)
    heads.keep()
    assert _noted() == COUNT + 2 and verify.verify().bad is None
    write_events(1)
    assert verify.verify().bad is None, "events since the note are no fault"


def test_an_empty_record_is_noted_too() -> None:
    forge("DELETE FROM event")
    heads.keep()
    assert _noted() == 0 and verify.verify().bad is None


def test_the_note_is_for_its_owner_only_and_leaves_no_draft() -> None:
    heads.keep()
    assert stat.S_IMODE(heads.path().stat().st_mode) == 0o600
    assert [path.name for path in heads.path().parent.glob(f"*{heads.FILE}*")] == [heads.FILE]


@pytest.mark.parametrize("statement", ["DELETE FROM event WHERE id > 4", "UPDATE event SET hash = 'x' WHERE id = 7"])
def test_a_note_that_does_not_fit_any_more_stays_and_the_log_tells_of_it(
    statement: str, caplog: pytest.LogCaptureFixture
) -> None:
    heads.keep()
    forge(statement)
    with caplog.at_level(logging.ERROR):
        heads.keep()
    assert _noted() == COUNT and "does not fit" in caplog.text


def test_a_note_that_was_altered_is_not_written_over() -> None:
    heads.keep()
    alter_note(count=3)
    heads.keep()
    assert verify.verify().bad is not None


def test_after_a_new_secret_the_note_is_made_under_it() -> None:
    heads.keep()
    (config.current().data_dir / SECRET_FILE).write_text("another secret, as long as it has to be")
    before = heads.read()
    heads.keep()
    after = heads.read()
    assert before is not None and after is not None and before.key_name != after.key_name
    assert verify.verify().bad is None


# a backup that was put back is shorter, and rightly so
def test_whoever_deletes_the_note_lets_the_worker_count_anew() -> None:
    heads.keep()
    forge("DELETE FROM event WHERE id > 4")
    heads.path().unlink()
    heads.keep()
    assert _noted() == 4 and verify.verify().bad is None

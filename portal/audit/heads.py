"""How many events there are and the hash of the last, noted each minute in a file beside the database.

A chain with its end cut off still looks whole: only an earlier count shows it.
"""

import json
import logging
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import select

from portal import config
from portal.extensions import db
from portal.models import Event, chain
from portal.old_data import NOTE_OF_EVENTS

FILE = NOTE_OF_EVENTS
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Head:
    count: int
    hash: str
    key_name: str
    seal: str = ""

    def sealed_by(self, key: chain.Key) -> str:
        return key.seal(chain.canonical([self.count, self.hash, self.key_name]))


@dataclass(frozen=True)
class Doubt:
    """``bad`` is the first event that does not fit what was noted, ``why`` what is told of it."""

    bad: int
    why: str


def path() -> Path:
    return config.current().data_dir / FILE


def keep() -> None:
    """Note the newest event. Where the record contradicts the last note, the note stays, and the log says so."""
    noted = read()
    newest = db.session.execute(select(Event.id, Event.hash).order_by(Event.id.desc()).limit(1)).first()
    doubt = doubt_about(noted)
    if doubt is not None:
        log.error("the record of events does not fit %s: %s", path(), doubt.why)
        return
    key = chain.current_key()
    head = Head(newest.id, newest.hash, key.name) if newest else Head(0, chain.FIRST, key.name)
    if noted is None or (noted.count, noted.key_name) != (head.count, head.key_name):
        _write(Head(head.count, head.hash, head.key_name, head.sealed_by(key)))


def read() -> Head | None:
    """What was noted last; None before the first note. A note that cannot be read never fits."""
    try:
        values = json.loads(path().read_text())
        return Head(int(values["count"]), str(values["hash"]), str(values["key_name"]), str(values["seal"]))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        return Head(0, "", chain.current_key().name)


def doubt_about(noted: Head | None) -> Doubt | None:
    """Whether the table is shorter than was noted, or its event of that number is another one.

    A note under an earlier key cannot be checked; it can only tell of an event that is of an earlier key as well.
    """
    if noted is None:
        return None
    key = chain.current_key()
    altered = Doubt(noted.count, f"the note of the mail worker, {path()}, was altered")
    if noted.key_name == key.name and noted.seal != noted.sealed_by(key):
        return altered
    if noted.count < 1:
        return None
    columns = select(Event.id, Event.hash, Event.key_name)
    event = db.session.execute(columns.where(Event.id <= noted.count).order_by(Event.id.desc()).limit(1)).first()
    last = event.id if event else 0
    if event is None or last < noted.count:
        return Doubt(last + 1, f"event {last + 1} is missing: the mail worker had counted {noted.count}")
    if event.key_name == key.name != noted.key_name:
        return altered
    if event.hash != noted.hash:
        return Doubt(noted.count, f"event {noted.count} is not the one that the mail worker had noted")
    return None


def _write(head: Head) -> None:
    """The old note or the new one, never half of it; for its owner only."""
    draft = path().with_name(f".{FILE}-{os.getpid()}")
    draft.unlink(missing_ok=True)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(asdict(head), file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path())

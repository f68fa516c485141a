"""A record with something in it, and somebody who has the file in hand."""

import json

from sqlalchemy import text

from portal.audit import heads
from portal.database import writing
from portal.extensions import db
from portal.models import Event
from portal.models.event import record
from tests.support import factories

COUNT = 7


def write_events(count: int = COUNT) -> None:
    """That many events, the client's name in other letters."""
    client = factories.nora()
    with writing():
        for number in range(count):
            record("email_added", factories.dana(), client_id=client.id, email=f"zoë{number}@例え.jp")


def forge(*statements: str) -> None:
    """Past the triggers."""
    with writing():
        for statement in (*(f"DROP TRIGGER IF EXISTS event_no_{act}" for act in ("update", "delete")), *statements):
            db.session.execute(text(statement))
    db.session.expire_all()


def rewrite(number: int, **values: object) -> None:
    """Change one event, without a flush: what its hash would be can be asked then."""
    row = db.session.get_one(Event, number)
    for name, value in values.items():
        setattr(row, name, value)


def alter_note(**values: object) -> None:
    """What the mail worker has noted."""
    kept = json.loads(heads.path().read_text())
    heads.path().write_text(json.dumps(kept | values))

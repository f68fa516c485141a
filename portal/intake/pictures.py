"""The pictures of clients: kept from the moment they are uploaded, dropped once nothing names them any more."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import delete, select

from portal import clock
from portal.database import writing
from portal.extensions import db
from portal.images.remaking import Remade
from portal.models import Client, Picture, StepRecord

MOST_UNUSED = 6  # of a client: a form sent again and again must not fill the disk


def keep(client: Client, remade: Remade) -> str:
    """The public id under which the client's form can name this picture; nothing names it yet, so nothing happened."""
    with writing():
        picture = Picture(
            client_id=client.id, media_type=remade.media_type, width=remade.width, height=remade.height,
            data=remade.data, preview=remade.preview, created_at=clock.now(),
        )  # fmt: skip
        db.session.add(picture)
        db.session.flush()
        public_id = picture.public_id
        drop_unused(client, but=MOST_UNUSED)
    return public_id


def drop_unused(client: Client, *, but: int = 0) -> None:
    """Delete the client's pictures that no answer and no waiting change names, all ``but`` the newest.

    Within the write transaction of the caller.
    """
    db.session.flush()
    rows = db.session.execute(select(StepRecord.answers, StepRecord.changes).where(StepRecord.client_id == client.id))
    named = {text for row in rows for part in row for text in _texts(part)}
    own = select(Picture.id, Picture.public_id).where(Picture.client_id == client.id).order_by(Picture.id.desc())
    unused = [number for number, public_id in db.session.execute(own) if public_id not in named]
    if unused[but:]:
        db.session.execute(delete(Picture).where(Picture.id.in_(unused[but:])))


def _texts(value: Any) -> Iterator[str]:
    """Every text within a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)

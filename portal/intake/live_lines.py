"""How things stand with a client's tasks, in a line each: on Home, and on the profile that staff see."""

from collections.abc import Mapping

from sqlalchemy import select

from portal.contract.parts import Live
from portal.extensions import db
from portal.models import Client


def read(client: Client, offered: Mapping[str, Live | None]) -> dict[str, str]:
    """By the same names, empty where nothing is offered; one statement for all, none where there is no line."""
    lines = {name: live for name, live in offered.items() if live}
    if not lines:
        return dict.fromkeys(offered, "")
    columns = (live.value.label(name) for name, live in lines.items())
    row = db.session.execute(select(*columns).select_from(Client).where(Client.id == client.id)).one()
    return dict.fromkeys(offered, "") | {name: live.words(value) for (name, live), value in zip(lines.items(), row)}

"""Needs attention: what staff should look at; a line goes when it is solved or dismissed."""

from portal import clock
from portal.database import writing
from portal.diagnosis import attention_of_folders
from portal.diagnosis.attention_kinds import KINDS, AttentionLine
from portal.extensions import db
from portal.models import Dismissal
from portal.models.base import Owner
from portal.models.event import Actor, record


def lines() -> list[AttentionLine]:
    """The newest first, at most 50 of each cause."""
    kinds = (*KINDS, attention_of_folders.lines)
    return sorted((line for kind in kinds for line in kind()), key=lambda line: line.at, reverse=True)


def dismiss(cause: str, subject: str, by: Actor) -> bool:
    """Take the line away; False where there is none such."""
    with writing():
        line = next((line for line in lines() if (line.cause, line.subject) == (cause, subject)), None)
        if line is not None:
            assert by.staff_id is not None
            db.session.add(
                Dismissal(cause=cause, subject=subject, dismissed_by_id=by.staff_id, dismissed_at=clock.now())
            )
            about: Owner = {"client_id": line.client.id} if line.client else {}
            record("attention_dismissed", by, what=line.sentence, **about)
    return line is not None

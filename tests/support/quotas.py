"""Links as if many had been sent just now, so that the next is the last that may go, or the first that may not."""

from sqlalchemy import func, insert, select

from portal import clock
from portal.credentials import links
from portal.database import writing
from portal.extensions import db
from portal.mail import outbox
from portal.models import Client, Link, OutgoingMail, Staff
from portal.models.link import LinkKind
from portal.options import resolve
from tests.support import factories
from tests.support.cast import Person

REMY = Person("Remy", "Holt", "remy@maple.example", username="remy.h")


def spend_of_client(client: Client, count: int = 5) -> None:
    """So many invites of one client, of which only the last stays open."""
    with writing():
        for _ in range(count):
            link = links.make(LinkKind.INVITATION, resolve.link_lifetime(), dana().id, client_id=client.id)
            outbox.put("invitation", client.emails[0].address, link=link, client_id=client.id)


def spend_of_staff(count: int) -> None:
    """So many of Dana's, each to somebody else."""
    _insert(count, dana().id)


def spend_of_practice(count: int) -> None:
    """So many by a colleague, whose own limit nobody looks at."""
    remy = Staff.by_sign_in_name("remy.h") or factories.make_staff(REMY, "staff")
    _insert(count, remy.id)


def spend_of_strangers(count: int) -> None:
    """So many that people asked for themselves; they are somebody's only so that nobody's own limit is met."""
    _insert(count, None)


def made() -> int:
    """All links there are."""
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Link)) or 0


def dana() -> Staff:
    staff = Staff.by_sign_in_name("dana.w")
    assert staff is not None
    return staff


def _insert(count: int, sent_by_id: int | None) -> None:
    """So many clients, each with a link that was mailed at this moment: as rows, since verbs would take seconds."""
    with writing():
        now, ends_at = clock.now(), clock.now() + resolve.link_lifetime()
        first = 1 + max(db.session.scalar(select(func.max(model.id))) or 0 for model in (Client, Link))
        for model, row in (
            (Client, {"first_name": "Kim", "last_name": "Lee", "sort_name": "lee, kim", "search": "kim lee"}),
            (Link, {"kind": LinkKind.INVITATION, "expires_at": ends_at, "sent_by_id": sent_by_id}),
            (OutgoingMail, {"kind": "invitation", "address": "kim@example.com", "state": "sent", "next_try_at": now}),
        ):
            rows = [row | {"created_at": now} | _numbers(model, first + number) for number in range(count)]
            db.session.execute(insert(model), rows)


def _numbers(model: type, number: int) -> dict[str, object]:
    if model is Client:
        return {"id": number}
    if model is Link:
        return {"id": number, "client_id": number}
    return {"message_id": f"<{number}@example.com>", "client_id": number, "link_id": number}

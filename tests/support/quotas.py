"""Links as if many had been sent just now, so that the next is the last that may go, or the first that may not."""

from sqlalchemy import func, select

from portal.credentials import links
from portal.database import writing
from portal.extensions import db
from portal.mail import outbox
from portal.models import Client, Link, Staff
from portal.models.link import LinkKind
from portal.options import resolve
from tests.support import factories
from tests.support.cast import Person

REMY = Person("Remy", "Holt", "remy@maple.example", username="remy.h")


def spend_of_client(client: Client, count: int = 5) -> None:
    """So many invites of one client."""
    _make([client] * count, dana().id)


def spend_of_staff(count: int) -> None:
    """So many of Dana's, each to somebody else."""
    _make(_people(count), dana().id)


def spend_of_practice(count: int) -> None:
    """So many by a colleague, whose own limit nobody looks at."""
    remy = Staff.by_sign_in_name("remy.h") or factories.make_staff(REMY, "staff")
    _make(_people(count), remy.id)


def spend_of_strangers(count: int) -> None:
    """So many that people asked for themselves; they are somebody's only so that nobody's own limit is met."""
    _make(_people(count), None)


def made() -> int:
    """All links there are."""
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Link)) or 0


def dana() -> Staff:
    staff = Staff.by_sign_in_name("dana.w")
    assert staff is not None
    return staff


def _people(count: int) -> list[Client]:
    with writing():
        return [factories.make_client(Person("Kim", f"Lee {n}", f"kim{n}@example.com")) for n in range(count)]


def _make(people: list[Client], sent_by_id: int | None) -> None:
    """Each link with its mail, all at this moment; of one client's only the last stays open."""
    numbers = [(client.id, client.emails[0].address) for client in people]
    with writing():
        for client_id, address in numbers:
            link = links.make(LinkKind.INVITATION, resolve.link_lifetime(), sent_by_id, client_id=client_id)
            outbox.put("invitation", address, link=link, client_id=client_id)

"""Staff who see clients, beside Dana, and whose client somebody is."""

from portal import clock
from portal.database import writing
from portal.extensions import db
from portal.models import Client, Staff
from tests.support import cast, factories
from tests.support.visitor import Visitor


def make_provider(name: str = "Kwame Mensah", *, role: str = "staff", sees_clients: bool = True) -> Staff:
    """Registered, and signs in with the first name."""
    with writing():
        first = name.split()[0].lower()
        staff = Staff(password_hash=cast.PASSWORD_HASH, role=role, sees_clients=sees_clients,
                      created_at=clock.now(), registered_at=clock.now())  # fmt: skip
        staff.rename(name, f"{first}@maple.example", first)
        db.session.add(staff)
    return staff


def give(client: Client, provider: Staff | None) -> Client:
    with writing():
        client.provider = provider
    return client


def browser_of(visitor: Visitor, staff: Staff) -> Visitor:
    """The visitor, signed in as this member of staff."""
    visitor.set_cookie("staff", factories.sign_in(staff))
    return visitor

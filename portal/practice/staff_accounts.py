"""Those who work at the practice: added, changed, switched off and on. Nobody is deleted."""

from dataclasses import dataclass

from portal import clock
from portal.authentication import password_context, password_hashing, password_policy, sessions
from portal.credentials import links
from portal.database import flush_or_raise, release_connection, writing
from portal.errors import EmailTaken, UsernameTaken
from portal.extensions import db
from portal.models import Link, Practice, Staff
from portal.models.event import SYSTEM, Actor, record
from portal.models.link import EndedWhy
from portal.models.staff import ROLES
from portal.options import resolve
from portal.practice import permissions, staff_invitations


@dataclass(frozen=True)
class Position:
    """What owners and managers decide about a member of staff; ``role`` is one of ROLES."""

    name: str
    role: str
    sees_clients: bool = False


def add(position: Position, email: str, by: Actor) -> Staff:
    """A new member of staff, with an invite to this address.

    Raises NotAllowed, EmailTaken, QuotaReached; then nobody was added.
    """
    with writing():
        permissions.refuse_others(by, position.role)
        person = _new(position, email)
        staff_invitations.put_invite(person, by)
        _record_added(person, f"invite for {email}", by)
    return person


def add_registered(position: Position, email: str, username: str, password: str) -> Staff:
    """A member who can sign in at once, by the command line. Raises EmailTaken, UsernameTaken, PasswordRefused."""
    password = password_policy.normalised(password)
    words = password_context.of_staff(position.name, email, username, Practice.one().name)
    password_policy.check(password, resolve.shortest_password(), words)
    release_connection()
    password_hash = password_hashing.hash_password(password)

    with writing():
        if Staff.is_taken(username):
            raise UsernameTaken()
        person = _new(position, email, username)
        person.password_hash, person.registered_at = password_hash, clock.now()
        _record_added(person, "on the command line", SYSTEM)
    return person


def change(person: Staff, position: Position, email: str | None, by: Actor) -> Link | None:
    """Another role ends all sessions. ``email`` counts until the person has registered; None leaves it as it is.

    A new address ends the invite that was sent to the old one and sends another: that one, else None. Raises
    NotAllowed, LastOwner, EmailTaken, QuotaReached; then nothing was changed.
    """
    with writing():
        permissions.refuse_others(by, person.role, position.role)
        if position.role != "owner":
            permissions.keep_an_owner(person)
        address = person.email
        what = _write(person, position, email)
        link = staff_invitations.move_invite(person, by) if person.email != address else None
        if what:
            sent = ["a new invite was sent"] if link else []
            record("staff_changed", by, staff_id=person.id, name=person.name, what="; ".join([*what, *sent]))
        if position.role != person.role:
            _set_role(person, position.role, by)
    return link


def set_active(person: Staff, active: bool, by: Actor) -> None:
    """Bring the account into the wanted state; each press leaves its event.

    Off ends sessions and links in the same transaction; on brings back username and password and nothing else.
    Raises NotAllowed, LastOwner.
    """
    with writing():
        permissions.refuse_others(by, person.role)
        if active:
            person.deactivated_at = person.deactivated_by_id = None
        else:
            permissions.keep_an_owner(person)
            if person.is_enabled:
                person.deactivated_at, person.deactivated_by_id = clock.now(), by.staff_id
            links.end_open(EndedWhy.ACCESS_TURNED_OFF, by_id=by.staff_id, staff_id=person.id)
            sessions.end_all("access_turned_off", staff_id=person.id)
        record("staff_activated" if active else "staff_deactivated", by, staff_id=person.id, name=person.name)


def _new(position: Position, email: str, username: str = "") -> Staff:
    """Flushed into the caller's transaction. Raises EmailTaken."""
    person = Staff(role=position.role, sees_clients=position.sees_clients, created_at=clock.now())
    person.rename(position.name, email, username)
    db.session.add(person)
    flush_or_raise(EmailTaken())
    return person


def _write(person: Staff, position: Position, email: str | None) -> list[str]:
    """Change all but the role, and return what changed, in words. Raises EmailTaken."""
    if email is None or person.registered_at is not None:
        email = person.email
    before = (person.name, person.email, person.sees_clients)
    person.rename(position.name, email, person.username)
    person.sees_clients = position.sees_clients
    flush_or_raise(EmailTaken())
    sees = "sees clients" if person.sees_clients else "does not see clients"
    now = ((f"name is now {person.name}", person.name), (f"email is now {email}", email), (sees, person.sees_clients))
    return [words for (words, new), old in zip(now, before) if new != old]


def _set_role(person: Staff, role: str, by: Actor) -> None:
    old, person.role = person.role, role
    sessions.end_all("role_changed", staff_id=person.id)
    record("staff_role_changed", by, staff_id=person.id, name=person.name, old=ROLES[old], new=ROLES[role])


def _record_added(person: Staff, how: str, by: Actor) -> None:
    record("staff_added", by, staff_id=person.id, name=person.name, role=person.role_name, how=how)

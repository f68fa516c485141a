"""Setting the practice up, once; its particulars; the profiles of staff."""

from dataclasses import asdict, dataclass

from portal import clock
from portal.authentication import password_context, password_hashing, password_policy, sessions
from portal.authentication.sessions import Browser
from portal.credentials import links
from portal.database import flush_or_raise, release_connection, writing
from portal.email_address import shown
from portal.errors import AlreadySetUp, EmailTaken, UsernameTaken
from portal.extensions import db
from portal.images.remaking import Remade
from portal.models import Picture, Practice, Staff
from portal.models.event import Actor, record
from portal.models.link import EndedWhy
from portal.models.practice import in_one_line
from portal.options import resolve
from portal.options.catalogue import of_task


@dataclass(frozen=True)
class Founding:
    practice_name: str
    phone: str
    time_zone: str
    name: str
    email: str
    username: str
    password: str
    tasks: tuple[str, ...] = ()  # folders of those that are on from the start


@dataclass(frozen=True)
class Particulars:
    name: str
    phone: str
    reply_to: str | None
    time_zone: str
    address: str | None = None


def is_set_up() -> bool:
    return Practice.get() is not None


def create(founding: Founding, browser: Browser) -> str:
    """Make the practice and its first owner. Returns the cookie that signs the owner in.

    Raises AlreadySetUp also for the second of two at the same moment;
    PasswordRefused, HashingBusy.
    """
    password = password_policy.normalised(founding.password)
    words = password_context.of_staff(founding.name, founding.email, founding.username, founding.practice_name)
    password_policy.check(password, resolve.shortest_password(), words)
    release_connection()
    password_hash = password_hashing.hash_password(password)

    with writing():
        if Practice.get() is not None:
            raise AlreadySetUp()
        return sessions.start(_found(founding, password_hash, browser), browser)


def _found(founding: Founding, password_hash: str, browser: Browser) -> Staff:
    """The owner of the new practice, inside the caller's transaction."""
    now = clock.now()
    owner = Staff(password_hash=password_hash, role="owner", sees_clients=True, created_at=now, registered_at=now)
    owner.rename(founding.name, founding.email, founding.username)
    practice = Practice(
        name=founding.practice_name, phone=founding.phone, time_zone=founding.time_zone, reply_to=None, created_at=now
    )
    db.session.add_all([practice, owner])
    db.session.flush()
    by = Actor("staff", staff_id=owner.id, ip=browser.ip)
    record("practice_created", by)
    resolve.change(practice, {of_task(name).name: True for name in founding.tasks}, by)
    return owner


def change(particulars: Particulars, by: Actor, logo: Remade | None = None) -> None:
    """``logo`` takes the place of the one that there is; without one that stays."""
    with writing():
        practice, wanted = Practice.one(), asdict(particulars)
        changed = [field for field, value in wanted.items() if getattr(practice, field) != value]
        for field in changed:
            setattr(practice, field, wanted[field])
        told = [f"{field.replace('_', '-')} is now {in_one_line(shown(wanted[field] or 'empty'))}" for field in changed]
        if logo is not None:
            _put_logo(practice, logo)
            told.append("logo is now another")
        if told:
            record("practice_changed", by, what="; ".join(told))


def remove_logo(by: Actor) -> None:
    with writing():
        practice = Practice.one()
        if practice.logo is not None:
            _put_logo(practice, None)
            record("practice_changed", by, what="logo is now empty")


def _put_logo(practice: Practice, remade: Remade | None) -> None:
    """Inside the caller's transaction; the one before is deleted."""
    before = practice.logo
    practice.logo = Picture(**asdict(remade), created_at=clock.now()) if remade else None
    if before is not None:
        db.session.flush()
        db.session.delete(before)


def change_profile(staff: Staff, name: str, email: str, username: str, by: Actor) -> None:
    """Raises UsernameTaken, EmailTaken. The caller has had the password confirmed where one of these two changes."""
    with writing():
        if Staff.is_taken(username, staff.id):
            raise UsernameTaken()
        before = (staff.name, staff.email, staff.username)
        staff.rename(name, email, username)
        flush_or_raise(EmailTaken())
        changed = [word for word, old, new in zip(("name", "email", "username"), before, (name, email, staff.username))
                   if old != new]  # fmt: skip
        if "email" in changed:
            links.end_open(EndedWhy.DEFAULT_EMAIL_CHANGED, staff_id=staff.id)
        if changed:
            record("profile_changed", by, staff_id=staff.id, what=", ".join(changed))

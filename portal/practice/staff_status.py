"""The state of each member of staff (invited, active, deactivated), and what became of the mail with the link."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from portal import clock
from portal.extensions import db
from portal.models import Link, OutgoingMail, Staff
from portal.models.link import LinkKind, LinkState


class StaffState(StrEnum):
    ACTIVE = "active"
    INVITED = "invited"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    DEACTIVATED = "deactivated"

    @property
    def label(self) -> str:
        labels = {StaffState.EXPIRED: "Invite expired", StaffState.WITHDRAWN: "Invite withdrawn"}
        return labels.get(self, self.value.capitalize())


@dataclass(frozen=True)
class StaffStanding:
    """``link``: the newest invite before registering, the reset that works after it."""

    person: Staff
    state: StaffState
    link: Link | None
    mail: OutgoingMail | None  # the one with this link


def standing_of(person: Staff) -> StaffStanding:
    return _read([person])[0]


def of_everybody() -> list[StaffStanding]:
    """Sorted by name, deactivated members last; in three statements."""
    everybody = select(Staff).options(joinedload(Staff.deactivated_by)).order_by(Staff.name, Staff.id)
    return sorted(_read(db.session.scalars(everybody).all()), key=lambda one: not one.person.is_enabled)


def _read(people: Iterable[Staff]) -> list[StaffStanding]:
    numbers = [person.id for person in people]
    newest = select(func.max(Link.id)).where(Link.staff_id.in_(numbers)).group_by(Link.staff_id, Link.kind)
    links = {(link.staff_id, link.kind): link for link in db.session.scalars(select(Link).where(Link.id.in_(newest)))}
    sent = select(OutgoingMail).where(OutgoingMail.link_id.in_([link.id for link in links.values()]))
    mails = {mail.link_id: mail for mail in db.session.scalars(sent.order_by(OutgoingMail.id))}
    found = []
    for person in people:
        link = _link_that_counts(person, links)
        found.append(StaffStanding(person, _state(person, link), link, mails.get(link.id) if link else None))
    return found


def _link_that_counts(person: Staff, links: dict[tuple[int | None, str], Link]) -> Link | None:
    if person.registered_at is None:
        return links.get((person.id, LinkKind.STAFF_INVITATION))
    reset = links.get((person.id, LinkKind.STAFF_PASSWORD_RESET))
    return reset if reset and reset.state(clock.now()) is LinkState.LIVE else None


def _state(person: Staff, link: Link | None) -> StaffState:
    if not person.is_enabled:
        return StaffState.DEACTIVATED
    if person.registered_at is not None:
        return StaffState.ACTIVE
    states = {LinkState.LIVE: StaffState.INVITED, LinkState.EXPIRED: StaffState.EXPIRED}
    return states.get(link.state(clock.now()), StaffState.WITHDRAWN) if link else StaffState.WITHDRAWN

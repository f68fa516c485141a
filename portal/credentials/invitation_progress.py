"""How far a client has come with an invitation that was shown in the room."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from portal import clock
from portal.extensions import db
from portal.models import BirthDateConfirmation, Client, Event, Link
from portal.models.link import LinkKind, LinkState
from portal.options.resolve import link_asks_birth_date


@dataclass(frozen=True)
class Progress:
    link: Link
    state: LinkState
    asks_birth_date: bool
    shown_at: datetime | None  # first
    confirmed_at: datetime | None  # where the answer still counts, or has served
    username: str | None

    @property
    def is_over(self) -> bool:
        return self.state is not LinkState.LIVE

    @property
    def opened_at(self) -> datetime | None:
        """When a person opened it, as far as is known: a fetch before it was shown may have been a mail filter's."""
        fetched, shown = self.link.fetched_at, self.shown_at
        by_a_person = fetched if fetched and shown and fetched >= shown else None
        return by_a_person or self.link.opened_at or self.link.used_at

    @property
    def wrong_birth_dates(self) -> int:
        """How many wrong answers since the last right one; 0 once the answer was right."""
        return 0 if self.confirmed_at else self.link.wrong_birth_dates


def progress_of(client: Client, selector: str | None = None) -> Progress | None:
    """Of the client's invitation with this selector, without one of the newest. None: there is no such link."""
    shown_at = select(func.min(Event.at)).where(
        Event.client_id == Link.client_id, Event.kind == "link_shown", Event.at >= Link.created_at
    )
    confirmed_at = select(func.max(BirthDateConfirmation.confirmed_at)).where(BirthDateConfirmation.link_id == Link.id)
    found = select(Link, shown_at.scalar_subquery(), confirmed_at.scalar_subquery()).where(
        Link.client_id == client.id, Link.kind == LinkKind.INVITATION
    )
    if selector is not None:
        found = found.where(Link.selector == selector[:64])
    row = db.session.execute(found.order_by(Link.id.desc()).limit(1)).first()
    if row is None:
        return None
    link, shown, confirmed = row
    now = clock.now()
    is_used = link.used_at is not None
    counts = confirmed is not None and (is_used or confirmed > now - BirthDateConfirmation.VALID_FOR)
    return Progress(
        link=link,
        state=link.state(now),
        asks_birth_date=link_asks_birth_date(link),
        shown_at=shown,
        confirmed_at=confirmed if counts else None,
        username=client.account.username if is_used and client.account else None,
    )

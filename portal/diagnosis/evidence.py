"""Facts behind the causes: when a client last got in or was sent a reset, and which dead links were opened since."""

from collections.abc import Sequence
from datetime import UTC, datetime

from portal import clock
from portal.clients.portal_status import PortalStatus, Status
from portal.models import Link, PortalAccount
from portal.models.link import LinkKind

# fields of an Obstacle, always with ``at``: when it happened, by which the latest of equally urgent causes is told
Found = dict[str, object] | None
NEVER = datetime.min.replace(tzinfo=UTC)


def active(portal: PortalStatus) -> PortalAccount | None:
    return portal.account if portal.status is Status.ACTIVE else None


def last_in(account: PortalAccount) -> datetime:
    return max(gone_by(account.registered_at), gone_by(account.last_signed_in_at))


def last_reset(portal: PortalStatus) -> datetime:
    return gone_by(portal.newest_reset.created_at if portal.newest_reset else None)


def gone_by(moment: datetime | None) -> datetime:
    """The moment, or NEVER where it is missing or in the future (written while the clock was ahead)."""
    return moment if moment is not None and moment <= clock.now() else NEVER


def invitations(portal: PortalStatus) -> list[Link]:
    """Those that were opened after their end."""
    return [link for link in portal.refused if link.kind == LinkKind.INVITATION]


def resets(portal: PortalStatus) -> list[Link]:
    """Those that were opened after their end."""
    return [link for link in portal.refused if link.kind == LinkKind.PASSWORD_RESET]


def refused_since(moment: datetime, links: Sequence[Link]) -> Link | None:
    """The one of these that was opened last, if that was at this moment or later."""
    latest = max(links, key=refused_at, default=None)
    return latest if latest is not None and refused_at(latest) >= moment else None


def refused_at(link: Link) -> datetime:
    return link.refused_at or NEVER

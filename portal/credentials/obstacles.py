"""Why a client cannot get in: the most urgent cause of what the client menu knows, or none."""

from dataclasses import dataclass
from enum import StrEnum

from portal.credentials.status import PortalStatus, Status
from portal.models import OutgoingMail
from portal.models.outgoing_mail import MailState


class Cause(StrEnum):
    STILL_WAITING = "still_waiting"
    NOT_DELIVERED = "not_delivered"


@dataclass(frozen=True)
class Obstacle:
    """One cause; ``mail`` is what its sentence tells of."""

    cause: Cause
    mail: OutgoingMail


def obstacle_of(portal: PortalStatus) -> Obstacle | None:
    """The first of the causes, in their order, that is the case."""
    return next((found for cause in IN_ORDER if (found := cause(portal)) is not None), None)


def _still_waiting(portal: PortalStatus) -> Obstacle | None:
    """Tried without success, and to be tried again. While all mail is held, nothing is tried: that is told as Held."""
    mail = portal.shown_mail
    if mail is None or mail.attempts == 0 or mail.state not in (MailState.WAITING, MailState.SENDING):
        return None
    matters = portal.status in (Status.INVITED, Status.ACTIVE) and not portal.is_mail_held
    return Obstacle(Cause.STILL_WAITING, mail) if matters else None


def _not_delivered(portal: PortalStatus) -> Obstacle | None:
    """Also when the invite has run out since: it never arrived."""
    mail = portal.shown_mail
    if mail is None or mail.state != MailState.FAILED:
        return None
    matters = portal.status in (Status.INVITED, Status.EXPIRED, Status.ACTIVE)
    return Obstacle(Cause.NOT_DELIVERED, mail) if matters else None


IN_ORDER = (_still_waiting, _not_delivered)

"""Why a client cannot get in: the most urgent cause of what was recorded, or none.

The table at the end lists the causes by their urgency, each with its fix.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from portal.clients.portal_facts import Facts
from portal.diagnosis import causes, link_causes, mail_causes
from portal.diagnosis.evidence import Found
from portal.intake.steps import ClientStep
from portal.models import Event, Link, OutgoingMail


class Cause(StrEnum):
    TURNED_OFF = "turned_off"
    LOCKED = "locked"
    STOPPED = "stopped"
    WAITS = "waits"
    NETWORK_WAITS = "network_waits"
    KEPT = "kept"
    STILL_WAITING = "still_waiting"
    NOT_DELIVERED = "not_delivered"
    NOT_TAKEN = "not_taken"
    WRONG_BIRTH_DATE = "wrong_birth_date"
    EMAIL_CHANGED = "email_changed"
    EXPIRED = "expired"
    ENDED_INVITE = "ended_invite"
    ENDED_RESET = "ended_reset"
    OLDER_LINK = "older_link"
    RESET_REFUSED = "reset_refused"
    REGISTERED_ALREADY = "registered_already"
    WRONG_PASSWORD = "wrong_password"
    STEP_OPEN = "step_open"


class Fix(StrEnum):
    """The one button that fixes it; SEND is the main button, SWITCH the toggle: they stand in the region then."""

    SWITCH = "switch"
    TRY_AGAIN = "try_again"
    CORRECT = "correct"
    EDIT_BIRTH_DATE = "edit_birth_date"
    SEND = "send"
    UNLOCK = "unlock"  # beside the main button
    COPY_ADDRESS = "copy_address"
    SKIP = "skip"


@dataclass(frozen=True)
class Obstacle:
    """One cause, with what its sentence tells of."""

    cause: Cause
    fix: Fix
    at: datetime  # when it happened
    mail: OutgoingMail | None = None
    link: Link | None = None
    times: tuple[datetime, ...] = ()
    until: datetime | None = None
    event: Event | None = None
    step: ClientStep | None = None
    newest: Link | None = None  # the one that works

    @property
    def takes_main_button(self) -> bool:
        return self.fix in (Fix.SEND, Fix.UNLOCK)


def obstacle_of(facts: Facts) -> Obstacle | None:
    """The most urgent cause that applies; of several equally urgent ones, the latest."""
    for equally_urgent in BY_URGENCY:
        found = [_obstacle(cause, fix, find(facts)) for cause, (fix, find) in equally_urgent.items()]
        if any(found):
            return max(filter(None, found), key=lambda obstacle: obstacle.at)
    return None


def _obstacle(cause: Cause, fix: Fix, found: Found) -> Obstacle | None:
    return Obstacle(cause, fix, **found) if found is not None else None  # type: ignore[arg-type]


# What a signed-in client does is none of them: it is not noted where it happens, or noted as the client's own act.
BY_URGENCY: tuple[dict[Cause, tuple[Fix, Callable[[Facts], Found]]], ...] = (
    {Cause.TURNED_OFF: (Fix.SWITCH, causes.turned_off)},
    {
        Cause.LOCKED: (Fix.EDIT_BIRTH_DATE, link_causes.locked),
        Cause.STOPPED: (Fix.SEND, causes.stopped),
        Cause.WAITS: (Fix.UNLOCK, causes.waits),
        Cause.NETWORK_WAITS: (Fix.UNLOCK, causes.network_waits),
    },
    {
        Cause.KEPT: (Fix.SEND, mail_causes.kept),
        Cause.STILL_WAITING: (Fix.TRY_AGAIN, mail_causes.still_waiting),
        Cause.NOT_DELIVERED: (Fix.CORRECT, mail_causes.not_delivered),
        Cause.NOT_TAKEN: (Fix.SEND, mail_causes.not_taken),
    },
    {Cause.WRONG_BIRTH_DATE: (Fix.EDIT_BIRTH_DATE, link_causes.wrong_birth_date)},
    {
        Cause.EMAIL_CHANGED: (Fix.SEND, link_causes.email_changed),
        Cause.EXPIRED: (Fix.SEND, link_causes.expired),
        Cause.ENDED_INVITE: (Fix.SEND, link_causes.ended_invite),
        Cause.ENDED_RESET: (Fix.SEND, link_causes.ended_reset),
        Cause.OLDER_LINK: (Fix.SEND, link_causes.older_link),
    },
    {Cause.RESET_REFUSED: (Fix.SEND, causes.reset_refused)},
    {Cause.REGISTERED_ALREADY: (Fix.COPY_ADDRESS, link_causes.registered_already)},
    {Cause.WRONG_PASSWORD: (Fix.SEND, causes.wrong_password)},
    {Cause.STEP_OPEN: (Fix.SKIP, causes.step_open)},
)

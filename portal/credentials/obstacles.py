"""Why a client cannot get in: the most urgent cause of what was recorded, or none.

The table at the end lists the causes in the order of their urgency, each with what sets it right.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from portal.credentials import causes
from portal.credentials.causes import Found
from portal.credentials.facts import Facts
from portal.credentials.steps import ClientStep
from portal.models import Event, Link, OutgoingMail


class Cause(StrEnum):
    TURNED_OFF = "turned_off"
    STILL_WAITING = "still_waiting"
    NOT_DELIVERED = "not_delivered"
    NOT_TAKEN = "not_taken"
    WRONG_BIRTH_DATE = "wrong_birth_date"
    EMAIL_CHANGED = "email_changed"
    EXPIRED = "expired"
    ENDED_INVITE = "ended_invite"
    OLDER_LINK = "older_link"
    STOPPED = "stopped"
    WAITS = "waits"
    NETWORK_WAITS = "network_waits"
    RESET_REFUSED = "reset_refused"
    ENDED_RESET = "ended_reset"
    REGISTERED_ALREADY = "registered_already"
    WRONG_PASSWORD = "wrong_password"
    STEP_OPEN = "step_open"


class Fix(StrEnum):
    """The one button that sets it right; SEND is the main button, SWITCH the toggle: they stand in the region then."""

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
    """The first of the causes that is the case."""
    for cause, (fix, find) in IN_ORDER.items():
        found = find(facts)
        if found is not None:
            return Obstacle(cause, fix, **found)  # type: ignore[arg-type]
    return None


IN_ORDER: dict[Cause, tuple[Fix, Callable[[Facts], Found]]] = {
    Cause.TURNED_OFF: (Fix.SWITCH, causes.turned_off),
    Cause.STILL_WAITING: (Fix.TRY_AGAIN, causes.still_waiting),
    Cause.NOT_DELIVERED: (Fix.CORRECT, causes.not_delivered),
    Cause.NOT_TAKEN: (Fix.SEND, causes.not_taken),
    Cause.WRONG_BIRTH_DATE: (Fix.EDIT_BIRTH_DATE, causes.wrong_birth_date),
    Cause.EMAIL_CHANGED: (Fix.SEND, causes.email_changed),
    Cause.EXPIRED: (Fix.SEND, causes.expired),
    Cause.ENDED_INVITE: (Fix.SEND, causes.ended_invite),
    Cause.OLDER_LINK: (Fix.SEND, causes.older_link),
    Cause.STOPPED: (Fix.SEND, causes.stopped),
    Cause.WAITS: (Fix.UNLOCK, causes.waits),
    Cause.NETWORK_WAITS: (Fix.UNLOCK, causes.network_waits),
    Cause.RESET_REFUSED: (Fix.SEND, causes.reset_refused),
    Cause.ENDED_RESET: (Fix.SEND, causes.ended_reset),
    Cause.REGISTERED_ALREADY: (Fix.COPY_ADDRESS, causes.registered_already),
    Cause.WRONG_PASSWORD: (Fix.SEND, causes.wrong_password),
    Cause.STEP_OPEN: (Fix.SKIP, causes.step_open),
}

"""All that is known of a client's way in: for the client menu, and to find the causes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, String, and_, bindparam, func, select, union_all

from portal import clock
from portal.authentication import sign_in_counters
from portal.clients.portal_status import PortalStatus, status_of
from portal.extensions import db
from portal.intake import answers
from portal.intake.pending_changes import Change, changes_of
from portal.intake.steps import ClientStep, steps_of
from portal.limits import attempts, lockouts
from portal.limits.lockouts import NO_TRIES, SignInStanding
from portal.models import Attempt, Client, DeviceMark, Event, PortalAccount


@dataclass(frozen=True)
class Facts:
    portal: PortalStatus
    steps: Sequence[ClientStep] = ()  # where there is an account
    changes: Sequence[Change] = ()  # by the client, that wait to be accepted
    sign_ins: SignInStanding = NO_TRIES  # of the browsers that wait longest
    network_until: datetime | None = None  # when the next try from where the client was refused is taken
    # the newest request by the form for forgotten passwords, but for those of the client who was signed in there
    reset_asked: Event | None = None


def facts_of(client: Client) -> Facts:
    """Three statements at most; the client comes with account, emails and provider."""
    portal = status_of(client)
    if client.account is None:
        return Facts(portal)
    name = sign_in_counters.account_key(client.account)
    found = db.session.execute(_ABOUT_SIGN_INS, {"client_id": client.id, "name": name}).all()
    tries = {limit: [row for row, _ in found if row and row.limit_name == limit.name] for limit in _SHOWN}
    now = clock.now()
    network = next(iter(tries[attempts.NETWORK_WAIT]), None)
    records = answers.records(client)
    return Facts(
        portal=portal,
        steps=steps_of(client, records),
        changes=changes_of(client, records),
        sign_ins=lockouts.worst(tries[attempts.SIGN_IN_NAME], tries[attempts.SIGN_IN_DEVICE], now),
        network_until=attempts.blocked_until(network, attempts.NETWORK_WAIT, now),
        reset_asked=found[0].Event,
    )


_SHOWN = (attempts.SIGN_IN_NAME, attempts.SIGN_IN_DEVICE, attempts.NETWORK_WAIT)


def _about_sign_ins() -> Select[Attempt, Event]:
    """A row for each counter of the account: of its name, of its network, and of each browser that it knows."""
    is_of_others = Event.actor != "client"  # a request by the signed-in client is no problem
    asked = select(func.max(Event.id)).where(
        Event.client_id == bindparam("client_id"), Event.kind == "reset_asked", is_of_others
    )
    marks = select(DeviceMark.mark_hash).where(DeviceMark.client_id == bindparam("client_id"))
    keys = union_all(marks, select(bindparam("name", type_=String)))
    is_theirs = and_(Attempt.limit_name.in_([limit.name for limit in _SHOWN]), Attempt.key.in_(keys))
    return (
        select(Attempt, Event)
        .select_from(PortalAccount)
        .outerjoin(Attempt, is_theirs)
        .outerjoin(Event, Event.id == asked.scalar_subquery())
        .where(PortalAccount.client_id == bindparam("client_id"))
    )


_ABOUT_SIGN_INS = _about_sign_ins()

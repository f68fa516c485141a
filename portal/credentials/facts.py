"""All that is known of a client's way in: what the client menu shows, and what the causes are told by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, bindparam, func, select
from sqlalchemy.orm import aliased

from portal import clock
from portal.credentials import answers, changes, limits, steps
from portal.credentials.audience import CLIENT
from portal.credentials.changes import Change
from portal.credentials.limits import NO_TRIES, Standing
from portal.credentials.status import PortalStatus, status_of
from portal.credentials.steps import ClientStep
from portal.extensions import db
from portal.models import Attempt, Client, Event, PortalAccount


@dataclass(frozen=True)
class Facts:
    portal: PortalStatus
    steps: Sequence[ClientStep] = ()  # of whoever has an account
    changes: Sequence[Change] = ()  # by the client, that wait to be accepted
    sign_ins: Standing = NO_TRIES  # under the client's username
    network_until: datetime | None = None  # when the next try from where the client was refused is taken
    reset_asked: Event | None = None  # the newest request by the form for forgotten passwords


def facts_of(client: Client) -> Facts:
    """Three statements at most; the client comes with account, emails and provider."""
    portal = status_of(client)
    if client.account is None:
        return Facts(portal)
    name = limits.name_key(CLIENT.name, client.account.username_key)
    found = db.session.execute(_ABOUT_SIGN_INS, {"client_id": client.id, "name": name}).one()
    attempt, network, reset_asked = found
    now = clock.now()
    network_until = limits.blocked_until(network, limits.NETWORK_WAIT, now)
    standing = limits.standing(attempt, limits.SIGN_IN_NAME, now)
    records = answers.records(client)
    return Facts(portal, steps.of(client, records), changes.of(client, records), standing, network_until, reset_asked)


def _about_sign_ins() -> Select[Attempt, Attempt, Event]:
    asked = select(func.max(Event.id)).where(Event.client_id == bindparam("client_id"), Event.kind == "reset_asked")
    network = aliased(Attempt)
    is_theirs = and_(Attempt.limit_name == limits.SIGN_IN_NAME.name, Attempt.key == bindparam("name"))
    is_network = and_(network.limit_name == limits.NETWORK_WAIT.name, network.key == bindparam("name"))
    return (
        select(Attempt, network, Event)
        .select_from(PortalAccount)
        .outerjoin(Attempt, is_theirs)
        .outerjoin(network, is_network)
        .outerjoin(Event, Event.id == asked.scalar_subquery())
        .where(PortalAccount.client_id == bindparam("client_id"))
    )


_ABOUT_SIGN_INS = _about_sign_ins()

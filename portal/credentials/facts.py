"""All that is known of a client's way in: what the client menu shows, and what the causes are told by."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, bindparam, func, select

from portal import clock
from portal.credentials import limits, steps
from portal.credentials.audience import CLIENT
from portal.credentials.limits import NO_TRIES, Standing
from portal.credentials.status import PortalStatus, status_of
from portal.credentials.steps import ClientStep
from portal.extensions import db
from portal.models import Attempt, Client, Event, PortalAccount


@dataclass(frozen=True)
class Facts:
    portal: PortalStatus
    steps: Sequence[ClientStep] = ()  # of whoever has an account
    sign_ins: Standing = NO_TRIES  # under the client's username
    reset_asked: Event | None = None  # the newest request by the form for forgotten passwords


def facts_of(client: Client) -> Facts:
    """Three statements at most; the client comes with account, emails and provider."""
    portal = status_of(client)
    if client.account is None:
        return Facts(portal)
    name = limits.name_key(CLIENT.name, client.account.username_key)
    attempt, reset_asked = db.session.execute(_ABOUT_SIGN_INS, {"client_id": client.id, "name": name}).one()
    standing = limits.standing(attempt, limits.SIGN_IN_NAME, clock.now())
    return Facts(portal, steps.of(client), standing, reset_asked)


def _about_sign_ins() -> Select[Attempt, Event]:
    asked = select(func.max(Event.id)).where(Event.client_id == bindparam("client_id"), Event.kind == "reset_asked")
    is_theirs = and_(Attempt.limit_name == limits.SIGN_IN_NAME.name, Attempt.key == bindparam("name"))
    return (
        select(Attempt, Event)
        .select_from(PortalAccount)
        .outerjoin(Attempt, is_theirs)
        .outerjoin(Event, Event.id == asked.scalar_subquery())
        .where(PortalAccount.client_id == bindparam("client_id"))
    )


_ABOUT_SIGN_INS = _about_sign_ins()

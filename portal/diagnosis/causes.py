"""Refused sign-ins, access that is off, open steps: a function for each cause, with what its sentence needs.

Causes of links are in ``link_causes``, those of mail in ``mail_causes``. Each returns None where it does not apply.
"""

from datetime import timedelta

from portal import clock
from portal.clients.portal_facts import Facts
from portal.clients.portal_status import Status
from portal.diagnosis.evidence import NEVER, Found, active, last_in, last_reset
from portal.intake.steps import first_required
from portal.limits.attempts import NETWORK_WAIT

ASKED_LATELY = timedelta(hours=24)  # a client who waits for a mail calls the same day


def turned_off(facts: Facts) -> Found:
    portal = facts.portal
    if portal.status is not Status.DISABLED or portal.account is None:
        return None
    return {"at": portal.account.disabled_at or NEVER}


def stopped(facts: Facts) -> Found:
    tries = facts.sign_ins
    return {"at": tries.last_at} if active(facts.portal) and tries.is_stopped else None


def waits(facts: Facts) -> Found:
    tries = facts.sign_ins
    if active(facts.portal) is None or tries.until is None or tries.is_stopped:
        return None
    return {"times": tries.times, "until": tries.until, "at": tries.last_at}


def network_waits(facts: Facts) -> Found:
    """Other people mistyped passwords in the client's network: a clinic, a family, a mobile network."""
    until = facts.network_until
    if active(facts.portal) is None or until is None:
        return None
    return {"until": until, "at": until - NETWORK_WAIT.window}  # when it began is not noted: the first of the tries


def reset_refused(facts: Facts) -> Found:
    """A new password was asked for in vain, and nothing was sent or got in since."""
    event, account = facts.reset_asked, active(facts.portal)
    if event is None or event.result != "refused" or account is None:
        return None
    since = max(last_in(account), last_reset(facts.portal), clock.now() - ASKED_LATELY)
    return {"event": event, "at": event.at} if since <= event.at <= clock.now() else None


def wrong_password(facts: Facts) -> Found:
    """Not enough of them to wait, but no success either, and no reset sent since."""
    times = facts.sign_ins.times
    account = active(facts.portal)
    matters = account and times and times[-1] >= max(last_reset(facts.portal), last_in(account))
    return {"times": times, "at": times[-1]} if matters else None


def step_open(facts: Facts) -> Found:
    first, account = first_required(facts.steps), active(facts.portal)
    return {"step": first, "at": last_in(account)} if first and account else None

"""Forgotten passwords: noted by the form, matched by the worker, so that the form itself knows nothing."""

from enum import StrEnum

from sqlalchemy import select

from portal import clock
from portal.authentication.audiences import CLIENT, STAFF, Audience, Credential, audience_of
from portal.credentials import links
from portal.database import release_connection, writing
from portal.email_address import address_key
from portal.extensions import db
from portal.limits import attempts, floods, sent_mail
from portal.mail import outbox
from portal.models import PortalAccount, ResetRequest
from portal.models.event import Actor, record
from portal.models.link import SELF_SERVICE_LIFETIME, WRONG_BIRTH_DATES


class ResetOutcome(StrEnum):
    """What came of a request, in the words that its event keeps."""

    GRANTED = "a link is on its way"
    TOO_MANY = "too many in an hour"
    TOO_MANY_MAILS = "too many mails in a day"
    CLIENT_IS_OFF = f"{CLIENT.access} is turned off"
    STAFF_IS_OFF = f"{STAFF.access} is turned off"
    NOT_ON_FILE = "with an email that is not on file"
    NO_DEFAULT_EMAIL = "no default email"
    LOCKED = f"{WRONG_BIRTH_DATES} wrong dates of birth"


def ask(audience: Audience, username: str, email: str | None, ip: str, signed_in: int | None = None) -> None:
    """Note what was typed into the form, with the same writes for any text. The worker matches it.

    ``signed_in`` is the number of a client who is signed in there: then it is the client's own act.

    Only the network address is counted here: a stranger's requests must not use up the client's.
    """
    with writing():
        has_room = attempts.note_within((attempts.FORGOT_ADDRESS, attempts.address_key(ip)))
        row = ResetRequest(
            audience=audience.name, username=username, email=email, ip=ip, client_id=signed_in, asked_at=clock.now()
        )
        row.is_over_limit = not has_room
        db.session.add(row)


def answer_all() -> int:
    """Match and delete the requests that wait, each in a transaction; how many."""
    numbers = db.session.scalars(select(ResetRequest.id).order_by(ResetRequest.id)).all()
    release_connection()
    for number in numbers:
        with writing():
            request = db.session.get(ResetRequest, number)
            if request is not None:
                _answer(request)
                db.session.delete(request)
    return len(numbers)


def _answer(request: ResetRequest) -> None:
    audience = STAFF if request.audience == STAFF.name else CLIENT
    credential = audience.find(request.username)
    if credential is None:
        return
    outcome = _outcome(request, credential)
    is_their_own = request.client_id is not None and request.client_id == credential.owner.get("client_id")
    by = Actor("client", client_id=request.client_id, ip=request.ip) if is_their_own else Actor("system", ip=request.ip)
    if outcome is not ResetOutcome.GRANTED:
        floods.tell("reset_asked", by, credential.owner, "refused", outcome=outcome.value)
        return
    assert credential.email is not None
    record("reset_asked", by, outcome=outcome.value, **credential.owner)
    link = links.make(audience.reset_link, SELF_SERVICE_LIFETIME, None, **credential.owner)
    outbox.put(audience.reset_link, credential.email, link=link, **credential.owner)


def _outcome(request: ResetRequest, credential: Credential) -> ResetOutcome:
    if request.is_over_limit:
        return ResetOutcome.TOO_MANY
    if not credential.is_enabled:
        return ResetOutcome.STAFF_IS_OFF if audience_of(credential) is STAFF else ResetOutcome.CLIENT_IS_OFF
    if isinstance(credential, PortalAccount):
        on_file = {email.address_key for email in credential.client.emails}
        if address_key(request.email or "") not in on_file:
            return ResetOutcome.NOT_ON_FILE
    if not credential.email:
        return ResetOutcome.NO_DEFAULT_EMAIL
    kind = audience_of(credential).reset_link
    if links.is_locked_for(kind, **credential.owner):
        return ResetOutcome.LOCKED
    if not sent_mail.may_reset(kind, **credential.owner):
        return ResetOutcome.TOO_MANY
    return ResetOutcome.GRANTED if sent_mail.has_room_for_strangers() else ResetOutcome.TOO_MANY_MAILS

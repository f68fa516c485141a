"""The counters of wrong passwords, and the waits that follow.

A browser that the account knows has a counter of its own and no other; all others share the account's, and that of
their network address. However staff write their name, by username or by email, the account is one.
"""

from sqlalchemy import ColumnElement, and_, delete, or_, select

from portal.authentication import device_marks
from portal.authentication.audiences import Audience, Credential, audience_of
from portal.extensions import db
from portal.limits import attempts
from portal.limits.attempts import CURRENT_PASSWORD, SIGN_IN_ADDRESS, SIGN_IN_DEVICE, SIGN_IN_NAME, Counter
from portal.models import Attempt, DeviceMark
from portal.models.base import Owner


def counters(audience: Audience, typed: str, ip: str, mark: str | None = None) -> tuple[Counter, ...]:
    """The same two lookups whether or not anybody has this name, and knows this browser (OWASP ASVS 6.3.8)."""
    credential = audience.find(typed)
    known = device_marks.known(mark, **(credential.owner if credential else Owner()))
    if known:
        return ((SIGN_IN_DEVICE, known),)
    name = account_key(credential) if credential else attempts.name_key(audience.name, audience.name_like(typed))
    return (SIGN_IN_NAME, name), (SIGN_IN_ADDRESS, attempts.address_key(ip))


def account_key(credential: Credential) -> str:
    """The key that counts the browsers which the account does not know."""
    return attempts.name_key(audience_of(credential).name, credential.username_key or "")


def clear(credential: Credential) -> None:
    """Forget the wrong passwords of an account, of whatever browser, inside the caller's transaction."""
    db.session.execute(delete(Attempt).where(is_of(credential)))


def forget_browsers(credential: Credential) -> None:
    """Forget all browsers of the account, inside the caller's transaction."""
    db.session.execute(delete(Attempt).where(_of_browsers(credential)))
    device_marks.forget(credential)


def is_of(credential: Credential) -> ColumnElement[bool]:
    """The account's counters: of unknown browsers, of each that it knows, and of the current password."""
    names = (SIGN_IN_NAME.name, CURRENT_PASSWORD.name)
    by_name = and_(Attempt.limit_name.in_(names), Attempt.key == account_key(credential))
    return or_(by_name, _of_browsers(credential))


def _of_browsers(credential: Credential) -> ColumnElement[bool]:
    marks = select(DeviceMark.mark_hash).filter_by(**credential.owner)
    return and_(Attempt.limit_name == SIGN_IN_DEVICE.name, Attempt.key.in_(marks))

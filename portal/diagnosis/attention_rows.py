"""Which rows need attention, as statements: Needs attention shows them, and the menu of every page counts them.

They are built once, with the times as parameters, so that counting them costs a page almost nothing.
"""

from datetime import datetime, timedelta

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Exists,
    Select,
    String,
    and_,
    bindparam,
    cast,
    exists,
    func,
    literal_column,
    or_,
    select,
    text,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased

from portal import clock, config
from portal.mail.health import RECENT
from portal.mail.outbox import TO_OLD_ADDRESS
from portal.mail.troubles import OURS
from portal.models import Client, Dismissal, EmailAddress, Link, OutgoingMail, PortalAccount, StepRecord
from portal.models.attention import LineCause
from portal.models.base import UTCDateTime
from portal.models.link import CLOCK_STEP, WRONG_BIRTH_DATES, LinkKind
from portal.models.outgoing_mail import NEVER_SENT, MailState

SHOWN = 50  # lines of each cause at most
RAN_OUT_LATELY = timedelta(days=14)

_NOW, _SOON = bindparam("now", type_=UTCDateTime()), bindparam("soon", type_=UTCDateTime())
_RECENTLY, _LATELY = bindparam("recently", type_=UTCDateTime()), bindparam("lately", type_=UTCDateTime())
_SO_MANY: ColumnElement[int] = literal_column(str(WRONG_BIRTH_DATES))  # written out, as the partial index has it
_SENDS: ColumnElement[bool] = bindparam("sends", type_=Boolean())


def parameters() -> dict[str, datetime | bool]:
    """What all of these statements are executed with."""
    now = clock.now()
    return {
        "now": now, "soon": now + CLOCK_STEP, "recently": now - RECENT, "lately": now - RAN_OUT_LATELY,
        "sends": config.current().mail_server is not None,
    }  # fmt: skip


def dismissed(cause: str, subject: str | ColumnElement[str] | InstrumentedAttribute[str]) -> Exists:
    return exists().where(Dismissal.cause == cause, Dismissal.subject == subject)


def _not_delivered() -> Select[OutgoingMail]:
    """To an address that is still on file. Troubles of the practice's own are one line, from mail_complaints."""
    newer = aliased(OutgoingMail)
    later_one = exists().where(
        newer.client_id == OutgoingMail.client_id, newer.kind == OutgoingMail.kind, newer.id > OutgoingMail.id
    )
    is_on_file = exists().where(
        EmailAddress.client_id == OutgoingMail.client_id, EmailAddress.address == OutgoingMail.address
    )
    return (
        select(OutgoingMail)
        .join(OutgoingMail.client)
        .outerjoin(OutgoingMail.link)
        .where(or_(Link.id.is_(None), and_(Link.used_at.is_(None), Link.ended_at.is_(None))))
        .where(text(NEVER_SENT), OutgoingMail.state == MailState.FAILED, ~later_one, is_on_file)
        .where(OutgoingMail.settled_at > _RECENTLY, OutgoingMail.kind != TO_OLD_ADDRESS)
        .where(or_(OutgoingMail.trouble.is_(None), OutgoingMail.trouble.not_in(OURS)))
        .where(~dismissed(LineCause.NOT_DELIVERED, OutgoingMail.public_id))
        .order_by(OutgoingMail.id.desc())
        .limit(SHOWN)
    )


def _kept() -> Select[OutgoingMail]:
    """Invites and resets from before a mail server was set, whose links were not opened; the newest first."""
    ran_out = and_(Link.kind == LinkKind.INVITATION.value, Link.expires_at > _LATELY)
    return (
        select(OutgoingMail)
        .join(OutgoingMail.client)
        .join(OutgoingMail.link)
        .where(text(NEVER_SENT), OutgoingMail.state == MailState.KEPT, _SENDS)
        .where(Link.used_at.is_(None), Link.ended_at.is_(None), Link.opened_at.is_(None))
        .where(or_(Link.expires_at > _NOW, ran_out))
        .order_by(OutgoingMail.id.desc())
    )


def _locked() -> Select[Link]:
    """Locked links that a corrected date opens again, and that keep clients from getting another by asking."""
    newer = aliased(Link)
    is_newest = ~exists().where(newer.client_id == Link.client_id, newer.kind == Link.kind, newer.id > Link.id)
    works_again = and_(Link.ended_at.is_(None), Link.expires_at > _NOW, Link.created_at <= _SOON)
    keeps_out = and_(Link.kind == LinkKind.PASSWORD_RESET.value, is_newest, PortalAccount.disabled_at.is_(None))
    return (
        select(Link)
        .join(Link.client)
        .outerjoin(Client.account)
        .where(Link.wrong_birth_dates >= _SO_MANY, Link.used_at.is_(None), or_(works_again, keeps_out))
        .where(~dismissed(LineCause.LOCKED, Link.selector))
        .order_by(Link.id.desc())
        .limit(SHOWN)
    )


def _ran_out() -> Select[Link]:
    """Expired invites, but for those that are listed as kept."""
    is_kept = exists().where(OutgoingMail.link_id == Link.id, OutgoingMail.state == MailState.KEPT.value)
    told_as_kept = and_(_SENDS, Link.opened_at.is_(None), is_kept)
    return (
        select(Link)
        .join(Link.client)
        .where(Link.used_at.is_(None), Link.ended_at.is_(None), Link.kind == LinkKind.INVITATION.value)
        .where(Link.expires_at <= _NOW, Link.expires_at > _LATELY, ~told_as_kept)
        .order_by(Link.id.desc())
        .limit(SHOWN)
    )


def is_changed() -> ColumnElement[bool]:
    """Of a StepRecord: a change of the client waits, and was not dismissed."""
    return and_(StepRecord.changed_at.is_not(None), ~dismissed(LineCause.CHANGED, cast(StepRecord.id, String)))


NOT_DELIVERED, KEPT, LOCKED_LINKS = _not_delivered(), _kept(), _locked()
EXPIRED = _ran_out().where(~dismissed(LineCause.EXPIRED, Link.selector))
# that clients have asked for themselves and come back to: perhaps after they had asked as often as they may
# (coalesce: else SQLite reads all links that staff have not sent, rather than those that ran out)
CAME_BACK = _ran_out().where(Link.dead_fetched_at.is_not(None), func.coalesce(Link.sent_by_id, 0) == 0)
ASKED_AGAIN = CAME_BACK.where(~dismissed(LineCause.ASKED_TOO_OFTEN, Link.selector))

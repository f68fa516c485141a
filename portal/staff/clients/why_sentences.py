"""The sentence of each cause in Why they can't get in."""

from collections.abc import Callable, Sequence
from datetime import datetime

from markupsafe import Markup

from portal import clock
from portal.clients.portal_status import PortalStatus
from portal.credentials.birth_date_hints import Hint
from portal.credentials.forgotten_passwords import ResetOutcome
from portal.diagnosis.diagnose import Cause, Obstacle
from portal.limits.attempts import SIGN_IN_ADDRESS
from portal.models import Link
from portal.models.attempt import STOP_AFTER
from portal.models.link import WRONG_BIRTH_DATES
from portal.web.breakable import breakable
from portal.web.event_words import at, day, full_minute, since, until
from portal.web.mail_words import is_silence

HINTS = {
    Hint.SWAPPED: " (day and month look swapped)",
    Hint.DIGIT: " (one digit is off)",
    Hint.YEAR: " (another year)",
    Hint.NOTHING: " (nothing alike)",
}
Words = Callable[[Obstacle, PortalStatus], Markup]


def why_sentence(why: Obstacle, portal: PortalStatus) -> Markup:
    return _SENTENCES[why.cause](why, portal)


def _turned_off(why: Obstacle, portal: PortalStatus) -> Markup:
    assert portal.account is not None and portal.account.disabled_at is not None
    by = portal.account.disabled_by
    text = Markup("<strong>Turned off</strong> by {}, {}")
    return text.format(by.name if by else "the portal", day(portal.account.disabled_at))


def _kept(why: Obstacle, portal: PortalStatus) -> Markup:
    return Markup("This {} was <strong>kept here and never sent</strong>").format(_what(portal))


def _still_waiting(why: Obstacle, portal: PortalStatus) -> Markup:
    assert why.mail is not None
    moment = since(why.mail.delayed_at or why.mail.created_at)
    if is_silence(why.mail):
        return Markup("<strong>Still waiting:</strong> the mail server has not answered since {}").format(moment)
    return Markup("<strong>Still waiting:</strong> {} (since {})").format(why.mail.reason, moment)


def _not_delivered(why: Obstacle, portal: PortalStatus) -> Markup:
    assert why.mail is not None
    text = Markup("<strong>Not delivered to {}:</strong> {}")
    return text.format(breakable(why.mail.address), why.mail.reason)


def _wrong_birth_date(why: Obstacle, portal: PortalStatus) -> Markup:
    link = _link(why)
    hint = HINTS.get(Hint(link.birth_date_hint), "") if link.birth_date_hint else ""
    text = Markup("<strong>Wrong date of birth,</strong> {} of {} tries{}{}")
    return text.format(link.wrong_birth_dates, WRONG_BIRTH_DATES, hint, _until_corrected(link))


def _until_corrected(link: Link) -> str:
    if not link.is_locked:
        return ""
    is_alive = link.works_unlocked(clock.now())
    locked = "The link is locked" if is_alive else "No more links are sent when the client asks,"
    return f". {locked} until the date on file is corrected"


def _email_changed(why: Obstacle, portal: PortalStatus) -> Markup:
    to = Markup(" to {}").format(breakable(why.mail.address)) if why.mail else ""
    return Markup("The {}{} <strong>ended when the default email changed</strong>").format(_what(portal), to)


def _expired(why: Obstacle, portal: PortalStatus) -> Markup:
    return Markup("<strong>The invite expired</strong> {}").format(until(_link(why).expires_at))


def _ended_invite(why: Obstacle, portal: PortalStatus) -> Markup:
    text = Markup("<strong>The invite was withdrawn,</strong> and its link was opened{}")
    return text.format(_by_whom(_link(why)))


def _older_link(why: Obstacle, portal: PortalStatus) -> Markup:
    assert why.newest is not None
    text = Markup("<strong>The link of an older mail</strong> was opened{}; the one that works was sent {}")
    return text.format(_by_whom(_link(why)), at(why.newest.created_at))


def _stopped(why: Obstacle, portal: PortalStatus) -> Markup:
    text = Markup(
        "<strong>Sign-in is stopped</strong> after {} wrong passwords in a row. A password reset opens it again"
    )
    return text.format(STOP_AFTER)


def _waits(why: Obstacle, portal: PortalStatus) -> Markup:
    text = Markup("<strong>{}</strong> since {}; sign-in waits until {}")
    return text.format(_wrong_passwords(why.times), since(why.times[0]), full_minute(_end(why)))


def _network_waits(why: Obstacle, portal: PortalStatus) -> Markup:
    text = Markup(
        "<strong>{} wrong passwords from the client's network,</strong> perhaps by others there; "
        "sign-in from it waits until {}"
    )
    return text.format(SIGN_IN_ADDRESS.allowed, full_minute(_end(why)))


def _reset_refused(why: Obstacle, portal: PortalStatus) -> Markup:
    assert why.event is not None
    outcome = why.event.fields["outcome"]
    not_sent = "" if outcome == ResetOutcome.NOT_ON_FILE else "and not sent: "
    return Markup("<strong>A reset was asked for</strong> {} {}{}").format(at(why.event.at), not_sent, outcome)


def _ended_reset(why: Obstacle, portal: PortalStatus) -> Markup:
    link = _link(why)
    fate = "was used already" if link.used_at else "was withdrawn" if link.ended_at else "has expired"
    text = Markup("<strong>The password reset {},</strong> and its link was opened{}")
    return text.format(fate, _by_whom(link))


def _registered_already(why: Obstacle, portal: PortalStatus) -> Markup:
    text = Markup("<strong>Already registered:</strong> the invite's link was opened again{}")
    return text.format(_by_whom(_link(why)))


def _wrong_password(why: Obstacle, portal: PortalStatus) -> Markup:
    moment = Markup("since {}").format(since(why.times[0])) if len(why.times) > 1 else at(why.times[0])
    return Markup("<strong>{}</strong> {}").format(_wrong_passwords(why.times), moment)


def _step_open(why: Obstacle, portal: PortalStatus) -> Markup:
    assert why.step is not None
    return Markup("<strong>{}</strong> is still open (required)").format(why.step.staff_title)


_SENTENCES: dict[Cause, Words] = {
    Cause.TURNED_OFF: _turned_off,
    Cause.LOCKED: _wrong_birth_date,
    Cause.STOPPED: _stopped,
    Cause.WAITS: _waits,
    Cause.NETWORK_WAITS: _network_waits,
    Cause.KEPT: _kept,
    Cause.STILL_WAITING: _still_waiting,
    Cause.NOT_DELIVERED: _not_delivered,
    Cause.NOT_TAKEN: _not_delivered,
    Cause.WRONG_BIRTH_DATE: _wrong_birth_date,
    Cause.EMAIL_CHANGED: _email_changed,
    Cause.EXPIRED: _expired,
    Cause.ENDED_INVITE: _ended_invite,
    Cause.ENDED_RESET: _ended_reset,
    Cause.OLDER_LINK: _older_link,
    Cause.RESET_REFUSED: _reset_refused,
    Cause.REGISTERED_ALREADY: _registered_already,
    Cause.WRONG_PASSWORD: _wrong_password,
    Cause.STEP_OPEN: _step_open,
}


def _what(portal: PortalStatus) -> str:
    return "password reset" if portal.has_account else "invite"


def _by_whom(link: Link) -> Markup:
    """A GET may have been a mail filter's; only a person sends a form."""
    assert link.refused_at is not None
    who = " by the client" if link.was_refused_to_a_person else ", perhaps by a mail filter,"
    return Markup("{} {}").format(who, at(link.refused_at))


def _wrong_passwords(times: Sequence[datetime]) -> str:
    return "1 wrong password" if len(times) == 1 else f"{len(times)} wrong passwords"


def _link(why: Obstacle) -> Link:
    assert why.link is not None
    return why.link


def _end(why: Obstacle) -> datetime:
    assert why.until is not None
    return why.until

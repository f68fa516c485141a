"""A mail with a link that may not go out just now, or that is not there: the same for clients and for staff."""

from typing import TypeVar

from werkzeug.wrappers import Response

from portal import dates
from portal.errors import AlreadySent, CredentialError, NothingToWithdraw, QuotaReached
from portal.web.event_words import already_sent, quota_reached

Answer = TypeVar("Answer", bound=Response)


def refusal(error: CredentialError) -> tuple[str, int]:
    """The sentence and the status. Raises the error where it is none of these."""
    match error:
        case AlreadySent():
            return already_sent(error), 429
        case QuotaReached():
            return quota_reached(error), 429
        case NothingToWithdraw():
            return "There is no link to withdraw any more.", 422
    raise error


def wait(response: Answer, error: CredentialError) -> Answer:
    """Says also to programs when to try again (RFC 9110, 10.2.3), where it is a matter of time."""
    if isinstance(error, QuotaReached):
        response.headers["Retry-After"] = dates.seconds_until(error.until)
    elif isinstance(error, AlreadySent):
        response.headers["Retry-After"] = str(error.again_in)
    return response

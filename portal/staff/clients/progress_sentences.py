"""How far the client is with a link that was shown in the room, in one sentence."""

from portal.credentials.invitation_progress import Progress
from portal.models.link import WRONG_BIRTH_DATES, EndedWhy, LinkState

OVER = {
    LinkState.REPLACED: "A newer link was sent, so this one no longer works.",
    LinkState.WITHDRAWN: "The invite was withdrawn. Its link no longer works.",
    LinkState.LOCKED: f"The link is locked after {WRONG_BIRTH_DATES} wrong dates of birth. "
    "Correct the date of birth on the profile, then show the link again.",
    LinkState.EXPIRED: "The invite has expired. Send it again from the profile.",
}


def progress_sentence(progress: Progress) -> str:
    if progress.state is LinkState.USED:
        return f"Account created. The username is {progress.username}."
    if progress.link.ended_why == EndedWhy.DEFAULT_EMAIL_CHANGED and progress.state is LinkState.WITHDRAWN:
        return "The default email changed, so this link no longer works."
    return OVER.get(progress.state) or _next(progress)


def _next(progress: Progress) -> str:
    if progress.wrong_birth_dates:
        return f"Wrong date of birth, {progress.wrong_birth_dates} of {WRONG_BIRTH_DATES} tries."
    if progress.confirmed_at:
        return "Date of birth confirmed. Next: username and password."
    if progress.opened_at:
        wanted = "the date of birth" if progress.asks_birth_date else "username and password"
        return f"The link is open. Next: {wanted}."
    return "Waiting for the client to open the link."

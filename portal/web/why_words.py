"""Words for why a client cannot get in, and for how far the registration steps are."""

from collections.abc import Sequence
from datetime import datetime

from flask import Flask

from portal import clock
from portal.credentials.birth_date_hints import Hint
from portal.intake.steps import ClientStep, State
from portal.models import Link

HINTS = {
    Hint.SWAPPED: " (day and month look swapped)",
    Hint.DIGIT: " (one digit is off)",
    Hint.YEAR: " (another year)",
    Hint.NOTHING: " (nothing alike)",
}


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(hint=hint, has_time=has_time, wrong_passwords=wrong_passwords, step_state=step_state)


def has_time(link: Link) -> bool:
    """Whether it would open something, but for what staff can set right."""
    return link.is_open and link.has_time(clock.now())


def hint(kept: str) -> str:
    return HINTS.get(Hint(kept), "")


def wrong_passwords(times: Sequence[datetime]) -> str:
    return "1 wrong password" if len(times) == 1 else f"{len(times)} wrong passwords"


def step_state(step: ClientStep) -> str:
    """open (required) · skipped by Sam Okafor: already on paper"""
    how = "required" if step.is_required else "optional"
    row = step.record
    match step.state:
        case State.DONE:
            return "done"
        case State.ON_FILE:
            return "on file already, not asked"
        case State.LEFT:
            return f"skipped by the client for now ({how})"
        case State.SKIPPED:
            name = row.skipped_by.name if row and row.skipped_by else "the practice"
            return f"skipped by {name}: {row.skip_reason if row else ''}"
        case State.OPEN:
            return f"open ({how})"

"""Words for how far the registration steps are."""

from flask import Flask

from portal.intake.steps import ClientStep, State


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(step_state=step_state)


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

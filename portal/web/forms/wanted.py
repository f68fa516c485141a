"""The wanted state that a switch sends: never "the other one", so that two presses have the same result."""

from flask import abort, request

_STATES = {"1": True, "0": False}


def state(field: str) -> bool:
    """On for 1, off for 0; anything else is refused with 400."""
    wanted = _STATES.get(request.form.get(field, ""))
    if wanted is None:
        abort(400, "The wanted state is missing. Nothing was changed.")
    return wanted

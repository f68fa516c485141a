"""Which page of a long list an address asks for."""

from flask import request

from portal.audit.history import Place


def asked_for() -> Place:
    """``?before=`` the number of a row, or ``?after=`` it; whatever else is typed there asks for the first page."""
    return Place(request.args.get("before", type=int), request.args.get("after", type=int))

"""Help: how a client gets in, and what to press when one calls."""

from flask import render_template

from portal.staff import staff
from portal.web import documents


@staff.get("/staff/help")
def help() -> str:
    return render_template("staff/help/show.html", parts=documents.parts("getting-in.md"))

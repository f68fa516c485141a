"""The checklist of a practice that begins: what is done, what is left, and where each is done."""

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import config, forwarded
from portal.practice.checklist import Mark, checklist_lines, is_marked, mark_checklist, what_clients_do
from portal.staff import staff
from portal.web import access, current
from portal.web.forms import wanted


@staff.get("/staff/checklist")
@access.owners_only
def checklist() -> str:
    practice, settings = current.the_practice(), config.current()
    return render_template(
        "staff/checklist/show.html",
        lines=checklist_lines(practice, settings), settings=settings, unheeded_proxy=forwarded.unheeded(settings),
        clients_do=what_clients_do(), said={mark.value: is_marked(practice, mark) for mark in Mark},
    )  # fmt: skip


@staff.post("/staff/checklist/marks")
@access.owners_only
def checklist_marks() -> Response:
    mark = request.form.get("mark", "")
    if mark not in list(Mark):
        abort(400, "There is no such line. Nothing was changed.")
    mark_checklist(Mark(mark), wanted.state("wanted"), current.actor())
    return redirect(url_for("staff.checklist"), 303)

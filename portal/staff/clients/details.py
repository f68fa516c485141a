"""What a client has filled in, for staff to read."""

from collections.abc import Sequence

from flask import render_template

from portal.contract import tasks
from portal.contract.parts import Line
from portal.intake import answers
from portal.models.step_record import Answers
from portal.staff import staff
from portal.staff.clients.profile import find_client


@staff.get("/staff/clients/<client_id>/details")
def client_details(client_id: str) -> str:
    """Whatever the folders of the steps have to show of what is on file."""
    client = find_client(client_id)
    parts = []
    for row in answers.records(client):
        if row.answers is not None:
            step, file = tasks.steps()[row.step], answers.on_file(client, row.step, row)
            parts.append((step.staff_title, row.answered_at, _read(step.lines, file)))
    return render_template("staff/clients/details.html", client=client, parts=parts)


def _read(lines: Sequence[Line], file: Answers) -> list[tuple[Line, str]]:
    texts = ((line, line.text(file)) for line in lines)
    return [(line, text) for line, text in texts if text or not line.is_rare]

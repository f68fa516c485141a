"""Skipping a registration step for one client, with the reason."""

from werkzeug.wrappers import Response

from portal.intake.steps import skip_for_client
from portal.staff import staff
from portal.staff.clients.menu import act, show_problem
from portal.staff.clients.notices import Notice
from portal.staff.clients.profile import find_client
from portal.web import current
from portal.web.forms.fields import PortalForm, text_field


class SkipForm(PortalForm):
    reason = text_field("Reason", 200, needed="Say why.")


@staff.post("/staff/clients/<client_id>/steps/<step:step>/skips")
def step_skips(client_id: str, step: str) -> Response:
    client, form = find_client(client_id), SkipForm()
    if not form.validate():
        return show_problem(client, f"Reason: {' '.join(form.reason.errors)} Nothing was changed.")
    return act(
        client, lambda: skip_for_client(client, step, form.reason.data, current.actor()), Notice.SKIPPED, focus="notice"
    )

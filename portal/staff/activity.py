"""Everything that happened, and on top what needs attention."""

from flask import abort, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.audit import history
from portal.diagnosis import needs_attention
from portal.models.event_kinds import groups
from portal.staff import staff
from portal.web import current, places
from portal.web.fragments import fragment_or_redirect


@staff.get("/staff/activity")
def activity() -> str:
    group = request.args.get("kind", "")
    if group not in ("", *groups()):
        abort(404)
    page = history.activity(group, places.asked_for())
    return render_template(
        "staff/activity/show.html", page=page, group=group, groups=groups(), lines=needs_attention.lines()
    )


@staff.post("/staff/activity/dismissals")
def dismissals() -> Response:
    """A line that is gone already needs no more."""
    needs_attention.dismiss(request.form.get("cause", ""), request.form.get("subject", ""), current.actor())
    return fragment_or_redirect(
        lambda: render_template(
            "staff/activity/_attention_and_entry.html", lines=needs_attention.lines(), take_focus=True
        ),
        url_for("staff.activity"),
    )

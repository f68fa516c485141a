"""The options for the clients of one provider: their own, or, for owners and managers, anybody's."""

from flask import abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.models import Staff
from portal.options import catalogue, resolve
from portal.staff import staff
from portal.staff.practice import option_form, option_preview
from portal.web import current

WIDER = "Use the practice's default"


@staff.route("/staff/profile/client-portal", methods=["GET", "POST"])
def provider_options() -> Response:
    """``?provider=`` is whose; without it one's own, else the first provider's."""
    others = Staff.with_options() if current.staff().may_manage else []
    provider = _wanted(others)
    if provider is None:
        return make_response(render_template("staff/profile/no_provider.html"))
    groups = catalogue.groups_of_clients()
    form = option_form.over(groups, provider, WIDER)
    if form.validate_on_submit():
        resolve.change(provider, form.wanted(), current.actor())
        return redirect(url_for("staff.provider_options", provider=provider.public_id, saved=1), 303)
    page = render_template(
        "staff/profile/client_portal.html", form=form, provider=provider, others=others, groups=groups, wider=WIDER,
        preview=option_preview.asked_for(), saved=request.args.get("saved"),
    )  # fmt: skip
    return make_response(page, 422 if form.is_submitted() else 200)


def _wanted(others: list[Staff]) -> Staff | None:
    """The provider, or 404; None where there is none. Staff may see only their own."""
    me = current.staff()
    mine = [me] if me.sees_clients else []
    public_id = request.args.get("provider")
    if public_id is not None:
        found = next((person for person in [*mine, *others] if person.public_id == public_id), None)
        return found or abort(404)
    if not mine and not me.may_manage:
        abort(404)
    return next(iter([*mine, *others]), None)

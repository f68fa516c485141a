"""The page of a member of staff, and the answer of every act on it."""

from collections.abc import Callable

from flask import abort, make_response, render_template, url_for
from werkzeug.wrappers import Response

from portal.authentication.audiences import STAFF
from portal.errors import AlreadyRegistered, CredentialError, LastOwner, NotActive, NotAllowed
from portal.models import Staff
from portal.practice.staff_status import standing_of
from portal.staff import refused_sends
from portal.staff.practice.member_form import MemberForm
from portal.staff.practice.member_notices import notice_look, notice_named, notice_sentence
from portal.web import current
from portal.web.entry.sign_in_page import signed_out
from portal.web.fragments import fragment_or_page, fragment_or_redirect


def find_member(public_id: str) -> Staff:
    """The member of this address; 404 also where the signed-in person may not manage them."""
    person = Staff.by_public_id(public_id)
    if person is None or not current.staff().manages(person.role):
        abort(404)
    return person


def act(person: Staff, verb: Callable[[], object], notice: str) -> Response:
    """Do it, and answer with the account as it is then, or with the refusal in it."""
    try:
        verb()
    except CredentialError as error:
        return refused(person, error)
    return done(person, notice)


def done(person: Staff, notice: str) -> Response:
    """Staff who have just ended their own session go to the sign-in page."""
    row = current.sign_in()
    if row is None or row.ended_at is not None:
        return signed_out(STAFF)
    address = url_for("staff.member", member_id=person.public_id, done=notice)
    return fragment_or_redirect(lambda: _render_account(person, notice), address)


def refused(person: Staff, error: CredentialError, form: MemberForm | None = None) -> Response:
    """The account, or the page around it, with the one sentence that says why not."""
    sentence, status = refusal(error)
    response = fragment_or_page(
        lambda: _render_account(person, problem=sentence),
        lambda: render_member(person, form or MemberForm.for_person(person), problem=sentence),
        status,
    )
    return refused_sends.wait(response, error)


def refusal(error: CredentialError) -> tuple[str, int]:
    match error:
        case NotAllowed():
            abort(404)
        case LastOwner():
            return "This is the last active owner. Make another person an owner first.", 422
        case AlreadyRegistered():
            return "This person has registered already. Send a password reset instead.", 422
        case NotActive():
            return "This account is not active, so nothing was sent.", 422
    return refused_sends.refusal(error)


def render_member(person: Staff, form: MemberForm, notice: str | None = None, problem: str | None = None) -> str:
    return render_template("staff/members/show.html", form=form, **_values(person, notice, problem), is_page=True)


def page(person: Staff, form: MemberForm, status: int) -> Response:
    return make_response(render_member(person, form), status)


def _render_account(person: Staff, notice: str | None = None, problem: str | None = None) -> str:
    return render_template("staff/members/_account.html", **_values(person, notice, problem))


def _values(person: Staff, notice: str | None, problem: str | None) -> dict[str, object]:
    one, done_last = standing_of(person), notice_named(notice)
    said = notice_sentence(done_last, one) if done_last else ""
    return {
        "one": one,
        "notice": done_last,
        "said": problem or said,
        "look": "bad" if problem else notice_look(done_last, one) if done_last else "",
        "is_self": person.id == current.staff().id,
    }

"""Who works at the practice: everybody, a new member, and one of them."""

from flask import abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.errors import CredentialError, EmailTaken, LastOwner, TooManyAttempts, WrongCredentials
from portal.models import Staff
from portal.practice import staff_accounts, staff_status
from portal.sentences import STAFF_EMAIL_TAKEN
from portal.staff import refused_sends, staff
from portal.staff.practice.member_form import MemberForm
from portal.staff.practice.member_notices import MemberNotice
from portal.staff.practice.member_page import done, find_member, page, refusal, refused, render_member
from portal.web import access, current
from portal.web.entry.sign_in_page import wait_sentence


@staff.get("/staff/practice/staff")
@access.managers_only
def members() -> str:
    return render_template("staff/members/list.html", everybody=staff_status.of_everybody())


@staff.route("/staff/practice/staff/new", methods=["GET", "POST"])
@access.managers_only
def new_member() -> Response:
    form = MemberForm()
    if not form.is_submitted():
        return _new(form, 200)
    if form.gives_what_is_not_theirs_to_give():
        abort(404)
    if not form.validate():
        return _new(form, 422)
    try:
        form.confirm()
        person = staff_accounts.add(form.position, form.email.data, current.actor())
    except CredentialError as error:
        status = _refuse(form, error)
        return refused_sends.wait(_new(form, status), error)
    return redirect(url_for("staff.member", member_id=person.public_id, done=MemberNotice.ADDED.value), 303)


@staff.route("/staff/practice/staff/<member_id>", methods=["GET", "POST"])
@access.managers_only
def member(member_id: str) -> Response:
    person = find_member(member_id)
    form = MemberForm.for_person(person, is_submitted=request.method == "POST")
    if not form.is_submitted():
        return make_response(render_member(person, form, notice=request.args.get("done")))
    if form.gives_what_is_not_theirs_to_give():
        abort(404)
    return _save(person, form) if form.validate() else page(person, form, 422)


def _save(person: Staff, form: MemberForm) -> Response:
    old_role = person.role
    try:
        if form.role.data != old_role:
            form.confirm()
        new_invite = staff_accounts.change(person, form.position, form.address, current.actor())
    except (EmailTaken, WrongCredentials, TooManyAttempts, LastOwner) as error:
        return page(person, form, _refuse(form, error))
    except CredentialError as error:
        return refused(person, error, form)
    return done(
        person,
        MemberNotice.MOVED if new_invite else MemberNotice.ROLE if person.role != old_role else MemberNotice.SAVED,
    )


def _new(form: MemberForm, status: int) -> Response:
    return make_response(render_template("staff/members/new.html", form=form), status)


def _refuse(form: MemberForm, error: CredentialError) -> int:
    """Put the sentence where it belongs. Returns the status of the answer."""
    match error:
        case EmailTaken():
            form.refuse("email", STAFF_EMAIL_TAKEN)
        case WrongCredentials():
            form.refuse("current", "Enter your current password, to show that it is you.")
        case TooManyAttempts():
            form.refuse("current", wait_sentence(error))
            return 429
        case LastOwner():
            form.refuse("role", refusal(error)[0])
        case _:
            sentence, status = refusal(error)
            form.form_errors.append(sentence)
            return status
    return 422

"""Forms: accepted only from our own pages, with the secret of this browser for this audience and person, each field
once.
"""

import pytest
from flask import Flask

from portal.config import Settings
from portal.extensions import db
from portal.models import Link
from portal.web.routes import ACCESS, Who
from tests.support import addresses, cast, factories, links, sessions, world
from tests.support.database import contents
from tests.support.visitor import Visitor, audience_of

FORMS = [
    "staff.setup", "staff.sign_in", "staff.forgot_password", "staff.reset_password", "staff.sign_out", "staff.session",
    "staff.sign_out_everywhere", "staff.mail_tests", "staff.mail_hold", "staff.checklist_marks",
    "staff.shown_links", "staff.correction",
    "staff.mail_tries", "staff.new_client", "staff.edit_client", "staff.emails", "staff.edit_email",
    "staff.delete_email", "staff.default_email", "staff.invitations", "staff.invitation_withdrawals", "staff.access",
    "staff.password_resets", "staff.password_reset_withdrawals", "staff.dismissals", "staff.mail_readings",
    "staff.profile", "staff.profile_password", "staff.practice", "staff.logo_removals",
    "client.sign_in", "client.forgot_password", "client.enter_code",
    "staff.client_portal", "staff.unlockings", "staff.sign_in_address", "staff.step_skips",
    "staff.acceptances", "staff.refusals", "staff.questions",
    "staff.provider_options", "staff.client_options",
    "staff.register", "staff.new_member", "staff.member", "staff.member_access",
    "staff.member_invitations", "staff.member_invitation_withdrawals", "staff.member_password_resets",
    "staff.member_password_reset_withdrawals",
    "client.register", "client.register_birth_date", "client.renewals", "client.reset_password",
    "client.reset_birth_date",
    "client.sign_out", "client.session", "client.sign_out_everywhere", "client.account", "client.language",
    "client.step", "client.step_skips", "client.task",
]  # fmt: skip
FOREIGN = [
    {"Origin": "https://evil.test"}, {"Origin": "null"}, {"Origin": ""}, {"Origin": "http://127.0.0.1:8001"},
    {"Origin": "https://127.0.0.1:8000"}, {"Origin": "http://127.0.0.1:8000.evil.test"},
    {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "none"},
]  # fmt: skip
HTTPS = {"PORTAL_PUBLIC_URL": "https://portal.test", "PORTAL_MAIL_SERVER": "127.0.0.1", "PORTAL_MAIL_SECURITY": "none"}
NOT_YET = (
    "staff.setup",
    "staff.password_resets",  # refused for 60 s after the reset that the link holder needs
    "staff.session", "client.session",  # seen just now: it is written once a minute (test_session_page.py)
)  # fmt: skip


def test_every_unsafe_route_is_tried_here(app: Flask) -> None:
    unsafe = {
        rule.endpoint for rule in app.url_map.iter_rules() if (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}
    }
    assert unsafe == set(FORMS)
    assert unsafe <= set(ACCESS)


# ★ 81, fails without check_form in guards.init_app
@pytest.mark.parametrize("endpoint", FORMS)
def test_a_form_without_the_secret_of_its_browser_is_refused(app: Flask, settings: Settings, endpoint: str) -> None:
    the = world.make(app)
    visitor = the.whoever_may(endpoint)
    address, fields = the.address(endpoint), the.fields(endpoint)
    audience = audience_of(address)
    right, other = visitor.csrf_token(audience), Visitor(app).csrf_token(audience)
    foreign = visitor.csrf_token("client" if audience == "staff" else "staff")
    before = contents(settings)
    for wrong in (None, "", " ", "x" * 91, right[:-1], right + "x", right.swapcase(), other, foreign, "\u0660", "."):
        given = fields if wrong is None else fields | {"csrf_token": wrong}
        assert visitor.post(address, given, token=None).status_code == 400
        assert visitor.fragment(address, given, token=None).status_code == 400
        if wrong is not None:
            header = {"X-CSRFToken": wrong}
            assert visitor.fragment(address, fields, token=None, headers=header).status_code == 400
    assert contents(settings) == before


# ★ 81, fails without check_origin in guards.init_app
@pytest.mark.parametrize("endpoint", FORMS)
def test_a_form_from_another_site_is_refused_even_with_the_secret(
    app: Flask, settings: Settings, endpoint: str
) -> None:
    the = world.make(app)
    visitor = the.whoever_may(endpoint)
    token = visitor.csrf_token(audience_of(the.address(endpoint)))
    before = contents(settings)
    for headers in FOREIGN:
        response = visitor.post(the.address(endpoint), the.fields(endpoint), token=token, headers=headers)
        assert (headers, response.status_code) == (headers, 403)
    assert contents(settings) == before


@pytest.mark.parametrize("endpoint", [form for form in FORMS if form not in NOT_YET])
def test_the_same_form_with_the_secret_from_our_own_page_does_something(
    app: Flask, settings: Settings, endpoint: str
) -> None:
    the = world.make(app)
    visitor = the.whoever_may(endpoint)
    address = the.address(endpoint)
    token, before = visitor.csrf_token(audience_of(address)), contents(settings)
    headers = {"Origin": visitor.base, "Sec-Fetch-Site": "same-origin"}
    response = visitor.post(address, the.fields(endpoint), token=token, headers=headers)
    assert response.status_code in (200, 303)
    assert contents(settings) != before


# ★ 81, fails without the last two lines of form_tokens.check
@pytest.mark.parametrize("endpoint", [form for form in FORMS if ACCESS[form] is not Who.ANYONE])
def test_a_form_that_was_made_for_another_person_saves_nothing(app: Flask, settings: Settings, endpoint: str) -> None:
    the = world.make(app)
    visitor, address = the.whoever_may(endpoint), the.address(endpoint)
    realm = audience_of(address)
    token = visitor.csrf_token(realm)
    name = sessions.put_another_person_in(visitor, realm)
    before = contents(settings)
    for response in (
        visitor.post(address, the.fields(endpoint), token=token),
        visitor.fragment(address, the.fields(endpoint), token=token),
        visitor.fragment(address, the.fields(endpoint), token=None, headers={"X-CSRFToken": token}),
    ):
        assert response.status_code == 422
        assert f"You are signed in as {name} now. Nothing was saved." in response.text
    assert contents(settings) == before


# fails without needs_person in form_tokens.check
@pytest.mark.parametrize("endpoint", [form for form in FORMS if ACCESS[form] is not Who.ANYONE])
def test_the_secret_of_a_page_for_nobody_is_not_one_for_who_is_signed_in(
    app: Flask, settings: Settings, endpoint: str
) -> None:
    the = world.make(app)
    visitor, address = the.whoever_may(endpoint), the.address(endpoint)
    realm = audience_of(address)
    signed_out = sessions.with_cookie(app, "session", visitor.cookie("session") or "")
    token = signed_out.csrf_token(realm)
    visitor.set_cookie("session", signed_out.cookie("session") or "")
    before = contents(settings)
    assert visitor.post(address, the.fields(endpoint), token=token).status_code == 400
    assert contents(settings) == before


# fails with session.clear() in sign_in_page.signed_in
@pytest.mark.parametrize("realm", sessions.PLACES)
def test_two_tabs_at_the_sign_in_page_both_go_where_they_were_to(app: Flask, realm: str) -> None:
    page, _, sign_in, *_ = sessions.PLACES[realm]
    username = sessions.credential(realm).username
    visitor = Visitor(app)
    token = visitor.csrf_token(realm)
    for _tab in range(2):
        fields = {"username": username, "password": cast.PASSWORD}
        response = visitor.post(f"{sign_in}?next={page}", fields, token=token)
        assert (response.status_code, response.location) == (303, page)


# fails with session.clear() in sign_in_page.signed_in
def test_signing_in_and_out_as_staff_leaves_a_test_invite_in_the_same_browser_of_use(app: Flask) -> None:
    theo = factories.theo()
    link = db.session.query(Link).filter_by(client_id=theo.id).one()
    visitor = Visitor(app)
    links.confirm(visitor, link)
    token = visitor.csrf_token("client")
    visitor.post("/staff/sign-in", {"username": "dana.w", "password": cast.PASSWORD})
    visitor.post("/staff/sign-out")
    response = visitor.post("/register", links.account_form(link, "theo.n"), token=token)
    assert response.status_code == 303
    assert links.accounts() == 1


@pytest.mark.parametrize("realm", sessions.PLACES)
def test_a_form_stays_of_use_to_the_same_person_over_signing_out_and_in(app: Flask, realm: str) -> None:
    _, _, sign_in, sign_out, *_, devices = sessions.PLACES[realm]
    visitor = sessions.with_cookie(app, realm, factories.sign_in(sessions.credential(realm)))
    token = visitor.csrf_token(realm)
    visitor.post(sign_out)
    visitor.post(sign_in, {"username": sessions.credential(realm).username, "password": cast.PASSWORD})
    assert visitor.post(devices, sessions.FORM, token=token).status_code == 303


# the Origin has been judged already; fails where Flask-WTF's own check of the Referer is asked
@pytest.mark.parametrize("environment", [HTTPS])
@pytest.mark.parametrize("headers", [{}, {"Origin": "https://portal.test"}, {"Referer": "https://other.test/"},
                                     {"Sec-Fetch-Site": "same-origin"}])  # fmt: skip
def test_a_form_needs_no_referer_on_https(app: Flask, environment: dict[str, str], headers: dict[str, str]) -> None:
    visitor = Visitor(app, base="https://portal.test")
    fields = {"username": "dana.w", "password": cast.PASSWORD}
    assert visitor.post("/staff/sign-in", fields, headers=headers).status_code == 303


def test_the_secret_may_come_in_the_header_that_htmx_sends(staff_browser: Visitor) -> None:
    nora = factories.nora()
    header = {"X-CSRFToken": staff_browser.csrf_token()}
    response = staff_browser.fragment(f"/staff/clients/{nora.public_id}/invitations", token=None, headers=header)
    assert response.status_code == 200
    assert "nora@example.com" in response.text


# fails without the loop over request.form.lists() in guards.check_form
@pytest.mark.parametrize("endpoint", FORMS)
def test_a_field_that_comes_twice_is_refused(app: Flask, settings: Settings, endpoint: str) -> None:
    the = world.make(app)
    visitor = the.whoever_may(endpoint)
    token = visitor.csrf_token(audience_of(the.address(endpoint)))
    fields: dict[str, object] = {"csrf_token": token, **the.fields(endpoint)}
    before = contents(settings)
    for name, value in fields.items():
        twice = fields | {name: [value, value]}
        assert visitor.post(the.address(endpoint), twice, token=None).status_code == 400
    assert contents(settings) == before


# 82
@pytest.mark.parametrize("realm", ["staff", "client"])
def test_a_form_posted_after_signing_out_says_that_nothing_was_saved(
    app: Flask, settings: Settings, realm: str
) -> None:
    the = world.make(app)
    visitor, form = (the.owner(), "staff.edit_client") if realm == "staff" else (the.client(), "client.account")
    stale = visitor.csrf_token()
    visitor.post("/staff/sign-out" if realm == "staff" else "/sign-out")
    before = contents(settings)
    response = visitor.post(the.address(form), the.fields(form), token=stale)
    assert response.status_code == 401
    assert "nothing was saved" in response.text.lower()
    assert f'href="{"/staff/sign-in" if realm == "staff" else "/sign-in"}"' in response.text
    assert addresses.NEW_PASSWORD not in response.text and "Traceback" not in response.text
    assert contents(settings) == before

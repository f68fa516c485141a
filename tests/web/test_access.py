"""Who may open what: every route, every person."""

import pytest
from flask import Flask

from portal.config import Settings
from portal.extensions import db
from portal.models import EmailAddress, Staff
from portal.web.routes import ACCESS, Who
from tests.support import addresses, cast, world
from tests.support.database import Snapshot, contents
from tests.support.visitor import FRAGMENT, Visitor, audience_of
from tests.web.access_matrix import MATRIX, Answers

ON_STAFF = {"staff": cast.SAM, "manager": cast.LENA}
SIGN_IN = {"staff": "/staff/sign-in", "client": "/sign-in"}
WITH_IDS = [
    "client", "edit_client", "client_details", "client_menu", "new_email", "emails", "edit_email", "delete_email",
    "default_email",
    "invitations", "invitation_withdrawals", "shown_links", "invitation_progress", "access", "password_resets",
    "password_reset_withdrawals", "email_history", "history", "mail_readings", "mail_sample", "mail_tests",
    "mail_test", "correction", "mail_tries", "unlockings", "sign_in_address", "step_skips", "client_options",
    "acceptances", "refusals", "questions",
    "member", "member_access", "member_invitations",
    "member_invitation_withdrawals", "member_password_resets", "member_password_reset_withdrawals",
    "client_picture",
]  # fmt: skip


def test_every_route_stands_in_the_matrix(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(MATRIX)


# ★ 128, fails without check_person in guards.init_app, with any Who.STAFF made Who.ANYONE or Who.MANAGER made Who.STAFF
# in routes.ACCESS, and (deactivated) where SignIn.is_active does not ask is_enabled
@pytest.mark.parametrize("endpoint", sorted(ACCESS))
def test_each_person_gets_what_the_matrix_says(app: Flask, settings: Settings, endpoint: str) -> None:
    the = world.make(app)
    address, snapshot = the.address(endpoint), Snapshot(settings)
    answers: dict[str, list[int]] = {"GET": [], "POST": []}
    for method, person in [(method, person) for method in answers for person in Answers._fields]:
        snapshot.restore()  # what somebody was let do before is not there for the next
        visitor: Visitor = getattr(the, person)()
        token, fields = visitor.csrf_token(audience_of(address)), the.fields(endpoint, ON_STAFF.get(person, cast.DANA))
        before = contents(settings)
        response = visitor.get(address) if method == "GET" else visitor.post(address, fields, token=token)
        answers[method].append(response.status_code)
        if _is_refused(endpoint, response.status_code, response.location or ""):
            assert contents(settings) == before, f"{method} by {person} was refused and changed something"
    assert {method: Answers(*row) for method, row in answers.items()} == dict(zip(answers, MATRIX[endpoint]))


def _is_refused(endpoint: str, status: int, location: str) -> bool:
    to_sign_in = location.partition("?")[0] == SIGN_IN.get(endpoint.partition(".")[0])
    return status in (401, 404, 405) or (to_sign_in and "sign_out" not in endpoint)


@pytest.mark.parametrize("endpoint", sorted(name for name, who in ACCESS.items() if who is not Who.ANYONE))
def test_whoever_is_not_signed_in_is_led_to_the_sign_in_page_of_the_audience(app: Flask, endpoint: str) -> None:
    address = world.make(app).address(endpoint)
    visitor, realm = Visitor(app), endpoint.partition(".")[0]
    if "GET" in _methods(app, endpoint):
        assert visitor.get(address).location.partition("?")[0] == SIGN_IN[realm]
    is_form = "POST" in _methods(app, endpoint)
    response = visitor.fragment(address) if is_form else visitor.get(address, headers=FRAGMENT)
    assert (response.status_code, response.data) == (401, b"")
    assert response.headers["HX-Redirect"].partition("?")[0] == SIGN_IN[realm]


def test_a_session_whose_member_of_staff_is_not_in_the_role_finds_nothing(app: Flask, staff_browser: Visitor) -> None:
    dana = Staff.by_sign_in_name("dana.w")
    assert dana is not None
    dana.role = "staff"
    db.session.commit()
    assert staff_browser.get("/staff/practice").status_code == 404


# 92, fails with PROVIDE_AUTOMATIC_OPTIONS on and check_method gone from guards.init_app (either alone is enough)
@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "QUERY", "CONNECT", "BREW"])
def test_other_methods_are_refused_everywhere_and_change_nothing(app: Flask, settings: Settings, method: str) -> None:
    the = world.make(app)
    browsers = {"staff": the.owner(), "client": the.client(), "web": the.anonymous()}
    tokens = {name: browser.csrf_token() for name, browser in browsers.items()}
    before = contents(settings)
    for endpoint in ACCESS:
        name = endpoint.partition(".")[0]
        fields = the.fields(endpoint) | {"csrf_token": tokens[name]}
        response = browsers[name].http.open(
            the.address(endpoint), method=method, data=fields, base_url=browsers[name].base
        )
        assert (endpoint, response.status_code) == (endpoint, 405)
        assert not any(name.startswith("Access-Control") for name, _ in response.headers)
    assert contents(settings) == before


def test_every_staff_route_with_an_id_is_tried_with_ids_that_nobody_has(app: Flask) -> None:
    with_ids = {
        rule.endpoint for rule in app.url_map.iter_rules() if rule.arguments - {"link", "address", "step", "task"}
    } - {"client.picture", "web.logo"}  # test_picture_answer.py, tests/staff/practice/test_logo.py
    assert with_ids == {f"staff.{name}" for name in WITH_IDS}


@pytest.mark.parametrize("endpoint", [f"staff.{name}" for name in WITH_IDS])
def test_an_id_that_nobody_has_is_not_found_and_nothing_changes(app: Flask, settings: Settings, endpoint: str) -> None:
    the = world.make(app)
    names = next(rule.arguments for rule in the.rules if rule.endpoint == endpoint)
    owner = the.owner()
    token, before = owner.csrf_token(), contents(settings)
    for name in names:
        for wrong in (addresses.UNKNOWN, "1", "0", "-1", "%00", "a" * 500, "👩🏽"):
            address = the.address(endpoint, **{name: wrong})
            for method in _methods(app, endpoint):
                response = (
                    owner.get(address) if method == "GET" else owner.post(address, the.fields(endpoint), token=token)
                )
                assert (method, address, response.status_code) == (method, address, 404)
    assert contents(settings) == before


# 129, fails where emails._find looks the address up by its id alone
@pytest.mark.parametrize("act", ["edit", "delete", "default"])
def test_an_address_of_another_client_is_not_found_under_this_one(app: Flask, settings: Settings, act: str) -> None:
    the = world.make(app)
    owner = the.owner()
    token, before = owner.csrf_token(), contents(settings)
    endpoint = f"staff.{act}_email"
    crossed = the.address(endpoint, client_id=the.client_ids["nora"], email_id=the.email_ids["rosa"])
    response = owner.post(crossed, {"email": "stolen@example.com"}, token=token)
    invented = owner.post(
        the.address(endpoint, email_id=addresses.UNKNOWN), {"email": "stolen@example.com"}, token=token
    )
    assert (response.status_code, response.text) == (404, invented.text)
    assert contents(settings) == before
    assert db.session.query(EmailAddress).filter_by(address="stolen@example.com").count() == 0


def _methods(app: Flask, endpoint: str) -> set[str]:
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
    return (rule.methods or set()) - {"HEAD"}

"""Bad input anywhere: a clear refusal or what was meant, never a 500, nothing half-written."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from hypothesis import HealthCheck, given
from hypothesis import settings as options
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from portal import create_app
from portal.config import Settings
from portal.extensions import db
from tests.support import addresses, cast, details, world
from tests.support.bad_values import BAD
from tests.support.database import Rows, Snapshot, contents
from tests.support.sending import Fields, send
from tests.support.visitor import FRAGMENT, Visitor, audience_of, check_page

# each form of the program with its fields
FIELDS: dict[str, tuple[str, ...]] = {
    "client.sign_in": ("username", "password"),
    "staff.sign_in": ("username", "password"),
    "client.forgot_password": ("username", "email"),
    "staff.forgot_password": ("username",),
    "client.enter_code": ("code",),
    "client.register": ("link", "username", "password", "confirm"),
    "client.register_birth_date": ("link", "month", "day", "year"),
    "client.renewals": ("link", "month", "day", "year"),
    "client.reset_password": ("link", "password", "confirm"),
    "client.reset_birth_date": ("link", "month", "day", "year"),
    "staff.reset_password": ("link", "password", "confirm"),
    "client.account": ("current", "password", "confirm"),
    "client.language": ("language", "next"),
    "staff.profile_password": ("current", "password", "confirm"),
    "staff.profile": ("name", "email", "username", "current"),
    "staff.register": ("link", "username", "password", "confirm"),
    "staff.new_member": ("name", "email", "role", "sees_clients", "current"),
    "staff.member": ("name", "role", "sees_clients", "current"),
    "staff.member_access": ("enabled",),
    "staff.practice": ("name", "phone", "reply_to", "address", "logo", "time_zone"),
    "staff.step_skips": ("reason",),
    "staff.acceptances": ("change", "seen"),
    "staff.refusals": ("change", "seen"),
    "staff.questions": ("change",),
    "staff.client_portal": ("ask_birth_date", "step_details", "link_hours", "lets_clients_renew", "task_details",
                            "idle_minutes", "shortest_password"),
    "staff.provider_options": ("ask_birth_date", "step_details", "link_hours", "lets_clients_renew", "task_details"),
    "staff.client_options": ("ask_birth_date", "step_details", "link_hours", "lets_clients_renew", "task_details"),
    "client.step": (*details.FIELDS, "based_on"),
    "client.task": (*details.FIELDS, "based_on"),
    "staff.new_client": ("first_name", "last_name", "preferred_name", "birth_date", "email", "phone", "provider",
                         "language", "keeps_name_out", "save_anyway", "send_invite", "once"),
    "staff.edit_client": ("first_name", "last_name", "preferred_name", "birth_date", "phone", "provider",
                          "language", "keeps_name_out", "based_on"),
    "staff.emails": ("email",),
    "staff.edit_email": ("email",),
    "staff.correction": ("email",),
    "staff.access": ("enabled",),
    "staff.dismissals": ("cause", "subject"),
    "staff.mail_hold": ("held",),
    "staff.checklist_marks": ("mark", "wanted"),
}  # fmt: skip
WITHOUT_FIELDS = {
    "client.sign_out", "client.sign_out_everywhere", "staff.sign_out", "staff.sign_out_everywhere",
    "client.session", "staff.session",
    "staff.default_email", "staff.delete_email", "staff.invitations", "staff.invitation_withdrawals",
    "staff.shown_links", "staff.password_resets", "staff.password_reset_withdrawals", "staff.mail_readings",
    "staff.mail_tests", "staff.logo_removals", "staff.mail_tries", "staff.unlockings", "staff.sign_in_address",
    "client.step_skips", "staff.member_invitations", "staff.member_invitation_withdrawals",
    "staff.member_password_resets", "staff.member_password_reset_withdrawals",
}  # fmt: skip
SETUP = {
    "practice_name": "Mine", "phone": cast.PHONE, "time_zone": cast.TIME_ZONE, "name": "Eve Doe",
    "email": "eve@example.com", "username": "eve", "password": addresses.NEW_PASSWORD,
}  # fmt: skip
# what a refused form may leave: counters, the record of the refusal, and that a person has opened the link
NOTED = {"attempt", "event", "link", "sign_in", "birth_date_confirmation", "reset_request"}
ANSWERS = {200, 303, 400, 404, 409, 410, 413, 422, 429}


def seen(response: TestResponse) -> TestResponse:
    if response.status_code != 303 and response.data:
        check_page(response.text, is_page=response.text.lstrip().startswith("<!doctype"))
    return response


def good(the: addresses.World, endpoint: str) -> Fields:
    return {name: value.encode() for name, value in the.fields(endpoint).items()}


def kept(rows: Rows) -> Rows:
    return {table: found for table, found in rows.items() if table not in NOTED}


def test_every_form_is_tried_here(app: Flask) -> None:
    posts = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or set())}
    assert posts == set(FIELDS) | WITHOUT_FIELDS | {"staff.setup"}


# fails without no_controls in text_field (NUL and line breaks are then stored), or without Length
@pytest.mark.parametrize(("endpoint", "field"), [(form, field) for form, fields in FIELDS.items() for field in fields])
def test_a_bad_value_in_one_field_is_refused_or_taken_whole(
    app: Flask, settings: Settings, endpoint: str, field: str
) -> None:
    the = world.make(app)
    visitor = the.whoever_may(endpoint)
    visitor.csrf_token(audience_of(the.address(endpoint)))
    address, fields, before = the.address(endpoint), good(the, endpoint), contents(settings)
    snapshot = Snapshot(settings)
    for name, value in BAD.items():
        response = seen(send(visitor, address, fields | {field: value}))
        assert response.status_code in ANSWERS, (name, response.status_code)
        after = contents(settings)
        if response.status_code >= 400:
            assert kept(after) == kept(before), f"{name} was refused, and something was written"
        assert not _holds_what_no_field_may(after), name
        if after != before:
            snapshot.restore()
        if response.status_code == 303:  # it was taken, and this browser's session may be another
            visitor = the.whoever_may(endpoint)
            visitor.csrf_token(audience_of(address))
            snapshot, before = Snapshot(settings), contents(settings)


def _holds_what_no_field_may(rows: Rows) -> bool:
    texts = [value for found in rows.values() for row in found for value in row if isinstance(value, str)]
    return any("\x00" in text or "\u2028" in text or "\u202e" in text or len(text) > 4000 for text in texts)


@pytest.mark.parametrize("field", SETUP)
def test_a_bad_value_in_the_set_up_form_makes_no_half_a_practice(settings: Settings, field: str) -> None:
    with _not_set_up(settings) as app:
        visitor = Visitor(app)
        assert visitor.get("/setup?code=the-code").status_code == 303
        page = visitor.get("/setup").text
        visitor.tokens["staff"] = page.partition('name="csrf_token" value="')[2].partition('"')[0]
        fields = {name: text.encode() for name, text in SETUP.items()}
        before = contents(settings)
        for name, value in BAD.items():
            response = seen(send(visitor, "/setup", fields | {field: value}))
            assert response.status_code in ANSWERS, name
            assert not _holds_what_no_field_may(contents(settings)), name
            if response.status_code != 303:
                assert contents(settings) == before, name
                continue
            assert len(contents(settings)["practice"]) == len(contents(settings)["staff"]) == 1
            return  # it was taken: once the practice is there, nobody founds another


class _not_set_up:
    def __init__(self, settings: Settings) -> None:
        self.app = create_app(replace(settings, setup_code_hash=hashlib.sha256(b"the-code").hexdigest()))
        self.context = self.app.app_context()

    def __enter__(self) -> Flask:
        self.context.push()
        return self.app

    def __exit__(self, *_: object) -> None:
        db.session.remove()
        db.engine.dispose()
        self.context.pop()


@pytest.mark.parametrize("endpoint", sorted(set(FIELDS) | WITHOUT_FIELDS))
def test_a_form_with_nothing_in_it_or_with_300_fields_more_is_answered(app: Flask, endpoint: str) -> None:
    the = world.make(app)
    for fields in ({}, good(the, endpoint) | {f"extra{number}": b"x" for number in range(300)}):
        response = send(the.whoever_may(endpoint), the.address(endpoint), fields)
        assert response.status_code in ANSWERS


@pytest.fixture
def crowd(app: Flask) -> Iterator[tuple[addresses.World, dict[str, Visitor]]]:
    the = world.make(app)
    yield the, {endpoint: the.whoever_may(endpoint) for endpoint in FIELDS}


ANY = st.one_of(
    st.binary(max_size=120), st.text(max_size=80).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.sampled_from(sorted(BAD.values())),
)  # fmt: skip


@pytest.mark.slow
@options(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_is_sent_to_a_form_is_answered(
    crowd: tuple[addresses.World, dict[str, Visitor]], data: st.DataObject
) -> None:
    the, visitors = crowd
    endpoint = data.draw(st.sampled_from(sorted(FIELDS)))
    values = data.draw(st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS[endpoint], ANY)))
    fields = (good(the, endpoint) if data.draw(st.booleans()) else {}) | values
    headers = FRAGMENT if data.draw(st.booleans()) else None
    response = send(visitors[endpoint], the.address(endpoint), fields, headers)
    # signed in on top of a page, which stays as it is (web/entry/sign_in_page.py)
    stays = {204} if headers and endpoint in ("client.sign_in", "staff.sign_in") else set()
    assert response.status_code in ANSWERS | {401} | stays, (endpoint, fields)

"""Every form, filled in well, does something; what is not on it (mass assignment, OWASP ASVS 5.0, 15.3.3) nothing."""

from contextlib import closing

import pytest

from portal.config import Settings
from tests.support import addresses, routes
from tests.support.any_text import Asked
from tests.support.database import Rows, Snapshot, connect, contents

EXTRA = {
    "role": "owner", "is_active": "1", "is_enabled": "1", "sees_clients": "y", "username": "taken.over",
    "username_key": "taken.over", "email": "taken@example.com", "password_hash": "x", "registered_at": "2020-01-01",
    "deactivated_at": "2020-01-01", "disabled": "0", "disabled_at": "2020-01-01", "provider_id": "1", "client_id": "1",
    "staff_id": "1", "id": "1", "public_id": "mine", "options": '{"link_hours": 1}', "restore_epoch": "7",
    "is_default": "1", "used_at": "2020-01-01", "expires_at": "2099-01-01", "kind": "invitation",
}  # fmt: skip
# what those would change, without what differs each time: random ids, hashes and moments
LASTING = [
    "SELECT name, email, username, role, sees_clients, options, registered_at IS NULL, deactivated_at IS NULL, "
    "public_id IN ('mine') FROM staff ORDER BY id",
    "SELECT client_id, username, disabled_at IS NULL FROM portal_account ORDER BY id",
    "SELECT first_name, last_name, preferred_name, birth_date, phone, provider_id, options, language, keeps_name_out, "
    "public_id IN ('mine') FROM client ORDER BY id",
    "SELECT client_id, address, is_default FROM email_address ORDER BY id",
    "SELECT name, phone, reply_to, address, logo_id, time_zone, options, restore_epoch FROM practice",
    "SELECT client_id, step, answers, changes, skipped_by_id FROM step_record ORDER BY id",
    "SELECT kind, client_id, staff_id, used_at IS NULL, ended_why FROM link ORDER BY id",
]


NOT_YET = (
    "staff.setup",
    "staff.password_resets",  # refused for 60 s after the reset that the link holder needs
    "staff.session", "client.session",  # seen just now: it is written once a minute (test_session_page.py)
)  # fmt: skip


# case 130
def test_a_form_with_the_secret_of_our_own_page_does_something_and_a_field_that_is_not_on_it_changes_nothing(
    the: addresses.World, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, start, outcomes, idle = Asked(the.app, monkeypatch), Snapshot(settings), ({}, {}), []
    for rule in routes.rules(the.app, "POST"):
        address, fields = the.address(rule.endpoint), the.fields(rule.endpoint)
        for found, extra in zip(outcomes, ({}, EXTRA)):
            start.restore()
            more = {name: value for name, value in extra.items() if name not in asked.fields_of(rule.endpoint)}
            visitor = the.whoever_may(rule.endpoint)
            token, before = visitor.csrf_token(routes.realm(rule)), contents(settings)
            headers = {"Origin": visitor.base, "Sec-Fetch-Site": "same-origin"}
            status = visitor.post(address, fields | more, token=token, headers=headers).status_code
            found[rule.endpoint] = (status, _lasting(settings))
            if status not in (200, 303) or contents(settings) == before:
                idle.append(rule.endpoint)
    assert outcomes[0] == outcomes[1]
    assert set(idle) <= set(NOT_YET)


def _lasting(settings: Settings) -> Rows:
    with closing(connect(settings)) as connection:
        return {statement: connection.execute(statement).fetchall() for statement in LASTING}

"""Files in a form: taken where the form has a field for them, refused anywhere else, whatever they are called."""

from io import BytesIO

import pytest

from portal.extensions import db
from portal.models import Event
from portal.web import access
from tests.support import addresses, routes
from tests.support.any_text import Asked
from tests.support.visitor import FRAGMENT


def test_a_file_under_any_other_name_is_refused_where_files_are_taken(
    the: addresses.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, tried = Asked(the.app, monkeypatch), 0
    taking = [rule for rule in routes.rules(the.app, "POST") if is_for_files(access.rules()[rule.endpoint])]
    for rule in taking:
        visitor, address, fields = the.whoever_may(rule.endpoint), the.address(rule.endpoint), the.fields(rule.endpoint)
        visitor.post(address, fields)
        token, events = visitor.csrf_token(), db.session.query(Event).count()
        for name in asked.fields[rule.endpoint] | {"csrf_token", "unasked"}:
            for how in ({}, FRAGMENT):
                given = fields | {"csrf_token": token, name: (BytesIO(b"text"), "text.txt")}
                answer = visitor.post(address, given, token=None, headers=how | {"X-CSRFToken": token})
                assert (name, answer.status_code) == (name, 400)
                tried += 1
        db.session.rollback()
        assert db.session.query(Event).count() == events
    assert len(taking) >= 3 and tried > 20


def is_for_files(rule: access.Rule) -> bool:
    return rule.is_of_folder or rule.largest_body is not None


def test_it_does_not_depend_on_what_the_file_is_called_and_one_that_nobody_chose_is_none(the: addresses.World) -> None:
    for filename in ("", "../x", "\u202e.png"):
        fields = {"username": (BytesIO(b"rosie.d"), filename), "password": "x"}
        assert the.anonymous().post("/sign-in", fields).status_code == 400
    fields = the.fields("staff.practice") | {"logo": (BytesIO(b""), "")}
    assert the.owner().post("/staff/practice", fields).status_code == 303

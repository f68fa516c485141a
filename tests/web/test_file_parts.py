"""Files in a form: taken where the form has a field for them, refused anywhere else, whatever they are called."""

from io import BytesIO

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import Event
from tests.support import world
from tests.support.visitor import FRAGMENT
from tests.web.forms.test_fields import FORMS
from tests.web.test_bad_input import FIELDS

FOR_FILES = {"staff.practice": {"logo"}}


# fails without takes_files in check_form, and for steps, tasks and the practice without the look at the fields in
# PortalForm.process
@pytest.mark.parametrize("endpoint", sorted(set(FORMS) - {"staff.setup"}))
def test_a_file_under_any_other_name_is_refused(app: Flask, endpoint: str) -> None:
    the = world.make(app)
    visitor, address, fields = the.whoever_may(endpoint), the.address(endpoint), the.fields(endpoint)
    token = visitor.csrf_token()
    events = db.session.query(Event).count()
    names = {*FIELDS.get(endpoint, ()), "csrf_token", "unasked"} - FOR_FILES.get(endpoint, set())
    for name in sorted(names):
        for how in ({}, FRAGMENT):
            given = fields | {"csrf_token": token, name: (BytesIO(b"text"), "text.txt")}
            answer = visitor.post(address, given, token=None, headers=how | {"X-CSRFToken": token})
            assert (name, answer.status_code) == (name, 400)
    db.session.rollback()
    assert db.session.query(Event).count() == events


@pytest.mark.parametrize("filename", ["", "text.txt", "../x", "\u202e.png"])
def test_it_does_not_depend_on_what_the_file_is_called(app: Flask, filename: str) -> None:
    the = world.make(app)
    answer = the.anonymous().post("/sign-in", {"username": (BytesIO(b"rosie.d"), filename), "password": "x"})
    assert answer.status_code == 400


def test_an_empty_part_for_a_file_that_nobody_chose_is_none(app: Flask) -> None:
    the = world.make(app)
    fields = the.fields("staff.practice") | {"logo": (BytesIO(b""), "")}
    assert the.owner().post("/staff/practice", fields).status_code == 303

"""The forgotten password of staff: by form, and by the command line for an owner who is locked out."""

import os
import subprocess
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from portal.authentication import sessions, sign_in_counters
from portal.authentication.audiences import STAFF
from portal.config import Settings
from portal.credentials import forgotten_passwords
from portal.errors import TooManyAttempts
from portal.extensions import db
from portal.limits import attempts
from portal.models import Link, OutgoingMail, Staff
from tests.conftest import Clock
from tests.support import cast, factories
from tests.support import links as mailed
from tests.support.server import PORTAL
from tests.support.staff_room import browser_of, dana
from tests.support.visitor import Visitor

NEW = "nine small clouds at dusk"


def asked_for(visitor: Visitor, typed: str) -> list[OutgoingMail]:
    response = visitor.post("/staff/forgot-password", {"username": typed})
    assert "If these match an active account, a link is on its way." in response.text
    forgotten_passwords.answer_all()
    return list(db.session.scalars(select(OutgoingMail)))


@pytest.mark.parametrize("typed", ["DANA.W", "Dana@Maple.Example"])
def test_staff_are_mailed_a_link_by_username_or_email(typed: str, visitor: Visitor) -> None:
    mails = asked_for(visitor, typed)
    assert [(mail.kind, mail.address) for mail in mails] == [("staff_password_reset", "dana@maple.example")]


@pytest.mark.parametrize("typed", ["otto.r", "rosie.d", "rosa.delgado@example.com"])
def test_nobody_else_is_mailed_a_link_to_staff_pages(typed: str, visitor: Visitor) -> None:
    factories.rosa()
    factories.make_otto()
    assert asked_for(visitor, typed) == []


def test_a_name_that_is_not_active_on_staff_is_answered_like_one_that_is(app: Flask, clock: Clock) -> None:
    factories.make_otto()
    known, deactivated, unknown = (
        Visitor(app, ip=f"10.0.0.{number}").post("/staff/forgot-password", {"username": name})
        for number, name in enumerate(("dana.w", "otto.r", "nobody"))
    )
    for other in (deactivated, unknown):
        assert (other.status_code, list(other.headers), other.data) == (200, list(known.headers), known.data)


def link_of(visitor: Visitor) -> Link:
    link = asked_for(visitor, "dana.w")[0].link
    assert link is not None
    return link


def test_a_new_password_signs_its_owner_out_everywhere_and_nobody_else(
    app: Flask, visitor: Visitor, staff_browser: Visitor
) -> None:
    sams = browser_of(app, factories.make_sam())
    link = link_of(visitor)
    mailed.open_link(visitor, link)
    response = mailed.save_password(visitor, link, NEW)
    assert (response.status_code, response.location) == (303, "/staff/sign-in?saved=1")
    assert [browser.get("/staff/clients").status_code for browser in (staff_browser, sams)] == [303, 200]
    assert sessions.sign_in(STAFF, "dana.w", NEW, factories.HERE)
    assert db.session.scalars(select(Staff.username).order_by(Staff.id)).all() == ["dana.w", "sam.o"]


@pytest.mark.parametrize(("password", "again"), [(cast.PASSWORD, cast.PASSWORD), (NEW, "another")])
def test_after_a_refused_password_the_link_of_staff_still_works(password: str, again: str, visitor: Visitor) -> None:
    link = link_of(visitor)
    mailed.open_link(visitor, link)
    assert mailed.save_password(visitor, link, password, again).status_code == 422
    assert mailed.save_password(visitor, link, NEW).status_code == 303


def portal_staff_reset(settings: Settings, username: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PORTAL_DATA_DIR": str(settings.data_dir)}
    return subprocess.run([PORTAL, "staff", "reset", username], env=environment, capture_output=True, text=True)


def test_the_command_prints_a_link_of_one_hour_and_clears_the_waits(settings: Settings, visitor: Visitor) -> None:
    for _ in range(5):
        attempts.count(*sign_in_counters.counters(STAFF, "dana.w", "10.0.0.1"))
    for number in range(30):
        attempts.count(*sign_in_counters.counters(STAFF, f"nobody{number}", factories.HERE.ip))
    for address in ("10.0.0.2", factories.HERE.ip):
        with pytest.raises(TooManyAttempts):
            sessions.sign_in(STAFF, "dana.w", cast.PASSWORD, sessions.Browser(address, "A browser"))
    printed = portal_staff_reset(settings, "dana.w").stdout.strip()
    assert sessions.sign_in(STAFF, "dana.w", cast.PASSWORD, factories.HERE)
    assert visitor.get(urlsplit(printed).path).status_code == 303
    link = db.session.scalars(select(Link)).one()
    assert (link.expires_at - link.created_at).total_seconds() == 3600
    assert mailed.save_password(visitor, link, NEW).status_code == 303
    assert sessions.sign_in(STAFF, dana().username or "", NEW, factories.HERE)


def test_the_command_says_that_nobody_has_the_name(settings: Settings, app: Flask) -> None:
    done = portal_staff_reset(settings, "nobody")
    assert done.returncode == 1 and "Nobody on staff has the username 'nobody'." in done.stderr

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
from portal.models import Link, OutgoingMail, Staff, link_secret
from tests.conftest import Clock
from tests.support import cast, factories
from tests.support import links as mailed
from tests.support.server import PORTAL
from tests.support.visitor import Visitor

NEW = "nine small clouds at dusk"


def asked_for(visitor: Visitor, typed: str) -> list[OutgoingMail]:
    response = visitor.post("/staff/forgot-password", {"username": typed})
    assert "If these match an active account, a link is on its way." in response.text
    forgotten_passwords.answer_all()
    return list(db.session.scalars(select(OutgoingMail)))


@pytest.mark.parametrize("typed", ["dana.w", "DANA.W", "dana@maple.example", "Dana@Maple.Example"])
def test_staff_are_mailed_a_link_by_username_or_email(typed: str, visitor: Visitor) -> None:
    mails = asked_for(visitor, typed)
    assert [(mail.kind, mail.address) for mail in mails] == [("staff_password_reset", "dana@maple.example")]


@pytest.mark.parametrize("typed", ["nobody", "rosie.d", "rosa.delgado@example.com"])
def test_nobody_else_is_mailed_a_link_to_staff_pages(typed: str, visitor: Visitor) -> None:
    factories.rosa()
    assert asked_for(visitor, typed) == []


def test_an_unknown_name_is_answered_like_one_on_staff(app: Flask, clock: Clock) -> None:
    known, unknown = (
        Visitor(app, ip=ip).post("/staff/forgot-password", {"username": name})
        for ip, name in (("10.0.0.1", "dana.w"), ("10.0.0.2", "nobody"))
    )
    assert (known.status_code, list(known.headers), known.data) == (
        unknown.status_code, list(unknown.headers), unknown.data,
    )  # fmt: skip


def link_of(visitor: Visitor) -> Link:
    link = asked_for(visitor, "dana.w")[0].link
    assert link is not None
    return link


def test_staff_choose_a_new_password_with_the_link_and_sign_in(visitor: Visitor) -> None:
    link = link_of(visitor)
    mailed.open_link(visitor, link)
    response = mailed.save_password(visitor, link, NEW)
    assert (response.status_code, response.location) == (303, "/staff/sign-in?saved=1")
    signed_in = visitor.post("/staff/sign-in", {"username": "dana.w", "password": NEW})
    assert (signed_in.status_code, signed_in.location) == (303, "/staff/clients")


def test_after_a_reset_staff_are_signed_out_everywhere(visitor: Visitor, staff_browser: Visitor) -> None:
    link = link_of(visitor)
    mailed.open_link(visitor, link)
    mailed.save_password(visitor, link, NEW)
    assert staff_browser.get("/staff/clients").status_code == 303


def test_a_link_for_staff_opens_nothing_at_the_door_of_clients(visitor: Visitor) -> None:
    link = link_of(visitor)
    assert visitor.get(f"/reset-password/{link_secret.token(link)}").status_code == 404


@pytest.mark.parametrize(("password", "again"), [(cast.PASSWORD, cast.PASSWORD), ("Password1234", "Password1234"),
                                                 (NEW, "another")])  # fmt: skip
def test_after_a_refused_password_the_link_of_staff_still_works(password: str, again: str, visitor: Visitor) -> None:
    link = link_of(visitor)
    mailed.open_link(visitor, link)
    assert mailed.save_password(visitor, link, password, again).status_code == 422
    assert mailed.save_password(visitor, link, NEW).status_code == 303


def portal_staff_reset(settings: Settings, username: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PORTAL_DATA_DIR": str(settings.data_dir)}
    return subprocess.run([PORTAL, "staff", "reset", username], env=environment, capture_output=True, text=True)


def test_the_command_prints_a_link_that_works(settings: Settings, visitor: Visitor) -> None:
    printed = portal_staff_reset(settings, "dana.w").stdout.strip()
    assert visitor.get(urlsplit(printed).path).status_code == 303
    link = db.session.scalars(select(Link)).one()
    assert mailed.save_password(visitor, link, NEW).status_code == 303
    assert sessions.sign_in(STAFF, "dana.w", NEW, factories.HERE)


@pytest.mark.parametrize("typed", ["dana.w", "dana@maple.example"])
def test_the_command_clears_the_waits(typed: str, settings: Settings, app: Flask) -> None:
    for _ in range(5):
        attempts.count(*sign_in_counters.counters(STAFF, typed, "10.0.0.1"))
    portal_staff_reset(settings, "dana.w")
    assert sessions.sign_in(STAFF, typed, cast.PASSWORD, factories.HERE)


def test_the_command_prints_a_link_of_one_hour(settings: Settings, app: Flask) -> None:
    portal_staff_reset(settings, "dana.w")
    link = db.session.scalars(select(Link)).one()
    assert (link.expires_at - link.created_at).total_seconds() == 3600


def test_the_command_says_that_nobody_has_the_name(settings: Settings, app: Flask) -> None:
    done = portal_staff_reset(settings, "nobody")
    assert done.returncode == 1 and "Nobody on staff has the username 'nobody'." in done.stderr


def test_a_reset_leaves_the_other_staff_signed_in(app: Flask, visitor: Visitor) -> None:
    sam = factories.make_sam()
    browser = Visitor(app)
    browser.set_cookie("staff", factories.sign_in(sam))
    link = link_of(visitor)
    mailed.open_link(visitor, link)
    mailed.save_password(visitor, link, NEW)
    assert browser.get("/staff/clients").status_code == 200
    assert db.session.scalars(select(Staff.username).order_by(Staff.id)).all() == ["dana.w", "sam.o"]


@pytest.mark.parametrize("knocked", [True, False])
def test_the_command_clears_the_wait_of_the_network_too(knocked: bool, settings: Settings, app: Flask) -> None:
    for number in range(30):
        attempts.count(*sign_in_counters.counters(STAFF, f"nobody{number}", factories.HERE.ip))
    if knocked:
        with pytest.raises(TooManyAttempts):
            sessions.sign_in(STAFF, "dana.w", cast.PASSWORD, factories.HERE)
    portal_staff_reset(settings, "dana.w")
    assert sessions.sign_in(STAFF, "dana.w", cast.PASSWORD, factories.HERE)

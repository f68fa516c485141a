"""Links are kept for 90 days after their end, and the newest of each owner and kind for good."""

from flask import Flask
from sqlalchemy import select

from portal.credentials import link_purge
from portal.extensions import db
from portal.models import Link, OutgoingMail
from tests.conftest import Clock
from tests.support import factories, sessions
from tests.support.visitor import Visitor


def test_a_link_dead_for_90_days_is_deleted_but_the_newest_stays(app: Flask, clock: Clock) -> None:
    nora = factories.nora()
    first = factories.invite(nora).id
    clock.move(hours=1)
    second = factories.invite(nora).id
    clock.move(days=90)
    assert link_purge.purge() == 0
    clock.move(days=3)
    assert link_purge.purge() == 1
    assert db.session.scalars(select(Link.id)).all() == [second] != [first]


def test_a_kept_mail_whose_link_was_deleted_shows_only_its_heading(
    app: Flask, clock: Clock, staff_browser: Visitor
) -> None:
    nora = factories.nora()
    factories.invite(nora)
    mail = db.session.scalars(select(OutgoingMail)).one().public_id
    clock.move(hours=1)
    factories.invite(nora)
    clock.move(days=91)
    link_purge.purge()
    staff_browser.set_cookie("staff", factories.sign_in(sessions.credential("staff")))
    page = staff_browser.post(f"/staff/mail/{mail}/readings")
    assert page.status_code == 200
    assert "Set up your client portal account with Maple Street Counseling" in page.text
    assert "/register/" not in page.text

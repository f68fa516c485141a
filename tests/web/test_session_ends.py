"""Sessions: what ends them, from elsewhere or by itself."""

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import SignIn
from tests.conftest import Clock
from tests.support import cast, factories, sessions
from tests.support.choices import choose
from tests.support.option_pages import PRACTICE, save
from tests.support.sessions import FORM, PLACES, is_in, with_cookie
from tests.support.visitor import FRAGMENT, Visitor


# case 5
def test_turning_access_off_ends_every_browser_of_the_client_at_the_next_click(
    app: Flask, staff_browser: Visitor
) -> None:
    rosa = factories.rosa()
    assert rosa.account is not None
    desktop, phone = (with_cookie(app, "client", factories.sign_in(rosa.account)) for _ in range(2))
    token = phone.csrf_token()
    assert is_in(desktop, "client") and is_in(phone, "client")
    staff_browser.post(f"/staff/clients/{rosa.public_id}/access", {"enabled": "0"})
    assert desktop.get("/home").location == "/sign-in?next=/home"
    for response in (phone.get("/home", headers=FRAGMENT), phone.fragment("/account", FORM, token=token)):
        assert response.status_code == 401
        assert response.headers["HX-Redirect"].startswith("/sign-in")
    staff_browser.post(f"/staff/clients/{rosa.public_id}/access", {"enabled": "1"})
    assert not is_in(desktop, "client"), "to turn it on again brings no session back"
    db.session.rollback()
    assert db.session.query(SignIn).filter_by(client_id=rosa.id, ended_at=None).count() == 0


# case 2
@pytest.mark.parametrize("minutes", [5, 30, 60])
@pytest.mark.parametrize("realm", PLACES)
def test_so_many_minutes_without_a_request_sign_out(clock: Clock, app: Flask, realm: str, minutes: int) -> None:
    if minutes != 30:  # which is the default
        choose(idle_minutes=minutes)
    visitor = with_cookie(app, realm, factories.sign_in(sessions.credential(realm)))
    clock.move(seconds=59)  # seen, and not written down yet
    assert is_in(visitor, realm)
    clock.move(minutes=minutes - 2, seconds=59)
    assert is_in(visitor, realm)
    clock.move(minutes=minutes)
    assert not is_in(visitor, realm)


def test_a_shorter_limit_holds_at_once_for_who_is_in_already(
    app: Flask, clock: Clock, staff_browser: Visitor, client_browser: Visitor
) -> None:
    clock.move(minutes=6)
    dana = with_cookie(app, "staff", factories.sign_in(sessions.credential("staff")))
    save(dana, PRACTICE, idle_minutes="5")
    assert not is_in(client_browser, "client") and not is_in(staff_browser, "staff")


# case 2
def test_twelve_hours_after_the_sign_in_it_is_over_also_for_who_never_rested(
    clock: Clock, staff_browser: Visitor
) -> None:
    for _ in range(24):
        clock.move(minutes=29)
        assert is_in(staff_browser, "staff")
    clock.move(minutes=23, seconds=59)
    assert is_in(staff_browser, "staff")
    clock.move(seconds=1)
    assert not is_in(staff_browser, "staff")


# case 3
def test_a_page_that_asks_by_itself_does_not_keep_its_reader_signed_in(clock: Clock, staff_browser: Visitor) -> None:
    choose(idle_minutes=5)
    menu = f"/staff/clients/{factories.nora().public_id}/menu"
    for number in range(14):
        clock.move(seconds=20)
        headers = FRAGMENT | ({"X-Background": "1"} if number % 2 else {})
        assert staff_browser.get(menu, headers=headers).status_code == 200
    clock.move(seconds=20)
    response = staff_browser.get(menu, headers=FRAGMENT)
    assert response.status_code == 401
    assert response.headers["HX-Redirect"].startswith("/staff/sign-in")


# case 17
def test_a_clock_set_back_adds_nothing_to_either_limit(clock: Clock, staff_browser: Visitor) -> None:
    expires_at = db.session.query(SignIn.expires_at).scalar()
    clock.move(hours=-2)
    assert is_in(staff_browser, "staff")
    db.session.rollback()
    assert db.session.query(SignIn.expires_at).scalar() == expires_at
    clock.move(minutes=30)
    assert not is_in(staff_browser, "staff")


# case 7, rule 11
@pytest.mark.parametrize("realm", PLACES)
def test_changing_the_password_ends_all_other_sessions_and_renews_this_one(app: Flask, realm: str) -> None:
    here, there = (with_cookie(app, realm, factories.sign_in(sessions.credential(realm))) for _ in range(2))
    before = here.cookie(realm)
    assert here.post(PLACES[realm][5], FORM).status_code == 303
    assert is_in(here, realm)
    assert here.cookie(realm) != before
    assert not is_in(there, realm)
    assert not is_in(with_cookie(app, realm, before), realm)


@pytest.mark.parametrize("realm", PLACES)
def test_the_devices_that_are_signed_in_are_listed_and_this_one_is_marked(app: Flask, clock: Clock, realm: str) -> None:
    person = sessions.credential(realm)
    here, tired = (with_cookie(app, realm, factories.sign_in(person)) for _ in range(2))
    clock.move(minutes=29)
    assert is_in(here, realm)
    clock.move(minutes=2)  # the other has been idle for too long
    other = Visitor(app)
    iphone = {"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1"}
    other.post(PLACES[realm][2], {"username": person.username, "password": cast.PASSWORD}, headers=iphone)
    page = here.get(PLACES[realm][5]).text
    devices = page[page.index("Signed-in devices") :]
    assert devices.count("<li>") == 2
    assert "Safari on iPhone" in devices
    assert devices.count("(this device)") == devices.count("A browser <strong>(this device)") == 1
    assert not is_in(tired, realm)


# case 9
@pytest.mark.parametrize("realm", PLACES)
def test_sign_out_everywhere_ends_all_browsers_this_one_too_and_nobody_elses(app: Flask, realm: str) -> None:
    person = sessions.credential(realm)
    here, there = (with_cookie(app, realm, factories.sign_in(person)) for _ in range(2))
    stranger = factories.make_sam() if realm == "staff" else factories.make_client(cast.INES, registered=True).account
    assert stranger is not None
    somebody_else = with_cookie(app, realm, factories.sign_in(stranger))
    copied = with_cookie(app, realm, here.cookie(realm))
    response = here.post(PLACES[realm][4])
    assert response.location == PLACES[realm][2] + "?everywhere=1"
    db.session.rollback()
    assert db.session.query(SignIn).filter_by(ended_at=None).count() == 1
    assert not here.cookie(realm)
    assert not is_in(copied, realm) and not is_in(there, realm)
    assert is_in(somebody_else, realm)

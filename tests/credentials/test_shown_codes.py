"""The code to type of a link that is shown in the room: what it opens, for how long, and that nobody guesses one."""

import hashlib
from collections.abc import Callable
from datetime import timedelta

import pytest

from portal.config import Settings
from portal.credentials import invitations, shown_codes
from portal.credentials.invitations import send_invitation, withdraw_invitation
from portal.credentials.shown_codes import GROUP, LENGTH, LIFETIME, SIGNS, ShownCode
from portal.database import writing
from portal.errors import CodeWrong, TooManyAttempts
from portal.extensions import db
from portal.models import Client, Link, Practice
from tests.conftest import START, Clock
from tests.support import factories
from tests.support.database import contents
from tests.support.links import client_of

pytestmark = pytest.mark.usefixtures("app")
IP, ELSEWHERE = "192.0.2.7", "198.51.100.7"


def show(client: Client) -> ShownCode:
    shown = invitations.show(client, factories.dana())
    db.session.rollback()
    return shown


def opens(code: str, ip: str = IP) -> bool:
    try:
        shown_codes.enter(code, ip)
    except CodeWrong:
        return False
    return True


def test_a_code_has_eight_letters_and_digits_of_which_no_two_look_alike() -> None:
    code = show(factories.theo()).code
    assert len(code) == LENGTH == 8 and set(code) <= set(SIGNS)
    assert len(SIGNS) == len(set(SIGNS)) == 30 and not set(SIGNS) & set("0O1ILU")


# RFC 8628, 6.1
@pytest.mark.parametrize(
    "change",
    [str.lower, lambda code: f"  {code[:GROUP]} \u00a0{code[GROUP:]}\n", lambda code: "-".join(code),
     lambda code: "\u2011".join((code[:3], code[3:])), lambda code: code[:2] + "\u200b" + code[2:],
     lambda code: f"“{code[:GROUP]}_{code[GROUP:]}.”",
     lambda code: "".join(chr(ord(sign) + 0xFEE0) for sign in code),
     lambda code: "".join(chr(0x660 + int(sign)) if sign.isdecimal() else sign for sign in code)],
    ids=["lower case", "spaces", "hyphens", "another hyphen", "unseen", "punctuation", "full width", "other digits"],
)  # fmt: skip
def test_however_it_is_typed_it_is_the_same_code(change: Callable[[str], str]) -> None:
    shown = show(factories.theo())
    assert shown_codes.enter(change(shown.code), IP).id == shown.link.id


def test_it_lives_for_a_quarter_of_an_hour_from_its_showing(clock: Clock) -> None:
    shown = show(factories.theo())
    assert shown.until == clock.now + LIFETIME == clock.now + timedelta(minutes=15)
    clock.move(minutes=14, seconds=59)
    assert opens(shown.code)
    clock.move(seconds=1)
    assert not opens(shown.code)


def test_it_works_no_longer_than_the_link(clock: Clock) -> None:
    theo = factories.theo()
    clock.move(hours=47, minutes=50)
    shown = show(theo)
    assert shown.until == shown.link.expires_at
    clock.to(shown.until)
    assert not opens(shown.code)


# a clock that was ahead
def test_what_a_clock_has_shown_that_was_ahead_is_over(clock: Clock) -> None:
    theo = factories.theo()
    clock.move(minutes=50)
    shown = show(theo)
    clock.move(minutes=-45)
    assert not opens(shown.code)


def test_the_next_showing_ends_it_and_that_of_another_client_does_not(clock: Clock) -> None:
    theo, nora = factories.theo(), factories.nora()
    factories.invite(nora)
    first, second, of_nora = show(theo), show(theo), show(nora)
    assert first.code != second.code
    assert not opens(first.code)
    assert [shown_codes.enter(each.code, IP).client_id for each in (second, of_nora)] == [theo.id, nora.id]


def _withdraw(link: Link) -> None:
    withdraw_invitation(client_of(link), factories.dana())


def _send_again(link: Link) -> None:
    with writing():
        link.created_at -= timedelta(minutes=2)
    send_invitation(client_of(link), factories.dana())


def _update(**values: object) -> Callable[[Link], None]:
    def end(link: Link) -> None:
        with writing():
            db.session.query(Link).filter_by(id=link.id).update(values)  # type: ignore[arg-type]

    return end


@pytest.mark.parametrize("end", [_update(used_at=START), _update(wrong_birth_dates=5), _withdraw, _send_again])
def test_the_code_of_a_dead_link_is_dead(end: Callable[[Link], None]) -> None:
    shown = show(factories.theo())
    end(db.session.get_one(Link, shown.link.id))
    assert not opens(shown.code)


def test_after_a_restore_it_is_dead() -> None:
    shown = show(factories.theo())
    with writing():
        Practice.one().restore_epoch += 1
    assert not opens(shown.code)


def test_neither_the_code_nor_its_hash_is_kept(settings: Settings) -> None:
    code = show(factories.theo()).code
    stored = repr(contents(settings)).casefold()
    for form in (code, f"{code[:GROUP]} {code[GROUP:]}", hashlib.sha256(code.encode()).hexdigest()):
        assert form.casefold() not in stored


def test_a_person_who_enters_it_has_opened_the_link(clock: Clock) -> None:
    # the link is as usable as before
    link = shown_codes.enter(show(factories.theo()).code, IP)
    assert (link.opened_at, link.used_at, link.fetched_at) == (clock.now, None, None)


def test_after_five_wrong_codes_a_network_address_waits_also_with_the_right_one(clock: Clock) -> None:
    shown = show(factories.theo())
    for _ in range(5):
        assert not opens("AAAA AAAA")
    with pytest.raises(TooManyAttempts) as refused:
        shown_codes.enter(shown.code, IP)
    assert refused.value.until == clock.now + timedelta(minutes=15)
    assert opens(shown.code, ELSEWHERE)
    clock.move(minutes=15)
    with pytest.raises(CodeWrong):
        shown_codes.enter("AAAA AAAA", IP)


def test_right_codes_use_nothing_up_and_forgive_no_wrong_one() -> None:
    shown = show(factories.theo())
    for _ in range(4):
        assert not opens("AAAA AAAA")
    for _ in range(20):
        assert opens(shown.code)
    assert not opens("AAAA AAAA")
    with pytest.raises(TooManyAttempts):
        shown_codes.enter(shown.code, IP)

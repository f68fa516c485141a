"""What the client menu says when a limit of mails is reached: how many were sent, and when the next may go."""

import pytest

from tests.conftest import Clock
from tests.support import cast, factories, quotas
from tests.support.page import by_id, words
from tests.support.visitor import Visitor

OF_CLIENT = "5 portal invites were sent to this client within 24 hours. The next can go out tomorrow, 9:42 AM."
OF_STAFF = "You have sent 30 mails within an hour. The next can go out at 10:42 AM."
OF_PRACTICE = "The practice has sent 300 mails within 24 hours. The next can go out tomorrow, 9:42 AM."


def notice(html: str) -> str:
    return words(by_id(html, "menu-notice"))


@pytest.mark.parametrize(("limit", "sentence", "as_fragment"), [
    ("client", OF_CLIENT, False), ("staff", OF_STAFF, True), ("practice", OF_PRACTICE, False),
])  # fmt: skip
def test_the_menu_says_which_limit_and_when_it_ends(
    limit: str, sentence: str, as_fragment: bool, staff_browser: Visitor, clock: Clock
) -> None:
    nora = factories.nora()
    {"client": lambda: quotas.spend_of_client(nora), "staff": lambda: quotas.spend_of_staff(30),
     "practice": lambda: quotas.spend_of_practice(300)}[limit]()  # fmt: skip
    clock.move(minutes=1)
    before = quotas.made()
    send = staff_browser.fragment if as_fragment else staff_browser.post
    answer = send(f"/staff/clients/{nora.public_id}/invitations")
    assert (answer.status_code, notice(answer.text), quotas.made()) == (429, sentence, before)
    assert answer.text.lstrip().startswith("<!doctype") is not as_fragment
    assert answer.headers["Retry-After"] == ("3540" if limit == "staff" else "86340")


def test_nobody_is_told_to_come_back_too_early(staff_browser: Visitor, clock: Clock) -> None:
    clock.move(seconds=31)
    quotas.spend_of_staff(30)
    answer = staff_browser.fragment(f"/staff/clients/{factories.nora().public_id}/invitations")
    assert notice(answer.text).endswith("The next can go out at 10:43 AM.")


def test_a_limit_that_ends_today_is_told_so(staff_browser: Visitor, clock: Clock) -> None:
    nora = factories.nora()
    quotas.spend_of_client(nora)
    clock.move(hours=20)
    staff_browser.set_cookie("staff", factories.sign_in(quotas.dana()))
    staff_browser.tokens.clear()
    answer = staff_browser.fragment(f"/staff/clients/{nora.public_id}/invitations")
    assert notice(answer.text).endswith("The next can go out today, 9:42 AM.")


def test_the_sixth_reset_is_told_by_its_own_name(staff_browser: Visitor, clock: Clock) -> None:
    rosa = factories.rosa()
    for _ in range(5):
        factories.send_reset(rosa)
        clock.move(minutes=2)
    answer = staff_browser.fragment(f"/staff/clients/{rosa.public_id}/password-resets")
    assert notice(answer.text).startswith("5 password resets were sent to this client within 24 hours.")


def test_correcting_an_address_is_refused_whole_and_keeps_what_was_typed(staff_browser: Visitor, clock: Clock) -> None:
    nora = factories.nora()
    quotas.spend_of_client(nora)
    clock.move(minutes=1)
    answer = staff_browser.fragment(f"/staff/clients/{nora.public_id}/correction", {"email": "nora.l@example.com"})
    assert (answer.status_code, notice(answer.text)) == (429, OF_CLIENT)
    assert 'value="nora.l@example.com"' in answer.text
    assert cast.NORA.email in staff_browser.get(f"/staff/clients/{nora.public_id}").text

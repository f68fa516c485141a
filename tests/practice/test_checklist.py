"""What is done and what is left before clients come."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from portal import config
from portal.extensions import db
from portal.mail import outbox
from portal.mail.troubles import Trouble
from portal.models import Practice
from portal.practice import checklist
from portal.practice.checklist import Mark, checklist_lines, is_marked
from tests.support import factories
from tests.support.checklist import SERVER, WAYS, put_test_mail, say, set_a_server_and_test_it
from tests.support.links import kinds_since, last_event
from tests.support.post import claimed, use


def done() -> dict[str, bool]:
    db.session.rollback()
    return checklist_lines(Practice.one(), config.current())


def waits() -> bool:
    db.session.rollback()
    return checklist.waits(Practice.one(), config.current())


@pytest.mark.parametrize(("line", "act"), WAYS)
def test_a_line_is_done_once_it_was_done_and_no_other(app: Flask, line: str, act: Callable[[], object]) -> None:
    assert [name for name, is_done in done().items() if is_done] == []
    act()
    assert [name for name, is_done in done().items() if is_done] == [line]


def test_the_menu_leads_there_until_all_is_done(app: Flask) -> None:
    for _, act in WAYS:
        assert waits()
        act()
    assert not waits()


@pytest.mark.parametrize("outcome", ["kept", "waits", "refused", "another mail"])
def test_without_a_test_mail_that_left_the_mail_server_is_not_done(app: Flask, outcome: str) -> None:
    if outcome != "kept":
        use(SERVER)
    if outcome == "another mail":
        factories.theo()
        outbox.sent(claimed(), "250 OK")
    else:
        put_test_mail()
    if outcome == "refused":
        outbox.failed(claimed(), Trouble.NO_MAILBOX, "550")
    assert not done()["mail_server"]


def test_another_way_for_mail_or_another_sender_is_tested_anew_and_another_password_is_not(app: Flask) -> None:
    set_a_server_and_test_it()
    tested = config.current()
    ways = [{"host": "127.0.0.2"}, {"port": 26}, {"security": "tls"}, {"username": "oak"}]
    servers = [replace(SERVER, **way) for way in ways]  # type: ignore[arg-type]
    others = [replace(tested, mail_server=server) for server in servers]
    for other in (*others, replace(tested, mail_from="other@maple.example")):
        config.use(other)
        assert not done()["mail_server"], other
    config.use(replace(tested, mail_server=replace(SERVER, password="another")))
    assert done()["mail_server"]


@pytest.mark.parametrize("mark", list(Mark))
def test_what_an_owner_says_is_an_event_once_and_can_be_taken_back(app: Flask, mark: Mark) -> None:
    before = last_event()
    for wanted in (True, True, False, False):
        say(mark, wanted)
        assert is_marked(Practice.one(), mark) is wanted
    assert kinds_since(before) == ["checklist_said"] * 2


def test_hidden_the_menu_does_not_lead_there_and_shown_again_it_does(app: Flask) -> None:
    say(Mark.HIDDEN)
    assert not waits()
    say(Mark.HIDDEN, False)
    assert waits()

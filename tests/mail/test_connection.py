"""One connection for mails that follow each other, and another one without harm where it is gone."""

import itertools
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from portal.config_values import MailServer
from portal.mail import outbox, smtp_client
from portal.mail.smtp_client import Mailer
from portal.mail.smtp_replies import Outcome
from tests.support.certificates import Authority
from tests.support.post import send_alone
from tests.support.smtp import CUT, HANG, MESSAGE, Receiver


class Post:
    """A mailer at work for this receiver."""

    def __init__(self, receiver: Receiver) -> None:
        self.receiver, self.mailer = receiver, Mailer()

    def send(self, count: int = 1) -> list[Outcome]:
        server = MailServer("127.0.0.1", self.receiver.port, "none")
        return [self.mailer.send(server, "a@maple.example", "b@example.com", MESSAGE).outcome for _ in range(count)]


@pytest.fixture
def post(smtp: Receiver) -> Iterator[Post]:
    post = Post(smtp)
    yield post
    post.mailer.close()


def test_mails_that_follow_each_other_share_a_connection(smtp: Receiver, post: Post) -> None:
    assert post.send(5) == [Outcome.SENT] * 5
    assert (smtp.connections, len(smtp.messages), smtp.wire.count(b"rset\r\n")) == (1, 5, 4)


def test_after_a_hundred_mails_it_is_another_one(smtp: Receiver, post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    assert smtp_client.MOST == 100
    monkeypatch.setattr(smtp_client, "MOST", 3)
    post.send(7)
    assert (smtp.connections, len(smtp.messages), smtp.wire.count(b"quit\r\n")) == (3, 7, 2)


def test_a_refused_recipient_costs_no_connection(smtp: Receiver, post: Post) -> None:
    smtp.script["RCPT"] = ["550 5.1.1 No such user", "450 later"]
    assert post.send(3) == [Outcome.FAILED, Outcome.DELAYED, Outcome.SENT]
    assert (smtp.connections, len(smtp.messages)) == (1, 1)


def test_a_connection_without_a_mail_is_closed_with_a_goodbye(
    smtp: Receiver, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.send()
    post.mailer.close_if_idle()
    assert b"quit\r\n" not in smtp.wire, "it is needed a moment later"
    monkeypatch.setattr(smtp_client, "IDLE", 0.0)
    post.mailer.close_if_idle()
    assert smtp.wire[-1] == b"quit\r\n"


def test_another_mail_server_is_another_connection(smtp: Receiver, post: Post) -> None:
    post.send()
    with Receiver() as other:
        post.receiver = other
        assert post.send() == [Outcome.SENT]
    assert (smtp.connections, other.connections) == (1, 1)


@pytest.mark.parametrize(
    ("stage", "reply"),
    [("RSET", CUT), ("RSET", "421 closing"), ("MAIL", HANG), ("RCPT", "421 closing"), ("RCPT", CUT), ("DATA", CUT)],
)
def test_a_used_connection_that_ends_before_the_message_was_given_is_no_failure(
    smtp: Receiver, post: Post, monkeypatch: pytest.MonkeyPatch, stage: str, reply: str
) -> None:
    post.send()
    monkeypatch.setattr(smtp_client, "TIMEOUT", 0.2)
    post.mailer._line.host.timeout = 0.2  # type: ignore[union-attr]
    smtp.script[stage] = [reply]
    assert post.send() == [Outcome.SENT]
    assert (smtp.connections, len(smtp.messages)) == (2, 2)


def test_a_server_that_closed_the_connection_meanwhile_is_no_failure(smtp: Receiver, post: Post) -> None:
    smtp.close_after_data = True
    assert post.send(3) == [Outcome.SENT] * 3
    assert (smtp.connections, len(smtp.messages)) == (3, 3)


def test_once_the_message_was_given_it_is_not_sent_again_by_the_same_try(smtp: Receiver, post: Post) -> None:
    post.send()
    smtp.script["end"] = [CUT]
    assert post.send() == [Outcome.DELAYED]
    assert len(smtp.messages) == 2
    assert post.send() == [Outcome.SENT]


def test_a_fresh_connection_that_breaks_is_not_followed_by_another(smtp: Receiver, post: Post) -> None:
    smtp.script["RCPT"] = [CUT]
    assert post.send() == [Outcome.DELAYED]
    assert smtp.connections == 1


def test_a_server_that_sends_a_letter_now_and_then_is_given_up_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp_client, "TIMEOUT", 0.4)
    done = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            connection, _ = server.accept()
            with connection:
                for letter in itertools.cycle([b"2", b"2", b"0", b"-", b"x", b"\n"]):
                    if done.wait(0.05):
                        return
                    connection.send(letter)

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        answer = send_alone(MailServer("127.0.0.1", server.getsockname()[1], "none"))
        done.set()
        thread.join(5)
    assert answer.reason == "the mail server did not answer in time"


def test_the_longest_conversation_is_shorter_than_the_lease(authority: Authority) -> None:
    steps: list[None] = []
    with Receiver(starttls=authority.good()) as receiver:
        mailer = Mailer(on_step=lambda: steps.append(None))
        receiver.script["AUTH"] = ["535 not so"]  # then in another way
        server = MailServer("127.0.0.1", receiver.port, "starttls", "mailer", "kept-mail-secret-4711")
        assert mailer.send(server, "a@maple.example", "b@example.com", MESSAGE).outcome is Outcome.SENT
        used = len(steps)
        receiver.script["DATA"] = ["421 closing"]  # the used connection is of no use, and all begins anew
        receiver.script["AUTH"] = ["535 not so"]
        assert mailer.send(server, "a@maple.example", "b@example.com", MESSAGE).outcome is Outcome.SENT
        mailer.close()
    writing_the_message = 1
    longest = len(steps) - used + writing_the_message
    assert longest > 16
    assert smtp_client.TIMEOUT == 20
    assert longest * timedelta(seconds=smtp_client.TIMEOUT) < outbox.LEASE

"""What does each line of the checklist, as the practice and its owner would."""

from collections.abc import Callable
from dataclasses import replace

from portal import config
from portal.config_values import MailServer
from portal.extensions import db
from portal.mail import outbox
from portal.models import Practice
from portal.practice import test_mails
from portal.practice.checklist import Mark, mark_checklist
from tests.support import factories
from tests.support.choices import choose
from tests.support.post import claimed, use
from tests.support.quotas import dana

SERVER = MailServer("127.0.0.1", 25, "none", "maple", "the password")


def put_test_mail() -> None:
    test_mails.send(dana(), "invitation", factories.dana())


def ask_for_details() -> None:
    choose(step_details="optional")


def switch_details_on() -> None:
    choose(task_details=True)


def open_to_the_world() -> None:
    config.use(replace(config.current(), public_url="https://portal.example.com"))


def give_a_reply_to() -> None:
    Practice.one().reply_to = "hello@maple.example"
    db.session.commit()


def say(mark: Mark, wanted: bool = True) -> None:
    mark_checklist(mark, wanted, factories.dana())


def set_a_server_and_test_it() -> None:
    use(SERVER)
    put_test_mail()
    outbox.sent(claimed(), "250 OK")


WAYS: list[tuple[str, Callable[[], object]]] = [
    ("address", open_to_the_world), ("mail_server", set_a_server_and_test_it), ("reply_to", give_a_reply_to),
    ("clients_do", ask_for_details), ("clients_do", switch_details_on), ("staff", factories.make_sam),
    ("staff", lambda: say(Mark.WORKS_ALONE)), ("first_client", factories.nora),
    ("disk", lambda: say(Mark.DISK_ENCRYPTED)),
]  # fmt: skip

"""Whatever is wrong with a mail server: the mail waits or is told, and goes out once when the server is well again."""

from collections.abc import Iterator

import pytest

from portal.config_values import MailServer
from portal.mail import smtp_client
from portal.models.outgoing_mail import MailState
from tests.conftest import Clock
from tests.support import factories
from tests.support.certificates import Authority
from tests.support.faults import FAULTS, Fault
from tests.support.mails import link_in
from tests.support.post import newest, rounds, rows, states, use
from tests.support.smtp import Receiver

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture(params=FAULTS, ids=lambda fault: fault.name.replace(" ", "_"))
def fault(request: pytest.FixtureRequest) -> Fault:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def troubled(fault: Fault, authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """The mail server of the settings, with this fault; a fifth of a second stands for the twenty."""
    with fault.begun(authority) as (server, receiver):
        monkeypatch.setattr(smtp_client, "TIMEOUT", 0.2)
        use(server)
        yield receiver


def test_each_mail_is_told_of_it_and_goes_out_once_when_the_server_is_well(
    clock: Clock, troubled: Receiver, fault: Fault, smtp: Receiver
) -> None:
    factories.theo()
    factories.invite(factories.nora())
    rounds()
    is_final = fault.state == MailState.FAILED
    told = (fault.state, fault.reason, fault.is_ours, 0 if is_final else 1)
    assert [(mail.state, mail.reason, mail.is_our_trouble, mail.attempts) for mail in rows()] == [told] * 2
    troubled.script.clear()
    use(MailServer("127.0.0.1", smtp.port, "none"))
    for _ in range(4):
        clock.move(hours=1)
        rounds()
    mails = [*troubled.messages, *smtp.messages]
    assert states() == [fault.state if is_final else MailState.SENT] * 2
    assert len(mails) == (0 if is_final else 2 * fault.copies)
    assert len({(mail["Message-ID"], link_in(mail)) for mail in mails}) == (0 if is_final else 2)


@pytest.mark.parametrize("outcome", ["greylisted", "sent", "failed"])
def test_a_trouble_that_is_over_is_no_longer_told(clock: Clock, smtp: Receiver, outcome: str) -> None:
    smtp.script["MAIL"] = ["550 not you"]
    smtp.rcpt_replies = {"greylisted": ["450 later"], "sent": [], "failed": ["550 5.1.1 no such user"]}[outcome]
    factories.theo()
    rounds()
    assert newest().is_our_trouble
    clock.move(hours=1)
    rounds()
    assert (newest().attempts, newest().is_our_trouble) == (2 if outcome == "greylisted" else 1, False)

"""Nothing typed into a form can become a header, a recipient, or a part of the page in a mail."""

from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

import html5lib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.database import writing
from portal.mail import envelope
from portal.models import Practice
from portal.practice import particulars
from portal.practice.particulars import Particulars
from tests.support import cast, factories
from tests.support.mails import html_of, text_of
from tests.support.post import newest, rounds
from tests.support.smtp import HEADERS, Receiver

pytestmark = pytest.mark.usefixtures("app")


TYPED = [
    'The "Maple" Street', "evil@example.com, Maple <evil@example.com>", "x" * 300, "Müller, 診療所 & 👩🏽‍⚕️",
    "<b>{{ 7 * 7 }}</b> a;b:c(d) a\\b%0d%0aBcc: evil@example.com",
]  # fmt: skip


# case 109
@pytest.mark.parametrize("name", TYPED)
def test_whatever_the_practice_is_called_there_is_one_sender_and_one_recipient(smtp: Receiver, name: str) -> None:
    particulars.change(Particulars(name, cast.PHONE, "desk@maple.example", cast.TIME_ZONE), factories.dana())
    factories.theo()
    rounds()
    (message,) = smtp.messages
    assert set(message.keys()) - {"X-Peer", "X-MailFrom", "X-RcptTo"} == HEADERS | {"Reply-To"}
    assert [(a.display_name, a.addr_spec) for a in message["From"].addresses] == [(name, "no-reply@127.0.0.1")]
    assert message["Subject"].strip() == f"Set up your client portal account with {name}"
    assert smtp.recipients == ["theo@example.com"]
    assert name in text_of(message)


# case 109
@pytest.mark.parametrize("name", ["</p><img src=x onerror=alert(1)>", *TYPED[:2]])
def test_whatever_a_client_is_called_it_stands_in_the_mail_as_typed(smtp: Receiver, name: str) -> None:
    factories.invite(factories.make_client(replace(cast.THEO, first_name=name)))
    rounds()
    (message,) = smtp.messages
    assert f"Hello {name}," in text_of(message)
    assert f"Hello {name}," in _words(html_of(message))
    assert "<img" not in html_of(message)
    assert (smtp.recipients, set(message.keys()) - {"X-Peer", "X-MailFrom", "X-RcptTo"}) == (
        ["theo@example.com"], HEADERS,
    )  # fmt: skip


# case 109: what the forms refuse, and what would be refused here all the same
@pytest.mark.parametrize("name", ["Maple\r\nBcc: evil@example.com", "Maple\u2028Bcc: e@x.test"])
def test_a_line_break_in_the_name_of_the_practice_is_never_a_new_header(smtp: Receiver, name: str) -> None:
    factories.theo()
    with writing():
        Practice.one().name = name
    rounds()
    assert (newest().state, newest().is_our_trouble, smtp.messages) == ("waiting", True, [])


@given(name=st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp")), min_size=1, max_size=120))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_name_that_a_form_takes_makes_one_sender(name: str) -> None:
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = envelope._address(name, "no-reply@maple.example")
    parsed = message_from_bytes(message.as_bytes(), policy=policy.default)
    assert [address.addr_spec for address in parsed["From"].addresses] == ["no-reply@maple.example"]


def _words(html: str) -> str:
    return " ".join("".join(html5lib.parse(html, namespaceHTMLElements=False).itertext()).split())

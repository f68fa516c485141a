"""Safe contact: whatever is mailed to a client who keeps the practice's name out says nothing of it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage

import pytest

from portal.credentials import links
from portal.database import writing
from portal.extensions import db
from portal.i18n import LANGUAGES
from portal.mail import envelope, outbox, texts
from portal.models import Client, OutgoingMail, Staff
from portal.models.link import LinkKind
from portal.options import resolve
from portal.practice import particulars
from portal.practice.particulars import Particulars
from tests.conftest import Clock
from tests.support import cast, factories
from tests.support.mails import html_of, text_of, words_of
from tests.support.post import newest, rounds
from tests.support.smtp import HEADERS, Receiver

pytestmark = pytest.mark.usefixtures("app", "at_maple_street")
KINDS = [kind for kind in texts._WRITERS if not kind.startswith("staff_")]
ADDRESS = "12 Harbour Lane\nRiverton, NY 10001"
REPLY_TO = "desk@maplecare.example"
MAILBOX = "mailbox.77@example.com"  # it tells nothing itself
# whatever tells what kind of place this is
KIND_OF_PLACE = [
    "practice", "therap", "counsel", "clinic", "patient", "client", "health", "care", "portal",
    "práctica", "terap", "consultorio", "clínic", "pacient", "salud",
]  # fmt: skip
PHONE = re.sub(r"\D", "", cast.PHONE)
BY_CHANCE = re.compile(r'https?://\S+|boundary="[^"]*"|Message-ID: <[^@]*')  # any word can turn up in these
UNTIL = "until Wednesday, November 25, 2026, 9:42 AM (Eastern Standard Time)."


@pytest.fixture
def at_maple_street() -> None:
    """The practice with all that it can be known by."""
    known = Particulars(cast.PRACTICE, cast.PHONE, REPLY_TO, cast.TIME_ZONE, ADDRESS)
    particulars.change(known, factories.dana(), factories.LOGO)


def careful(language: str = "en") -> Client:
    """Rosa, who has Dana as her provider, and at whose home nobody may know."""
    rosa = factories.make_client(replace(cast.ROSA, email=MAILBOX), registered=True)
    with writing():
        rosa.keeps_name_out, rosa.language, rosa.provider = True, language, Staff.by_sign_in_name("dana.w")
    return rosa


def keep(client: Client, keeps_name_out: bool) -> None:
    with writing():
        client.keeps_name_out = keeps_name_out


def put(kind: str, client: Client) -> OutgoingMail:
    """A mail of any kind, with a link where its kind has one."""
    with writing():
        has_link = kind in texts.WITH_LINK
        lifetime = resolve.link_lifetime(client)
        link = links.make(LinkKind(kind), lifetime, None, client_id=client.id) if has_link else None
        mail = outbox.put(kind, MAILBOX, link=link, client_id=client.id)
    return mail


def tells(text: str) -> list[str]:
    """What of the text would give the practice or the client away, but for links and what is drawn by lot."""
    own = [cast.PRACTICE, *ADDRESS.splitlines(), REPLY_TO, REPLY_TO.partition("@")[2], *_words(cast.PRACTICE, ADDRESS)]
    people = [*_words(cast.ROSA.name, "Rosie", "Rosa"), "rosie.d", "1988", *_words(cast.DANA.name)]
    said = " ".join(BY_CHANCE.sub("", text).casefold().split())
    found = [word for word in [*own, *people, *KIND_OF_PLACE] if word.casefold() in said]
    return found + ([cast.PHONE] if PHONE in re.sub(r"\D", "", said) else [])


def _words(*spoken: str) -> list[str]:
    return [word for text in spoken for word in re.findall(r"\w+", text) if len(word) > 3]


def parts(message: EmailMessage) -> Iterator[str]:
    yield from (f"{name}: {value}" for name, value in message.items() if name not in ("X-Peer", "X-MailFrom"))
    for part in message.walk():
        yield from (f"{name}: {value}" for name, value in part.items())
        if not part.is_multipart():
            yield str(part.get_content())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_no_mail_to_such_a_client_gives_the_practice_away(kind: str, language: str, smtp: Receiver) -> None:
    mail = put(kind, careful(language))
    composed = list(parts(envelope.compose(mail)))
    db.session.rollback()
    rounds()
    (arrived,) = smtp.messages
    for part in [*composed, *parts(arrived), texts.subject(newest())]:
        assert tells(part) == [], part
    assert [part.get_content_type() for part in arrived.iter_parts()] == ["text/plain", "text/html"]
    assert {name for name in arrived.keys() if not name.startswith("X-")} == HEADERS  # noqa: SIM118 (no mapping)


def test_the_words_that_are_looked_for_stand_in_the_mails_of_others(smtp: Receiver) -> None:
    rosa = careful()
    keep(rosa, False)
    put("invitation", rosa)
    rounds()
    (arrived,) = smtp.messages
    found = [word for part in parts(arrived) for word in tells(part)]
    for word in (cast.PRACTICE, cast.PHONE, "Rosie", REPLY_TO, "Harbour", "Maple", "client", "portal"):
        assert word in found


NO_BUTTON = "No button, or it does not work? Open this link, or copy it into your browser:"
SAID = {
    "invitation": ("Set up your account", "Create username and password"),
    "password_reset": ("Reset your password", "Choose a new password"),
    "password_changed": ("Your password was changed", None),
    "email_changed": ("The email address of your account was changed", None),
    "change_question": ("Please look once more at what you changed", "Open your account"),
}


def test_every_kind_of_mail_has_its_neutral_words_here() -> None:
    assert set(SAID) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_it_still_says_what_to_do_until_when_and_what_if_it_was_not_expected(
    kind: str, smtp: Receiver, clock: Clock
) -> None:
    put(kind, careful())
    rounds()
    (arrived,) = smtp.messages
    subject, button = SAID[kind]
    assert arrived["Subject"] == subject
    assert arrived["From"] == "Account service <no-reply@127.0.0.1>"
    assert arrived["Reply-To"] is None
    text = " ".join(text_of(arrived).split())
    assert words_of(html_of(arrived)).replace(f"{NO_BUTTON} ", "") == text
    assert "Our phone number is on the page where you sign in." in text
    link = newest().link
    if link is None:
        assert "Was this not you? Please call us at once." in text
        assert button is None or button in html_of(arrived)
        return
    assert f"\n\n{button}\nhttp" in text_of(arrived) and "The link asks for the birth date of the person" in text
    assert UNTIL in text and "If we send you a newer mail, only the newest link works." in text
    assert "Were you not expecting this?" in text and "you can ignore this mail" in text.lower()
    for shown in (text, html_of(arrived)):
        assert button and button in shown and f"/{factories.text_of(link)}" in shown


def test_a_mail_that_waited_meanwhile_is_neutral_too(smtp: Receiver) -> None:
    rosa = careful()
    keep(rosa, False)
    mail = put("password_changed", rosa)
    assert cast.PRACTICE in texts.write(mail).text
    keep(rosa, True)
    rounds()
    assert tells(text_of(smtp.messages[0])) == []

"""What a mail says, and what it never says."""

import re
from collections.abc import Callable
from email.message import EmailMessage

import html5lib
import pytest

from portal.authentication.audiences import CLIENT, STAFF
from portal.credentials import forgotten_passwords
from portal.database import writing
from portal.intake import pending_changes
from portal.mail import outbox, texts
from portal.practice import staff_accounts
from portal.practice.staff_accounts import Position
from tests.conftest import Clock
from tests.support import cast, factories
from tests.support.choices import choose
from tests.support.mails import html_of, text_of, words_of
from tests.support.post import newest, rounds
from tests.support.reviewing import fill_in
from tests.support.smtp import HEADERS, Receiver
from tests.support.staff_room import dana

pytestmark = pytest.mark.usefixtures("app")
UNTIL = "Wednesday, November 25, 2026, 9:42 AM (Eastern Standard Time)"
IN_AN_HOUR = "Monday, November 23, 2026, 10:42 AM (Eastern Standard Time)"
HEALTH_WORDS = ["therap", "diagnos", "treatment", "patient", "counsel", "session", "appointment", "mental", "health"]


def _invitation() -> None:
    factories.invite(factories.rosa_to_be())


def _reset_by_staff() -> None:
    factories.send_reset(factories.rosa())


def _reset_by_form() -> None:
    factories.rosa()
    forgotten_passwords.ask(CLIENT, "rosie.d", cast.ROSA.email, "127.0.0.1")


def _notice(kind: str) -> Callable[[], None]:
    def put() -> None:
        rosa = factories.rosa()
        with writing():
            outbox.put(kind, cast.ROSA.email or "", client_id=rosa.id)

    return put


def _change_question() -> None:
    choose(task_details=True)
    rosa = factories.rosa()
    fill_in(rosa, preferred_name="Rosie")
    fill_in(rosa, preferred_name="Rosie", city="Albany")
    pending_changes.ask(rosa, "details.address", "Dana", factories.dana())


def _staff_invitation() -> None:
    staff_accounts.add(Position("Dana Marlowe", "staff"), "marlowe@maple.example", factories.dana())


def _staff_reset() -> None:
    forgotten_passwords.ask(STAFF, "dana.w", None, "127.0.0.1")


def _staff_password_changed() -> None:
    owner = dana()
    with writing():
        outbox.put("staff_password_changed", owner.email, staff_id=owner.id)


# who makes it, its subject, its button, until when, for whom
KINDS: dict[str, tuple[Callable[[], None], str, str | None, str | None, str]] = {
    "invitation": (_invitation, "Set up your client portal account with Maple Street Counseling",
                   "Create username and password", UNTIL, "Rosie"),
    "reset by staff": (_reset_by_staff, "Reset your client portal password", "Choose a new password", UNTIL, "Rosie"),
    "reset by form": (_reset_by_form, "Reset your client portal password", "Choose a new password", IN_AN_HOUR,
                      "Rosie"),
    "password changed": (_notice("password_changed"), "Your client portal password was changed", None, None, "Rosie"),
    "email changed": (_notice("email_changed"), "The email address of your client portal was changed", None, None,
                      "Rosie"),
    "question about a change": (_change_question, "Please look once more at what you changed", "Open the client portal",
                                None, "Rosie"),
    "staff invitation": (_staff_invitation, "Set up your staff account with Maple Street Counseling",
                         "Create username and password", UNTIL, "Dana"),
    "staff reset": (_staff_reset, "Reset your staff password", "Choose a new password", IN_AN_HOUR, "Dana"),
    "staff password changed": (_staff_password_changed, "Your staff password was changed", None, None, "Dana"),
}  # fmt: skip
WITH_LINK = [kind for kind, (_, _, _, until, _) in KINDS.items() if until]


@pytest.fixture
def mail(request: pytest.FixtureRequest, clock: Clock, smtp: Receiver) -> EmailMessage:
    """A mail of the wanted kind, as it arrived."""
    KINDS[request.param][0]()
    rounds()
    (message,) = smtp.messages
    return message


def test_every_kind_of_mail_is_tried_here() -> None:
    assert len(texts._WRITERS) == len(texts.SUBJECTS) == len(KINDS) - 1  # a reset is made in two ways


# case 112
@pytest.mark.parametrize(("mail", "kind"), [(kind, kind) for kind in KINDS], indirect=["mail"])
def test_the_headers_are_those_agreed_and_no_others(mail: EmailMessage, kind: str, smtp: Receiver) -> None:
    to = cast.DANA.email if kind.startswith("staff") else cast.ROSA.email
    to = "marlowe@maple.example" if kind == "staff invitation" else to
    assert set(mail.keys()) - {"X-Peer", "X-MailFrom", "X-RcptTo"} == HEADERS
    assert mail["Subject"] == KINDS[kind][1]
    assert mail["From"] == "Maple Street Counseling <no-reply@127.0.0.1>"
    assert (mail["To"], smtp.recipients) == (to, [to])
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == newest().message_id
    assert mail["Date"].datetime == newest().created_at.replace(microsecond=0)


NO_BUTTON = "No button, or it does not work? Open this link, or copy it into your browser:"


# case 112
@pytest.mark.parametrize("mail", KINDS, indirect=True)
def test_html_shows_the_text_word_for_word_and_nothing_from_elsewhere(mail: EmailMessage) -> None:
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(html_of(mail))
    assert parser.errors == []
    names = {element.tag for element in tree.iter()}
    assert not names & {"img", "link", "script", "iframe", "form", "object", "video"}
    addresses = {element.get(name) or "" for element in tree.iter() for name in ("src", "href", "background")} - {""}
    assert all(address.startswith("http://127.0.0.1:8000/") for address in addresses)
    assert "url(" not in html_of(mail) and "@import" not in html_of(mail)
    shown, told = words_of(html_of(mail)), " ".join(text_of(mail).split())
    assert shown.replace(f"{NO_BUTTON} ", "") == told and NO_BUTTON not in told
    assert (NO_BUTTON in shown) == ("http" in told)


# case 112
@pytest.mark.parametrize(("mail", "kind"), [(kind, kind) for kind in WITH_LINK], indirect=["mail"])
def test_the_same_link_stands_in_both_parts_and_alone_on_its_line_in_the_text(mail: EmailMessage, kind: str) -> None:
    row = newest()
    assert row.link is not None
    paths = {
        "invitation": "/register/", "staff invitation": "/staff/register/", "staff reset": "/staff/reset-password/",
    }  # fmt: skip
    path = paths.get(kind, "/reset-password/")
    link = f"http://127.0.0.1:8000{path}{factories.text_of(row.link)}"
    guide = ["http://127.0.0.1:8000/guide"] if kind == "invitation" else []
    assert [line for line in text_of(mail).splitlines() if line.startswith("http")] == [link]
    assert re.findall(r"https?://\S+", text_of(mail)) == [link, *guide]
    assert f"\n\n{KINDS[kind][2]}\n{link}\n\n" in text_of(mail)
    anchors = html5lib.parse(html_of(mail), namespaceHTMLElements=False).iter("a")
    found = [(a.get("href"), "".join(a.itertext())) for a in anchors]
    assert found == [(link, KINDS[kind][2]), (link, link), *((address, address) for address in guide)]


ASKED = "The link asks for the birth date of the person whom this mail is for, so that nobody else can open it."


# case 112
@pytest.mark.parametrize(("mail", "kind"), [(kind, kind) for kind in KINDS], indirect=["mail"])
def test_it_says_for_whom_until_when_and_what_to_do_if_it_was_not_expected(mail: EmailMessage, kind: str) -> None:
    _, _, _, until, name = KINDS[kind]
    for part in (text_of(mail), words_of(html_of(mail))):
        assert f"Hello {name}," in part
        assert f"This mail is for {name}." in part
        assert "Questions? Call Maple Street Counseling: (555) 010-0100" in part
        assert (ASKED in part) == (until is not None and not kind.startswith("staff"))
        if until:
            assert f"until {until}." in part
            assert "only the newest link works" in part
            assert "You can ignore this mail" in part or "you can ignore this mail" in part
        else:
            assert "Was this not you?" in part


# case 112
@pytest.mark.parametrize(("mail", "kind"), [(kind, kind) for kind in KINDS], indirect=["mail"])
def test_it_says_nothing_else_about_the_person(mail: EmailMessage, kind: str) -> None:
    secrets = ["Delgado", "rosie.d", "1988", "March", "Whitfield", "dana.w", "Marlowe"]
    body = re.sub(r"https?://\S+", "", text_of(mail) + html_of(mail))
    for word in [*secrets, *([] if kind.startswith("staff") else ["Rosa"])]:
        assert word.lower() not in body.lower().replace(cast.PRACTICE.lower(), "")
    said = re.sub("signed in|signed out", "", body.lower().replace(cast.PRACTICE.lower(), ""))
    assert [word for word in HEALTH_WORDS if word in said] == []

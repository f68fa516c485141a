"""What the practice and its clients choose of a mail: its language, its logo, where answers go."""

from dataclasses import replace

import pytest

from portal.database import writing
from portal.extensions import db
from portal.images.remaking import Remade
from portal.mail import outbox, texts
from portal.models import Client
from portal.practice import particulars
from portal.practice.particulars import Particulars
from tests.conftest import Clock
from tests.support import cast, factories, photos
from tests.support.choices import choose
from tests.support.mails import html_of, text_of, words_of
from tests.support.page import tree
from tests.support.post import newest, rounds
from tests.support.smtp import Receiver
from tests.support.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")
REPLIES = Particulars(cast.PRACTICE, cast.PHONE, "desk@maple.example", cast.TIME_ZONE)


def rosa_who_reads(language: str | None) -> Client:
    rosa = factories.rosa_to_be()
    with writing():
        rosa.language = language
    return rosa


def test_a_client_who_reads_spanish_is_mailed_in_spanish(clock: Clock, smtp: Receiver) -> None:
    factories.invite(rosa_who_reads("es"))
    rounds()
    (mail,) = smtp.messages
    assert mail["Subject"] == f"Cree su cuenta del portal de clientes de {cast.PRACTICE}"
    text, html = text_of(mail), html_of(mail)
    assert "Hola, Rosie:" in text and "Crear nombre de usuario y contraseña\n" in text
    assert "hasta el miércoles, 25 de noviembre de 2026, 9:42 a.m. (hora estándar oriental)." in text
    assert '<html lang="es">' in html and ">Crear nombre de usuario y contraseña</a>" in html
    assert "Questions" not in text + html


def test_one_language_does_not_stay_for_the_next_mail(clock: Clock, smtp: Receiver) -> None:
    factories.invite(rosa_who_reads("es"))
    factories.invite(factories.nora())
    factories.invite_priya()
    rounds()
    subjects = [mail["Subject"].partition(" ")[0] for mail in smtp.messages]
    assert subjects == ["Cree", "Set", "Set"]


# the staff read what was sent, and not what it would be for themselves
def test_staff_read_a_mail_as_the_client_got_it(clock: Clock) -> None:
    rosa = rosa_who_reads("es")
    outbox.put("password_changed", cast.ROSA.email or "", client_id=rosa.id)
    db.session.commit()
    assert texts.subject(newest()) == "Se cambió su contraseña del portal de clientes"
    assert texts.write(newest()).subject == texts.subject(newest())


def test_samples_are_in_english() -> None:
    assert texts.sample("invitation").subject.startswith("Set up")


def test_the_logo_comes_with_the_html_part_which_names_it(smtp: Receiver) -> None:
    factories.put_logo()
    factories.theo()
    rounds()
    (message,) = smtp.messages
    assert message.get_content_type() == "multipart/alternative"
    text, related = message.iter_parts()
    assert (text.get_content_type(), related.get_content_type()) == ("text/plain", "multipart/related")
    html, picture = related.iter_parts()
    assert (html.get_content_type(), picture.get_content_type()) == ("text/html", "image/png")
    assert picture.get_content() == factories.LOGO.data
    assert picture.get_content_disposition() == "inline"
    (image,) = tree(html_of(message)).iter("img")
    assert (image.get("src"), image.get("alt")) == (f"cid:{picture['Content-ID'].strip('<>')}", cast.PRACTICE)
    assert "cid:" not in text_of(message)


@pytest.mark.parametrize(
    ("size", "shown"), [((120, 40), (120, 40)), ((400, 100), (192, 48)), ((400, 20), (240, 12)), ((2, 400), (1, 48))]
)
def test_the_logo_is_never_larger_than_there_is_room_for(size: tuple[int, int], shown: tuple[int, int]) -> None:
    factories.put_logo(Remade("image/png", *size, photos.file(photos.picture(*size), "PNG")))
    (image,) = tree(texts.sample("invitation").html).iter("img")
    assert (image.get("width"), image.get("height")) == tuple(map(str, shown))


def test_the_sample_of_a_mail_shows_the_logo(staff_browser: Visitor) -> None:
    factories.put_logo()
    response = staff_browser.get("/staff/practice/mail/invitation")
    (image,) = tree(response.text).iter("img")
    assert (image.get("src") or "").startswith("data:image/png;base64,iVBOR")
    assert "img-src data:" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("why", ["no date on file", "switched off"])
def test_nothing_is_said_of_it_where_it_is_not_asked(clock: Clock, smtp: Receiver, why: str) -> None:
    is_on_file = why == "switched off"
    choose(ask_birth_date=not is_on_file)
    factories.invite(factories.make_client(cast.NORA if is_on_file else replace(cast.NORA, birth_date=None)))
    rounds()
    assert "birth date" not in text_of(smtp.messages[0]) + html_of(smtp.messages[0])


def test_answers_go_to_the_reply_to_address_of_the_practice(smtp: Receiver) -> None:
    particulars.change(REPLIES, factories.dana())
    factories.theo()
    rounds()
    assert smtp.messages[0]["Reply-To"] == "desk@maple.example"


def test_the_address_of_the_practice_stands_at_the_end_where_there_is_one(smtp: Receiver) -> None:
    particulars.change(replace(REPLIES, address="12 Maple Street\nSpringfield"), factories.dana())
    factories.theo()
    rounds()
    end = "Questions? Call Maple Street Counseling: (555) 010-0100. Our address: 12 Maple Street, Springfield"
    assert text_of(smtp.messages[0]).strip().endswith(end)
    assert words_of(html_of(smtp.messages[0])).endswith(end)


def test_the_end_is_told_in_the_zone_of_the_practice_also_across_the_change_of_clocks(
    clock: Clock, smtp: Receiver
) -> None:
    clock.to(clock.now.replace(month=10, day=31, hour=13))  # 9:42 AM in summer time; it ends on Sunday at 2:00 AM
    factories.theo()
    rounds()
    assert "until Monday, November 2, 2026, 8:42 AM (Eastern Standard Time)." in text_of(smtp.messages[0])

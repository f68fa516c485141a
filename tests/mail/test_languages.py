"""Mails go out in the language of the client; those to staff, and samples, in English."""

import pytest

from portal.database import writing
from portal.extensions import db
from portal.mail import outbox, texts
from portal.models import Client
from tests.conftest import Clock
from tests.support import cast, factories
from tests.support.post import newest, rounds
from tests.support.smtp import Receiver, html_of, text_of

pytestmark = pytest.mark.usefixtures("app")


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

"""The details as staff read them."""

from portal.models import Client
from portal.models.step_record import Answers
from portal.tasks import Lines
from portal.tasks.details.form import KINDS, MORE_PHONES, WAYS


def lines(client: Client, answers: Answers) -> Lines:
    ways = ", ".join(words for way, words in WAYS.items() if way in answers.get("reach", ()))
    return [
        ("Preferred name", client.preferred_name or ""),
        ("Pronouns", answers.get("pronouns", "")),
        ("Phone", _phone(client.phone, "phone", answers)),
        *((label, _phone(answers[name], name, answers))
          for name, label in zip(MORE_PHONES, ("Second phone", "Third phone")) if name in answers),
        ("May be reached by", ways.capitalize()),
        ("Address", _address(answers)),
        ("Emergency contact", _joined(answers, "contact_name", "contact_relationship", "contact_phone")),
    ]  # fmt: skip


def _phone(number: str | None, name: str, answers: Answers) -> str:
    """(212) 555-0110, mobile, no message"""
    message = "a message may be left" if answers.get(f"{name}_message") else "no message"
    return f"{number}, {KINDS[answers.get(f'{name}_kind', 'mobile')].lower()}, {message}" if number else ""


def _address(answers: Answers) -> str:
    place = " ".join(answers[name] for name in ("region", "postal_code") if name in answers)
    return ", ".join(text for text in (_joined(answers, "street", "apartment", "city"), place) if text)


def _joined(answers: Answers, *names: str) -> str:
    return ", ".join(answers[name] for name in names if name in answers)

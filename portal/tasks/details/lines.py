"""The details as they are read, and accepted where a client has changed them."""

from collections.abc import Callable

from portal.contract.parts import Line
from portal.i18n import _, lazy
from portal.models.step_record import Answers
from portal.tasks.details.answers import KINDS, WAYS


def _value(name: str) -> Callable[[Answers], str]:
    return lambda answers: answers.get(name, "")


def _joined(*names: str) -> Callable[[Answers], str]:
    return lambda answers: ", ".join(answers[name] for name in names if name in answers)


def _phone(name: str) -> Callable[[Answers], str]:
    """(212) 555-0110, mobile, don't leave a message; the number alone where nothing was said of it"""

    def text(answers: Answers) -> str:
        number, kind = answers.get(name, ""), answers.get(f"{name}_kind")
        if kind not in KINDS:
            return str(number)
        message = _("a message may be left") if answers.get(f"{name}_message") else _("don't leave a message")
        return f"{number}, {str(KINDS[kind]).lower()}, {message}"

    return text


def _ways(answers: Answers) -> str:
    return ", ".join(str(words) for way, words in WAYS.items() if way in answers.get("reach", ())).capitalize()


def _address(answers: Answers) -> str:
    place = " ".join(answers[name] for name in ("region", "postal_code") if name in answers)
    return ", ".join(text for text in (_joined("street", "apartment", "city")(answers), place) if text)


def _mail(answers: Answers) -> str:
    return _("without the practice's name") if answers.get("keeps_name_out") else ""


def _phone_line(name: str, label: str, is_rare: bool = False) -> Line:
    return Line(name, label, (name, f"{name}_kind", f"{name}_message"), _phone(name), is_rare=is_rare)


LINES = (
    Line("preferred_name", lazy("Preferred name"), ("preferred_name",), _value("preferred_name"), goes_through=True),
    Line("pronouns", lazy("Pronouns"), ("pronouns",), _value("pronouns"), goes_through=True),
    _phone_line("phone", lazy("Phone")),
    _phone_line("phone_2", lazy("Second phone"), is_rare=True),
    _phone_line("phone_3", lazy("Third phone"), is_rare=True),
    Line("reach", lazy("May be reached by"), ("reach",), _ways),
    Line("address", lazy("Address"), ("street", "apartment", "city", "region", "postal_code"), _address),
    Line(
        "contact",
        lazy("Emergency contact"),
        ("contact_name", "contact_relationship", "contact_phone"),
        _joined("contact_name", "contact_relationship", "contact_phone"),
    ),
    # whom this protects must not have to wait for it
    Line("mail", lazy("Mail"), ("keeps_name_out",), _mail, goes_through=True, is_rare=True),
)

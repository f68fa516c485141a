"""What the details are made of, and where their answers are kept."""

from portal import phone_numbers
from portal.contract.parts import Values
from portal.i18n import lazy
from portal.models import Practice
from portal.models.step_record import Answers

KINDS = {"mobile": lazy("Mobile"), "home": lazy("Home"), "work": lazy("Work")}
WAYS = {"phone": lazy("Phone call"), "text": lazy("Text message"), "email": lazy("Email")}
PHONES = ("phone", "phone_2", "phone_3")
NUMBERS = (*PHONES, "contact_phone")
OWN = ("preferred_name", "phone", "keeps_name_out")  # of the client's own row: staff see and change them too


def is_on_file(answers: Answers) -> bool:
    """Whatever this form needs."""
    return bool(answers.get("phone") and answers.get("reach"))


def tidy(values: Values) -> Answers:
    """Without what is empty, and what was said of a phone that has no number; numbers as they are dialled here."""
    without = {f"{phone}_{what}" for phone in PHONES if not values.get(phone) for what in ("kind", "message")}
    kept = {name: value for name, value in values.items() if value and name not in without}
    return kept | {name: _as_dialled_here(kept[name]) for name in NUMBERS if name in kept}


def _as_dialled_here(number: str) -> str:
    return phone_numbers.tidy(number, Practice.region()) or number

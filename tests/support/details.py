"""The form of the details as somebody fills it in."""

from typing import Any

from portal.tasks.details.answers import WAYS

TEXTS = {
    "preferred_name": "Rosalinda", "pronouns": "she/her", "phone": "(212) 555-0123", "phone_kind": "home",
    "street": "12 Elm Street", "apartment": "4B", "city": "Springfield", "region": "NY", "postal_code": "10001",
    "contact_name": "Carlos Delgado", "contact_relationship": "brother", "contact_phone": "(212) 555-0188",
}  # fmt: skip
GIVEN = TEXTS | {"phone_message": "y", "reach_phone": "1", "reach_text": "1"}  # as a browser sends it
LEAST = {"phone": "(212) 555-0123", "reach_email": "1"}
FIELDS = (
    *TEXTS,
    "phone_message",
    "keeps_name_out",
    *(f"phone_{number}{part}" for number in (2, 3) for part in ("", "_kind", "_message")),
    *(f"reach_{way}" for way in WAYS),
)
LONGEST = {
    "preferred_name": 100, "pronouns": 40, "street": 200, "apartment": 60, "city": 100, "region": 100,
    "postal_code": 20, "contact_name": 200, "contact_relationship": 60,
}  # fmt: skip


def values(**other: Any) -> dict[str, Any]:
    """As the form hands them over."""
    return {**TEXTS, "phone_message": True, "reach": ["phone", "text"], **other}

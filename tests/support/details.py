"""The form of the details as somebody fills it in."""

from portal.tasks.details.form import WAYS

GIVEN = {
    "preferred_name": "Rosalinda", "pronouns": "she/her", "phone": "(212) 555-0123", "phone_kind": "home",
    "phone_message": "y", "reach_phone": "1", "reach_text": "1", "street": "12 Elm Street", "apartment": "4B",
    "city": "Springfield", "region": "NY", "postal_code": "10001", "contact_name": "Carlos Delgado",
    "contact_relationship": "brother", "contact_phone": "212 555 0188",
}  # fmt: skip
LEAST = {"phone": "(212) 555-0123", "reach_email": "1"}
FIELDS = (
    *(name for name in GIVEN if not name.startswith("reach_")),
    *(f"phone_{number}{part}" for number in (2, 3) for part in ("", "_kind", "_message")),
    *(f"reach_{way}" for way in WAYS),
)

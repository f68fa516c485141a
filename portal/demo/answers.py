"""What the made-up clients fill in."""

from typing import Any

STREETS = ("Elm Street", "Orchard Lane", "River Road", "Chestnut Avenue")
CONTACTS = (("Ada Winslow", "sister"), ("Noor Haddad", "friend"), ("Paul Keane", "partner"), (None, None))
WAYS = (["phone", "text"], ["email"], ["text"], ["phone", "email"])


def details(preferred_name: str | None, phone: str | None, place: int) -> dict[str, Any]:
    """As the form of the details gives its values; of a client at this place of the list."""
    name, relationship = CONTACTS[place % 4]
    is_mobile = place % 3 > 0
    return {
        "preferred_name": preferred_name, "pronouns": (None, "she/her", "they/them")[place % 3],
        "phone": phone or f"(212) 555-01{place + 10}", "phone_kind": "mobile" if is_mobile else "home",
        "phone_message": is_mobile,
        "phone_2": None if is_mobile else "(212) 555-0199", "phone_2_kind": "work",
        "reach": WAYS[place % 4],
        "street": f"{place + 3} {STREETS[place % 4]}", "city": "New York", "region": "NY", "postal_code": "10025",
        "contact_name": name, "contact_relationship": relationship, "contact_phone": name and "(212) 555-0177",
    }  # fmt: skip

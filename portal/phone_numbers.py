"""Phone numbers as they are dialled where the practice is, by the rules of each country (libphonenumber)."""

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, ValidationResult

from portal import regions
from portal.text import plain

MOST_DIGITS = 15  # of a number without its extension (ITU-T E.164)
_DIALLED_AS_IT_STANDS = re.compile(r"[0-9+(*][0-9 ()./*-]*( ?(x|#|ext\.?) ?[0-9]{1,7})?", re.IGNORECASE)


def region_of(time_zone: str) -> str:
    """Where a practice in this time zone dials from: its region, if that has telephones."""
    region = regions.of_zone(time_zone)
    return region if region in phonenumbers.SUPPORTED_REGIONS else regions.ELSEWHERE


def tidy(typed: str, region: str) -> str | None:
    """(212) 555-0110 ext. 12, or +49 30 901820 where that is abroad; None where it cannot be a number."""
    number = _read(typed, region)
    if number is None:
        return None
    is_here = number.country_code == phonenumbers.country_code_for_region(region)
    look = PhoneNumberFormat.NATIONAL if is_here else PhoneNumberFormat.INTERNATIONAL
    return str(phonenumbers.format_number(number, look))


def as_typed(typed: str) -> str | None:
    """A short number, dialled as it stands: 911, 116 117; None for any other."""
    text = plain(typed)
    return text if _DIALLED_AS_IT_STANDS.fullmatch(text) and 3 <= len(_digits(text)) <= MOST_DIGITS else None


def link(number: str, region: str) -> str:
    """The address that dials it (RFC 3966), tel:+12125550110; what is no global number, as it stands.

    Without the extension, which is read beside it: RFC 3966 has ;ext=, but the telephones of Android dial its letters.
    """
    read = _read(number, region)
    if read is None or phonenumbers.is_possible_number_with_reason(read) != ValidationResult.IS_POSSIBLE:
        return f"tel:{_digits(number)}"
    return f"tel:{phonenumbers.format_number(read, PhoneNumberFormat.E164)}"


def _read(typed: str, region: str) -> PhoneNumber | None:
    text = plain(typed)
    if any(character.isnumeric() and not character.isdecimal() for character in text):  # ² and ① are dialled nowhere
        return None
    try:
        number = phonenumbers.parse(text, region)
    except NumberParseException:
        return None
    return number if phonenumbers.is_possible_number(number) else None


def _digits(text: str) -> str:
    """Those before an extension."""
    return re.sub("[^0-9]", "", re.split("[x#e]", plain(text).lower())[0])

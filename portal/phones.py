"""Phone numbers as they are dialled where the practice is, by the rules of each country (libphonenumber)."""

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

from portal import regions


def region_of(time_zone: str) -> str:
    """Where a practice in this time zone dials from: its region, if that has telephones."""
    region = regions.of_zone(time_zone)
    return region if region in phonenumbers.SUPPORTED_REGIONS else regions.ELSEWHERE


def tidy(typed: str, region: str) -> str | None:
    """(212) 555-0110, or +49 30 901820 where that is abroad; None where it cannot be a number."""
    try:
        number = phonenumbers.parse(typed, region)
    except NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    is_here = number.country_code == phonenumbers.country_code_for_region(region)
    look = PhoneNumberFormat.NATIONAL if is_here else PhoneNumberFormat.INTERNATIONAL
    return str(phonenumbers.format_number(number, look))

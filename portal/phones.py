"""Phone numbers as they are dialled where the practice is, by the rules of each country (libphonenumber)."""

import phonenumbers
from babel.core import get_global
from phonenumbers import NumberParseException, PhoneNumberFormat

ELSEWHERE = "US"  # where the time zone belongs to no country, like UTC


def region_of(time_zone: str) -> str:
    """The country of an IANA time zone, as CLDR has it: America/New_York → US"""
    region = get_global("zone_territories").get(time_zone)
    return region if region in phonenumbers.SUPPORTED_REGIONS else ELSEWHERE


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

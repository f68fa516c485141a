"""Names and numbers as they are compared: what people remember of a name, not how it is written.

What was typed is kept and shown. The forms here are for sorting, for searching, and for telling that two clients may
be the same. A change of a rule here needs a migration that makes ``sort_name`` and ``search`` anew.
"""

import re
import unicodedata
from collections.abc import Iterable

import idna
import phonenumbers
from anyascii import anyascii
from phonenumbers import NumberParseException, PhoneNumberFormat

LONGEST_NAME, LONGEST_KEY, LONGEST_TEXT = 100, 400, 4000  # letters; the last two as the columns of Client have it
LONGEST_QUERY, MOST_WORDS = 200, 8
ANYWHERE_FROM = 3  # letters or digits; fewer are looked for at the beginning of a name
_NAME, _OTHER = "\n", "\t"  # what stands before each entry of the search text; nobody can type either

# apostrophes and quotation marks are optional, and the full stop of "St. Clair"
_OPTIONAL = re.compile("[.'\"`\u00b4\u02b0-\u02ff\u055a\u05f3\u05f4\u2018-\u201f\u2032-\u2037\u2039\u203a\u00ab\u00bb]")
_PHONE = re.compile(r"[+(]?[\d\s()+./-]*\d(?:\s*(?:ext|x|#)\W*\d+)?")


def sort_key(last_name: str, first_name: str) -> str:
    """By the letters alone: Đặng among D, and O'Brien, OBrien and O Brien side by side."""
    return f"{_tight(latin(last_name))}, {_tight(latin(first_name))}"[:LONGEST_KEY]


def search_text(
    first_name: str, last_name: str, preferred_name: str | None, phone: str | None, others: Iterable[str], region: str
) -> str:
    """All that a client is found by; ``others`` are the username and the addresses, ``region`` is where phones are."""
    called = [first_name, preferred_name] if preferred_name else [first_name]
    pairs = [pair for name in called for pair in ((name, last_name), (last_name, name))]
    entries = [f"{_NAME}{entry}" for pair in pairs for entry in _forms(*pair)]
    entries += [f"{_OTHER}{digits}" for digits in (_numbers(phone, region) if phone else [])]
    for other in others:
        entries += [f"{_OTHER}{entry}" for spelling in _spellings(other) for entry in _forms(spelling)]
    return "".join(dict.fromkeys(entries))[:LONGEST_TEXT]


def wanted(typed: str, region: str) -> tuple[str, ...]:
    """What to look for in search texts, any of them; nothing where nothing was typed that could be looked for."""
    typed = typed[:LONGEST_QUERY]
    words = (own(typed) if _has_own_letters(own(typed)) else latin(typed)).split()
    words = [*words[: MOST_WORDS - 1], "".join(words[MOST_WORDS - 1 :])] if len(words) > MOST_WORDS else words
    whole = "".join(words)
    if not whole:
        return ()
    # where the one name ends and the other begins only the typist knows: "sean o brien"
    split = [f"{''.join(words[:n])} {''.join(words[n:])}" for n in range(1, len(words))]
    if len(whole) < ANYWHERE_FROM:
        return tuple(f"{_NAME}{needle}" for needle in [whole, *split])
    return tuple(dict.fromkeys([whole, *split, *_numbers_wanted(typed, region)]))


def own(text: str) -> str:
    """In the letters of its own script: no case, no accents, no apostrophes, a space for hyphens and other gaps."""
    plain = unicodedata.normalize("NFKD", _OPTIONAL.sub("", text)).casefold()  # "´" would become a space
    letters = "".join(_letter(letter) for letter in _OPTIONAL.sub("", plain))  # "＇" has become "'"
    return " ".join(unicodedata.normalize("NFC", letters).split())


def latin(text: str) -> str:
    """In Latin letters without accents, whatever the script, by the table of anyascii: Łukasz, 李 → lukasz, li."""
    plain = own(text)
    return own(anyascii(plain)) or plain


def _letter(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind in ("Mn", "Cf"):  # accents; what is not seen
        return ""
    if kind == "Nd":
        return str(unicodedata.decimal(letter))
    return " " if kind == "Pd" or letter in ",\u2212" else letter


def _has_own_letters(text: str) -> bool:
    """Letters that are not Latin: a search for 李 is not one for Lindqvist."""
    return any(letter.isalpha() and not unicodedata.name(letter, "").startswith("LATIN") for letter in text)


def _tight(text: str) -> str:
    return text.replace(" ", "")


def _forms(*names: str) -> list[str]:
    """The names one after the other, in Latin letters and, where it has such, in its own."""
    scripts = (latin, own) if any(_has_own_letters(own(name)) for name in names) else (latin,)
    return [" ".join(_tight(script(name))[:LONGEST_NAME] for name in names) for script in scripts]


def _spellings(other: str) -> list[str]:
    """An address with its domain as it is shown and as it is sent (RFC 5890); anything else as it is."""
    mailbox, at, domain = other.rpartition("@")
    if not at:
        return [other]
    spellings = [other]
    for spell in (_shown, _sent):
        try:
            spellings.append(f"{mailbox}@{spell(domain)}")
        except (idna.IDNAError, UnicodeError):
            continue
    return spellings


def _shown(domain: str) -> str:
    return idna.decode(domain)


def _sent(domain: str) -> str:
    return idna.encode(domain, uts46=True).decode()


def _numbers(phone: str, region: str) -> list[str]:
    """Its digits, and those with the country's code and as it is dialled within the country (a 0 before, or not)."""
    digits = [re.sub(r"\D", "", own(phone))]
    try:
        number = phonenumbers.parse(phone, region)
    except NumberParseException:
        return digits
    number.extension = None
    for look in (PhoneNumberFormat.E164, PhoneNumberFormat.NATIONAL):
        digits.append(re.sub(r"\D", "", phonenumbers.format_number(number, look)))
    return list(dict.fromkeys(digits))


def _numbers_wanted(typed: str, region: str) -> list[str]:
    """The digits of what may be a phone number or a part of one, in any notation; else none."""
    typed = unicodedata.normalize("NFKC", typed).casefold().strip()
    if not _PHONE.fullmatch(typed):
        return []
    plain = re.sub(r"\D", "", own(typed.replace("(0)", "")))  # +44 (0)20: the 0 is dialled at home only
    found = [plain, plain.lstrip("0"), *_numbers(typed, region)[:2]]
    return [digits for digits in found if len(digits) >= ANYWHERE_FROM]

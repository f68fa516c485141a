"""Slips in addresses: helped with where they are plain, and nobody's real address is doubted."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.clients.email_typos import suggestion

SLIPS = {
    "gmial.com": "gmail.com", "gmal.com": "gmail.com", "gmaill.com": "gmail.com", "gnail.com": "gmail.com",
    "gmail.con": "gmail.com", "gmail.co": "gmail.com", "gmial.con": "gmail.com", "GMIAL.COM": "gmail.com",
    "yahooo.com": "yahoo.com", "hotmial.com": "hotmail.com", "outlok.com": "outlook.com", "aol.co": "aol.com",
    "verizon.nte": "verizon.net", "comcast.con": "comcast.net",
    "maplestreet.con": "maplestreet.com", "school.edi": "school.edu", "charity.ogr": "charity.org",
}  # fmt: skip
REAL = [
    "gmail.com", "googlemail.com", "yahoo.com", "ymail.com", "rocketmail.com", "hotmail.com", "outlook.com",
    "live.com", "msn.com", "icloud.com", "me.com", "mac.com", "aol.com", "aim.com", "mail.com", "email.com",
    "comcast.net", "verizon.net", "att.net", "sbcglobal.net", "bellsouth.net", "cox.net", "charter.net",
    "earthlink.net", "optonline.net", "frontier.com", "windstream.net", "roadrunner.com", "juno.com", "proton.me",
    "protonmail.com", "pm.me", "gmx.com", "gmx.net", "gmx.de", "web.de", "googlemail.de", "zoho.com", "fastmail.com",
    "hey.com", "duck.com", "hushmail.com", "tutanota.com", "yandex.com", "btinternet.com", "gmal.de", "comcst.com",
    "yahoo.ca", "yahoo.fr", "yahoo.co.uk", "hotmail.fr", "hotmail.co.uk", "outlook.de", "live.nl", "gmx.co", "mail.co",
    "example.com", "exmaple.com", "example.co", "umail.com", "fmail.com", "hmail.com", "chatter.net", "cloud.com",
    "mailbox.org", "posteo.de", "maple.example", "localhost", "mail.gmial.com", "university.edu",
]  # fmt: skip


@pytest.mark.parametrize("typed", SLIPS)
def test_a_plain_slip_is_seen_and_the_mailbox_stays_as_it_was_typed(typed: str) -> None:
    assert suggestion(f"Rosa.D+x@{typed}") == f"Rosa.D+x@{SLIPS[typed]}"


def test_a_domain_that_people_have_is_left_alone() -> None:
    assert [domain for domain in REAL if suggestion(f"rosa@{domain}")] == []


@settings(max_examples=40)
@given(st.text(max_size=30) | st.from_regex(r"[a-z]{1,8}@[a-z]{1,9}(\.[a-z]{1,4}){0,2}", fullmatch=True))
def test_a_suggestion_is_another_address_of_the_same_mailbox_and_needs_no_second_one(typed: str) -> None:
    meant = suggestion(typed)
    if meant is not None:
        assert meant != typed and meant.rpartition("@")[0] == typed.rpartition("@")[0]
        assert suggestion(meant) is None

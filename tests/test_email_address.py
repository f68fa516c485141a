"""Email addresses: as they are kept, compared and shown."""

import pytest

from portal.email_address import NeedsSmtpUtf8, NotAnAddress, address_key, read, shown

MAILED = "rosa@xn--mller-kva.example"
ONE_ADDRESS = [
    "rosa@müller.example", "rosa@mu\u0308ller.example", "ROSA@MÜLLER.EXAMPLE", MAILED, "Rosa@XN--MLLER-KVA.example",
    "rosa＠müller．example", "rosa@müller。example",
    " \u200brosa@mü\u00adller.example\ufeff", "ｒｏｓａ@müller.example",
]  # fmt: skip


@pytest.mark.parametrize("typed", ONE_ADDRESS, ids=ascii)
def test_all_ways_to_write_a_domain_are_one_address(typed: str) -> None:
    assert address_key(typed) == address_key(read(typed)) == MAILED


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Rosa@Example.com", "Rosa@Example.com"),
        ("rosa@straße.example", "rosa@xn--strae-oqa.example"),  # not strasse: UTS 46 without transitional mapping
        ("o’brien@example.com", "o'brien@example.com"),
        ("a‑b–c@my—mail.example", "a-b-c@my-mail.example"),
        ("rosa٣@example.com", "rosa3@example.com"),
        ("rosa@müller.test", "rosa@xn--mller-kva.test"),
        ("rosa@maple.test", "rosa@maple.test"),
    ],
)
def test_an_address_is_kept_as_it_is_mailed_to(typed: str, kept: str) -> None:
    assert read(typed) == kept and read(kept) == kept and read(shown(kept)) == kept


@pytest.mark.parametrize(
    "typed",
    ["", "rosa", "rosa@", "@example.com", "a b@example.com", '"a b"@example.com', "a@[127.0.0.1]", "a@b@example.com",
     "rosa@exam_ple.com", "rosa@\u0301.com", f"rosa@{'ü' * 70}.com", f"{'a' * 65}@example.com",
     "a@" + "b." * 130 + "com", "rosa@-a.com", "rosa@example.com, theo@example.com", "rosa@ex\u200dample.com",
     "büro", "büro@"],
)  # fmt: skip
def test_what_is_not_one_address_is_refused(typed: str) -> None:
    with pytest.raises(NotAnAddress):
        read(typed)


@pytest.mark.parametrize("typed", ["büro@example.com", "роза@example.com", "用户@例子.example", "Zoë.x@müller.example"])
def test_what_needs_smtputf8_is_told_apart(typed: str) -> None:
    with pytest.raises(NeedsSmtpUtf8):
        read(typed)


@pytest.mark.parametrize(
    ("kept", "read_as"),
    [
        (MAILED, "rosa@müller.example"),
        ("rosa@XN--MLLER-KVA.example", "rosa@müller.example"),
        ("rosa@example.com", "rosa@example.com"),
        ("rosa@xn--zz--.example", "rosa@xn--zz--.example"),  # no A-label
        ("empty", "empty"),
        ("", ""),
    ],
)
def test_a_domain_is_shown_as_people_read_it(kept: str, read_as: str) -> None:
    assert shown(kept) == read_as


@pytest.mark.parametrize("name", ["rosie.d", "Rosie.D", "ｒｏｓｉｅ.d"])
def test_what_has_no_domain_is_compared_without_one(name: str) -> None:
    assert address_key(name) == "rosie.d"

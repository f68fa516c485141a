"""Where a narrow line may break an email address that it shows."""

import html5lib
import pytest

from portal.web.breakable import ONE_LINE, breakable
from tests.support.page import words


@pytest.mark.parametrize(
    ("address", "pieces"),
    [
        ("maria.lopez.y.garcia@mail.example", ["maria.", "lopez.", "y.", "garcia@", "mail.", "example"]),
        ("no-reply@counseling.maple.example", ["no-reply@", "counseling.", "maple.", "example"]),
    ],
)
def test_a_line_breaks_a_long_address_after_its_at_and_its_dots(address: str, pieces: list[str]) -> None:
    shown = str(breakable(address)).replace('<span class="whole">', "").replace("</span>", "")
    assert len(address) > ONE_LINE and shown.split("<wbr>") == pieces


# a browser breaks after a hyphen wherever it is not told otherwise (UAX #14, HY)
@pytest.mark.parametrize("address", ["no-reply@maple.example", "no-reply@" + "counseling." * 3 + "example"])
def test_what_has_a_hyphen_is_kept_whole(address: str) -> None:
    assert str(breakable(address)).count('<span class="whole">no-reply@') == 1


def test_a_short_address_is_plain_text() -> None:
    assert breakable("theo.nilsson@example.com") == "theo.nilsson@example.com"


def test_what_is_copied_is_the_address_and_nothing_else() -> None:
    address = "no-reply@a-rather-long-name.of-a-domain.example"
    assert words(html5lib.parse(breakable(address), namespaceHTMLElements=False)) == address


@pytest.mark.parametrize("more", ["", "." + "x" * ONE_LINE])
def test_what_looks_like_markup_in_an_address_stays_none(more: str) -> None:
    assert "<b>" not in breakable(f"<b>x-y</b>@example.com{more}")


def test_a_domain_is_shown_as_people_read_it() -> None:
    assert breakable("rosa@xn--mller-kva.example") == "rosa@müller.example"

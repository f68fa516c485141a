"""The QR code as the page draws it."""

import pytest

from portal.web import qr
from tests.support.showing import picture, read


def test_around_the_code_four_modules_are_white_and_then_it_begins() -> None:
    drawn = qr.draw("https://portal.test/register/x")
    image = picture(drawn.size, drawn.path)
    dark = image.point(lambda value: 255 - value).getbbox()
    assert dark == (4, 4, drawn.size - 4, drawn.size - 4)


@pytest.mark.parametrize("length", [20, 120, 800])
def test_a_text_of_any_length_that_an_address_may_have_is_read_back(length: int) -> None:
    text = ("https://portal.test/register/" + "-_aZ0." * 200)[:length]
    drawn = qr.draw(text)
    assert read(picture(drawn.size, drawn.path)) == text

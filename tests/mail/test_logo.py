"""The practice's logo in mails: it comes with them."""

import pytest

from portal.images.remaking import Remade
from portal.mail import texts
from tests.support import cast, factories, photos
from tests.support.page import tree
from tests.support.post import rounds
from tests.support.smtp import Receiver, html_of, text_of
from tests.support.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")


def test_it_comes_with_the_html_part_which_names_it(smtp: Receiver) -> None:
    factories.put_logo()
    factories.theo()
    rounds()
    (message,) = smtp.messages
    assert message.get_content_type() == "multipart/alternative"
    text, related = message.iter_parts()
    assert (text.get_content_type(), related.get_content_type()) == ("text/plain", "multipart/related")
    html, picture = related.iter_parts()
    assert (html.get_content_type(), picture.get_content_type()) == ("text/html", "image/png")
    assert picture.get_content() == factories.LOGO.data
    assert picture.get_content_disposition() == "inline"
    (image,) = tree(html_of(message)).iter("img")
    assert (image.get("src"), image.get("alt")) == (f"cid:{picture['Content-ID'].strip('<>')}", cast.PRACTICE)
    assert "cid:" not in text_of(message)


@pytest.mark.parametrize(
    ("size", "shown"), [((120, 40), (120, 40)), ((400, 100), (192, 48)), ((400, 20), (240, 12)), ((2, 400), (1, 48))]
)
def test_it_is_never_larger_than_there_is_room_for(size: tuple[int, int], shown: tuple[int, int]) -> None:
    factories.put_logo(Remade("image/png", *size, photos.file(photos.picture(*size), "PNG")))
    (image,) = tree(texts.sample("invitation").html).iter("img")
    assert (image.get("width"), image.get("height")) == tuple(map(str, shown))


def test_the_sample_of_a_mail_shows_it(staff_browser: Visitor) -> None:
    factories.put_logo()
    response = staff_browser.get("/staff/practice/mail/invitation")
    (image,) = tree(response.text).iter("img")
    assert (image.get("src") or "").startswith("data:image/png;base64,iVBOR")
    assert "img-src data:" in response.headers["Content-Security-Policy"]

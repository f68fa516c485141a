"""The page that shows an invitation's link, read as the desk and a phone's camera would."""

import re

import zxingcpp
from lxml.html import HtmlElement
from PIL import Image

from portal.credentials import links
from portal.extensions import db
from portal.models import Client, Link
from portal.models.link import LinkKind
from tests.support.page import by_id, tree, words
from tests.support.visitor import FRAGMENT, Visitor

CODE = "QR code of the link"


def base(client: Client) -> str:
    return f"/staff/clients/{client.public_id}/invitations"


def link_of(client: Client) -> Link:
    """The newest invitation, as it is now in the database."""
    db.session.rollback()
    link = links.newest(LinkKind.INVITATION, client_id=client.id)
    assert link is not None
    return link


def show(browser: Visitor, client: Client) -> str:
    response = browser.post(f"{base(client)}/showings")
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-store")
    return response.text


def sheet(html: str) -> HtmlElement:
    """What is printed."""
    (found,) = [section for section in tree(html).iter("section") if "slip" in (section.get("class") or "")]
    return found


def progress(browser: Visitor, client: Client, link: Link) -> str:
    response = browser.get(f"{base(client)}/progress?link={link.selector}", headers=FRAGMENT)
    assert response.status_code == 200
    return response.text


def told(html: str) -> str:
    (found,) = [e for e in by_id(html, "link-progress").iter() if e.get("role") == "status"]
    return words(found)


def lines(html: str) -> list[tuple[bool, str]]:
    """Each with whether it is ticked off."""
    return [(item.get("class") == "done", words(item)) for item in by_id(html, "link-progress").iter("li")]


def asks_again(html: str) -> bool:
    return by_id(html, "link-progress").get("hx-trigger") == "every 2s"


def scanned(html: str) -> str:
    """What a camera reads off the page."""
    (code,) = [e for e in tree(html).iter() if e.get("aria-label") == CODE]
    (path,) = [e.get("d") or "" for e in code.iter() if e.get("d")]
    return read(picture(int((code.get("viewbox") or "").split()[2]), path))


def picture(size: int, path: str) -> Image.Image:
    """The lines of the code, one pixel for a module."""
    found = Image.new("L", (size, size), 255)
    for x, y, length in re.findall(r"M(\d+) (\d+)\.5h(\d+)", path):
        found.paste(0, (int(x), int(y), int(x) + int(length), int(y) + 1))
    return found


def read(modules: Image.Image) -> str:
    """At a size that a camera would see it in. The error level must be M."""
    across, down = modules.size
    (found,) = zxingcpp.read_barcodes(modules.resize((across * 5, down * 5), Image.Resampling.NEAREST))
    assert found.ec_level == "M"
    return found.text

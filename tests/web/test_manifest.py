"""What a phone is told that keeps the portal on its home screen."""

import re

from tests.support import cast
from tests.support.visitor import Visitor


def test_the_manifest_bears_the_practice_and_its_icons_are_there(visitor: Visitor) -> None:
    answer = visitor.get("/manifest.webmanifest")
    assert answer.mimetype == "application/manifest+json" and answer.json is not None
    assert (answer.json["name"], answer.json["start_url"]) == (cast.PRACTICE, "/")
    for icon in answer.json["icons"]:
        found = visitor.get(icon["src"])
        assert (found.status_code, found.mimetype) == (200, icon["type"])


def test_pages_name_the_manifest_and_the_icon_for_home_screens(visitor: Visitor) -> None:
    page = visitor.get("/sign-in").text
    assert '<link rel="manifest" href="/manifest.webmanifest">' in page
    icon = re.search(r'rel="apple-touch-icon" href="([^"]+)"', page)
    assert icon and visitor.get(icon[1]).mimetype == "image/png"

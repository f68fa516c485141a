"""What stands in a mail that came."""

import re
from email.message import EmailMessage

import html5lib


def text_of(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def html_of(message: EmailMessage) -> str:
    part = message.get_body(("html",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def link_in(message: EmailMessage) -> str:
    """The link, which stands on a line of its own."""
    found = re.search(r"^https?://\S+$", text_of(message), re.MULTILINE)
    assert found, "no link in the mail"
    return found[0]


def words_of(html: str) -> str:
    """What is seen: without head and comments, and without what only the list of mails shows."""
    body = html5lib.parse(html, namespaceHTMLElements=False).find("body")
    for element in body.iter():
        if not isinstance(element.tag, str) or "display:none" in element.get("style", ""):
            element.text = ""
    return " ".join("".join(body.itertext()).split())

"""What went over the wire while a screen was opened, as Chromium counts it."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import CDPSession, Error, Page

Event = dict[str, Any]


@dataclass
class Message:
    """``size`` is in bytes as they were transferred, headers included; redirects on the way are part of it."""

    number: str
    address: str
    is_page: bool  # the document of the window itself, not of a frame in it
    is_fragment: bool
    size: int = 0
    mimetype: str = ""
    is_whole: bool = False

    @property
    def is_static(self) -> bool:
        """Kept by browsers for good: the practice's logo, too."""
        return "/static/" in self.address or "/logo/" in self.address


class TextGone(Exception):
    """Chromium has dropped a text that it has received, as it may where it shows a page in another process."""


class Wire:
    """Listens from the moment it is made."""

    def __init__(self, page: Page) -> None:
        self.session: CDPSession = page.context.new_cdp_session(page)
        self._window = self.session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
        self.messages: dict[str, Message] = {}
        self._weights: dict[str, int] = {}  # of what a browser keeps, by address
        self.session.on("Network.requestWillBeSent", self._asked)
        self.session.on("Network.responseReceived", self._answered)
        self.session.on("Network.loadingFinished", self._finished)
        self.session.send("Network.enable")

    def forget(self) -> None:
        """As if nothing had been fetched since."""
        self.messages.clear()

    @property
    def since_document(self) -> list[Message]:
        """The last document and what it has asked for by itself or by an act on it."""
        messages = list(self.messages.values())
        last = max(place for place, message in enumerate(messages) if message.is_page)
        return messages[last:]

    def first_load(self) -> int:
        """Bytes of the last document with all that any page before it has put into the cache.

        Raises KeyError where a static file has come from the cache that was never fetched.
        """
        own = sum(message.size for message in self.since_document if not message.is_static)
        static = {message.address for message in self.messages.values() if message.is_static}
        return own + sum(self._weights[address] for address in static)

    def texts(self) -> list[tuple[bool, str]]:
        """The HTML of the last document and of the fragments since, each with whether it is a fragment.

        A poll that is still on its way is left out. Raises TextGone.
        """
        html = [message for message in self.since_document if message.is_page or message.is_fragment]
        html = [message for message in html if message.is_whole]
        return [(message.is_fragment, self._body(message)) for message in html if message.mimetype == "text/html"]

    def _body(self, message: Message) -> str:
        try:
            return str(self.session.send("Network.getResponseBody", {"requestId": message.number})["body"])
        except Error as error:
            if "No resource with given identifier" not in error.message:
                raise
            raise TextGone(message.address) from error

    def _asked(self, event: Event) -> None:
        request, number = event["request"], event["requestId"]
        if number in self.messages and "redirectResponse" in event:
            self.messages[number].size += event["redirectResponse"]["encodedDataLength"]
            self.messages[number].address = request["url"]
        else:
            is_page = event.get("type") == "Document" and event.get("frameId") == self._window
            self.messages[number] = Message(number, request["url"], is_page, "HX-Request" in request["headers"])

    def _answered(self, event: Event) -> None:
        if message := self.messages.get(event["requestId"]):
            message.mimetype = event["response"]["mimeType"]

    def _finished(self, event: Event) -> None:
        if message := self.messages.get(event["requestId"]):
            message.size += event["encodedDataLength"]
            message.is_whole = True
            if message.is_static and message.size:
                self._weights[message.address] = message.size

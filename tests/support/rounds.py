"""All pages of the program with somebody in every status: each opened, and each of their forms sent."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from flask import Flask
from werkzeug.test import TestResponse

from portal.config import Settings
from portal.contract import tasks
from portal.extensions import db
from portal.mail import texts
from portal.models import OutgoingMail
from tests.support import addresses, cast, insurance, offered, world
from tests.support.choices import choose
from tests.support.database import Snapshot
from tests.support.offered import Form, Value
from tests.support.visitor import Visitor

MANY = 20  # options of one field, from which on not all are chosen
# no part of the world, three parts, quarter hours; tests/test_dates.py and tests/test_regions.py try every zone
SOME_OF_MANY: dict[str, list[Value]] = {"time_zone": ["UTC", "America/Argentina/San_Juan", "Asia/Kathmandu"]}
PARTS = {"step": tasks.steps, "task": tasks.tasks}
# not found once a step is not asked, a task is off, or the answers with the picture are replaced
MAY_CLOSE = ("client.step", "client.task", "client.picture", "staff.client_picture")
Page = tuple[str, str]  # endpoint, address
Choice = tuple[str, str, Value]  # form, name of the field, value


@dataclass
class Rounds:
    the: addresses.World
    start: Snapshot
    statuses: dict[str, int] = field(default_factory=dict)  # of each page, before anything was chosen
    offered: dict[tuple[str, str], list[Value]] = field(default_factory=dict)  # by form and name of the field
    with_forms: list[Page] = field(default_factory=list)  # in which there is something to choose
    chosen: set[Choice] = field(default_factory=set)
    surprises: list[str] = field(default_factory=list)
    browsers: dict[str, Visitor] = field(default_factory=dict)
    accounts: dict[str, str] = field(default_factory=dict)  # of each endpoint, who opens it

    def restore(self) -> None:
        self.start.restore()
        self.browsers.clear()

    def pages(self) -> Iterator[Page]:
        """In the order of their endpoints, so those of clients first: what staff choose may close them."""
        for rule in sorted(self.the.rules, key=lambda rule: rule.endpoint):
            if "GET" in (rule.methods or ()):
                name = next((name for name in PARTS if name in rule.arguments), None)
                for part in PARTS[name]() if name else [""]:
                    yield rule.endpoint, self.the.address(rule.endpoint, **({name: part} if name else {}))

    def browser(self, endpoint: str) -> Visitor:
        """Of whoever may open the page; one for all pages of the staff, and one for those of a signed-in client."""
        if self.accounts.get(endpoint) not in self.browsers:
            fresh = self.the.whoever_may(endpoint)
            account = next((name for name in ("staff", "client") if fresh.cookie(name)), endpoint)
            self.accounts[endpoint] = account
            self.browsers.setdefault(account, fresh)
        return self.browsers[self.accounts[endpoint]]

    def open(self, page: Page, language: str, what: str) -> TestResponse:
        endpoint, address = page
        visitor = self.browser(endpoint)
        visitor.set_cookie("language", language)
        answer = visitor.get(address)
        status = answer.status_code
        is_closed = status == 404 and endpoint in MAY_CLOSE
        if status not in (200, 303, self.statuses.setdefault(address, status)) and not is_closed:
            self.surprises.append(f"{what}: {address} in {language}: {status}")
        return answer

    def look_around(self, what: str, language: str) -> None:
        """Open the pages, those of clients in this language; none may answer worse than before."""
        self.browsers.clear()  # what was chosen may have signed somebody out
        for page in self.pages():
            self.open(page, language if page[0].startswith("client.") else "en", what)

    def forms(self) -> Iterator[tuple[str, str, Form]]:
        """The endpoint, a name, and the form, as it stands on the page just now."""
        for page in self.with_forms or self.pages():
            for number, form in enumerate(offered.forms(self.open(page, "en", "before"))):
                yield page[0], f"{page[1]} {number}", form

    def read_offers(self) -> int:
        """What can be chosen before anything is. Returns how many rounds it takes to choose all."""
        found: dict[Page, None] = {}
        for endpoint, name, form in self.forms():
            few = {field: values if len(values) <= MANY else SOME_OF_MANY.get(field, [])
                   for field, values in form.choices.items()}  # fmt: skip
            self.offered |= {(name, field): values for field, values in few.items() if values}
            found[endpoint, name.rpartition(" ")[0]] = None
        self.with_forms = list(found)
        return max(map(len, self.offered.values()))

    def send_all(self, number: int) -> None:
        """Each form, in each round with another option in every field that has no more than MANY, and in neighbouring
        fields with another, as some forms need one box at least.
        """
        for endpoint, name, form in self.forms():
            offers = {field: self.offered[name, field] for field in form.choices if (name, field) in self.offered}
            wanted = {field: offers[field][(number + place) % len(offers[field])] for place, field in enumerate(offers)}
            if self.is_taken(endpoint, form, wanted):
                self.chosen |= {(name, field, value) for field, value in wanted.items()}

    @property
    def never_taken(self) -> set[Choice]:
        return {(*where, value) for where, values in self.offered.items() for value in values} - self.chosen

    def is_taken(self, endpoint: str, form: Form, wanted: dict[str, Value]) -> bool:
        """Filled in otherwise as by a person."""
        besides = insurance.OTHER if "insurance" in form.address else self.the.fields(endpoint)
        answer = form.send(self.browser(endpoint), wanted, besides | {"current": cast.PASSWORD})
        if answer.status_code not in (200, 303, 422):
            self.surprises.append(f"{form.address} with {wanted}: {answer.status_code}")
        return answer.status_code in (200, 303)


def begin(app: Flask, settings: Settings) -> Rounds:
    """Everybody is asked everything."""
    the = world.make(app)
    everything = {f"step_{name}": "optional" for name in tasks.steps()}
    choose(**everything, **{f"task_{name}": True for name in tasks.tasks()})
    return Rounds(the, Snapshot(settings))


def write_mails() -> list[str]:
    """All that were ever made, as they would go out now."""
    db.session.rollback()
    return [texts.write(mail).text for mail in db.session.query(OutgoingMail) if mail.link or mail.is_sample]

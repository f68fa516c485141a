"""The routes of the program, as tests find them that try all: in its map, so that a new one is tried as well."""

from dataclasses import dataclass, field

from flask import Flask
from werkzeug.routing import Rule
from werkzeug.routing.converters import UnicodeConverter

from portal.web.access import Who
from tests.support.addresses import World
from tests.support.visitor import Visitor

# What needs no sign-in, and why. Whatever else is opened to anyone has to be argued for here.
PUBLIC = {
    "web.root": "leads to the pages of whoever is signed in, or to the sign-in page",
    "web.health": "asked by what watches the server; tells of no person",
    "web.static_file": "styles, scripts and icons, the same for everybody",
    "web.favicon": "browsers ask for it on every page",
    "web.manifest": "the name and the icons on the home screen of a phone",
    "web.logo": "stands on the sign-in page",
    "staff.root": "leads to the clients or to the sign-in page",
    "staff.setup": "there is nobody yet who could sign in; asks for the code",
    "staff.sign_in": "the way in",
    "staff.forgot_password": "the way in without the password",
    "staff.open_reset_link": "the link from the mail is the secret",
    "staff.reset_password": "asks for the link that was opened",
    "staff.open_invitation": "the link from the mail is the secret",
    "staff.register": "asks for the link that was opened",
    "client.sign_in": "the way in",
    "client.forgot_password": "the way in without the password",
    "client.enter_code": "the code that was read out is the secret",
    "client.open_invitation": "the link from the mail is the secret",
    "client.register": "asks for the link that was opened",
    "client.register_birth_date": "asks for the link that was opened",
    "client.renewals": "asks for the link that has run out",
    "client.open_reset_link": "the link from the mail is the secret",
    "client.reset_password": "asks for the link that was opened",
    "client.reset_birth_date": "asks for the link that was opened",
    "client.guide": "read before there is an account",
    "client.guide_pdf": "read before there is an account",
    "client.language": "pages before the sign-in are read in one's own language",
}
# By where an address begins; the first that fits decides.
BY_ADDRESS = {
    "/staff/checklist": Who.OWNER,
    "/staff/practice/mail-hold": Who.OWNER,
    "/staff/practice": Who.MANAGER,
    "/staff/": Who.STAFF,
    "/": Who.CLIENT,
}
SETUP = "staff.setup"  # is gone once there is a practice


def who_may(rule: Rule) -> Who:
    """Who ought to be let in, said apart from the program."""
    if rule.endpoint in PUBLIC:
        return Who.ANYONE
    return next(who for beginning, who in BY_ADDRESS.items() if rule.rule.startswith(beginning))


def rules(app: Flask, method: str | None = None) -> list[Rule]:
    found = [rule for rule in app.url_map.iter_rules() if method in (None, *(rule.methods or ()))]
    return sorted(found, key=lambda rule: rule.endpoint)


def of_people(app: Flask, method: str | None = None) -> list[Rule]:
    """Those for which somebody must be signed in."""
    return [rule for rule in rules(app, method) if rule.endpoint not in PUBLIC]


def ids(rule: Rule) -> list[str]:
    """The parts of its address that name a row, not a link, a file or a folder of tasks."""
    return [name for name, converter in rule._converters.items() if type(converter) is UnicodeConverter]


def realm(rule: Rule) -> str:
    return rule.endpoint.partition(".")[0]


@dataclass
class Browsers:
    """Of whoever may use a route: one for all that need its audience, for as long as nothing has signed it out."""

    the: World
    known: dict[str, Visitor] = field(default_factory=dict)

    def browser_for(self, rule: Rule) -> Visitor:
        if rule.endpoint in PUBLIC:
            return self.the.whoever_may(rule.endpoint)
        if realm(rule) not in self.known:
            self.known[realm(rule)] = self.the.whoever_may(rule.endpoint)
        return self.known[realm(rule)]

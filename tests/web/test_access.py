"""Who may open what: every route, every person, tried by real requests; what says nothing of who is refused."""

import re
from itertools import cycle, product

import pytest
from flask import Blueprint, Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from portal import create_app
from portal.config import Settings
from portal.web import access, pages
from portal.web.access import Pages, Who
from tests.support import addresses, cast, routes, world
from tests.support.database import Snapshot, contents
from tests.support.visitor import FRAGMENT, Visitor

PEOPLE = {"anonymous": Who.ANYONE, "holder": Who.ANYONE, "deactivated": Who.ANYONE, "client": Who.CLIENT,
          "staff": Who.STAFF, "manager": Who.MANAGER, "owner": Who.OWNER}  # fmt: skip
ON_STAFF = {"staff": cast.SAM, "manager": cast.LENA}
SIGN_IN = {"staff": "/staff/sign-in", "client": "/sign-in"}
# what a page asks beyond the role: a test mail is one's own, and Sam is no provider
OWN = {"staff.mail_test": {"owner"}, "staff.provider_options": {"manager", "owner"}}
# of what needs a link from a mail: GET and POST for Rosa's, Theo's or Priya's browser, which has opened it
WITH_LINK = {
    "client.register": (200, 303), "client.register_birth_date": (303, 303), "client.renewals": (303, 200),
    "client.reset_password": (200, 303), "client.reset_birth_date": (303, 303), "staff.register": (200, 303),
    "staff.reset_password": (200, 303),
}  # fmt: skip


def is_let_in(rule: Rule, person: str) -> bool:
    level, who = PEOPLE[person], routes.who_may(rule)
    is_in = level is Who.CLIENT if who is Who.CLIENT else level >= Who.STAFF and level >= who
    return is_in and person in OWN.get(rule.endpoint, PEOPLE)


def send(the: addresses.World, visitor: Visitor, rule: Rule, method: str, person: str) -> TestResponse:
    """A form is filled in well, and its secret is right."""
    address = the.address(rule.endpoint)
    if method == "GET":
        return visitor.get(address)
    fields = the.fields(rule.endpoint, ON_STAFF.get(person, cast.DANA))
    return visitor.post(address, fields, token=visitor.csrf_token(routes.realm(rule)))


def is_to_sign_in(rule: Rule, response: TestResponse) -> bool:
    return (response.location or "").partition("?")[0] == SIGN_IN[routes.realm(rule)]


def test_each_route_is_for_those_for_whom_its_address_is(app: Flask) -> None:
    with app.app_context():
        said = {endpoint: rule.who for endpoint, rule in access.rules().items()}
    assert said == {rule.endpoint: routes.who_may(rule) for rule in routes.rules(app)}
    assert all(routes.PUBLIC.values()), "each that is open to anyone has its reason"


def test_whoever_is_not_let_in_is_refused_and_changes_nothing(the: addresses.World, settings: Settings) -> None:
    browsers = {person: getattr(the, person)() for person in PEOPLE}
    for visitor in browsers.values():
        visitor.csrf_token("staff"), visitor.csrf_token("client")
    before, wrong = contents(settings), {}
    tries = [(rule, method) for method in ("GET", "POST") for rule in routes.of_people(the.app, method)]
    for (rule, method), person in product(tries, PEOPLE):
        if is_let_in(rule, person):
            continue
        response = send(the, browsers[person], rule, method, person)
        is_staff = routes.realm(rule) == "staff" and PEOPLE[person] >= Who.STAFF
        expected = 404 if is_staff else 303 if method == "GET" else 401
        if response.status_code != expected or (expected == 303 and not is_to_sign_in(rule, response)):
            wrong[rule.endpoint, method, person] = response.status_code
    assert not wrong
    assert contents(settings) == before


def test_whoever_is_let_in_is_answered(the: addresses.World, settings: Settings) -> None:
    start, wrong, browsers = Snapshot(settings), {}, {}
    for method in ("GET", "POST"):  # no page changes what is there for the next
        for rule in routes.of_people(the.app, method):
            person = next(person for person in PEOPLE if is_let_in(rule, person))  # with the least of rights
            if method == "POST" or person not in browsers:
                start.restore()
                browsers = {person: getattr(the, person)()}
            response = send(the, browsers[person], rule, method, person)
            is_out = is_to_sign_in(rule, response) and "sign_out" not in rule.endpoint
            if response.status_code not in (200, 303, 429) or is_out:
                wrong[rule.endpoint, method, person] = response.status_code
    assert not wrong


def test_what_is_public_is_answered_to_somebody_who_is_not_signed_in(the: addresses.World) -> None:
    answers = {rule.endpoint: the.anonymous().get(the.address(rule.endpoint)).status_code
               for rule in routes.rules(the.app, "GET") if rule.endpoint in routes.PUBLIC}  # fmt: skip
    odd = {endpoint: status for endpoint, status in answers.items() if status not in (200, 303)}
    # the practice exists; no mail worker runs beside these tests; and no link was opened
    assert odd.pop(routes.SETUP) == 404 and odd.pop("web.health") == 503
    assert odd.keys() <= WITH_LINK.keys() and set(odd.values()) == {400}


def test_what_needs_a_link_is_for_whoever_has_opened_it(the: addresses.World, settings: Settings) -> None:
    start = Snapshot(settings)
    for endpoint, statuses in WITH_LINK.items():
        start.restore()
        address, fields, before = the.address(endpoint), the.fields(endpoint), contents(settings)
        assert the.anonymous().post(address, fields).status_code == 400
        assert contents(settings) == before
        holder = the.whoever_may(endpoint)
        found = holder.get(address).status_code, holder.post(address, fields).status_code
        assert (endpoint, found) == (endpoint, statuses)


def test_whoever_is_not_signed_in_is_led_to_the_sign_in_page_by_a_fragment_too(the: addresses.World) -> None:
    visitor, answers = the.anonymous(), {}
    for rule in routes.of_people(the.app):
        address = the.address(rule.endpoint)
        is_form = "POST" in (rule.methods or ())
        response = visitor.fragment(address) if is_form else visitor.get(address, headers=FRAGMENT)
        to = response.headers.get("HX-Redirect", "").partition("?")[0]
        answers[rule.endpoint] = (response.status_code, response.data, to)
    assert answers == {rule.endpoint: (401, b"", SIGN_IN[routes.realm(rule)]) for rule in routes.of_people(the.app)}


def test_a_route_that_came_later_than_the_start_is_found_by_nobody(settings: Settings, app: Flask) -> None:
    late = create_app(settings)
    late.add_url_rule("/late", "late", lambda: "seen", methods=["GET", "POST"])
    late.add_url_rule("/staff/late", "staff.late", lambda: "seen")
    the = world.make(app)
    for visitor in (the.anonymous(), the.client(), the.owner()):
        token = visitor.csrf_token()
        visitor.http.application = late
        answers = [visitor.get("/late"), visitor.post("/late", token=token), visitor.get("/staff/late")]
        assert [answer.status_code for answer in answers] == [404] * 3


def test_the_start_fails_for_a_route_of_which_nothing_says_who_may_open_it() -> None:
    app = Flask(__name__, static_folder=None)
    of_staff, of_nobody = Pages("staff", __name__, Who.STAFF), Blueprint("nobody", __name__)
    for blueprint in (of_staff, of_nobody):
        blueprint.get(f"/{blueprint.name}", endpoint="page")(lambda: "seen")
        app.register_blueprint(blueprint)
    app.add_url_rule("/alone", "alone", lambda: "seen")
    with pytest.raises(RuntimeError, match=re.escape("['alone', 'nobody.page']")):
        access.init_app(app)


def test_the_program_itself_is_looked_through_at_the_start(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(pages.health.__dict__, "access")
    with pytest.raises(RuntimeError, match=r"web\.health"):
        create_app(settings)


def test_an_id_that_nobody_has_is_not_found_and_nothing_changes(the: addresses.World, settings: Settings) -> None:
    known, answers = routes.Browsers(the), {}
    wrong = cycle(("1", "0", "-1", "%00", "a" * 500, "👩🏽"))
    with_ids = [(rule, name) for rule in routes.rules(the.app) for name in routes.ids(rule)]
    browsers = {rule.endpoint: known.browser_for(rule) for rule, _ in with_ids}
    for visitor in browsers.values():
        visitor.csrf_token("staff")
    before = contents(settings)
    for rule, name in with_ids:
        for value in (addresses.UNKNOWN, next(wrong)):
            address, visitor = the.address(rule.endpoint, **{name: value}), browsers[rule.endpoint]
            if "GET" in (rule.methods or ()):
                answers["GET", address] = visitor.get(address).status_code
            if "POST" in (rule.methods or ()):
                answers["POST", address] = visitor.post(address, the.fields(rule.endpoint)).status_code
    assert answers == dict.fromkeys(answers, 404) and len(answers) > 80
    assert contents(settings) == before


def test_what_belongs_to_another_client_is_not_found_under_this_one(the: addresses.World, settings: Settings) -> None:
    owner, answers = the.owner(), {}
    owner.csrf_token("staff")
    before = contents(settings)
    for rule in routes.rules(the.app):
        others = set(routes.ids(rule)) - {"client_id"}
        if "client_id" not in rule.arguments or not others:
            continue
        crossed = the.address(rule.endpoint, client_id=the.client_ids["waiting"])
        invented = the.address(rule.endpoint, **dict.fromkeys(others, addresses.UNKNOWN))
        for method in {"GET", "POST"} & (rule.methods or set()):
            ask = owner.get if method == "GET" else owner.post
            there, nowhere = ask(crossed), ask(invented)
            answers[rule.endpoint, method] = (there.status_code, nowhere.status_code)
    assert answers == dict.fromkeys(answers, (404, 404)) and len(answers) >= 6
    assert contents(settings) == before

"""The pages that a link from a mail opens: what a dead or altered one says, and the cookie that carries it."""

import base64
from collections.abc import Callable
from urllib.parse import quote

from flask import Flask

from portal.credentials.invitations import withdraw_invitation
from portal.extensions import db
from portal.models import Link
from portal.models.link import LinkKind
from portal.practice import staff_invitations
from tests.conftest import Clock
from tests.support import cast, factories, staff_room
from tests.support.links import account_form, accounts, answer, confirm, create_account, fresh, open_link
from tests.support.page import without_secret
from tests.support.visitor import Http, Visitor

GENERAL = "Please check that you opened the whole link from the newest mail."
# what could be part of a link makes another one
ALTERATIONS: list[Callable[[str], str]] = [
    lambda text: ("A" if text[0] != "A" else "B") + text[1:],
    lambda text: text[:-1] + ("A" if text[-1] != "A" else "B"),
    lambda text: text.upper(),
    lambda text: text.partition(".")[0],
    lambda text: text.partition(".")[0] + ".",
    lambda text: text.replace(".", "-", 1),
    lambda text: quote(quote(text, safe="").replace(".", "%2E"), safe=""),
    *(lambda text, added=added: text + added for added in ("x", "_", ".x", "A)", "x/", ".-.", "%78", "_/?x=1", "é")),
]
# to some mail programs they are part of the address
HANGING_ON = ["/", "//", "...", ").", "%3E", ",", "!", "%20and%20more", "=3D", "=0D=0A", "?utm_source=mail",
              "/?utm_source=mail&x=1", "%0D%0A", "%22", "%C2%A0", "%E2%80%8B", "*", "/index.html"]  # fmt: skip
WAYS: list[tuple[str, Callable[[], Link]]] = [
    ("/reset-password", lambda: factories.send_reset(factories.rosa())),
    ("/staff/register", lambda: staff_room.newest_link(factories.invite_priya())),
    ("/staff/reset-password", lambda: staff_invitations.send_reset(factories.make_sam(), factories.dana())),
]


def test_a_link_that_is_tapped_again_goes_on_where_it_was_and_no_longer_than_without(
    visitor: Visitor, clock: Clock
) -> None:
    theos = _invite()
    confirm(visitor, theos)
    cookie = visitor.cookie("link")
    for minutes in (0, 1, 28):
        clock.move(minutes=minutes)
        assert open_link(visitor, theos).status_code == 303
        assert "Create account" in visitor.get("/register").text
        assert visitor.cookie("link") == cookie
    clock.move(minutes=1)
    assert _asks(visitor)
    assert create_account(visitor, theos).status_code == 200 and accounts() == 0


def test_a_cookie_from_before_the_answer_is_worth_nothing_after_it(app: Flask, visitor: Visitor) -> None:
    theos = _invite()
    open_link(visitor, theos)
    planted = visitor.cookie("link") or ""
    confirm(visitor, theos)
    thief = Visitor(app)
    thief.set_cookie("link", planted)
    assert _asks(thief)
    assert open_link(thief, theos).status_code == 303 and _asks(thief)


def test_an_answer_for_one_link_does_not_go_along_to_another(visitor: Visitor) -> None:
    theos, rosas = _invite(), factories.send_reset(factories.rosa())
    confirm(visitor, theos)
    cookie = visitor.cookie("link") or ""
    open_link(visitor, rosas)
    assert _asks(visitor, "/reset-password")
    nonce = cookie.rpartition(".")[2]
    visitor.set_cookie("link", f"{factories.text_of(rosas)}.{nonce}")
    open_link(visitor, rosas)
    assert _asks(visitor, "/reset-password") and nonce not in (visitor.cookie("link") or "")


def _invite() -> Link:
    theo = factories.theo()
    return db.session.query(Link).filter_by(client_id=theo.id).one()


def _asks(visitor: Visitor, page: str = "/register") -> bool:
    return "Date of birth" in visitor.get(page).text


# case 26
def test_an_altered_link_gets_the_general_page(visitor: Visitor) -> None:
    client = factories.nora()
    ended = factories.text_of(factories.invite(client))
    withdraw_invitation(client, factories.dana())
    text = factories.text_of(factories.invite(client))
    mac_of_another = f"{text.partition('.')[0]}.{ended.partition('.')[2]}"
    for altered in (mac_of_another, *(alter(text) for alter in ALTERATIONS)):
        page = visitor.get(f"/register/{altered}")
        assert (page.status_code, GENERAL in page.text) == (404, True), altered


def test_what_hangs_on_a_link_without_being_part_of_one_does_not_count(visitor: Visitor) -> None:
    text = factories.text_of(factories.invite(factories.nora()))
    for hanging_on in HANGING_ON:
        answer = visitor.get(f"/register/{text}{hanging_on}")
        if answer.status_code == 308:  # of two slashes one is taken away first
            answer = visitor.get(answer.location)
        assert (answer.status_code, answer.location) == (303, "/register")
    assert visitor.get("/register").status_code == 200


def test_it_counts_for_no_kind_of_link(visitor: Visitor) -> None:
    for page, make in WAYS:
        text = factories.text_of(make())
        for hanging_on in ("/", ").", "%20="):
            answer = visitor.get(f"{page}/{text}{hanging_on}")
            assert (answer.status_code, answer.location) == (303, page)


def test_an_altered_link_reads_byte_for_byte_like_an_invented_one(visitor: Visitor) -> None:
    # case 27
    text = factories.text_of(factories.invite(factories.nora()))
    visitor.get("/sign-in")  # for its session
    altered = visitor.get(f"/register/{text[:-2]}xx")
    invented = visitor.get(f"/register/{base64.urlsafe_b64encode(b'x' * 16).decode()[:22]}.{'y' * 43}")
    assert (altered.status_code, without_secret(altered.text)) == (invented.status_code, without_secret(invented.text))
    assert {k: v for k, v in altered.headers if k != "Date"} == {k: v for k, v in invented.headers if k != "Date"}


def test_a_link_opens_only_the_page_of_its_kind(visitor: Visitor) -> None:
    # case 28
    invitation, reset = factories.invite(factories.nora()), factories.send_reset(factories.rosa())
    assert visitor.get(f"/reset-password/{factories.text_of(invitation)}").status_code == 404
    assert visitor.get(f"/register/{factories.text_of(reset)}").status_code == 404
    open_link(visitor, invitation)
    assert visitor.get("/reset-password").status_code == 404, "nor does it in the cookie"


def test_without_cookies_the_page_says_so_and_the_link_stays_unused(app: Flask, visitor: Visitor) -> None:
    # case 30
    link = factories.invite(factories.nora())
    visitor.http = Http(app, app.response_class, use_cookies=False)
    assert open_link(visitor, link).headers["Location"] == "/register"
    page = visitor.get("/register")
    assert (page.status_code, "Your browser must allow cookies" in page.text) == (400, True)
    assert fresh(link).used_at is None


def test_a_form_of_another_tabs_link_changes_neither_and_costs_no_try(visitor: Visitor) -> None:
    # case 32
    mine, theirs = factories.invite(factories.nora()), factories.invite(factories.rosa_to_be())
    confirm(visitor, mine)
    open_link(visitor, theirs)
    page = create_account(visitor, mine)
    assert (page.status_code, "This form belongs to another link" in page.text) == (409, True)
    assert cast.NORA.birth_date is not None
    assert answer(visitor, mine, cast.NORA.birth_date).status_code == 409
    assert (fresh(mine).used_at, fresh(theirs).used_at, theirs.opened_at, accounts()) == (None, None, None, 0)
    assert theirs.wrong_birth_dates == 0


def test_a_form_left_open_for_an_hour_says_to_open_the_link_again(visitor: Visitor, clock: Clock) -> None:
    # case 33
    link = factories.invite(factories.nora())
    confirm(visitor, link)
    held = visitor.http.get_cookie("link", domain="127.0.0.1")
    assert held is not None and held.max_age == 3600
    clock.move(minutes=61)
    visitor.http.delete_cookie("link", domain="127.0.0.1")  # as the browser does after Max-Age
    page = visitor.post("/register", account_form(link, "chosen.name"))
    assert (page.status_code, "Open your link again" in page.text) == (400, True)
    confirm(visitor, link)
    assert create_account(visitor, link).status_code == 303


def test_the_thirty_first_bad_link_of_an_address_waits_and_a_good_one_counts_for_none(
    app: Flask, visitor: Visitor, clock: Clock
) -> None:
    link = factories.invite(factories.nora())
    assert {open_link(visitor, link).status_code for _ in range(31)} == {303}
    kinds = ("register", "reset-password")
    statuses = [visitor.get(f"/{kinds[number % 2]}/invented{number}.x").status_code for number in range(31)]
    assert statuses == [404] * 30 + [429]
    assert Visitor(app, ip="192.0.2.9").get("/register/invented.x").status_code == 404
    clock.move(minutes=15)
    assert visitor.get("/register/invented.x").status_code == 404


def test_head_of_a_link_leaves_no_cookie_and_no_note(visitor: Visitor) -> None:
    link = factories.invite(factories.nora())
    response = visitor.head(f"/register/{factories.text_of(link)}")
    assert (response.status_code, "Set-Cookie" in response.headers, fresh(link).fetched_at) == (303, False, None)
    assert link.kind == LinkKind.INVITATION

"""One way in: what people paste with a text is taken out of every field, and what they read back stays theirs."""

from io import BytesIO
from itertools import cycle

from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.extensions import db
from portal.models import Client, EmailAddress, Practice, Staff
from tests.support import addresses, cast, factories
from tests.support.page import by_id, tree, words
from tests.support.visitor import Visitor

NORA = {"first_name": "Nora", "last_name": "Lindqvist", "provider": ""}
UNSEEN = ["\u200b", "\u2060", "\ufeff", "\u00ad", "\u200e", "\u200f", "\u061c", "\u202a", "\u202c", "\u2066", "\u2069"]
# tests/test_phone_numbers.py tries all that a number may look like
NUMBERS = {
    "\u202a+1 212\u2011555\u20110142\u202c": "(212) 555-0142",
    "２１２－５５５－０１４２": "(212) 555-0142",
    "(212) 555-0142 Ext. 12": "(212) 555-0142 ext. 12",
}
NEEDS_SMTPUTF8 = ["büro@example.com", "роза@example.com", "rosa.ñ@example.com", "用户@example.com"]
WHERE = ["staff.new_client", "staff.emails", "staff.edit_email", "staff.correction", "staff.new_member",
         "staff.profile", "staff.practice"]  # fmt: skip
REASON = (
    "Use only plain letters, digits and signs before the @: mail to an address with others does not reach everybody."
)


def add(browser: Visitor, **fields: str) -> TestResponse:
    return browser.post("/staff/clients/new", NORA | fields)


def client() -> Client:
    db.session.rollback()
    return db.session.scalars(select(Client).order_by(Client.id.desc())).first()  # type: ignore[return-value]


def test_a_mark_that_nobody_sees_is_taken_out_of_names_and_addresses(staff_browser: Visitor) -> None:
    mark = "".join(UNSEEN)
    fields = {"first_name": f"No{mark}ra", "email": f"{mark}no{mark}ra@example.com{mark}", "phone": f"{mark}2125550142"}
    assert add(staff_browser, **fields).status_code == 303
    nora = client()
    assert (nora.first_name, nora.emails[0].address, nora.phone) == ("Nora", "nora@example.com", "(212) 555-0142")


AS_WRITTEN = ["می\u200cخواهم", "क्\u200dष", "👩🏽\u200d⚕️", "O’Brien", "Anne–Marie", "Nº ٣", "Smith\u00a0Jones"]


def test_what_people_read_back_is_as_they_wrote_it(staff_browser: Visitor) -> None:
    for name in AS_WRITTEN:
        add(staff_browser, first_name=name)
        assert client().first_name == name


def test_a_name_of_which_nothing_is_seen_is_missing(staff_browser: Visitor) -> None:
    for nothing in ("\u200b", "\u200d\ufe0f", "\u3164", "\u2800 \u00a0"):
        answer = add(staff_browser, first_name=nothing)
        assert answer.status_code == 422 and "Enter the first name." in answer.text


def test_a_password_is_kept_as_it_is_typed(the: addresses.World) -> None:
    visitor = the.whoever_may("client.account")
    password = "seven\u200b quiet\u00ad lamps "
    change = {"current": cast.PASSWORD, "password": password, "confirm": password}
    assert visitor.post("/account", change).status_code == 303
    again = {"username": "rosie.d", "password": password}
    assert the.anonymous().post("/sign-in", again).status_code == 303
    assert the.anonymous().post("/sign-in", again | {"password": "seven quiet lamps"}).status_code == 422


def save_practice(browser: Visitor, phone: str = cast.PHONE, zone: str = cast.TIME_ZONE) -> Practice:
    practice = {"name": cast.PRACTICE, "phone": phone, "time_zone": zone}
    assert browser.post("/staff/practice", practice).status_code == 303
    db.session.rollback()
    return Practice.one()


def test_a_phone_number_is_taken_however_it_is_written(staff_browser: Visitor) -> None:
    for typed, number in NUMBERS.items():
        assert add(staff_browser, phone=typed).status_code == 303
        assert client().phone == save_practice(staff_browser, typed).phone == number


def test_what_is_no_phone_number_of_a_client_is_refused_for_staff_as_for_clients(staff_browser: Visitor) -> None:
    for typed in ("call me", "12", "\u00b2125550142", "212 555 0142 / 212 555 0143"):
        answer = add(staff_browser, phone=typed)
        assert answer.status_code == 422 and "This is not a whole phone number." in answer.text


def test_the_practices_own_number_may_be_one_that_is_dialled_as_it_is(staff_browser: Visitor) -> None:
    for typed in ("911", "0800 123 4567", "116\u2011117"):
        assert save_practice(staff_browser, typed).phone == typed.replace("\u2011", "-")
    for zone in ("Europe/Andorra", "Asia/Tokyo", "UTC"):  # where the number would not be one
        assert save_practice(staff_browser, zone=zone).time_zone == zone


def test_a_number_from_before_the_rule_does_not_stand_in_the_way_of_another_change(staff_browser: Visitor) -> None:
    add(staff_browser)
    nora = client()
    nora.phone = "555 01"
    db.session.commit()
    answer = staff_browser.post(
        f"/staff/clients/{nora.public_id}/edit", NORA | {"last_name": "Berg", "phone": "555 01"}
    )
    assert answer.status_code == 303
    assert (client().last_name, client().phone) == ("Berg", "555 01")


def test_the_signs_of_an_address_may_be_those_of_another_keyboard(staff_browser: Visitor) -> None:
    for typed in ("rosa＠mail．example", "o’brien@mail。example", "a‑b@my‑mail.example"):
        assert add(staff_browser, email=typed).status_code == 303
        right = typed.translate(str.maketrans("＠．。’‑", "@..'-"))
        assert client().emails[0].address == right


def test_the_domain_of_an_address_is_kept_as_it_is_mailed_and_shown_as_it_is_read(staff_browser: Visitor) -> None:
    answer = add(staff_browser, email="rosa@MÜLLER.example")
    assert client().emails[0].address == "rosa@xn--mller-kva.example"
    shown = staff_browser.get(answer.location).text
    assert "müller.example" in shown and "xn--" not in shown
    for same in ("rosa@xn--mller-kva.example", "ROSA@mu\u0308ller．example", "rosa@m\u00adüller.example"):
        again = staff_browser.post(f"/staff/clients/{client().public_id}/emails", {"email": same})
        assert again.status_code == 422 and "This client has this address already." in again.text
    assert db.session.query(EmailAddress).count() == 1


# a header or an envelope that only servers with SMTPUTF8 (RFC 6531) can read
def test_an_address_that_many_servers_cannot_take_is_refused_with_the_reason(the: addresses.World) -> None:
    for endpoint, address in zip(WHERE, cycle(NEEDS_SMTPUTF8)):
        name = "reply_to" if endpoint == "staff.practice" else "email"
        answer = the.whoever_may(endpoint).post(the.address(endpoint), the.fields(endpoint) | {name: address})
        assert answer.status_code == 422 and REASON in answer.text, (endpoint, address)


def test_somebody_on_staff_signs_in_with_either_form_of_the_domain(app: Flask) -> None:
    sam = factories.make_sam()
    sam.rename(sam.name, "sam@xn--mller-kva.example", sam.username)
    db.session.commit()
    for typed in ("sam@müller.example", "SAM@xn--mller-kva.example"):
        assert Staff.by_sign_in_name(typed) is not None
        answer = Visitor(app).post("/staff/sign-in", {"username": typed, "password": cast.PASSWORD})
        assert answer.status_code == 303


def test_what_is_searched_for_is_read_like_any_field(staff_browser: Visitor) -> None:
    factories.nora()
    page = staff_browser.get("/staff/clients", query_string={"q": "\u202ano\u00adra\ufeff"}).text
    assert "Lindqvist" in page and by_id(page, "q").get("value") == "nora"


def test_a_number_of_hours_may_be_written_in_any_digits(staff_browser: Visitor) -> None:
    for hours, status in {"٢٤": 303, "\u200e２４\u00a0": 303, "²": 422, "2④": 422, "½": 422}.items():
        answer = staff_browser.post("/staff/practice/client-portal", {"link_hours": hours})
        assert (hours, answer.status_code) == (hours, status)
        db.session.rollback()
        assert Practice.one().options["link_hours"] == 24


def test_a_date_of_birth_of_staffs_form_is_read_in_any_digits_and_dashes(staff_browser: Visitor) -> None:
    for number, born in enumerate(["1988‑03‑14", "\u200e1988-03-14", "١٩٨٨–٠٣–١٤"]):
        assert add(staff_browser, last_name=f"Park {number}", birth_date=born).status_code == 303
        assert client().birth_date == cast.ROSA.birth_date


def test_the_practices_number_is_dialled_without_its_extension_wherever_it_can_be_pressed(
    staff_browser: Visitor, visitor: Visitor
) -> None:
    save_practice(staff_browser, "(555) 010-0100 ext. 12")
    for address in ("/sign-in", "/guide", "/register/AAAA"):
        links = [link for link in tree(visitor.get(address).text).iter("a") if "tel:" in link.get("href", "")]
        assert {link.get("href") for link in links} == {"tel:+15550100100"}
        assert "(555) 010-0100 ext. 12" in {words(link) for link in links}
    pages = PdfReader(BytesIO(visitor.http.get("/guide.pdf", base_url=visitor.base).data)).pages
    notes = [note.get_object() for page in pages for note in page.get("/Annots", [])]
    addresses = {note["/A"]["/URI"] for note in notes if "/URI" in note.get("/A", {})}
    assert {address for address in addresses if address.startswith("tel:")} == {"tel:+15550100100"}

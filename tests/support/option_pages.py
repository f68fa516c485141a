"""The pages of the options: their addresses, what stands on them, and what a browser would send from them."""

from lxml.html import HtmlElement
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.extensions import db
from portal.models import Client, Event, Staff
from tests.support.page import tree, words
from tests.support.visitor import Visitor

PRACTICE, PROFILE = "/staff/practice/client-portal", "/staff/profile/client-portal"
BIRTH_DATE = "Ask for the date of birth before the link opens"
LIFETIME, RENEW, STEP, TASK = "Link lifetime (hours)", "Let clients ask for a new link", "Client's details", "Details"
INSURANCE_STEP, INSURANCE = "Client's insurance", "Insurance"
OF_CLIENTS = [BIRTH_DATE, STEP, INSURANCE_STEP, LIFETIME, RENEW, TASK, INSURANCE]  # in the order of the pages


def of_provider(provider: Staff) -> str:
    return f"{PROFILE}?provider={provider.public_id}"


def of_client(client: Client) -> str:
    return f"/staff/clients/{client.public_id}/portal-options"


def save(browser: Visitor, address: str, **changes: str | None) -> TestResponse:
    """Open the page, change these fields and send the form; None unticks a box."""
    form = _form(browser.get(address).text)
    fields = {name: value for name, value in (filled(form) | changes).items() if value is not None}
    return browser.post(form.get("action") or address, fields)


def filled(form: HtmlElement) -> dict[str, str | None]:
    """What a browser would send of it untouched."""
    fields: dict[str, str | None] = {}
    for field in form.iter():
        name, kind = field.get("name"), field.get("type")
        if name is None or kind == "hidden":
            continue
        if field.tag == "select":
            options = list(field.iter("option"))
            chosen = [option for option in options if option.get("selected") is not None] or options[:1]
            fields[name] = chosen[0].get("value")
        elif field.tag == "input" and (kind != "checkbox" or field.get("checked") is not None):
            fields[name] = field.get("value") or ""
    return fields


def labels(html: str) -> dict[str, HtmlElement]:
    """The controls of the form by their labels, in order."""
    form = _form(html)
    controls = {control.get("id"): control for control in form.iter() if control.tag in ("input", "select")}
    return {words(label): controls[label.get("for")] for label in form.iter("label")}


def choices(html: str, label: str) -> list[str]:
    return [words(option) for option in labels(html)[label].iter("option")]


def chosen(html: str, label: str) -> str:
    """What stands in this field: the words of a choice, the text of a number, on or off."""
    control = labels(html)[label]
    if control.tag == "select":
        options = list(control.iter("option"))
        return words(([option for option in options if option.get("selected") is not None] or options)[0])
    if control.get("type") == "checkbox":
        return "on" if control.get("checked") is not None else "off"
    return control.get("value") or ""


def now(html: str, label: str) -> str:
    """What the page says below this option holds now, and the error where there is one."""
    control = labels(html)[label]
    described = (control.get("aria-describedby") or "").split()
    parts = {element.get("id"): words(element) for element in tree(html).iter() if element.get("id") in described}
    return " ".join(parts[name] for name in described if not name.endswith("-help"))


def changes(kind: str) -> list[str]:
    """The sentences of the events of this kind, in order."""
    db.session.rollback()
    return [event.sentence for event in db.session.scalars(select(Event).filter_by(kind=kind).order_by(Event.id))]


def seen(html: str) -> dict[str, str]:
    """What a client sees, as the page tells it: each option with its value and whose setting decides."""
    part = next(element for element in tree(html).iter("section") if element.get("id") == "what-a-client-sees")
    items = [element for element in part.iter() if element.tag in ("dt", "dd")]
    return {words(term): words(value) for term, value in zip(items[::2], items[1::2])}


def _form(html: str) -> HtmlElement:
    """The one that is saved."""
    forms = [form for form in tree(html).iter("form") if form.get("method") == "post"]
    return next(form for form in forms if any(words(button) == "Save options" for button in form.iter("button")))

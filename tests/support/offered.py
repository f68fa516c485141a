"""What the forms of a page offer to choose from, and what a browser would send of them."""

from dataclasses import dataclass
from urllib.parse import urljoin

from lxml.html import HtmlElement
from werkzeug.test import TestResponse

from tests.support.page import tree, words
from tests.support.visitor import Visitor

Value = str | None  # None: a box that is not checked


@dataclass
class Form:
    """``choices``: the values of each select field, check box and group of radio buttons."""

    address: str
    is_posted: bool
    choices: dict[str, list[Value]]
    filled: dict[str, Value]

    def send(self, visitor: Visitor, chosen: dict[str, Value], typed: dict[str, str] | None = None) -> TestResponse:
        """With these choices; ``typed`` fills in what is empty."""
        fields = dict(self.filled)
        fields |= {name: text for name, text in (typed or {}).items() if name in fields and not fields[name]}
        given = {name: value for name, value in (fields | chosen).items() if value is not None}
        if self.is_posted:
            return visitor.post(self.address, given)
        return visitor.get(self.address, query_string=given)


def forms(page: TestResponse) -> list[Form]:
    """Those of this page in which there is something to choose."""
    if page.mimetype != "text/html" or page.status_code != 200:
        return []
    found = [_form(element, page.request.path) for element in tree(page.text).iter("form")]
    return [form for form in found if form.choices]


def _form(element: HtmlElement, page: str) -> Form:
    action, is_posted = urljoin(page, element.get("action") or ""), (element.get("method") or "get").lower() == "post"
    form = Form(action, is_posted, {}, {})
    for control in element.iter():
        name = control.get("name")
        if name and name != "csrf_token" and control.get("disabled") is None:
            _read(form, control, name)
    return form


def _read(form: Form, control: HtmlElement, name: str) -> None:
    kind, is_checked = control.get("type"), control.get("checked") is not None
    if control.tag == "select":
        options = list(control.iter("option"))
        values = [option.get("value", words(option)) for option in options]
        chosen = [value for value, option in zip(values, options) if option.get("selected") is not None]
        form.choices[name], form.filled[name] = list(values), (chosen or values)[0]
    elif control.tag == "input" and kind in ("checkbox", "radio"):
        others = form.choices.setdefault(name, [None] if kind == "checkbox" else [])
        others.append(control.get("value", "on"))
        form.filled[name] = others[-1] if is_checked else form.filled.get(name)
    elif control.tag == "textarea":
        form.filled[name] = "".join(control.itertext())
    elif control.tag == "input" and kind not in ("file", "submit", "button", "image", "reset"):
        form.filled[name] = control.get("value", "")

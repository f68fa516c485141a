"""Text of every kind that Unicode has, as it comes over the wire, and the names under which the program asks for it."""

import sys
import unicodedata
from collections import defaultdict
from functools import cache
from typing import Any

import pytest
from flask import Flask, request
from werkzeug.datastructures import ImmutableMultiDict
from wtforms import Form
from wtforms.fields import FileField

from portal.web.forms.fields import TidyMeta

MOST = 256  # bytes of one value
Names = dict[str, set[str]]  # by endpoint


@cache
def categories() -> dict[str, bytes]:
    """Of each general category characters from all over it; lone surrogates are bytes that are no UTF-8."""
    members: dict[str, list[str]] = defaultdict(list)
    for character in map(chr, range(sys.maxunicode + 1)):
        members[unicodedata.category(character)].append(character)
    return {category: _some(found) for category, found in members.items()}


def _some(characters: list[str]) -> bytes:
    """Evenly spread, whole characters only."""
    size = len(characters[-1].encode("utf-8", "surrogatepass"))
    spread = characters[:: max(1, len(characters) * size // MOST)]
    taken = b""
    for character in spread:
        code = character.encode("utf-8", "surrogatepass")
        taken += code if len(taken) + len(code) <= MOST else b""
    return taken


CLASSES: dict[str, bytes] = {
    name: text.encode()
    for name, text in {
        "superscripts": "² 3 1988",
        "circled": "①/⑭/1988",
        "fractions and Roman numbers": "½⅔ Ⅻ ↈ",
        "digits of other scripts": "١٢ ۳۴ १२ ৩৪ ๕๖ 𝟕𝟖 ９０",
        "lone marks": "\u0301\u0e31\u093e\u20dd\u034f",
        "marks on nothing": "\u200d\u0301\u200d\u0301",
        "unseen": "\u200b\u2060\ufeff\u00ad\u200c\u200d\u200e\u202e\u2066\ufe0f\U000e0061",
        "dashes": "1‐2‑3‒4–5—6―7−8－9",
        "an address": "rosa\u200b@xn--mller-kva．müller。\u0301",
        "a number": "\u202a+1 ²１٢٣ ext. ①\u202c",
        "one of each that is seen": "aÁʰअ\u0301\u093e٣Ⅷ½_-«»(“…€$^©\ue000",
        "a letter that folds into many": "ﷺ" * 20 + "İßŉǰ",
    }.items()
}


class Asked:
    """Notes, while it is in place, which names of a form and of an address each route asks for."""

    def __init__(self, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
        self.names: Names = defaultdict(set)
        self.fields: Names = defaultdict(set)  # those of forms alone
        noted, of_forms = self.names, self.fields

        class Noting(ImmutableMultiDict):  # type: ignore[type-arg]
            def __contains__(self, name: object) -> bool:
                noted[request.endpoint or ""].add(str(name))
                return super().__contains__(name)

            def get(self, name: str, *others: Any, **kwargs: Any) -> Any:
                noted[request.endpoint or ""].add(name)
                return super().get(name, *others, **kwargs)

        usual = TidyMeta.wrap_formdata

        def wrap_formdata(meta: TidyMeta, form: Form, formdata: Any) -> Any:
            fields = (field for field in form if not isinstance(field, FileField))
            of_forms[request.endpoint or ""].update(field.name for field in fields)
            noted[request.endpoint or ""].update(of_forms[request.endpoint or ""])
            return usual(meta, form, formdata)

        monkeypatch.setattr(app.request_class, "parameter_storage_class", Noting)
        monkeypatch.setattr(TidyMeta, "wrap_formdata", wrap_formdata)

    def fields_of(self, endpoint: str) -> list[str]:
        return sorted(self.names[endpoint] - {"csrf_token"})

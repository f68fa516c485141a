"""The guide as a PDF, made by typst (PDF/UA-1, ISO 14289-1) and kept until what it says changes."""

import json
import threading
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path

from portal.guide.parts import Guide
from portal.i18n import _, spoken

_TEMPLATE = Path(__file__).with_name("guide.typ").read_bytes()
_one_at_a_time = threading.Lock()


def make(guide: Guide) -> bytes:
    """The document, in the language that is spoken. Slow for the first of its kind: hold no transaction meanwhile."""
    with _one_at_a_time:
        return _compile(json.dumps({**asdict(guide), "language": spoken(), "words": _words()}, default=list))


def _words() -> dict[str, str]:
    """What stands in the document around the guide."""
    return {
        "practice": _("Practice"),
        "phone": _("Phone"),
        "place": _("Address"),
        "address": _("Address of the portal"),
        "page": _("Page {page} of {pages}"),
    }


@lru_cache(maxsize=8)
def _compile(data: str) -> bytes:
    import typst  # 45 MB with its fonts: loaded at the first PDF

    # The fonts that come with typst first. It refuses PDF/UA where a character is in none of them (emoji, Chinese):
    # then the machine's own may help, and if not, a tagged PDF with a gap is better than none.
    for own_fonts_only in (True, False):
        try:
            return typst.compile(
                _TEMPLATE, sys_inputs={"guide": data}, ignore_system_fonts=own_fonts_only, pdf_standards="ua-1"
            )
        except typst.TypstError:
            continue
    return typst.compile(_TEMPLATE, sys_inputs={"guide": data})

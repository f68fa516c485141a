"""What does a client see? Found by name below the options of the practice and of a provider."""

from dataclasses import dataclass

from flask import request

from portal.clients import search
from portal.models import Client
from portal.options import catalogue
from portal.options.catalogue import Group
from portal.staff.clients.profile import find_client
from portal.web.forms.fields import visible


@dataclass(frozen=True)
class Preview:
    """``found`` is who fits what was typed, ``seen`` whose options are shown; ``is_cut``: more fit than are listed.

    ``groups`` are the options that are told of them.
    """

    text: str
    found: list[Client]
    is_cut: bool
    seen: Client | None
    groups: tuple[Group, ...]


def asked_for() -> Preview:
    """``?q=`` is what was typed, ``?client=`` who was chosen of those who fit, or 404."""
    text = visible(request.args.get("q", ""))[:500].strip()
    found = list(search.find(text))
    chosen = request.args.get("client")
    seen = find_client(chosen) if chosen is not None else found[0] if len(found) == 1 else None
    return Preview(text, found[: search.NAMES], len(found) > search.NAMES, seen, catalogue.groups_of_clients())

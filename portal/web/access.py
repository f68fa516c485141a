"""Who may open what: a blueprint says it for its pages, and a route that differs says so itself.

What says nothing is refused: the start fails for it, and so does each request.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any, TypeVar

from flask import Blueprint, Flask, current_app, request

View = TypeVar("View", bound=Callable[..., Any])


class Who(IntEnum):
    ANYONE = 0
    CLIENT = 1
    STAFF = 2
    MANAGER = 3  # managers and owners
    OWNER = 4


@dataclass(frozen=True)
class Rule:
    """``largest_body``: of a POST, in bytes; None: as everywhere. ``is_of_folder``: as the folder in its address says.

    ``is_polled``: reached by timers, not by people, so it never counts as activity.
    """

    who: Who | None = None
    is_polled: bool = False
    is_before_set_up: bool = False
    largest_body: int | None = None
    is_of_folder: bool = False


class Pages(Blueprint):
    """The pages of one audience."""

    def __init__(self, name: str, import_name: str, who: Who) -> None:
        super().__init__(name, import_name)
        self.who = who


def public(view: View) -> View:
    return _mark(view, who=Who.ANYONE)


def managers_only(view: View) -> View:
    """Managers and owners."""
    return _mark(view, who=Who.MANAGER)


def owners_only(view: View) -> View:
    return _mark(view, who=Who.OWNER)


def polled(view: View) -> View:
    return _mark(view, is_polled=True)


def before_set_up(view: View) -> View:
    """Answered while there is no practice yet, when everything else leads to the setup."""
    return _mark(view, is_before_set_up=True)


def larger_body(largest: int) -> Callable[[View], View]:
    """So many bytes, files among them, of a person who is let in."""
    return lambda view: _mark(view, largest_body=largest)


def body_of_folder(view: View) -> View:
    """As many bytes, files among them, as the step or task takes whose name stands in the address."""
    return _mark(view, is_of_folder=True)


def largest_body(view: Callable[..., Any]) -> int | None:
    """In bytes, as the view itself says it; None: as everywhere."""
    return _said(view).largest_body


def alike(view: View, other: Callable[..., Any]) -> View:
    """The view, with all that is said at the other."""
    view.__dict__["access"] = _said(other)
    return view


def init_app(app: Flask) -> None:
    """After all routes are registered. Raises RuntimeError for one of which nothing says who may open it."""
    rules = {endpoint: _rule(app, endpoint) for endpoint in {rule.endpoint for rule in app.url_map.iter_rules()}}
    silent = sorted(endpoint for endpoint, rule in rules.items() if rule.who is None)
    if silent:
        raise RuntimeError(f"nothing says who may open {silent}")
    app.extensions["access"] = rules


def rules() -> dict[str, Rule]:
    """By endpoint."""
    found: dict[str, Rule] = current_app.extensions["access"]
    return found


def asked_for() -> Rule | None:
    """The rule of this request; None where its address leads nowhere, or to a route that has none."""
    return rules().get(request.endpoint or "")


def _rule(app: Flask, endpoint: str) -> Rule:
    said = _said(app.view_functions.get(endpoint))
    blueprint = app.blueprints.get(endpoint.rpartition(".")[0])
    return replace(said, who=blueprint.who) if said.who is None and isinstance(blueprint, Pages) else said


def _mark(view: View, **said: Any) -> View:
    view.__dict__["access"] = replace(_said(view), **said)
    return view


def _said(view: Callable[..., Any] | None) -> Rule:
    return getattr(view, "access", Rule())

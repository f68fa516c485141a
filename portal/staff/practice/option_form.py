"""The form of the options: made anew for each page, since a folder of a step or task brings a field with it."""

from collections.abc import Sequence
from typing import ClassVar

from wtforms import BooleanField, Field, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from portal.contract.option import Option, Value
from portal.models import Client, Practice, Staff
from portal.options import resolve
from portal.options.catalogue import Group
from portal.text import number
from portal.web.forms.fields import PortalForm


class OptionsForm(PortalForm):
    """What is not sent with it stays as it is, but for boxes, which a browser sends only where they are ticked."""

    options: ClassVar[Sequence[Option]] = ()

    def wanted(self) -> dict[str, Value | None]:
        return {option.name: _value(option, self[option.name].data) for option in self.options}


class NumberField(StringField):  # type: ignore[misc]
    """A text field, so that a mistyped number can be read and corrected: a number field would send nothing.

    Where it may be empty, that is None.
    """

    data: int | str | None

    def __init__(self, label: str, bounds: tuple[int, int], *, may_be_empty: bool, **kwargs: object) -> None:
        super().__init__(label, **kwargs)
        self.bounds, self.may_be_empty = bounds, may_be_empty

    def process_formdata(self, values: list[str]) -> None:
        if not values:
            return
        self.data = values[0]
        if not self.data and self.may_be_empty:
            self.data = None
            return
        typed = number(self.data)
        if typed is None or not self.bounds[0] <= typed <= self.bounds[1]:
            raise ValueError("Use a number from {} to {}.".format(*self.bounds))
        self.data = typed


def for_practice(groups: Sequence[Group], practice: Practice) -> OptionsForm:
    return _make(groups, practice, None)


def over(groups: Sequence[Group], whose: Staff | Client, wider: str) -> OptionsForm:
    """Of a client or provider, whose choices come before a wider setting; ``wider`` is how to leave it to that."""
    return _make(groups, whose, wider)


def _make(groups: Sequence[Group], whose: Practice | Staff | Client, wider: str | None) -> OptionsForm:
    found = [option for group in groups for option in group.options]
    fields: dict[str, object] = {option.name: _field(option, wider) for option in found}
    data = {}
    for option in found:
        value = resolve.own(option, whose)
        data[option.name] = _typed(option, option.default if value is None and wider is None else value)
    form: OptionsForm = type("Form", (OptionsForm,), fields | {"options": found})(data=data)
    return form


def _field(option: Option, wider: str | None) -> Field:
    if option.choices is None:
        return NumberField(option.label, option.bounds, may_be_empty=wider is not None)
    if wider is None and set(option.choices) == {True, False}:
        return BooleanField(option.label)
    choices = [SelectChoice(str(value), words) for value, words in option.choices.items()]
    return SelectField(option.label, choices=choices if wider is None else [SelectChoice("", wider), *choices])


def _typed(option: Option, value: Value | None) -> Value | None:
    """As the field holds it: a choice by its text."""
    if option.choices is None or value is True or value is False:
        return value
    return "" if value is None else str(value)


def _value(option: Option, typed: Value | None) -> Value | None:
    if option.choices is None or isinstance(typed, bool):
        return typed
    return next((value for value in option.choices if str(value) == typed), None)

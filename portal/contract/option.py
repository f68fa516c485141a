"""One option, as the practice, a provider, or an exception for one client may choose it."""

from collections.abc import Mapping
from dataclasses import dataclass

Value = bool | int | str


@dataclass(frozen=True)
class Option:
    """Either ``choices`` (value: its words) or ``bounds`` (lowest and highest number)."""

    name: str
    label: str
    default: Value
    help: str = ""
    choices: Mapping[Value, str] | None = None
    bounds: tuple[int, int] = (0, 0)

    def allows(self, value: object) -> bool:
        if self.choices is not None:
            return any(value == choice and type(value) is type(choice) for choice in self.choices)
        return type(value) is int and self.bounds[0] <= value <= self.bounds[1]

    def words(self, value: Value) -> str:
        """On, Required, 48"""
        return self.choices[value] if self.choices is not None else str(value)

"""Maple Street Counseling and its people: the same in every test."""

from dataclasses import dataclass
from datetime import date

PASSWORD = "seven quiet lamps at noon"
# Argon2id of PASSWORD with the parameters in use, so that a test need not spend a hash to have somebody with a password
PASSWORD_HASH = "$argon2id$v=19$m=47104,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$5VdewjKZEbXVTL2H3/D+lj4/eGByvg/X+EDTj+YbzYI"

PRACTICE = "Maple Street Counseling"
PHONE = "(555) 010-0100"
TIME_ZONE = "America/New_York"


@dataclass(frozen=True)
class Person:
    first_name: str
    last_name: str
    email: str | None
    username: str | None = None
    birth_date: date | None = None
    preferred_name: str | None = None

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


DANA = Person("Dana", "Whitfield", "dana@maple.example", "dana.w")  # owner, sees clients
SAM = Person("Sam", "Okafor", "sam@maple.example", "sam.o")  # front desk
LENA = Person("Lena", "Fischer", "lena@maple.example", "lena.f")  # manager
OTTO = Person("Otto", "Reyes", "otto@maple.example", "otto.r")  # on staff, deactivated
PRIYA = Person("Priya", "Raman", "priya@maple.example")  # therapist, invited
ROSA = Person("Rosa", "Delgado", "rosa.delgado@example.com", "rosie.d", date(1988, 3, 14), "Rosie")  # active
THEO = Person("Theo", "Nakamura", "theo@example.com", None, date(1995, 7, 2))  # invited
INES = Person("Ines", "Brandt", "ines@example.com", "ines.b", date(1979, 11, 30))  # disabled
NORA = Person("Nora", "Lindqvist", "nora@example.com", None, date(2000, 2, 29))  # not set up
EZRA = Person("Ezra", "Cohen", "ezra@example.com", None, date(1966, 1, 5))  # his invite ran out
MILO = Person("Milo", "Haas", None, None, None)  # no email, no birth date

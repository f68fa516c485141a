"""What happened to the people of the places, through the portal's verbs."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal import clock
from portal.database import writing
from portal.demo.lives import Life
from portal.demo.people import Person
from portal.extensions import db
from portal.images.remaking import remake
from portal.intake import answers, pending_changes, pictures
from portal.intake.answers import answers_of
from portal.mail import outbox
from portal.mail.troubles import Trouble
from portal.models import Client, Link, Staff, link_secret
from portal.options import resolve
from tests.support import calls, cast, details, insurance, photos
from tests.support.choices import choose


@dataclass
class Told:
    """Somebody to whom everything has happened: public ids and the text of each link they were sent, in order."""

    client_id: str
    username: str | None
    email_ids: list[str]
    links: list[str]


class Story(Life):
    """A life whose mails also arrive, or do not. Without a mail server they are kept."""

    def invite(self) -> None:
        super().invite()
        _deliver()

    def reset(self) -> None:
        super().reset()
        _deliver()

    def go_to_bart(self) -> None:
        """To a provider who has choices of his own, and a long name."""
        bart = Staff(password_hash=cast.PASSWORD_HASH, role="staff", sees_clients=True, created_at=clock.now())
        bart.rename("Dr. Bartholomew Featherstonehaugh", "bart@maple.example", "bart.f")
        with writing():
            db.session.add(bart)
            self.client.provider = bart
        resolve.change(bart, {"task_details": True, "step_details": "optional", "link_hours": 24}, self.office)

    def be_excepted(self) -> None:
        resolve.change(self.client, {"ask_birth_date": False, "step_details": "required"}, self.office)

    def swap_day_and_month(self) -> None:
        calls.answer(self._invitation(), calls.SWAPPED, times=3)

    def require(self) -> None:
        choose(self.client, step_details="required", task_details=True)

    def offer(self) -> None:
        choose(self.client, step_details="optional", task_details=True)

    def ask_insurance(self) -> None:
        choose(self.client, step_insurance="optional", task_insurance=True)

    def insure(self) -> None:
        self._insure(front=self._photo("Front"), back=self._photo("Back"))

    def insure_anew(self) -> None:
        """Another photo, and another number, which wait."""
        kept = answers_of(self.client, "insurance")
        self._insure(front=self._photo("New"), back=kept["back"], member_number="XEA 123 457")

    def _insure(self, **other: str) -> None:
        answers.answer(self.client, "insurance", insurance.VALUES | other, self.own)

    def _photo(self, words: str) -> str:
        return pictures.keep(self.client, remake(photos.file(photos.card(words))))

    def fill_in_at_length(self) -> None:
        """Every text as long as it may be, without a space."""
        texts = {name: "W" * longest for name, longest in details.LONGEST.items()}
        answers.answer(self.client, "details", details.values(**texts), self.own)

    def fill_in_by_form(self) -> None:
        answers.answer(self.client, "details", details.values(preferred_name=self.client.preferred_name), self.own)

    def change(self) -> None:
        """Two lines that wait, the one much longer than the other."""
        changed = {"phone_2": "(212) 555-0177", "phone_2_kind": "work", "street": "1184 Upper Orchard Lane West"}
        changed |= {"preferred_name": self.client.preferred_name}
        answers.answer(self.client, "details", details.values(**changed), self.own)

    def ask(self) -> None:
        pending_changes.ask(self.client, "details.address", "Dana Whitfield", self.office)
        _deliver()

    def invite_refused(self) -> None:
        super().invite()
        _refuse()

    def invite_not_taken(self) -> None:
        super().invite()
        mail = outbox.claim()
        assert mail is not None
        outbox.failed(mail, Trouble.POLICY, f"554 5.7.1 <{mail.address}>: Relay access denied")

    def reset_refused(self) -> None:
        super().reset()
        _refuse()

    def invite_delayed(self) -> None:
        """Refused often enough that the next try is not due while the screens are looked at."""
        super().invite()
        mail = outbox.claim()
        assert mail is not None
        with writing():
            mail.attempts = len(outbox.RETRIES) - 1
        outbox.delayed(mail, Trouble.LATER, "451 4.7.1 Greylisted, please try again later")


def live_all(people: dict[str, Person]) -> dict[str, Told]:
    """Let everything happen, in its order."""
    dana = Staff.by_sign_in_name("dana.w")
    assert dana is not None
    now, steps = clock.now(), []
    lives = {name: Story(person, place, dana) for place, (name, person) in enumerate(people.items())}
    for name, person in people.items():
        for number, (verb, hours) in enumerate(person.steps):
            steps.append((_moment(now, hours, number), name, verb))
    for moment, name, verb in sorted(steps):
        with clock.at(moment):
            getattr(lives[name], verb)()
    return {name: _told(life.client) for name, life in lives.items()}


def _moment(now: datetime, hours: int, number: int) -> datetime:
    return now - timedelta(hours=hours, minutes=30 - 2 * number)


def _deliver() -> None:
    while mail := outbox.claim():
        outbox.sent(mail, "250 2.0.0 Ok: queued as 4GkQ9z")


def _refuse() -> None:
    mail = outbox.claim()
    assert mail is not None
    outbox.failed(mail, Trouble.NO_MAILBOX, f"550 5.1.1 <{mail.address}>: no such user here")


def _told(client: Client) -> Told:
    mine = db.session.query(Link).filter_by(client_id=client.id).order_by(Link.id)
    username = client.account.username if client.account else None
    return Told(
        client.public_id,
        username,
        [email.public_id for email in client.emails],
        [link_secret.token(link) for link in mine],
    )

"""The people of the places: somebody for each screen and state, and what happened to them, through the portal's verbs.

Steps are named with how many hours ago they were; 0 is within the last half hour.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from portal import clock, tasks
from portal.credentials import answers, changes, links, mail_hold, options, pictures, practice, samples
from portal.credentials.errors import LinkDead
from portal.credentials.practice import Particulars
from portal.database import writing
from portal.demo.lives import Life
from portal.demo.people import Person
from portal.extensions import db
from portal.mail import outbox
from portal.models import Client, Link, Practice, Staff
from portal.pictures import remake
from portal.staff.practice import LOGO
from tests.support import calls, cast, details, factories, folders, insurance, photos, renewing, troubles
from tests.support.choices import choose

DIALOGUE = """< 220 mail.maple.example ESMTP
> EHLO portal.maple.example
< 250-mail.maple.example
< 250 AUTH PLAIN LOGIN
> AUTH PLAIN (not shown)
< 535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6"""
LONG_NAME = "W" + "i" * 199
LONG_ADDRESS = f"{'long' * 16}@{'.'.join(['label' * 10] * 3)}.example.com"
PORTAL_PEOPLE = {
    "unset": Person("Abigail", "Stonefield", "abigail.stonefield@example.com", "1991-02-11", "add 70"),
    "no_email": Person("Bertrand", "Okonkwo", None, "1958-09-30", "add 69"),
    "no_default": Person("Camille", "Dufour", "camille.dufour@example.com", "1984-06-21",
                         "add 68, second_email 67, delete_default 66"),
    "no_birth_date": Person("Dmitri", "Halvorsen", "dmitri.halvorsen@example.com", None, "add 65"),
    "withdrawn": Person("Eleanor", "Pickwick", "eleanor.pickwick@example.com", "1949-12-24",
                        "add 64, invite 24, withdraw 23"),
    "email_changed": Person("Farouk", "Lindgren", "farouk.lindgren@example.com", "1997-03-08",
                            "add 63, invite 5, second_email 2, switch_default 2"),
    "long": Person(LONG_NAME[:100], LONG_NAME[100:], LONG_ADDRESS, "1976-05-05", "add 62, invite 0", LONG_NAME[:100]),
    "to_invite": Person("Nguyễn", "Thị Minh Anh", "minh.anh@example.com", "2001-08-17", "add 61", "Annie"),
    "to_invite_twice": Person("Greta", "Achterberg", "greta.achterberg@example.com", None, "add 60"),
    "to_fail": Person("Theodora", "Wynn", "theodora.wynn@example.com", None, "add 60"),
    "to_edit": Person("Ottilie", "Marchbanks", "marchbanks.family@example.com", "2009-06-03",
                      "add 59, second_email 58"),
    "invited": Person("Henrietta", "Boateng", "henrietta.boateng@example.com", "1989-10-02", "add 57, invite 0"),
    "fetched": Person("Juniper", "Ashdown", "juniper.ashdown@example.com", "1999-11-11", "add 56, invite 20, fetch 19"),
    "guessed": Person("Kasimir", "Oyelaran", "kasimir.oyelaran@example.com", "1980-04-27",
                      "add 55, invite 3, fetch 1, wrong_birth_date 0, wrong_birth_date 0"),
    "locked": Person("Lavinia", "Thorncroft", "lavinia.thorncroft@example.com", "1966-07-14",
                     "add 54, invite 4, fetch 1" + ", wrong_birth_date 0" * 5),
    "resent": Person("Mordecai", "Finch", "mordecai.finch@example.com", "1993-02-28", "add 53, invite 30, invite 6"),
    "refused": Person("Нина", "Соколова", "nina.sokolova@exmaple.com", "1990-05-01", "add 52, invite_refused 0"),
    "delayed": Person("Isidro", "Valverde", "isidro.valverde@example.com", "1972-01-19",
                      "add 51, invite_delayed 0", "Izzy"),
    "mistyped": Person("Solveig", "Abara", "solveig.abara@gmial.com", "1978-03-30", "add 51, invite_refused 0"),
    "to_correct": Person("Tobias", "Ferncastle", "tobias@exmaple.com", "1985-09-09", "add 51, invite_refused 0"),
    "to_correct_reset": Person("Wilhelmina", "Goode", "mina@exmaple.com", "1982-02-12",
                               "add 51, invite 50, register 49, reset_refused 0", "Mina"),
    "to_try_again": Person("Zachary", "Holloway", "zachary.holloway@example.com", "1959-05-31",
                           "add 51, invite_delayed 0"),
    "to_withdraw": Person("Una", "Park", "una.park@example.com", "1987-04-09", "add 50, invite 1"),
    "expired": Person("Percival", "Quist", "percival.quist@example.com", "1955-03-17", "add 90, invite 60"),
    "expired_unasked": Person("Oriel", "Santangelo", "oriel.santangelo@example.com", None, "add 90, invite 61"),
    "expired_guessed": Person("Quillon", "Tempest", "quillon.tempest@example.com", "1964-08-08", "add 90, invite 62"),
    "to_renew": Person("Sunniva", "Okoye", "sunniva.okoye@example.com", "1977-04-02", "add 90, invite 63", "Sunny"),
    "renewed": Person("Leopold", "Varga", "leopold.varga@example.com", "1986-11-06",
                      "add 90, invite 64, renew_briefly 9, renew_briefly 5, come_back 2"),
    "active": Person("Ulrich", "Fairweather", "ulrich.fairweather@example.com", "1969-10-10",
                     "add 200, invite 199, fetch 199, register 190, visit 40, visit 2"),
    "never_back": Person("Valentina", "Crossley", "valentina.crossley@example.com", "1998-01-30",
                         "add 80, invite 79, register 78", "Val"),
    "resetting": Person("Xiomara", "Beltrán", "xiomara.beltran@example.com", "1985-07-07",
                        "add 99, invite 98, register 97, reset 0"),
    "forgetful": Person("Cornelius", "Vane", "cornelius.vane@example.com", "1971-06-16",
                        "add 96, invite 95, register 94, forget_password 0"),
    "to_reset": Person("Rosa", "Delgado", "rosa.delgado@example.com", "1988-03-14",
                       "add 93, invite 92, register 91, visit 7", "Rosie"),
    "to_switch_off": Person("Zoë", "Ångström", "zoe.angstrom@example.com", "1994-04-04",
                            "add 90, invite 89, register 88"),
    "to_switch_on": Person("Gideon", "Prewitt", "gideon.prewitt@example.com", "1963-04-18",
                           "add 87, invite 86, register 85, turn_off 3"),
    "on_a_phone": Person("ליאת", "אלמוג", "liat.almog@example.com", "1983-03-03", "add 84, invite 83, register 82"),
    "older_opened": Person("Cosima", "Ravenscroft", "cosima.ravenscroft@example.com", "1984-02-17",
                           "add 81, invite 7, invite 6, open_first 0"),
    "opened_again": Person("Bartholomew", "Nkemelu", "bart.nkemelu@example.com", "1991-10-19",
                           "add 81, invite 80, register 79, open_first 1"),
    "swapped": Person("Philippa", "Zhang", "philippa.zhang@example.com", "1995-07-02",
                      "add 81, invite 2, swap_day_and_month 0"),
    "waits": Person("Amaury", "Delacroix", "amaury.delacroix@example.com", "1973-05-05",
                    "add 81, invite 80, register 79"),
    "waits_too": Person("Mirabel", "Oduya", "mirabel.oduya@example.com", "1996-09-09",
                        "add 81, invite 80, register 79"),
    "asked_in_vain": Person("Tancredi", "Bellweather", "tancredi@example.com", "1967-12-01",
                            "add 81, invite 80, register 79, ask_in_vain 0"),
    "step_open": Person("Ingeborg", "Vasquez", "ingeborg.vasquez@example.com", "1989-01-23",
                        "add 81, invite 80, register 79, require 78"),
    "disabled": Person("Harriet", "Lumley", "harriet.lumley@example.com", "1992-05-20",
                       "add 81, invite 80, register 79, reset 5, turn_off 1"),
    "registering": Person("Rosalind", "Eze", "rosalind.eze@example.com", "1995-12-01", "add 20, invite 2"),
    "unasked": Person("Yusuf", "Kettleby", "yusuf.kettleby@example.com", None, "add 20, invite 2"),
    "in_the_room": Person("Matthias", "Grünewald", "matthias@example.com", None, "add 20, invite 1"),
    "in_spanish": Person("Guadalupe", "Hernández", "guadalupe@example.com", "1980-12-12",
                         "add 20, speak_spanish 20, invite 1"),
    "typed_invite": Person("Beatrix", "Longbottom-Reyes", "beatrix.longbottom@example.com", "1952-02-02", "add 20"),
    "typed_emails": Person("Fiona", "Sandoval", "fiona.sandoval@example.com", "1979-08-31", "add 20"),
    "typed_sheet": Person("Josephine", "Tallis", "josephine.tallis@example.com", "2000-07-27",
                          "add 20, invite 19, register 18", "Josie"),
    "typed_account": Person("Ignatius", "Mbeki-Strand", "ignatius.strand@example.com", "1947-01-09",
                            "add 20, invite 2"),
    "changing": Person("Evangeline", "Strathmore", "evangeline.s@example.com", "1981-05-17",
                       "add 20, invite 19, register 18, offer 17, fill_in_by_form 16, change 2", "Eve"),
    "to_accept": Person("Ambrose", "Kowalczyk", "ambrose.k@example.com", "1975-08-23",
                        "add 20, invite 19, register 18, offer 17, fill_in_by_form 16, change 2"),
    "asked": Person("Delphine", "Okafor-Reyes", "delphine.or@example.com", "1994-12-02",
                    "add 20, invite 19, register 18, offer 17, fill_in_by_form 16, change 2, ask 1"),
    "stepping": Person("Adaeze", "Nwankwo", "adaeze.nwankwo@example.com", "1990-06-06",
                       "add 20, require 20, invite 19, register 18", "Ada"),
    "leaving": Person("Benedikt", "Aalto", "benedikt.aalto@example.com", "1958-12-12",
                      "add 20, offer 20, invite 19, register 18, leave_for_later 18"),
    "detailed": Person("Constance", "Mirabeau", "constance.mirabeau@example.com", "1981-08-21",
                       "add 20, offer 20, invite 19, register 18, fill_in 18", "Connie"),
    "long_details": Person("Wilfred", "Longfellow", "wilfred.longfellow@example.com", "1981-08-22",
                           "add 20, offer 20, invite 19, register 18, fill_in_at_length 18"),
    "typed_details": Person("Emerson", "Halloway", "emerson.halloway@example.com", "1968-02-02",
                            "add 20, require 20, invite 19, register 18"),
    "insuring": Person("Leonora", "Castellane", "leonora.castellane@example.com", "1977-05-19",
                       "add 20, ask_insurance 20, invite 19, register 18"),
    "insured": Person("Augustin", "Delacroix", "augustin.delacroix@example.com", "1984-01-30",
                      "add 20, ask_insurance 20, invite 19, register 18, insure 18, insure_anew 17"),
    "about_to_register": Person("Desmond", "Vinter", "desmond.vinter@example.com", None, "add 20, offer 20, invite 1"),
    "choosing": Person("Winston", "Adeyemi", "winston.adeyemi@example.com", "1961-11-22",
                       "add 78, invite 77, register 76, reset 1"),
    "withdrawn_reset": Person("Emmett", "O’Rourke", "emmett.orourke@example.com", "1988-12-12",
                              "add 75, invite 74, register 73, reset 2, turn_off 1"),
    "excepted": Person("Philippa", "Drummond", "philippa.drummond@example.com", "1974-10-19",
                       "add 76, go_to_bart 75, be_excepted 74, invite 1", "Pip"),
}  # fmt: skip
KEPT_PEOPLE = {
    "invited": Person("Theo", "Nakamura", "theo@example.com", "1995-07-02", "add 30, invite 3"),
    "withdrawn": Person(
        "Eleanor", "Pickwick", "eleanor.pickwick@example.com", "1949-12-24", "add 29, invite 24, withdraw 23"
    ),
    "to_invite": Person("Nora", "Lindqvist", "nora@example.com", "2000-02-29", "add 20"),
}
# in a practice with folders that only tests have
FOLDER_PEOPLE = {
    "held_back": Person("Adaeze", "Nwankwo", "adaeze.nwankwo@example.com", "1990-06-06",
                        "add 20, invite 19, register 18", "Ada"),
}  # fmt: skip
SIGNED_IN = ("changing", "asked", "stepping", "leaving", "detailed", "long_details", "typed_details", "held_back",
             "insuring", "insured")  # fmt: skip


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

    def forget_password(self) -> None:
        super().forget_password()
        _deliver()

    def renew_briefly(self) -> None:
        renewing.renew_briefly(self.client)
        _deliver()

    def come_back(self) -> None:
        with suppress(LinkDead):
            self.fetch()

    def go_to_bart(self) -> None:
        """To a provider who has choices of his own, and a long name."""
        bart = Staff(password_hash=cast.PASSWORD_HASH, role="staff", sees_clients=True, created_at=clock.now())
        bart.rename("Dr. Bartholomew Featherstonehaugh", "bart@maple.example", "bart.f")
        writing()
        db.session.add(bart)
        self.client.provider = bart
        db.session.commit()
        options.change(bart, {"task_details": True, "step_details": "optional", "link_hours": 24}, self.office)

    def be_excepted(self) -> None:
        options.change(self.client, {"ask_birth_date": False, "step_details": "required"}, self.office)

    def speak_spanish(self) -> None:
        factories.change(self.client, language="es")

    def open_first(self) -> None:
        """The link of the first mail, after its end."""
        first = db.session.query(Link).filter_by(client_id=self.number).order_by(Link.id).first()
        assert first is not None
        calls.fetch(first)

    def swap_day_and_month(self) -> None:
        calls.answer(self._invitation(), calls.SWAPPED, times=3)

    def ask_in_vain(self) -> None:
        calls.ask_in_vain(self.client)

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
        kept = answers.of(self.client, "insurance")
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
        changes.ask(self.client, "details.address", "Dana Whitfield", self.office)
        _deliver()

    def invite_refused(self) -> None:
        super().invite()
        _refuse()

    def reset_refused(self) -> None:
        super().reset()
        _refuse()

    def invite_delayed(self) -> None:
        """Refused often enough that the next try is not due while the screens are looked at."""
        super().invite()
        began = clock.now()
        for minutes in (0, 1, 6, 21):
            with clock.at(began + timedelta(minutes=minutes)):
                mail = outbox.claim()
                assert mail is not None
                outbox.delayed(mail, "their server asks to wait", "451 4.7.1 Greylisted, please try again later")


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


def write_folders(root: Path) -> None:
    """Their order is not that of the alphabet; the last two wait for a step."""
    folders.write(root, "forms", place=40, title="Intake form", label="Online forms",
                  summary="What we would like to know before your first visit.")  # fmt: skip
    for place, label in enumerate(("Messages", "Scheduling", "Telehealth"), 50):
        folders.write(root, label.lower(), place=place, label=label, summary="As it may be one day.",
                      needs=("details", "insurance"))  # fmt: skip
    folders.write(root, "receipts", place=90, label="Receipts and statements", summary="What you have paid.")


def switch_on() -> dict[str, str]:
    """Two steps are required, one is not."""
    choose(step_details="required", step_insurance="required", step_forms="optional",
           **dict.fromkeys((f"task_{name}" for name in tasks.tasks()), True))  # fmt: skip
    return {}


def dress() -> dict[str, str]:
    """The practice has an address, and a logo as heavy as one may be."""
    row = Practice.one()
    address = "1200 Maple Street, Suite 40\nSpringfield, IL 62701"
    logo = remake(photos.file(photos.logo(), "PNG"), LOGO)
    practice.change(Particulars(row.name, row.phone, row.reply_to, row.time_zone, address), factories.dana(), logo)
    return {}


def hold_mail() -> dict[str, str]:
    """A wrong password, so a test mail that was not sent and an invite that waits; then the hold; and no provider."""
    dana, by = Staff.by_sign_in_name("dana.w"), factories.dana()
    assert dana is not None
    dana.sees_clients = False
    db.session.commit()
    with clock.at(clock.now() - timedelta(hours=2)):
        sample = samples.send(dana, "invitation", by)
        troubles.troubled(cast.EZRA)
        writing()
        sample.state, sample.settled_at, sample.reason = "failed", clock.now(), troubles.WRONG_PASSWORD
        sample.dialogue = DIALOGUE
        db.session.commit()
        mail_hold.set_hold(True, by)
    return {"failed_test": sample.public_id}


def _moment(now: datetime, hours: int, number: int) -> datetime:
    return now - timedelta(hours=hours, minutes=30 - 2 * number)


def _deliver() -> None:
    while mail := outbox.claim():
        outbox.sent(mail, "250 2.0.0 Ok: queued as 4GkQ9z")


def _refuse() -> None:
    mail = outbox.claim()
    assert mail is not None
    outbox.failed(mail, "no such mailbox", f"550 5.1.1 <{mail.address}>: no such user here")


def _told(client: Client) -> Told:
    mine = db.session.query(Link).filter_by(client_id=client.id).order_by(Link.id)
    username = client.account.username if client.account else None
    return Told(
        client.public_id, username, [email.public_id for email in client.emails], [links.token(link) for link in mine]
    )

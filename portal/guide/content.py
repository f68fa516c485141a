"""What the guide says, once for the page and for the PDF; its numbers, subjects and addresses are never typed here."""

from collections.abc import Iterator
from functools import partial

from portal import config, dates, phone_numbers
from portal.contract import tasks
from portal.guide import trouble
from portal.guide.parts import Guide, GuidePart, Run, RunKind, Say, Section, when, words
from portal.i18n import _
from portal.mail import texts
from portal.models import Client, Practice, link
from portal.options import resolve
from portal.options.catalogue import Asking


def write(practice: Practice, client: Client | None = None) -> Guide:
    """The guide of this practice: by its defaults, or as things are for one client."""
    say = partial(words, values=_values(practice, client))
    lead = _(
        "This guide shows you how to get into the client portal of {practice}, one step at a time. "
        "Are you stuck? Please call {phone}. We are glad to help."
    )
    return Guide(
        title=_("Client Portal Guide"),
        practice=practice.name,
        phone=practice.phone,
        call=phone_numbers.link(practice.phone, phone_numbers.region_of(practice.time_zone)),
        place=tuple((practice.address or "").splitlines()),
        address=config.current().public_url,
        lead=say(lead),
        sections=(
            _register(say, client),
            _sign_in(say),
            *_tasks(say, client),
            trouble.section(say, _asks_birth_date(client), resolve.lets_renew(client)),
            _safety(say),
        ),
    )


def _values(practice: Practice, client: Client | None) -> dict[str, Run]:
    settings = config.current()
    is_neutral = client is not None and client.keeps_name_out
    subject = partial(texts.usual_subject, practice=practice, is_neutral=is_neutral)
    return {
        "practice": Run(practice.name),
        "phone": Run(practice.phone, RunKind.PHONE),
        "address": Run(settings.public_url, RunKind.ADDRESS),
        "sender": Run(settings.mail_from, RunKind.EMAIL),
        "invitation": Run(subject("invitation"), RunKind.NAME),
        "reset": Run(subject("password_reset"), RunKind.NAME),
        "lifetime": Run(dates.hours(resolve.link_lifetime(client))),
        "own_lifetime": Run(dates.hours(link.SELF_SERVICE_LIFETIME)),
        "wrong_dates": Run(str(link.WRONG_BIRTH_DATES)),
        "shortest": Run(str(resolve.shortest_password())),
        **{f"step_{name}": Run(str(step.title), RunKind.NAME) for name, step in tasks.steps().items()},
    }


def _register(say: Say, client: Client | None) -> Section:
    about = say(_("You do this once. It takes about two minutes. The link in our mail works once, for {lifetime}."))
    steps = (
        _("Find our mail. It comes from {sender}. Its subject is {invitation}."),
        _("Is it not in your inbox? Look in your spam, junk or trash folder."),
        _("Did you get more than one? Use the newest. Only its link works."),
        _("In the mail, press [Create username and password]."),
        *when(
            _asks_birth_date(client),
            _("You may be asked for your date of birth. Enter month, day and year, and press [Continue]."),
        ),
        _("Choose a username. We suggest one. Keep it or change it."),
        _("Choose a password of at least {shortest} characters. A short sentence works well. Enter it a second time."),
        _("Press [Create account]. Now you are in."),
        *_steps(client),
        _("Write your username down. You need it each time you sign in."),
    )
    return Section(_("How to register"), (GuidePart(text=about, steps=tuple(map(say, steps))),))


def _steps(client: Client | None) -> Iterator[str]:
    """What is asked once the account is there."""
    asked = {name: resolve.asking(name, client).value for name in tasks.steps()}
    names = [f"{{step_{name}}}" for name, asking in asked.items() if asking != Asking.DONT_ASK]
    if names:
        *others, last = names
        listed = _("%(names)s and %(last)s", names=", ".join(others), last=last) if others else last
        told = [_("Then we ask you for %(names)s. Press [Save and continue] when you are done.", names=listed)]
        if Asking.OPTIONAL in asked.values():
            told.append(_("Or press [Skip for now], where you find it."))
        yield " ".join(told)


def _sign_in(say: Say) -> Section:
    steps = (
        _("In your browser, open {address}"),
        _("Enter your username and your password."),
        _("Press [Sign in]."),
    )
    hint = say(_("Capital and small letters count in the password. In the username they do not matter."))
    return Section(_("How to sign in"), (GuidePart(steps=tuple(map(say, steps))), GuidePart(text=hint)))


def _tasks(say: Say, client: Client | None) -> Iterator[Section]:
    """Those that are switched on."""
    for name, task in tasks.tasks().items():
        if resolve.has_task(name, client):
            yield Section(str(task.label), tuple(GuidePart(text=say(str(sentence))) for sentence in task.guide))


def _safety(say: Say) -> Section:
    change = (
        _("Sign in and open [Account]."),
        _("Enter your current password, and the new one two times."),
        _("Press [Save new password]. Your other devices are signed out."),
    )
    leave = say(_("Press [Sign out] at the top of the page. Always do so on a phone or computer that others use."))
    secret = say(_("We never ask for it, not by mail and not by phone."))
    lost = _(
        "On another device, sign in, open [Account] and change your password. Then press [Sign out everywhere]. Now "
        "nobody can get in with the lost phone. Do you have no other device? Please call {phone}."
    )
    return Section(
        _("Keep your account safe"),
        (
            GuidePart(_("Change your password"), steps=tuple(map(say, change))),
            GuidePart(_("Sign out"), text=leave),
            GuidePart(_("Did you lose your phone?"), text=say(lost)),
            GuidePart(_("Keep your password to yourself"), text=secret),
        ),
    )


def _asks_birth_date(client: Client | None) -> bool:
    """Whether a link may ask for it; of a client without one on file it never does."""
    return resolve.asks_birth_date(client) and (client is None or client.birth_date is not None)

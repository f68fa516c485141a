"""What the guide says, once for the page and for the PDF; its numbers, subjects and addresses are never typed here."""

from collections.abc import Callable, Iterator
from functools import partial

from portal import config, formats, tasks
from portal.credentials import options
from portal.guide.parts import Guide, Kind, Part, Run, Section, Text, words
from portal.mail import messages
from portal.models import Client, Practice, link

TITLE = "Client Portal Guide"
Say = Callable[[str], Text]


def write(practice: Practice, client: Client | None = None) -> Guide:
    """The guide of this practice: by its defaults, or as things are for one client."""
    say = partial(words, values=_values(practice, client))
    return Guide(
        title=TITLE,
        practice=practice.name,
        phone=practice.phone,
        address=config.current().public_url,
        lead=say(
            "This guide shows you how to get into the client portal of {practice}, one step at a time. "
            "Are you stuck? Please call {phone}. We are glad to help."
        ),
        sections=(
            _register(say),
            _sign_in(say),
            *_tasks(say, client),
            _trouble(say, options.lets_renew(client)),
            _safety(say),
        ),
    )


def _values(practice: Practice, client: Client | None) -> dict[str, Run]:
    settings = config.current()
    return {
        "practice": Run(practice.name),
        "phone": Run(practice.phone, Kind.PHONE),
        "address": Run(settings.public_url, Kind.ADDRESS),
        "sender": Run(settings.mail_from, Kind.EMAIL),
        "invitation": Run(messages.usual_subject("invitation", practice), Kind.NAME),
        "reset": Run(messages.usual_subject("password_reset", practice), Kind.NAME),
        "lifetime": Run(formats.hours(options.link_lifetime(client))),
        "own_lifetime": Run(formats.hours(link.SELF_SERVICE_LIFETIME)),
        "wrong_dates": Run(str(link.WRONG_BIRTH_DATES)),
        "shortest": Run(str(options.shortest_password())),
    }


def _register(say: Say) -> Section:
    about = say("You do this once. It takes about two minutes. The link in our mail works once, for {lifetime}.")
    steps = (
        "Find our mail. It comes from {sender}. Its subject is {invitation}.",
        "Is it not in your inbox? Look in your spam, junk or trash folder.",
        "Did you get more than one? Use the newest. Only its link works.",
        "In the mail, press [Create username and password].",
        "You may be asked for your date of birth. Enter month, day and year, and press [Continue].",
        "Choose a username. We suggest one. Keep it or change it.",
        "Choose a password of at least {shortest} characters. A short sentence works well. Enter it a second time.",
        "Press [Create account]. Now you are in.",
        "Write your username down. You need it each time you sign in.",
    )
    return Section("How to register", (Part(text=about, steps=tuple(map(say, steps))),))


def _sign_in(say: Say) -> Section:
    steps = (
        "In your browser, open {address}",
        "Enter your username and your password.",
        "Press [Sign in].",
    )
    hint = say("Capital and small letters count in the password. In the username they do not matter.")
    return Section("How to sign in", (Part(steps=tuple(map(say, steps))), Part(text=hint)))


def _tasks(say: Say, client: Client | None) -> Iterator[Section]:
    """Those that are switched on."""
    for name, task in tasks.tasks().items():
        if options.has_task(name, client):
            yield Section(task.label, tuple(Part(text=say(sentence)) for sentence in task.guide))


def _trouble(say: Say, lets_renew: bool) -> Section:
    yourself = "You can choose a new one yourself. Or call {phone}, and we send you the mail for it."
    forgot = (
        "Open {address}. Press [Forgot password?] below the button.",
        "Enter your username and the email address that we have on file. Press [Send link].",
        "Wait some minutes for our mail. Its subject is {reset}. Look in spam and trash too. Not there? Call {phone}.",
        "In the mail, press [Choose a new password]. The link works once, for {own_lifetime}.",
        "If you are asked for your date of birth, enter it. Then enter the new password two times.",
        "Press [Save new password]. Now sign in with it.",
    )
    renew = "Did it only run out? Open it once more and press [Send me a new link]. " if lets_renew else ""
    answers = {
        "I did not get the mail": "Look in your spam, junk or trash folder for {sender}. Is it not there? Please call "
        "{phone}. We check the address and send a new mail.",
        "The link no longer works": "A link works once, and it runs out. A newer mail also ends the link of an older "
        "one. Have you registered already? Then just sign in. "
        + renew
        + "Otherwise please call {phone}. We send you a new "
        "link.",
        "It does not accept my date of birth": "Check month, day and year. After {wrong_dates} wrong answers the link "
        "is locked. Please call {phone}. We look at the date that we have on file.",
        "I forgot my username": "Please call {phone}. We can tell you your username. Nobody here knows your password.",
        "It says that there were too many tries": "This keeps strangers out. Wait until the time that the page shows, "
        "or call {phone}.",
        "It says that my portal access is turned off": "Only we can turn it on again. Please call {phone}. "
        "Your username and your password stay the same.",
    }
    return Section(
        "When something does not work",
        (
            Part("I forgot my password", text=say(yourself), steps=tuple(map(say, forgot))),
            *(Part(problem, text=say(answer)) for problem, answer in answers.items()),
        ),
    )


def _safety(say: Say) -> Section:
    change = (
        "Sign in and open [Account].",
        "Enter your current password, and the new one two times.",
        "Press [Save new password]. Your other devices are signed out.",
    )
    leave = say("Press [Sign out] at the top of the page. Always do so on a phone or computer that others use.")
    lost = say(
        "On another device, sign in, open [Account] and change your password. Then press [Sign out everywhere]. Now "
        "nobody can get in with the lost phone. Do you have no other device? Please call {phone}."
    )
    return Section(
        "Keep your account safe",
        (
            Part("Change your password", steps=tuple(map(say, change))),
            Part("Sign out", text=leave),
            Part("Did you lose your phone?", text=lost),
            Part("Keep your password to yourself", text=say("We never ask for it, not by mail and not by phone.")),
        ),
    )

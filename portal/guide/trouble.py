"""What the guide says about what does not work."""

from portal.guide.parts import GuidePart, Say, Section, when
from portal.i18n import _


def section(say: Say, asks_birth_date: bool, lets_renew: bool) -> Section:
    yourself = _("You can choose a new one yourself. Or call {phone}, and we send you the mail for it.")
    forgot = (
        _("Open {address}. Press [Forgot password?] below the button."),
        _("Enter your username and the email address that we have on file. Press [Send link]."),
        _(
            "Wait some minutes for our mail. Its subject is {reset}. Look in spam and trash too. Not there? "
            "Call {phone}."
        ),
        _("In the mail, press [Choose a new password]. The link works once, for {own_lifetime}."),
        *when(asks_birth_date, _("If you are asked for your date of birth, enter it.")),
        _("Enter the new password two times."),
        _("Press [Save new password]. Now sign in with it."),
    )
    return Section(
        _("When something does not work"),
        (
            GuidePart(_("I forgot my password"), text=say(yourself), steps=tuple(map(say, forgot))),
            *(
                GuidePart(problem, text=say(answer))
                for problem, answer in _answers(asks_birth_date, lets_renew).items()
            ),
        ),
    )


def _answers(asks_birth_date: bool, lets_renew: bool) -> dict[str, str]:
    """What people say, and what they can do."""
    refused = {
        _("It does not accept my date of birth"): _(
            "Check month, day and year. After {wrong_dates} wrong answers the link is locked. Please call {phone}. "
            "We look at the date that we have on file."
        ),
    }
    return {
        _("I did not get the mail"): _(
            "Look in your spam, junk or trash folder for {sender}. Is it not there? Please call {phone}. "
            "We check the address and send a new mail."
        ),
        _("The link no longer works"): _dead_link(lets_renew),
        **(refused if asks_birth_date else {}),
        _("I forgot my username"): _(
            "Please call {phone}. We can tell you your username. Nobody here knows your password."
        ),
        _("It says that there were too many tries"): _(
            "This keeps strangers out. Wait until the time that the page shows, or call {phone}."
        ),
        _("It says that my portal access is turned off"): _(
            "Only we can turn it on again. Please call {phone}. Your username and your password stay the same."
        ),
    }


def _dead_link(lets_renew: bool) -> str:
    about = _(
        "A link works once, and it runs out. A newer mail also ends the link of an older one. Have you registered "
        "already? Then just sign in."
    )
    renew = _("Did it only run out? Open it once more and press [Send me a new link].")
    otherwise = _("Otherwise please call {phone}. We send you a new link.")
    return " ".join((about, *when(lets_renew, renew), otherwise))

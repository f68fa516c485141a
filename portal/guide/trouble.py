"""What the guide says about what does not work."""

from portal.guide.parts import Part, Say, Section, when


def section(say: Say, asks_birth_date: bool, lets_renew: bool) -> Section:
    yourself = "You can choose a new one yourself. Or call {phone}, and we send you the mail for it."
    forgot = (
        "Open {address}. Press [Forgot password?] below the button.",
        "Enter your username and the email address that we have on file. Press [Send link].",
        "Wait some minutes for our mail. Its subject is {reset}. Look in spam and trash too. Not there? Call {phone}.",
        "In the mail, press [Choose a new password]. The link works once, for {own_lifetime}.",
        *when(asks_birth_date, "If you are asked for your date of birth, enter it."),
        "Enter the new password two times.",
        "Press [Save new password]. Now sign in with it.",
    )
    renew = "Did it only run out? Open it once more and press [Send me a new link]. " if lets_renew else ""
    refused = {
        "It does not accept my date of birth": "Check month, day and year. After {wrong_dates} wrong answers the link "
        "is locked. Please call {phone}. We look at the date that we have on file.",
    }
    answers = {
        "I did not get the mail": "Look in your spam, junk or trash folder for {sender}. Is it not there? Please call "
        "{phone}. We check the address and send a new mail.",
        "The link no longer works": "A link works once, and it runs out. A newer mail also ends the link of an older "
        f"one. Have you registered already? Then just sign in. {renew}Otherwise please call {{phone}}. We send you a "
        "new link.",
        **(refused if asks_birth_date else {}),
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

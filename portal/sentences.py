"""Sentences that several places say of the same refusal: pages of clients, pages of staff, the command line."""

from portal.i18n import lazy

USERNAME_TAKEN = lazy("This username is not available. Choose another.")
STAFF_EMAIL_TAKEN = "Another member of staff has this address."
BIRTH_DATE_BOUNDS = lazy("The date of birth must be between 1900 and today.")
INVISIBLE_CHARACTERS = lazy("Please remove the invisible characters.")
SAME_PASSWORD = lazy("This is the password you have now. Choose a new one.")
PORTAL_STOPPED = "Start the portal again; if it stays so, its log says why."

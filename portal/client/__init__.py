"""The pages of clients."""

from portal.web.access import Pages, Who

client = Pages("client", __name__, Who.CLIENT)

from portal.client import (  # noqa: E402, F401
    account,
    codes,
    guide,
    home,
    languages,
    password_reset,
    pictures,
    registration,
    renewals,
    session,
    sign_in,
    steps,
    tasks,
)

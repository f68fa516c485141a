"""A thousand mails and twenty kill -9: `python -m tools.measure.drain`; test_leases.py tries a tenth of it."""

import tempfile
from pathlib import Path

from portal import config
from tests.support import practices
from tests.support.draining import drain
from tests.support.server import Server
from tests.support.smtp import Receiver


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, Receiver() as smtp:
        portal = Server(Path(folder) / "data", smtp.port)
        settings = config.load({name: text for name, text in portal.environment.items() if name.startswith("PORTAL_")})
        with practices.opened(settings):
            drain(portal, smtp, mails=1000, kills=20)
    print("ok   a thousand mails, twenty kill -9: none lost, one repeated at most each time")


if __name__ == "__main__":
    main()

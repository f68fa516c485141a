"""The command `portal`: read before the program itself, so that a start can be ended at any moment of it."""

import os
import signal
import sys

LONG_LIVED = ("serve", "worker")  # what Ctrl-C and SIGTERM are the way to end
STOPS = (signal.SIGINT, signal.SIGTERM)


def main() -> None:
    """Until the processes of the portal listen to signals themselves, either ends everything at once."""
    is_long_lived = sys.argv[1:2] and sys.argv[1] in LONG_LIVED
    try:
        if is_long_lived:
            for number in STOPS:
                signal.signal(number, end)
        from portal.commands.main import main as run

        run()
    except SystemExit as leaving:
        if not is_long_lived:
            raise
        sys.stdout.flush()
        os._exit(leaving.code if isinstance(leaving.code, int) else 0)  # Python takes a second to take itself apart


def end(*_: object) -> None:
    """By way of every ``finally``: a migration is taken back, a half-made file is taken away."""
    for number in STOPS:
        signal.signal(number, signal.SIG_IGN)
    print("Stopping…", flush=True)
    sys.exit(0)


if __name__ == "__main__":
    main()

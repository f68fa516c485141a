"""The real server in a process of its own, on a free port, with a data folder of its own."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from tests.support.smtp import free_port

PORTAL = Path(sys.executable).with_name("portal")


class Server:
    def __init__(self, folder: Path, smtp_port: int | None = None, port: int | None = None, **environment: str) -> None:
        self.folder = folder
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("PORTAL_")} | {
            "PORTAL_DATA_DIR": str(folder),
            "PORTAL_BIND": f"127.0.0.1:{self.port}",
            **({"PORTAL_MAIL_SERVER": "127.0.0.1", "PORTAL_MAIL_PORT": str(smtp_port), "PORTAL_MAIL_SECURITY": "none"}
               if smtp_port else {}),
            **environment,
        }  # fmt: skip
        self.log = folder.with_name(folder.name + ".log")
        self.process: subprocess.Popen[bytes] | None = None
        self.began = 0.0
        self.first_answer_after: float | None = None  # seconds from the start of the process, whatever the answer

    def __enter__(self) -> "Server":
        try:
            self.start()
        except BaseException:  # nobody else would end it
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Returns when the first answer has come and the mail worker has said that it lives."""
        self.began, self.first_answer_after = time.perf_counter(), None
        with self.log.open("ab") as log:
            self.process = subprocess.Popen([PORTAL, "serve"], env=self.environment, stdout=log, stderr=log)
        wait_until(lambda: self.answers() or self._has_ended(), "the server answers", 60)
        assert not self._has_ended(), self.log.read_text()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(20)

    def kill(self) -> None:
        """As a power cut would, for the process; its children follow it by themselves."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()
        wait_until(lambda: not self.answers(), "the children are gone", 10)

    def setup_address(self) -> str:
        return (self.folder / "setup-address").read_text().strip()

    def run(self, *arguments: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
        """Another command of `portal` on the same data folder."""
        return subprocess.run(
            [PORTAL, *arguments], env=self.environment, capture_output=True, text=True, input=text, check=False
        )

    def _has_ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def answers(self) -> bool:
        try:
            public = urlsplit(self.environment.get("PORTAL_PUBLIC_URL") or self.url).netloc
            asking = urllib.request.Request(f"{self.url}/health", headers={"Host": public})
            with urllib.request.urlopen(asking, timeout=5) as answer:
                self._note_answer()
                return bool(answer.status == 200)
        except urllib.error.HTTPError:
            self._note_answer()
            return False
        except OSError:
            return False

    def _note_answer(self) -> None:
        if self.first_answer_after is None:
            self.first_answer_after = time.perf_counter() - self.began


def wait_until(condition: Callable[[], object], what: str, seconds: float = 10.0) -> None:
    """Poll until the condition holds; fails with ``what`` when it does not in time."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not in {seconds} s: {what}"
        time.sleep(0.02)

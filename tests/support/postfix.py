"""A Postfix of its own: configuration, queue and mailboxes in a temporary folder, on a free port of this machine."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.support.server import wait_until
from tests.support.smtp import free_port

COMMAND = "/usr/sbin/postfix"
MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = {folder}/log/mail.log
maillog_file_prefixes = {folder}
myhostname = mail.maple.example
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
alias_database =
virtual_mailbox_domains = example.com
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = texthash:{folder}/mailboxes
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
virtual_minimum_uid = 65534
smtpd_recipient_restrictions = check_recipient_access texthash:{folder}/access, reject_unauth_destination
"""
MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
postlog unix-dgram n - n - 1 postlogd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
"""


def why_not() -> str:
    """What is missing on this machine; empty where Postfix can run."""
    if not Path(COMMAND).exists():
        return "Postfix is not installed (Debian: postfix)"
    if subprocess.run([*_as_root(), "true"], capture_output=True, check=False).returncode:
        return "Postfix needs root"
    return ""


class Postfix:
    """Takes mail for these mailboxes of example.com; nobody else has one. It never delivers anything elsewhere."""

    def __init__(self, *mailboxes: str) -> None:
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="postfix-"))  # its users cannot go into the folders of pytest
        self.folder.chmod(0o755)
        for name in ("conf", "queue", "data", "log", "mail"):
            (self.folder / name).mkdir()
            (self.folder / name).chmod(0o755)
        self._write("conf/main.cf", MAIN.format(folder=self.folder))
        self._write("conf/master.cf", MASTER.format(port=self.port))
        self._write("mailboxes", "".join(f"{address} {address}/\n" for address in mailboxes))
        self.refuse({})

    def __enter__(self) -> "Postfix":
        _run("chown", "postfix", str(self.folder / "data"))
        _run("chown", "nobody", str(self.folder / "mail"))
        try:
            self._postfix("start")
        except BaseException:
            self._remove()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._postfix("stop")
        self._remove()

    def refuse(self, answers: dict[str, str]) -> None:
        """From now on these recipients get these answers to RCPT; a running Postfix reads it with `reload`."""
        self._write("access", "".join(f"{address} {answer}\n" for address, answer in answers.items()))

    def reload(self) -> None:
        self._postfix("reload")

    def delivered(self, address: str, seconds: float = 15.0) -> str:
        """The one mail of this mailbox, once it is there."""
        box = f"{self.folder}/mail/{address}/new"
        wait_until(lambda: _output("find", box, "-type", "f"), f"a mail in {box}", seconds)
        (file,) = _output("find", box, "-type", "f").split()
        return _output("cat", file)

    def _remove(self) -> None:
        _run("rm", "-r", str(self.folder))

    def _write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text)
        (self.folder / name).chmod(0o644)

    def _postfix(self, command: str) -> None:
        _run(COMMAND, "-c", f"{self.folder}/conf", command)


def _as_root() -> list[str]:
    return [] if os.geteuid() == 0 else [shutil.which("sudo") or "sudo", "-n"]


def _run(*command: str) -> None:
    done = subprocess.run([*_as_root(), *command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, (command, done.stdout + done.stderr)


def _output(*command: str) -> str:
    return subprocess.run([*_as_root(), *command], capture_output=True, text=True, check=False).stdout

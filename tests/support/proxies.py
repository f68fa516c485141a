"""nginx and Caddy as Debian packs them, with the lines of docs/, in front of a running server."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.server import wait_until
from tests.support.smtp import free_port

DOCS = Path(__file__).parents[2] / "docs"
NGINX = """
user root;
worker_processes auto;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 768; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    {site}
}}
"""  # what Debian's nginx.conf says, with the files in a folder of its own
CADDY = "{{\n    admin off\n    auto_https off\n}}\n{site}"
PROXIES = ("nginx", "caddy")
PATH = f"{os.environ['PATH']}:/usr/sbin"  # where nginx is, and not everybody looks


def is_missing(program: str) -> bool:
    return shutil.which(program, path=PATH) is None


@contextmanager
def in_front_of(
    port: int, program: str, folder: Path, own: int | None = None, without: str = "", more: str = ""
) -> Iterator[int]:
    """The port (``own``, or a free one) of a proxy that passes everything on to ``port``.

    Of the lines in docs/ those with ``without`` in them are left out; ``more`` is written before the first that passes
    requests on. Raises FileNotFoundError where it is not installed.
    """
    folder.mkdir(exist_ok=True)
    own = own or free_port()
    config = folder / "proxy.conf"
    if program == "nginx":
        lines = (DOCS / "nginx.conf").read_text().splitlines()
        left_out = ["ssl_certificate", "server_name", *([without] if without else [])]
        site = "\n".join(line for line in lines if not any(word in line for word in left_out))
        site = site.replace("443 ssl", f"127.0.0.1:{own}").replace(":8000", f":{port}")
        site = site.replace("proxy_pass", f"{more} proxy_pass")
        config.write_text(NGINX.format(folder=folder, site=site))
        command = [program, "-p", str(folder), "-c", str(config), "-g", "daemon off;"]
    else:
        site = (DOCS / "Caddyfile").read_text().replace(":8000", f":{port}")
        site = site.replace("    reverse_proxy", f"    {more}\n    reverse_proxy")
        config.write_text(CADDY.format(site=site.replace("portal.example.com", f"http://:{own}")))
        command = [program, "run", "--adapter", "caddyfile", "--config", str(config)]
    places = {"XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder), "PATH": PATH}
    with (folder / "log").open("wb") as log, subprocess.Popen(command, env=places, stdout=log, stderr=log) as process:
        try:
            wait_until(lambda: _listens(own) or process.poll() is not None, f"{program} listens", 10)
            assert process.poll() is None, (folder / "log").read_text()
            yield own
        finally:
            process.terminate()
            process.wait(10)


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True

"""Ports and addresses of this machine."""

import errno
import http.client
import os
import socket
import time
from urllib.parse import urlsplit

from .words import Failed


def port_of(text: str) -> int:
    """The port's number; raises Failed where it is none that a browser could be sent to."""
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 65535:
        return int(text)
    raise Failed(
        f"PORT={text} bukan nomor port. Pakai angka 1024 sampai 65535, misalnya: make serve PORT=8000",
        f"PORT={text} is no port's number. Use one from 1024 to 65535, such as: make serve PORT=8000",
    )


def check_port(host: str, port: int, seconds: float = 3) -> None:
    """Refuses a port that is taken; waits a little, for a server that was just stopped."""
    end = time.monotonic() + seconds
    while True:
        try:
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE and time.monotonic() < end:
                time.sleep(0.1)
                continue
            raise _unusable(host, port, error) from None
        else:
            return


def _unusable(host: str, port: int, error: OSError) -> Failed:
    if error.errno == errno.EADDRINUSE:
        other = port + 1 if port < 65535 else 8000
        return Failed(
            f"Port {port} sedang dipakai program lain. Pakai port lain: make serve PORT={other}",
            f"Port {port} is taken by another program. Choose another: make serve PORT={other}",
        )
    return Failed(
        f"Alamat {host} port {port} tidak dapat dipakai ({error.strerror}). Coba: make serve PORT=8000",
        f"The address {host}, port {port}, cannot be used. Try: make serve PORT=8000",
    )


def lan_address() -> str:
    """This machine's address in the local network (asks the routing table; sends nothing)."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.168.255.255", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"


def answers(host: str, port: int) -> bool:
    """Whether the web server answers its health page, be the answer that something else is not well (503)."""
    name = urlsplit(os.environ.get("SITE_URL", "")).hostname or host
    line = http.client.HTTPConnection(host, port, timeout=5)
    try:
        line.request("GET", "/sehat/", headers={"Host": name})
        return line.getresponse().status in {200, 503}
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()

"""The address at which students' devices reach this server, and its picture."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

import segno

from rnnviz.core.typed import InputError
from rnnviz.texts import _

LONGEST = 500
SOON = 0.5  # seconds within which this machine answers itself
NOWHERE = "192.0.2.1"  # an address of nobody (RFC 5737), towards which the system names its own; nothing is sent


@dataclass(frozen=True)
class ClassLink:
    """link: for the students; qr: the same as a picture, a data URI. alone: no other device can open it."""

    link: str
    qr: str
    alone: bool


def reach(base: str, code: str) -> ClassLink:
    """Where students open the room. base: the app's address in the teacher's browser. Raises InputError."""
    parts = urlsplit(base[:LONGEST])
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InputError(_("The app's address is not known."))
    host, alone = parts.netloc, False
    if is_this_machine(parts.hostname):
        port = parts.port or (443 if parts.scheme == "https" else 80)
        own = own_address()
        alone = own is None or not answers(own, port)
        host = host if alone else f"{own}:{port}"
    path = parts.path.rsplit("/", 1)[0]
    link = urlunsplit((parts.scheme, host, f"{path}/class", f"room={code}", ""))
    return ClassLink(link, segno.make(link, error="m", micro=False).svg_data_uri(border=4), alone)


def is_this_machine(host: str) -> bool:
    """Whether the name means whoever asks: localhost, 127.0.0.1, ::1."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def own_address() -> str | None:
    """This machine's address in its network; None where it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((NOWHERE, 9))
            found = str(probe.getsockname()[0])
        except OSError:
            return None
    return None if is_this_machine(found) or found == "0.0.0.0" else found


def answers(host: str, port: int) -> bool:
    """Whether somebody listens there: an app that listens on this machine alone does not."""
    try:
        socket.create_connection((host, port), timeout=SOON).close()
    except OSError:
        return False
    return True

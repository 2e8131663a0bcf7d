"""The links with which others come in, and their code to scan."""

import io
from urllib.parse import urlsplit

import segno

from mnist_core.access.reach import Reach
from mnist_core.access.room_keys import Role, RoomKeys

QUIET_ZONE = 2  # modules of white around a code, on a page that is white around it anyway


def room_links(reach: Reach, keys: RoomKeys, role: Role) -> tuple[str, ...]:
    """Give the links for a role: one for each address by which others may reach the lab."""
    return tuple(f"{link}?key={keys.of(role)}" for link in reach.links())


def room_link(reach: Reach, keys: RoomKeys, role: Role) -> str:
    """Give the link for a role by the address that the teacher has chosen, or else by the first."""
    links = room_links(reach, keys, role)
    return next((link for link in links if host_of(link) == keys.host), links[0])


def host_of(link: str) -> str:
    """Give the name or address of the machine in a link."""
    return urlsplit(link).hostname or ""


def code_svg(link: str) -> str:
    """Draw a link's code as SVG text, black on white, to be scaled to any size."""
    drawn = io.BytesIO()
    segno.make_qr(link, error="m").save(
        drawn, kind="svg", border=QUIET_ZONE, light="white", xmldecl=False, omitsize=True
    )
    return drawn.getvalue().decode()


def terminal_code(link: str) -> str:
    """Draw a link's code in half blocks, for a terminal."""
    drawn = io.StringIO()
    segno.make_qr(link, error="l").terminal(drawn, border=QUIET_ZONE, compact=True)
    return drawn.getvalue()

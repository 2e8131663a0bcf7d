"""What is printed where the lab is started, if others reach it: their links, and a code to scan."""

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from mnist_core.access.listening import listening_sockets
from mnist_core.access.login import Login
from mnist_core.access.reach import Reach, ServerOptions
from mnist_core.access.room_keys import RoomKeys, room_keys
from mnist_core.access.room_links import room_link, room_links, terminal_code
from mnist_core.errors import LabError

LOOK_S, LONGEST_S = 0.2, 10.0
LOG_IN = "Others can reach this lab; it asks everyone to log in:"


async def announce_room(
    options: Callable[[], ServerOptions], home: Path, login: Callable[[], Login | None]
) -> None:
    """Print how others come in, once the server listens; nothing where none can reach it.

    Args:
        options: gives what the server was told about its addresses.
        home: the folder with the room's keys.
        login: gives how people log in; None where they need a key.
    """
    sockets, waited_s = listening_sockets(), 0.0
    while not sockets and waited_s < LONGEST_S:
        await asyncio.sleep(LOOK_S)
        sockets, waited_s = listening_sockets(), waited_s + LOOK_S
    reach = Reach(options(), sockets)
    if not reach.is_open:
        return
    try:
        logs_in = login()
        if logs_in is None:
            announce(reach, room_keys(home))
        else:
            _print(["", f"  {LOG_IN}  {logs_in.address}", ""], logs_in.address)
    except LabError as error:
        print(error, file=sys.stderr, flush=True)


def announce(reach: Reach, keys: RoomKeys) -> None:
    """Print the links of a room, and the code of the chosen where the terminal can show one."""
    lines = [
        "",
        "  Others can reach this lab; it asks everyone for a key.",
        "",
        *_listed("For the room:", room_links(reach, keys, "member")),
        *_listed("For the teacher:", room_links(reach, keys, "teacher")),
        "",
    ]
    _print(lines, room_link(reach, keys, "member"))


def _print(lines: list[str], link: str) -> None:
    """Print lines, and the code of a link where the terminal can show one."""
    print("\n".join(lines))
    code = terminal_code(link)
    if _can_show(sys.stdout, code):
        print(code)
    sys.stdout.flush()


def _listed(title: str, links: tuple[str, ...]) -> list[str]:
    """Lay links out below one another, the title before the first."""
    return [f"  {title if link == links[0] else '':<17} {link}" for link in links]


def _can_show(stream: TextIO, text: str) -> bool:
    try:
        text.encode(stream.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True

"""What it costs that everything which reaches the server passes a door first.

Two servers of the same lab, open to a room: one as it is, one without what decides who gets in and
counts. ``python tests/benchmarks/access_cost.py [--asked 500] [--rounds 5]`` asks both by turns
for the page, for Streamlit's health, for an icon, and for answers on the lab's WebSocket. It prints
what the server's processor does for one with the door, and how many come in a second, both as a
share of what it is without.
"""

import argparse
import http.client
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import psutil
from websockets.sync.client import connect
from websockets.typing import Origin

from mnist_core.access.room_keys import room_keys
from mnist_core.access.visitor_cookie import admit, cookie_name
from tests.browser.real_lab import free_port
from tests.waiting import wait_until

PROJECT = Path(__file__).parents[2]
PATHS = {"page": "/", "health": "/_stcore/health", "file": "/favicon.png"}
LIVE = "live"
ENOUGH_S = 20.0  # by then the engine has started, and rests
WITHOUT = """
import streamlit as st
import app as lab
app = st.App({shell!r}, lifespan=lab.lifespan, routes=list(lab.OWN))
"""


@dataclass(frozen=True)
class Server:
    """One of the two.

    Attributes:
        port: where it listens.
        process: answers there.
        cookie: of a member of its room.
    """

    port: int
    process: psutil.Process
    cookie: str


@dataclass(frozen=True)
class Rate:
    """How fast a server answered: answers a second, and processor seconds for one."""

    per_second: float
    processor_s: float


def main() -> None:
    """Measure and print ratios."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--asked", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    found: dict[tuple[str, bool], list[Rate]] = {}
    with tempfile.TemporaryDirectory() as home, lab(Path(home)) as (with_door, without):
        for number in range(asked.rounds):
            for kind in (*PATHS, LIVE):
                for server in (with_door, without)[:: 1 if number % 2 else -1]:
                    rate = measure(server, kind, asked.asked)
                    found.setdefault((kind, server is with_door), []).append(rate)
    for kind in (*PATHS, LIVE):
        print(f"{kind}: {ratio(found[kind, True], found[kind, False])}")


def ratio(with_door: list[Rate], without: list[Rate]) -> str:
    """Compare the medians of the rounds."""
    work, work_without = (
        1e6 * statistics.median(each.processor_s for each in rates)
        for rates in (with_door, without)
    )
    fast, fast_without = (
        statistics.median(each.per_second for each in rates) for rates in (with_door, without)
    )
    return (
        f"{work / work_without:.2f} times the processor's time ({work:.0f} for {work_without:.0f} "
        f"microseconds), {fast / fast_without:.2f} times as many a second"
    )


@contextmanager
def lab(home: Path) -> Iterator[tuple[Server, Server]]:
    """Serve a lab with and without the door."""
    script = home / "served.py"
    script.write_text(WITHOUT.format(shell=str(PROJECT / "pages" / "shell.py")), encoding="utf-8")
    with serve(PROJECT / "app.py", home / "a") as with_door, serve(script, home / "b") as without:
        time.sleep(ENOUGH_S)
        yield with_door, without


@contextmanager
def serve(script: Path, home: Path) -> Iterator[Server]:
    """Serve a script that makes the app, on all addresses."""
    port, keys = free_port(), room_keys(home)
    options = [f"--server.port={port}", "--server.headless=true", "--server.address=0.0.0.0"]
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", str(script), *options],
        cwd=PROJECT,
        env=os.environ
        | {
            "PYTHONPATH": f"{PROJECT}{os.pathsep}{PROJECT / 'pages'}",
            "DIGIT_LAB_HOME": str(home),
            "DIGIT_LAB_WORKERS": "1",
            "DIGIT_LAB_LIMITS": "requests=none",
        },
        stdout=subprocess.DEVNULL,
    )
    cookie = f"{cookie_name(keys)}={admit(keys, 'member', {})}"
    server = Server(port, psutil.Process(process.pid), cookie)
    try:
        wait_until(lambda: is_up(server))
        yield server
    finally:
        process.terminate()
        process.wait()


def is_up(server: Server) -> bool:
    """Return whether a server answers."""
    try:
        ask(server, PATHS["health"], 1)
    except OSError:
        return False
    return True


def measure(server: Server, kind: str, asked: int) -> Rate:
    """Ask a server again and again for one thing."""
    if kind == LIVE:
        return timed(server, asked, lambda: talk(server, asked))
    return timed(server, asked, lambda: ask(server, PATHS[kind], asked))


def timed(server: Server, asked: int, action: Callable[[], None]) -> Rate:
    """Do something, and give how fast it went and what it took of the server."""
    worked, began = work_s(server), time.perf_counter()
    action()
    taken = time.perf_counter() - began
    return Rate(asked / taken, (work_s(server) - worked) / asked)


def work_s(server: Server) -> float:
    """Give the processor's seconds that a server has had."""
    times = server.process.cpu_times()
    return times.user + times.system


def ask(server: Server, path: str, times: int) -> None:
    """Ask for a path, over a new connection each time.

    The server sends an answer in two pieces, and waits with the second until the first has arrived,
    which over a connection that has been used for a while is told 40 ms later.
    """
    headers = {"Cookie": server.cookie, "Connection": "close"}
    for _ in range(times):
        place = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        with closing(place) as connection:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            answer.read()
            assert answer.status < 300, answer.status


def talk(server: Server, times: int) -> None:
    """Send what is no message over the lab's WebSocket, and wait for the complaint."""
    place = f"127.0.0.1:{server.port}/lab/live"
    told = {"Cookie": server.cookie}
    with connect(
        f"ws://{place}", origin=Origin(f"http://{place[:-9]}"), additional_headers=told
    ) as tab:
        for _ in range(times):
            tab.send("?")
            assert "problem" in str(tab.recv())


if __name__ == "__main__":
    main()

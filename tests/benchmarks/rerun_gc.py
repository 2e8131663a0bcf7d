"""What Streamlit's search for garbage costs after each run of a page, and what it saves.

Streamlit collects all garbage whenever a page or a part of one has run. ``runner.postScriptGC``
switches that off; ``gc.freeze`` keeps what is imported out of the search. Each way has a server of
its own, whose pages are run over a socket, in turns:
``python tests/benchmarks/rerun_gc.py [--runs 300] [--rounds 3]``.
It prints the median time of a run as a share of the first way's, and the memory that all runs added
to the server.
"""

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from mnist_core.config import RunConfig
from mnist_core.environment import read_settings
from mnist_core.store.run_store import RunStore
from tests.app.runs import many, trained

PROJECT = Path(__file__).parents[2]
SEARCH, NO_SEARCH, NARROWED = WAYS = ("search", "no search", "narrowed search")
PAGES = ("", "draw", "compare")  # the first is Train
RUNS_BEFORE = 10  # of each page, until it has imported and cached what it needs
SERVER = """
import gc
import streamlit as st
from starlette.responses import PlainTextResponse
from starlette.routing import Route
import app as lab

async def freeze(request):
    gc.collect()
    gc.freeze()
    return PlainTextResponse("frozen")

app = st.App({shell!r}, routes=[Route("/freeze", freeze)])
"""


def main() -> None:
    """Measure and print ratios."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    found: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
    for _ in range(asked.rounds):
        for way in WAYS:
            with tempfile.TemporaryDirectory() as home, server(way, Path(home)) as (port, process):
                found[way].append(measure(way, port, process.pid, asked.runs // len(PAGES)))
    for way in WAYS:
        shares = (
            f"{page or 'train'} {middle(found[way], page) / middle(found[SEARCH], page):.2f}"
            for page in PAGES
        )
        print(f"{way}: {', '.join(shares)}; {middle(found[way], 'megabytes'):+.1f} MB")


def middle(measured: list[dict[str, float]], name: str) -> float:
    """Give the median of the rounds."""
    return statistics.median(each[name] for each in measured)


@contextmanager
def server(way: str, home: Path) -> Iterator[tuple[int, "subprocess.Popen[bytes]"]]:
    """Serve a lab of some runs, without its engine; give the port and the process."""
    os.environ["DIGIT_LAB_HOME"] = str(home)
    store = RunStore(read_settings())
    many(store, 30)
    trained(store, RunConfig(), "reader", weights=True)
    script = home / "served.py"
    script.write_text(SERVER.format(shell=str(PROJECT / "pages" / "shell.py")), encoding="utf-8")
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    search = "false" if way == NO_SEARCH else "true"
    options = {
        "--server.port": str(port),
        "--server.headless": "true",
        "--runner.postScriptGC": search,
    }
    words = [word for option in options.items() for word in option]
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", str(script), *words],
        cwd=PROJECT,
        env=os.environ | {"PYTHONPATH": f"{PROJECT}{os.pathsep}{PROJECT / 'pages'}"},
        stdout=subprocess.DEVNULL,
    )
    try:
        yield port, process
    finally:
        process.terminate()
        process.wait()


def measure(way: str, port: int, process: int, runs: int) -> dict[str, float]:
    """Give the median seconds of a run of each page, and the megabytes that all of them added."""
    with connected(port) as tab:
        for page in PAGES:
            run_times(tab, page, RUNS_BEFORE)
        if way == NARROWED:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/freeze").close()
        before = resident_bytes(process)
        medians = {page: statistics.median(run_times(tab, page, runs)) for page in PAGES}
        return medians | {"megabytes": (resident_bytes(process) - before) / 1e6}


def connected(port: int) -> ClientConnection:
    """Open a tab on the server once it answers."""
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    for _ in range(300):
        try:
            return connect(address, max_size=None)
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The server does not answer.")


def run_times(tab: ClientConnection, page: str, runs: int) -> list[float]:
    """Run a page again and again; give the seconds from each request to the end's arrival."""
    request = BackMsg()
    request.rerun_script.page_name = page
    taken = []
    for _ in range(runs):
        began = time.perf_counter()
        tab.send(request.SerializeToString())
        while not ended(tab.recv()):
            pass
        taken.append(time.perf_counter() - began)
    return taken


def ended(message: str | bytes) -> bool:
    """Tell whether a message is the end of a run; one that failed ends the benchmark."""
    assert isinstance(message, bytes)
    read = ForwardMsg.FromString(message)
    assert not read.delta.new_element.HasField("exception"), read
    return read.HasField("script_finished")


def resident_bytes(process: int) -> int:
    """Give the memory that a process has in use."""
    pages = Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main()

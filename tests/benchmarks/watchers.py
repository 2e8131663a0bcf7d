"""What a class that watches a run costs: its training, its pages, and how soon each sees an epoch.

``python tests/benchmarks/watchers.py [--watchers 1 5 30] [--epochs 24]``; it starts a lab of its
own. A watcher is a client of both WebSockets, Streamlit's and the lab's, as a browser is. Each
count is measured between two stretches without any, so that a machine that changes its speed does
so for both. As many that are connected and watch nothing show what the clients themselves take.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from mnist_core.config import RunConfig
from mnist_core.store.run_store import RunStore
from mnist_core.store.service_status import read_service
from mnist_core.web.feeds import ACTIVITY, CURVES, LOG, NUMBERS, WEIGHTS, feed_name
from tests.browser.real_lab import Server
from tests.waiting import wait_until

LONG = RunConfig(epochs=500, batch_size=128)
SETTLED = 25  # epochs, after which the lab has made ready whatever it does beside a long run
OPENED_WITHIN_S = 10.0
OTHERS = ("draw", "compare", "sweep", "diagnose", "lessons")


@dataclass
class Watcher:
    """A tab.

    Attributes:
        opened_s: seconds until its page was there.
        seen: when it was told of an epoch, by the epoch's number.
    """

    opened_s: float = 0.0
    seen: dict[int, float] = field(default_factory=dict)


@dataclass
class Stretch:
    """What was measured while some epochs were trained."""

    epoch_s: float
    web_cores: float
    written: dict[int, float]


def main() -> None:
    """Print a line for each number of watchers."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--watchers", type=int, nargs="+", default=[1, 5, 30])
    parser.add_argument("--epochs", type=int, default=24, help="in each stretch")
    words = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        server = Server(Path(home))
        server.start()
        try:
            lab = RunStore(server.settings)
            wait_until(lambda: read_service(lab.database).state == "ready")
            asyncio.run(measure(server, lab, words.watchers, words.epochs))
        finally:
            server.stop()


async def measure(server: Server, lab: RunStore, counts: list[int], epochs: int) -> None:
    """Measure each number of watchers, and as many that only are connected."""
    run_id = lab.create(LONG).id
    web = psutil.Process(server.pid)
    while lab.read(run_id).epochs_done < SETTLED:
        await asyncio.sleep(0.1)
    alone = await stretch(lab, web, run_id, epochs)
    for count in counts:
        for watch in (False, True):
            before = alone
            watchers, tasks = await gather_watchers(server, run_id, count, watch=watch)
            beside, others = await asyncio.gather(
                stretch(lab, web, run_id, epochs), open_others(server, run_id)
            )
            delays = [
                watcher.seen[number] - at
                for watcher in watchers
                for number, at in beside.written.items()
                if number in watcher.seen
            ]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            alone = await stretch(lab, web, run_id, epochs)
            report(count, watch, before, beside, alone, delays, watchers, others)
    lab.stop(run_id)


async def stretch(lab: RunStore, web: psutil.Process, run_id: str, epochs: int) -> Stretch:
    """Follow some epochs: seconds an epoch takes, and what the web process takes meanwhile."""
    done = lab.read(run_id).epochs_done
    written: dict[int, float] = {}
    began, used = time.perf_counter(), sum(web.cpu_times()[:2])
    while len(written) < epochs:
        await asyncio.sleep(0.02)
        now = lab.read(run_id).epochs_done
        if now == LONG.epochs:
            sys.exit(f"The run has ended after {now} epochs: ask for fewer or shorter stretches.")
        for number in range(done + 1, now + 1):
            written.setdefault(number, time.perf_counter())
    lasted = time.perf_counter() - began
    times = [each.seconds for each in lab.history(run_id) if each.number in written]
    await asyncio.sleep(1)  # what is on its way arrives
    return Stretch(
        statistics.median(times), (sum(web.cpu_times()[:2]) - used) / (lasted + 1), written
    )


async def gather_watchers(
    server: Server, run_id: str, count: int, *, watch: bool
) -> tuple[list[Watcher], list[asyncio.Task[None]]]:
    """Open so many pages within ten seconds, or less where they are few."""
    watchers, tasks = [Watcher() for _ in range(count)], []
    for watcher in watchers:
        tasks.append(asyncio.create_task(be_a_tab(server, run_id, watcher, watch=watch)))
        await asyncio.sleep(min(0.3, OPENED_WITHIN_S / count))
    while not all(watcher.opened_s for watcher in watchers):
        for task in tasks:
            if task.done():
                task.result()
        await asyncio.sleep(0.05)
    return watchers, tasks


async def open_others(server: Server, run_id: str) -> float:
    """Open some other pages, each in a tab of its own; give the seconds of the slowest."""
    opened = []
    for name in OTHERS:
        other = Watcher()
        task = asyncio.create_task(be_a_tab(server, run_id, other, watch=False, page_name=name))
        while not other.opened_s:
            if task.done():
                task.result()
            await asyncio.sleep(0.02)
        task.cancel()
        opened.append(other.opened_s)
    return max(opened)


async def be_a_tab(
    server: Server, run_id: str, watcher: Watcher, *, watch: bool, page_name: str = ""
) -> None:
    """Open the page of a run, or another, and follow the run if this one is to ``watch``."""
    host = f"127.0.0.1:{server.port}"
    began = time.perf_counter()
    async with (
        connect(
            f"ws://{host}/_stcore/stream",
            origin=Origin(f"http://{host}"),
            subprotocols=[Subprotocol("streamlit")],
            max_size=None,
        ) as page,
        connect(f"ws://{host}/lab/live", origin=Origin(f"http://{host}"), max_size=None) as live,
    ):
        request = BackMsg()
        request.rerun_script.query_string = f"run={run_id}"
        request.rerun_script.page_name = page_name
        await page.send(request.SerializeToString())
        await until_finished(page)
        watcher.opened_s = time.perf_counter() - began
        names = [feed_name(kind, run=run_id) for kind in (NUMBERS, CURVES, LOG, WEIGHTS)]
        feeds = dict.fromkeys([*names, ACTIVITY] if watch else [], "")
        await live.send(json.dumps({"watch": feeds}))
        await asyncio.gather(listen(live, watcher), drain(page))


async def until_finished(page: ClientConnection) -> None:
    """Read what Streamlit sends until the run of the script has ended."""
    while True:
        message = ForwardMsg()
        message.ParseFromString(await page.recv(decode=False))
        if message.HasField("script_finished"):
            return


async def listen(live: ClientConnection, watcher: Watcher) -> None:
    """Note when each epoch arrives."""
    async for text in live:
        message = json.loads(text)
        if message.get("feed", "").startswith(LOG):
            count = message["state"]["text"].count("\nEpoch ") + 1
            watcher.seen.setdefault(count, time.perf_counter())


async def drain(page: ClientConnection) -> None:
    async for _ in page:
        pass


def report(
    count: int,
    watch: bool,
    before: Stretch,
    beside: Stretch,
    after: Stretch,
    delays: list[float],
    watchers: list[Watcher],
    others_s: float,
) -> None:
    """Print one line."""
    ratio = beside.epoch_s / statistics.mean((before.epoch_s, after.epoch_s))
    opened = max(watcher.opened_s for watcher in watchers)
    line = f"{count:4} {'watch ' if watch else 'are connected'}: an epoch takes {ratio:.2f} times, "
    line += f"web process {beside.web_cores:.2f} cores, opened within {opened:.1f} s"
    line += f", another page within {others_s:.1f} s"
    if delays:
        late = statistics.quantiles(delays, n=20, method="inclusive")[-1]
        line += f", an epoch seen within {late:.2f} s (95 of 100; {len(delays)})"
    print(line, flush=True)


if __name__ == "__main__":
    main()

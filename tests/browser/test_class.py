"""Thirty people in a room, one of them greedy: nothing is lost, nobody starves."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from mnist_core.access.room_keys import room_keys
from mnist_core.store.run_store import RunStore
from mnist_core.store.service_status import read_service
from tests.browser.class_of_students import Student
from tests.browser.real_lab import Server
from tests.waiting import wait_until

pytestmark = [pytest.mark.keras, pytest.mark.slow]

STUDENTS, GREED = 30, 4
LESSON = {"hidden_units": "8", "epochs": "1", "train_size": "1000", "dropout": "0.0"}
LONG = {"hidden_units": "784", "epochs": "150", "dropout": "0.0"}
WEIGHTS = "/lab/networks/starter/weights"  # with which a browser reads what is drawn
PAGES = ("draw", "compare", "lessons", "share")


@pytest.fixture
def server(tmp_path) -> Iterator[Server]:
    server = Server(tmp_path / "room", options=["--server.address=0.0.0.0"])
    server.start()
    wait_until(lambda: read_service(RunStore(server.settings).database).state == "ready")
    yield server
    server.stop()


async def be_greedy(student: Student) -> list[str]:
    """Begin several long runs, each in a tab of its own, before the class begins any."""
    runs = []
    for number in range(GREED):
        async with student.connect("/_stcore/stream") as page:
            runs.append(await student.train(page, LONG | {"seed": str(number)}))
    return runs


async def take_part(student: Student, number: int) -> str:
    """Begin a run, look at the other pages meanwhile, and wait for the run's end."""
    async with student.connect("/_stcore/stream") as page:
        run = await student.train(page, LESSON | {"seed": str(100 + number)})
        for name in PAGES:
            await student.open(page, name)
        assert (await asyncio.to_thread(student.get, WEIGHTS)).status == 200
        assert "Test error" in await student.wait_for_end(run)
    return run


async def hold_class(greedy: Student, students: list[Student]) -> list[str]:
    await be_greedy(greedy)
    return await asyncio.gather(*(take_part(each, n) for n, each in enumerate(students)))


def test_thirty_people_train_draw_and_compare_and_nobody_starves(server):
    key = room_keys(server.settings.home).room
    greedy, *students = (Student(server, key) for _ in range(1 + STUDENTS))
    for student in (greedy, *students):
        student.come_in()

    with ThreadPoolExecutor(1) as own_thread:  # Playwright's event loop may run in this one
        runs = own_thread.submit(asyncio.run, hold_class(greedy, students)).result()

    store = RunStore(server.settings)
    assert [student.problems for student in (greedy, *students)] == [[]] * (1 + STUDENTS)
    assert {store.read(run).state for run in runs} == {"finished"}
    assert len({store.read(run).owner for run in runs}) == STUDENTS
    others = [run for run in store.recent() if run.id not in runs]
    assert sorted(run.state for run in others) == ["queued"] * (GREED - 1) + ["training"]

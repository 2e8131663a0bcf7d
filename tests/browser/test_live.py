"""Pages that are told what changes: no script runs while a run trains, and a break mends itself."""

import re

import pytest
from playwright.sync_api import Page, WebSocket, WebSocketRoute, expect

from mnist_core.config import RunConfig
from tests.browser.test_train_page import LONG, QUICK, button, points, start
from tests.waiting import wait_until

pytestmark = pytest.mark.keras
LIVE = re.compile("/lab/live$")
NOT_LIVE = "Not live: connecting again"


class Requests:
    """What the pages of a tab send to Streamlit: each message asks for a run of a script."""

    def __init__(self, page: Page) -> None:
        self.count = 0
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        if "_stcore/stream" in socket.url:
            socket.on("framesent", lambda _: self._add())

    def _add(self) -> None:
        self.count += 1


class BreakableLive:
    """The connection by which a tab is told what moves, to be broken and refused."""

    def __init__(self, page: Page) -> None:
        self.is_broken, self._page = False, page
        self._sockets: list[WebSocketRoute] = []
        page.route_web_socket(LIVE, self._connect)

    def wait(self) -> None:
        while not self._sockets:
            self._page.wait_for_timeout(50)  # a plain wait would let no event come

    def break_off(self) -> None:
        self.is_broken = True
        self._sockets[-1].close()

    def _connect(self, route: WebSocketRoute) -> None:
        self._sockets.append(route)
        if self.is_broken:
            route.close()
        else:
            route.connect_to_server()


def test_while_a_run_trains_no_script_of_its_page_runs(page, lab):
    requests = Requests(page)
    run = start(page, lab, QUICK.replace("epochs=15", "epochs=60"))
    page.get_by_role("tab", name="Take home").click()
    expect(page.get_by_text("All in one")).to_be_visible()  # drawn once the first weights are there
    page.wait_for_timeout(1_500)  # what is asked of the script waits a while after a click
    before, seen = requests.count, points(page)

    wait_until(lambda: points(page) >= seen + 6)

    assert requests.count == before
    assert lab.read(run.id).state == "training"


def test_two_parts_of_a_page_share_one_socket(page, lab):
    sockets: list[str] = []
    page.on("websocket", lambda socket: sockets.append(socket.url))
    start(page, lab, LONG)
    wait_until(lambda: points(page) >= 0)
    expect(page.get_by_text(re.compile(r"Epoch \d+ of 60"))).to_be_visible()
    page.get_by_role("link", name="Draw").click()
    expect(page.get_by_role("heading", name="Draw a digit")).to_be_visible()

    assert len([url for url in sockets if LIVE.search(url)]) == 1


def test_what_trains_is_seen_on_every_page_and_in_the_title(page, lab):
    run = start(page, lab, LONG)
    page.get_by_role("link", name="Lessons").click()
    expect(page.get_by_role("heading", name="Simple network")).to_be_visible()

    expect(page).to_have_title(re.compile(r"^Epoch \d+ of 60 · Digit Lab$"))
    page.get_by_role("link", name=re.compile(run.name)).click()

    expect(page.get_by_role("heading", name=run.name)).to_be_visible()
    button(page, "Stop").click()
    expect(page).to_have_title(f"{run.name} stopped · Digit Lab")
    expect(page).to_have_title("Digit Lab")
    expect(page.get_by_role("link", name=re.compile(run.name))).to_have_count(0)


def test_the_theme_may_change_while_a_run_trains(page, lab):
    start(page, lab, QUICK.replace("epochs=15", "epochs=200"))
    expect(page).to_have_title(re.compile(r"Epoch \d+ of 200"))

    for theme in ("dark", "light"):
        before = page.title()
        page.emulate_media(color_scheme=theme)
        page.wait_for_timeout(1000)
        expect(page).not_to_have_title(before)  # what hangs gives no title within its time


def test_a_broken_connection_says_so_and_is_back_with_what_is_true_by_then(page, lab):
    visitor = page.context.new_page()
    live = BreakableLive(visitor)
    run = start(visitor, lab, LONG)
    expect(visitor.get_by_text(re.compile(r"Epoch \d+ of 60"))).to_be_visible()
    expect(visitor.get_by_text(NOT_LIVE)).to_be_hidden()

    live.break_off()
    expect(visitor.get_by_text(NOT_LIVE)).to_be_visible()
    lab.stop(run.id)
    wait_until(lambda: lab.read(run.id).state == "stopped")
    live.is_broken = False

    expect(visitor.get_by_text(re.compile(r"Stopped .* error: "))).to_be_visible()
    expect(visitor.get_by_text(NOT_LIVE)).to_be_hidden()
    expect(button(visitor, "Train 5 more epochs")).to_be_visible()


def test_a_page_on_which_nothing_trains_says_a_break_too(page, lab, idle):
    visitor = page.context.new_page()
    live = BreakableLive(visitor)
    visitor.goto("/draw")
    expect(visitor.get_by_role("heading", name="Draw a digit")).to_be_visible()
    live.wait()
    expect(visitor.get_by_text(NOT_LIVE)).to_be_hidden()

    live.break_off()
    expect(visitor.get_by_text(NOT_LIVE)).to_be_visible()
    live.is_broken = False

    expect(visitor.get_by_text(NOT_LIVE)).to_be_hidden()


def test_a_tab_for_which_there_is_no_room_says_why(page, lab):
    run = start(page, lab, LONG)
    visitor = page.context.new_page()
    visitor.route_web_socket(LIVE, lambda socket: socket.close(code=1013, reason="Close some."))
    visitor.goto(f"/?run={run.id}")

    expect(visitor.get_by_text("Close some.")).to_be_visible()
    expect(visitor.get_by_text(NOT_LIVE)).to_have_count(0)


def test_without_a_network_the_page_says_so_and_is_back_with_it(page, lab):
    visitor = page.context.new_page()
    run = start(visitor, lab, LONG)
    expect(visitor.get_by_text(re.compile(r"Epoch \d+ of 60"))).to_be_visible()
    page.context.set_offline(True)
    try:
        expect(visitor.get_by_text(NOT_LIVE)).to_be_visible()
        lab.stop(run.id)
        wait_until(lambda: lab.read(run.id).state == "stopped")
    finally:
        page.context.set_offline(False)

    expect(visitor.get_by_text(NOT_LIVE)).to_be_hidden()
    expect(visitor.get_by_text(re.compile(r"Stopped .* error: "))).to_be_visible()


def test_a_diagnosis_follows_its_run_without_a_script(page, lab):
    slow = RunConfig(learning_rate=1e-6, epochs=500, train_size=20_000, hidden_units=(32,))
    run = lab.create(slow, "slow-learner")
    wait_until(lambda: lab.read(run.id).epochs_done > 0)
    requests = Requests(page)
    page.goto(f"/diagnose?run={run.id}")
    expect(page.get_by_text("the run has trained further since")).to_be_visible()
    page.wait_for_timeout(1_500)
    reason = page.get_by_text(re.compile(r"after epoch \d+, validation loss"))
    before, said = requests.count, reason.inner_text()

    expect(reason).not_to_have_text(said)
    said = reason.inner_text()
    expect(reason).not_to_have_text(said)

    assert requests.count == before
    assert lab.read(run.id).state == "training"


def test_a_diagnosis_stays_with_its_run_when_that_ends(page, lab):
    config = RunConfig(epochs=500, train_size=20_000, hidden_units=(32,))
    run = lab.create(config, "ends-in-sight")
    wait_until(lambda: lab.read(run.id).epochs_done > 0)
    page.goto(f"/diagnose?run={run.id}")
    expect(page.get_by_text("the run has trained further since")).to_be_visible()

    lab.stop(run.id)
    expect(page.get_by_text(re.compile(r"[\d,]+ of 10,000 misread"))).to_be_visible()
    page.get_by_role("tab", name="Robustness").click()  # another request, with the menu's old text
    expect(page.get_by_role("tab", name="Robustness")).to_have_attribute("aria-selected", "true")

    page.wait_for_timeout(1_500)
    expect(page.get_by_role("heading", name="ends-in-sight")).to_be_visible()
    assert page.url.endswith(f"run={run.id}")

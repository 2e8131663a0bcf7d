"""What a page asks for after a click on another, whose answer a slow network keeps back."""

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from mnist_core.sweeps.sweep_store import delete_sweep
from tests.browser.test_sweep_page import end_trial, made_up
from tests.waiting import wait_until

pytestmark = pytest.mark.keras


class SlowAnswers:
    """Keeps back, while ``holding``, what the server says to a page, and counts what it asks."""

    def __init__(self, page: Page) -> None:
        self.holding = False
        self.asked = 0
        self._held: list[bytes | str] = []
        page.route_web_socket("**/_stcore/stream", self._stand_between)

    def _stand_between(self, route: WebSocketRoute) -> None:
        self._page = route
        self._server = route.connect_to_server()
        route.on_message(self._ask)
        self._server.on_message(self._answer)

    def _ask(self, message: bytes | str) -> None:
        self.asked += 1
        self._server.send(message)

    def _answer(self, message: bytes | str) -> None:
        if self.holding:
            self._held.append(message)
        else:
            self._page.send(message)

    def give_back(self) -> None:
        self.holding = False
        for message in self._held:
            self._page.send(message)


@pytest.fixture
def made_up_sweep(lab):
    """A sweep with made-up trials, of which the last still trains; it is deleted in the end."""
    sweep, trials = made_up(lab, 20, training=1)
    yield sweep, trials[-1]
    delete_sweep(lab, sweep.id, with_runs=True)


def test_what_a_left_page_still_asks_for_does_not_empty_the_new_one(page, lab, made_up_sweep):
    page.goto("/help")
    visitor = page.context.new_page()  # what stands between a tab and its server stays there
    answers = SlowAnswers(visitor)
    sweep, training = made_up_sweep
    visitor.goto(f"/sweep?sweep={sweep.id}")
    expect(visitor.get_by_text("select some to open or compare them")).to_be_visible()
    visitor.wait_for_timeout(1_500)  # all of the page has been drawn and follows the sweep

    answers.holding = True
    before = answers.asked
    visitor.get_by_role("link", name="Compare").click()
    end_trial(lab, sweep.id, training, 2.0)
    wait_until(lambda: visitor.wait_for_timeout(50) or answers.asked >= before + 2)
    visitor.wait_for_timeout(500)  # the server has answered, behind the page that was clicked
    answers.give_back()

    expect(visitor.get_by_role("heading", name="Compare")).to_be_visible()
    visitor.wait_for_timeout(2_000)
    expect(visitor.get_by_role("heading", name="Compare")).to_be_visible()

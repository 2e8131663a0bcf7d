"""What a browser says late, held back here on its way to the server as by a slow network."""

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from mnist_core.config import RunConfig
from tests.waiting import wait_until

pytestmark = pytest.mark.keras


class HeldMessages:
    """Keeps back, while ``holding``, what a page says to its server."""

    def __init__(self, page: Page) -> None:
        self.holding = False
        self.held: list[bytes | str] = []
        self._page = page
        page.route_web_socket("**/_stcore/stream", self._stand_between)

    def _stand_between(self, route: WebSocketRoute) -> None:
        self._server = route.connect_to_server()
        route.on_message(self._pass_on)

    def _pass_on(self, message: bytes | str) -> None:
        if self.holding:
            self.held.append(message)
        else:
            self._server.send(message)

    def wait_for(self, count: int) -> None:
        while len(self.held) < count:
            self._page.wait_for_timeout(50)

    def give_back(self) -> None:
        self.holding = False
        for message in self.held:
            self._server.send(message)


def test_ticks_just_before_a_click_on_another_page_do_not_empty_that_page(page, lab):
    page = page.context.new_page()  # what stands between a tab and its server stays there
    held = HeldMessages(page)
    run = lab.create(RunConfig(hidden_units=(784, 784), batch_size=200, epochs=50))
    page.goto(f"/?run={run.id}")
    expect(page.get_by_role("heading", name=run.name)).to_be_visible()
    wait_until(lambda: lab.read(run.id).progress is not None)

    held.holding = True
    held.wait_for(2)
    ticks = len(held.held)
    page.get_by_role("link", name="Compare").click()
    held.wait_for(ticks + 1)
    held.give_back()

    expect(page.get_by_role("heading", name="Compare")).to_be_visible()
    page.wait_for_timeout(2_000)
    expect(page.get_by_role("heading", name="Compare")).to_be_visible()

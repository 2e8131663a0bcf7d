"""What a page asks for around a click on another, where a slow network keeps something back."""

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect
from streamlit.proto.BackMsg_pb2 import BackMsg

from mnist_core.sweeps.sweep_requests import stop_sweep
from mnist_core.sweeps.sweep_store import delete_sweep
from tests.browser.canvas import steady_canvas
from tests.browser.test_draw_page import SEVEN, draw, expect_answer, open_draw
from tests.browser.test_sweep_page import made_up
from tests.waiting import wait_until

pytestmark = pytest.mark.keras

ANDROID = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Mobile Safari/537.36"
)


class SlowAnswers:
    """Keeps back, while ``holding``, what the server says to a page, and counts what it asks.

    While ``asks_held``, what the page asks waits for ``let_ask``. While ``parts_late``, what a part
    of a page asks comes right after what the next page asks.
    """

    def __init__(self, page: Page) -> None:
        self.holding = False
        self.asks_held = False
        self.parts_late = False
        self.asked = 0
        self.by_parts: list[bool] = []
        self._held: list[bytes | str] = []
        self._late: list[bytes] = []
        page.route_web_socket("**/_stcore/stream", self._stand_between)

    def _stand_between(self, route: WebSocketRoute) -> None:
        self._page = route
        self._server = route.connect_to_server()
        route.on_message(self._ask)
        self._server.on_message(self._answer)

    def _ask(self, message: bytes | str) -> None:
        self.asked += 1
        assert isinstance(message, bytes)
        script_run = BackMsg.FromString(message).rerun_script
        self.by_parts.append(script_run.fragment_id != "")
        if self.asks_held or (self.parts_late and self.by_parts[-1]):
            self._late.append(message)
            return
        self._server.send(message)
        self.let_ask()

    def let_ask(self) -> None:
        self.asks_held = False
        while self._late:
            self._server.send(self._late.pop(0))

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
    """A sweep with made-up trials, which waits; it is deleted in the end."""
    sweep, _ = made_up(lab, 20)
    yield sweep
    delete_sweep(lab, sweep.id, with_runs=True)


def test_a_page_that_is_being_left_asks_for_nothing_and_the_new_one_stays(page, lab, made_up_sweep):
    page.goto("/help")
    visitor = page.context.new_page()  # what stands between a tab and its server stays there
    answers = SlowAnswers(visitor)
    visitor.goto(f"/sweep?sweep={made_up_sweep.id}")
    expect(visitor.get_by_text("select some to open or compare them")).to_be_visible()
    visitor.wait_for_timeout(1_500)  # all of the page has been drawn and follows the sweep

    answers.holding = True
    before = answers.asked
    visitor.get_by_role("link", name="Compare").click()
    stop_sweep(lab, made_up_sweep.id)
    visitor.wait_for_timeout(3_000)  # the left page is told, and would ask for its buttons
    assert answers.asked == before + 1
    answers.give_back()

    expect(visitor.get_by_role("heading", name="Compare")).to_be_visible()
    visitor.wait_for_timeout(2_000)
    expect(visitor.get_by_role("heading", name="Compare")).to_be_visible()


def visitor_on_draw(page: Page, lab) -> tuple[Page, SlowAnswers]:
    """Open Draw in a tab of its own, and wait until it asks for nothing more."""
    page.goto("/help")
    visitor = page.context.new_page()
    answers = SlowAnswers(visitor)
    open_draw(visitor, lab)
    visitor.wait_for_timeout(1_500)
    return visitor, answers


def test_a_stroke_is_told_before_the_click_that_follows_it_leaves_the_page(page, lab):
    visitor, answers = visitor_on_draw(page, lab)
    before = answers.asked

    draw(visitor, SEVEN)
    visitor.get_by_role("link", name="Compare").click()

    expect(visitor.get_by_role("heading", name="Compare")).to_be_visible()
    assert answers.by_parts[before:][:2] == [True, False]
    visitor.get_by_role("link", name="Draw").click()
    expect_answer(visitor, "7, ")


def asks_again(visitor: Page, answers: SlowAnswers) -> bool:
    """Let the tab go on, and say whether it asked for a page twice after a part of one."""
    visitor.wait_for_timeout(50)
    return answers.by_parts[-3:] == [True, False, False]


def test_a_page_that_a_late_request_of_the_one_before_has_emptied_is_drawn_again(page, lab):
    visitor, answers = visitor_on_draw(page, lab)

    answers.parts_late = True
    draw(visitor, SEVEN)
    visitor.get_by_role("link", name="Compare").click()
    wait_until(lambda: asks_again(visitor, answers))

    for _ in range(2):
        expect(visitor.get_by_role("heading", name="Compare")).to_be_visible()
        visitor.wait_for_timeout(2_000)


def test_a_phones_canvas_is_at_its_place_before_its_browser_has_told_how_wide_it_is(
    chromium, server, lab
):
    phone = {"viewport": {"width": 390, "height": 844}, "user_agent": ANDROID}
    with chromium.new_context(base_url=server.url, **phone) as context:
        visitor = context.new_page()
        answers = SlowAnswers(visitor)
        visitor.goto("/draw")
        while not answers.asked:
            visitor.wait_for_timeout(5)
        answers.asks_held = True
        first = steady_canvas(visitor)
        assert answers.asked > 1  # how wide it is, among others

        answers.let_ask()
        visitor.wait_for_timeout(2_000)

        assert steady_canvas(visitor) == first

"""The Presenter page: its views, the run that is shown, who reads, and the room's code."""

import numpy as np
import pytest

from mnist_core.access.person import Person
from mnist_core.access.room_keys import choose_host, room_keys
from mnist_core.access.room_links import code_svg
from mnist_core.config import RunConfig
from mnist_core.store.drawing_rows import add_drawing
from mnist_core.store.person_names import call_oneself
from mnist_core.store.run_leases import RunLease
from mnist_core.store.sent_drawings import send_drawing, sent_drawings
from parts.presenter import room_corner
from parts.shared import room
from tests.app.components import component, has_component, state_of
from tests.app.runs import trained

CONFIG = RunConfig(hidden_units=(4,), epochs=2)
ROOM = frozenset({("192.168.1.20", 8501)})


@pytest.fixture
def presenter(app):
    app.run()

    def opened(**query):
        app.query_params.clear()
        app.query_params.update(query)
        return app.switch_page("presenter.py").run()

    return opened


def begin(store, name):
    """Make a run that trains."""
    run = store.create(CONFIG, name, holder="worker")
    assert RunLease(store, run.id, "worker").claim() is not None
    return run


def heading(page):
    return page.header[0].value.replace("\\", "")


def words(page):
    return " ".join(str(each.value) for each in (*page.markdown, *page.caption, *page.warning))


@pytest.mark.parametrize("view", ["run", "drawing", "sent", "newest", "board"])
def test_each_view_of_an_empty_lab_stands_without_an_exception(presenter, view):
    page = presenter(view=view)

    assert not page.exception
    assert page.segmented_control(key=f"presenter_view_{view}").value == view
    assert has_component(page, "stage")


def test_an_empty_board_says_what_to_do(presenter):
    assert "No run has been trained yet" in presenter(view="board").info[0].value


def test_it_opens_with_the_run_that_trains_though_a_newer_one_waits(presenter, store):
    begin(store, "trains")
    store.create(CONFIG, "waits")

    page = presenter()

    assert heading(page) == "trains"
    assert component(page, "presented_numbers")["feed"] == f"run_numbers?run={store.recent()[1].id}"
    assert component(page, "loss_chart")["grows"]


def test_the_run_of_the_link_is_shown_though_another_trains(presenter, store):
    linked = trained(store, CONFIG, "linked")
    begin(store, "trains")

    assert heading(presenter(run=linked.id)) == "linked"


def test_an_unknown_run_in_the_link_is_warned_of_and_the_newest_shown(presenter, store):
    trained(store, CONFIG, "newest")

    page = presenter(run="nonsense")

    assert "nonsense" in words(page)
    assert heading(page) == "newest"


def test_a_view_that_there_is_none_of_gives_the_first(presenter):
    assert presenter(view="nonsense").segmented_control(key="presenter_view_run").value == "run"


def test_the_newest_runs_are_listed_and_followed(presenter, store):
    trained(store, CONFIG, "older")
    newer = begin(store, "newer")

    page = presenter(view="newest")

    assert [row["name"] for row in state_of(page, "newest_runs")["rows"]] == ["newer", "older"]
    assert component(page, "newest_followed")["page"] == newer.id


def test_a_drawing_is_read_by_the_shown_run_once_it_can_read(presenter, store):
    begin(store, "has-learned-nothing")
    assert "Read by **starter**" in words(presenter(view="drawing"))

    run = trained(store, CONFIG, "reads", weights=True)

    page = presenter(view="drawing", run=run.id)
    assert "Read by **reads**" in words(page)
    assert component(page, "answer")["look"] == "large"


def test_the_board_is_the_rooms(presenter, store):
    trained(store, CONFIG, "only-one")

    page = presenter(view="board")

    assert component(page, "standings_chart")["grows"]
    assert component(page, "board_followed")["feed"] == "board"


def test_the_corner_has_the_rooms_code_and_not_the_teachers(presenter, monkeypatch, settings):
    links = []

    def draw(link):
        links.append(link)
        return code_svg(link)

    monkeypatch.setattr(room_corner, "code_svg", draw)
    presenter()
    assert links == []

    monkeypatch.setattr(room, "listening_sockets", lambda: ROOM)
    room.reach_of_server.clear()
    page = presenter()

    assert not page.exception
    assert links == [f"http://192.168.1.20:8501/?key={room_keys(settings.home).room}"]
    assert "192\\.168\\.1\\.20" in words(page)


def test_the_corner_has_the_address_that_the_teacher_has_chosen(presenter, monkeypatch, settings):
    monkeypatch.setattr(room, "listening_sockets", lambda: ROOM | {("fd00::2", 8501)})
    room.reach_of_server.clear()
    assert "192" in words(presenter())

    choose_host(settings.home, "fd00::2")

    assert "fd00" in words(presenter())


def test_leaving_opens_train(presenter):
    page = presenter().button(key="leave_presenter").click().run()

    assert page.session_state["page_now"] == ""


def test_a_drawing_is_shown_that_somebody_sent_with_a_name_and_until_it_is_taken_down(
    presenter, store
):
    annas = store.used_by(Person("anna"))
    call_oneself(annas, "Anna")
    send_drawing(annas, np.full((28, 28), 77, np.uint8))

    page = presenter(view="sent")

    assert "**Anna** wrote this." in words(page)
    assert has_component(page, "sent_digit")
    page.button(key="take_down").click().run()
    assert sent_drawings(store) == []
    assert "Nobody has sent a drawing yet" in words(page)


def test_nobody_sees_on_the_projector_what_was_only_kept(presenter, store):
    annas = store.used_by(Person("anna"))
    add_drawing(annas, np.full((28, 28), 77, np.uint8), 7, read_as=None, limit=10)

    assert "Nobody has sent a drawing yet" in words(presenter(view="sent"))


def test_a_view_is_chosen_by_a_click(presenter):
    page = presenter(view="run")

    page.segmented_control(key="presenter_view_run").set_value("board").run()

    assert page.segmented_control(key="presenter_view_board").value == "board"
    assert heading(page) == "Board"

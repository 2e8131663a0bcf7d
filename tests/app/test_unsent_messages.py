"""What the server has not sent yet when a run begins."""

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue

from parts.shared import streamlit_patches


def delta(place: int, words: str, fragment: str = "") -> ForwardMsg:
    message = ForwardMsg()
    message.metadata.delta_path.extend([0, place])
    message.delta.fragment_id = fragment
    message.delta.new_element.text.body = words
    return message


def words(queue: ForwardMsgQueue) -> list[str]:
    return [message.delta.new_element.text.body for message in queue.flush()]


@pytest.fixture
def queue() -> ForwardMsgQueue:
    """A queue with the end of a whole run in it, two fragments among it."""
    streamlit_patches.apply()
    queue = ForwardMsgQueue()
    for message in (delta(0, "title"), delta(1, "chart", "a"), delta(2, "table", "b")):
        queue.enqueue(message)
    return queue


def test_a_fragment_that_begins_drops_nothing_and_comes_after_it(queue):
    queue.clear(retain_lifecycle_msgs=True, fragment_ids_this_run=["a"])
    queue.enqueue(delta(1, "newer chart", "a"))

    assert words(queue) == ["title", "chart", "table", "newer chart"]


def test_a_whole_run_still_drops_what_it_will_draw_again(queue):
    queue.clear(retain_lifecycle_msgs=True)

    assert words(queue) == []


def test_what_is_drawn_twice_in_one_run_is_sent_once(queue):
    queue.enqueue(delta(1, "newer chart", "a"))

    assert words(queue) == ["title", "newer chart", "table"]


def test_every_page_keeps_unsent_messages(app, monkeypatch):
    monkeypatch.setattr(ForwardMsgQueue, "clear", streamlit_patches.clear_of_streamlit)

    app.run()

    assert ForwardMsgQueue.clear is streamlit_patches.keep_unsent_messages

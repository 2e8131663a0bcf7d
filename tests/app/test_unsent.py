"""What the server has not sent yet when a run begins."""

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue

from parts.shared import unsent


def said(place: int, words: str, fragment: str = "") -> ForwardMsg:
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
    unsent.send_all()
    queue = ForwardMsgQueue()
    for message in (said(0, "title"), said(1, "chart", "a"), said(2, "table", "b")):
        queue.enqueue(message)
    return queue


def test_a_fragment_that_begins_drops_nothing_and_speaks_after_it(queue):
    queue.clear(retain_lifecycle_msgs=True, fragment_ids_this_run=["a"])
    queue.enqueue(said(1, "newer chart", "a"))

    assert words(queue) == ["title", "chart", "table", "newer chart"]


def test_a_whole_run_still_drops_what_it_will_say_again(queue):
    queue.clear(retain_lifecycle_msgs=True)

    assert words(queue) == []


def test_what_is_said_twice_in_one_run_is_sent_once(queue):
    queue.enqueue(said(1, "newer chart", "a"))

    assert words(queue) == ["title", "newer chart", "table"]


def test_every_page_sends_all(app, monkeypatch):
    monkeypatch.setattr(ForwardMsgQueue, "clear", unsent._clear)

    app.run()

    assert ForwardMsgQueue.clear is unsent._clear_for_whole_runs

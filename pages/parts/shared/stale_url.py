"""A page's address, which the server changes and the browser sends with each of its requests.

A request that was on its way when the address changed, such as one of a part that follows a run,
still has the old one. If it were followed, it would undo the change: the page would show the run
before the one that was just begun.

To provoke it: press Train on a page that follows a run, with a slow network.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

REPLACED_WITHIN_S = 2.0  # by then a browser sends the new address, and going back in it counts
Address = dict[str, list[str]]


@contextmanager
def current_address(page: str) -> Iterator[None]:
    """Run a page with its newest address, and remember which one it replaces.

    Args:
        page: its name in the address.
    """
    known = st.session_state.get("addresses", {})
    if known.get("page") != page:
        known = {"page": page, "now": {}, "replaced": []}
    sent = _address()
    if _lately_replaced(sent, known["replaced"]):
        sent = known["now"]
        st.query_params.from_dict(sent)
    try:
        yield
    finally:
        now = _address()
        if now != sent:
            replaced = [entry for entry in known["replaced"] if entry[0] != now]
            known["replaced"] = [*replaced[-8:], (sent, time.monotonic())]
        st.session_state["addresses"] = known | {"now": now}


def _address() -> Address:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def _lately_replaced(sent: Address, replaced: list[tuple[Address, float]]) -> bool:
    since = time.monotonic() - REPLACED_WITHIN_S
    return any(address == sent and when > since for address, when in replaced)

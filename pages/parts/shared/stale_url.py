"""A page's address, which the server changes and the browser says again with each of its requests.

A request that was on its way when the address changed, such as a tick of a part of the page, still
says the old one. Followed, it would undo the change: the run just begun would give way to the one
before it.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

REPLACED_WITHIN_S = (
    2.0  # by then a browser has heard of a change; going back in it counts from then on
)
Address = dict[str, list[str]]


@contextmanager
def current_address(page: str) -> Iterator[None]:
    """Run a page with its newest address, and remember which one it replaces.

    Args:
        page: what tells the pages apart.
    """
    known = st.session_state.get("addresses", {})
    if known.get("page") != page:
        known = {"page": page, "now": {}, "replaced": []}
    asked = _address()
    if _lately_replaced(asked, known["replaced"]):
        asked = known["now"]
        st.query_params.from_dict(asked)
    try:
        yield
    finally:
        now = _address()
        if now != asked:
            replaced = [entry for entry in known["replaced"] if entry[0] != now]
            known["replaced"] = [*replaced[-8:], (asked, time.monotonic())]
        st.session_state["addresses"] = known | {"now": now}


def _address() -> Address:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def _lately_replaced(asked: Address, replaced: list[tuple[Address, float]]) -> bool:
    since = time.monotonic() - REPLACED_WITHIN_S
    return any(address == asked and when > since for address, when in replaced)

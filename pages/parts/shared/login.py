"""What stands before every page where people log in: the offer, and the ticket for a cookie."""

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from mnist_core.access.login import UNNAMED, Account, name_of
from mnist_core.access.login_cookie import TICKET, account_in
from mnist_core.access.tickets import TICKETS
from mnist_core.store.person_names import call_by_login
from parts.shared.actions import attempt
from parts.shared.component import component
from parts.shared.room import keys_of_room, login_of_lab, this_account
from parts.shared.store import open_store, require_store
from parts.shared.texts import as_markdown

LINE = "<p role='status'></p>"


def has_entered() -> bool:
    """Return whether a page may be shown: nobody need log in, or they have, for the lab as well."""
    if login_of_lab() is None:
        return True
    account = this_account()
    return account is not None and account_in(keys_of_room(), st.context.cookies) == account


def enter() -> None:
    """Show in a page's place what is still to be done until one may be shown."""
    account = this_account()
    if account is None:
        _offer_login()
    else:
        _take_name()
        _give_ticket(account)


def _offer_login() -> None:
    """Offer to log in, with each provider."""
    login = login_of_lab()
    st.space("large")
    with st.container(horizontal_alignment="center"):
        st.markdown("Digit Lab is open to whoever logs in.", width="content")
        for provider in login.providers if login else ():
            label = "Log in" if provider == UNNAMED else f"Log in with {as_markdown(provider)}"
            if st.button(label, key=f"log_in_{provider}", type="primary", icon=":material/login:"):
                st.login(provider)
    _browser_part({})


def _take_name() -> None:
    """Call whoever has logged in what their provider does; teachers are one person, unnamed."""
    require_store()
    store, name = open_store(), name_of(st.user.to_dict())
    if name and not store.person.may_change_all:
        attempt(lambda: call_by_login(store, name), show=st.error)


def _give_ticket(account: Account) -> None:
    """Let the browser get the lab's cookie, and then open what it asked for with it."""
    _browser_part({"ticket": TICKETS.give(account), "header": TICKET})


def _browser_part(data: Mapping[str, str]) -> None:
    """Let the browser take a ticket; without one it notes which page was asked for."""
    component(Path(__file__).with_suffix(".js"), LINE)(key="login_ticket", data=data)

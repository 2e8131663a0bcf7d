"""How to open a lab that only its own machine reaches."""

import streamlit as st

COMMAND = "streamlit run app.py --server.address 0.0.0.0"
BY_KEY = (
    "It then asks everyone for a key. A link with the key, and a code to scan, are printed where "
    "it is started and stand on this page; the teacher has a key of their own."
)
BY_LOGIN = (
    "It then asks everyone to log in, as it does here. A login leads back to `redirect_uri` of "
    "`secrets.toml`, which has to begin with the address that others use; that one, and a code to "
    "scan, are printed where the lab is started and stand on this page."
)


def how_to_open(*, logs_in: bool) -> None:
    """Say that nobody else can reach this lab, and how it is opened to a class.

    Args:
        logs_in: whether people log in.
    """
    st.markdown("Only this machine reaches the lab. To open it to a class, start it so:")
    st.code(COMMAND, language=None, width=560)
    st.markdown(f"{BY_LOGIN if logs_in else BY_KEY} Runs go on where they are.")

"""How to open a lab that only its own machine reaches."""

import streamlit as st

COMMAND = "streamlit run app.py --server.address 0.0.0.0"


def how_to_open() -> None:
    """Say that nobody else can reach this lab, and how it is opened to a class."""
    st.markdown("Only this machine reaches the lab. To open it to a class, start it so:")
    st.code(COMMAND, language="bash", width=560)
    st.markdown(
        "It then asks everyone for a key. A link with the key, and a code to scan, are printed "
        "where it is started and stand on this page; the teacher has a key of their own. "
        "Runs go on where they are."
    )

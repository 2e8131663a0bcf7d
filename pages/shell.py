"""The frame around every page: logo, menu, and the store that all of them read."""

import streamlit as st

from parts.shared import streamlit_patches
from parts.shared.menu_pages import EVERY_PAGE, MENU, TRAIN
from parts.shared.page_visits import enter_page
from parts.shared.stale_url import current_address
from parts.shared.store import ICON, LOGO, open_store, require_store
from parts.shared.top_line import top_line
from parts.shared.tour import show_tour

streamlit_patches.apply()
st.set_page_config(page_title="Digit Lab", page_icon=ICON, layout="wide")
st.logo(LOGO, size="large")
pages = {
    each.name: st.Page(
        each.file,
        title=each.title,
        icon=f":material/{each.icon}:",
        default=each is TRAIN,
        visibility="visible" if each in MENU else "hidden",
    )
    for each in EVERY_PAGE
}
page = st.navigation(list(pages.values()), position="top")
shown = next(each for each in EVERY_PAGE if each.name == page.url_path)
with st.container():  # always there, so that no part of a page changes its place with the tour
    top_line(shown.name)
    require_store()
    enter_page(shown.name)
    show_tour(open_store(), shown)
with current_address(shown.name):
    page.run()

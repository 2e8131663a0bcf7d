"""The frame around every page: logo, menu, and the store that all of them read."""

import streamlit as st

from mnist_core.startup import FIRST_PAGE, LOADED

LOADED.wait()

from parts.settings_form.asked_run import begin_left_run
from parts.shared.activity_line import NAME, activity_line
from parts.shared.damage import damage_shown
from parts.shared.login import enter, has_entered
from parts.shared.menu_pages import EVERY_PAGE, MENU, MORE, TRAIN, MenuPage
from parts.shared.owners import offer_name
from parts.shared.page_visits import enter_page
from parts.shared.phone_menu import phone_menu
from parts.shared.readable_frame import readable_frame
from parts.shared.stale_url import current_address
from parts.shared.store import ICON, LOGO, lab_errors_shown, open_store, require_store
from parts.shared.tour import show_tour
from parts.shared.unknown_parts import warn_of_unknown_parts
from parts.shared.whole_page import keep_whole


def as_page(page: MenuPage) -> st.Page:
    """Make a page known to Streamlit."""
    icon = f":material/{page.icon}:"
    return st.Page(page.file, title=page.title, icon=icon, default=page is TRAIN)


st.set_page_config(page_title=NAME, page_icon=ICON, layout="wide")
menu = {"": [as_page(page) for page in MENU], "More": [as_page(page) for page in MORE]}
entered = has_entered()
page = st.navigation(menu, position="top" if entered else "hidden")
if not entered:
    enter()
    FIRST_PAGE.set()
    st.stop()
st.logo(LOGO, size="large")
shown = next(each for each in EVERY_PAGE if each.name == page.url_path)
with (
    lab_errors_shown(),
    st.container(gap=None, key="shell"),
):  # always there, so that no part of a page moves within it
    phone_menu(shown.name)
    require_store()
    enter_page(shown.name)
    if shown is not TRAIN:
        begin_left_run(open_store())
    activity_line()
    keep_whole()
    readable_frame()
    if not (shown is TRAIN and offer_name(open_store())):
        show_tour(open_store(), shown)
with lab_errors_shown(), current_address(shown.name), damage_shown():
    warn_of_unknown_parts(shown)
    page.run()
FIRST_PAGE.set()

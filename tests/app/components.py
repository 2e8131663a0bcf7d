"""What the pages have handed to the lab's own components, read back."""

import json
import re
from typing import Any

from streamlit.testing.v1 import AppTest


def data_of(element: Any) -> dict[str, Any]:
    """Give what one of the lab's components was drawn with."""
    (data,) = json.loads(element.proto.json)
    return dict(data)


def component(app: AppTest, key: str) -> dict[str, Any]:
    """Give the data of the component with this key."""
    for element in app.get("bidi_component"):
        if f"-{key}" in element.proto.id:
            return data_of(element)
    raise AssertionError(f"no {key} on the page")


def table_column(app: AppTest, name: str) -> list[str]:
    """Give the texts below a name in the first table of the page that has it."""
    for table in (each.proto.body for each in app.get("html") if "<table" in each.proto.body):
        rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in table.split("<tr>")[1:]]
        if name in rows[0]:
            return [row[rows[0].index(name)] for row in rows[1:]]
    raise AssertionError(f"no table with {name} on the page")


def has_component(app: AppTest, key: str) -> bool:
    """Return whether a component with this key is on the page."""
    return any(f"-{key}" in element.proto.id for element in app.get("bidi_component"))


def open_tab(app: AppTest, key: str, name: str) -> AppTest:
    """Open one of the tabs with this key, as a click does."""
    app.session_state[key] = next(tab.label for tab in app.tabs if name in tab.label)
    return app.run()


def state_of(app: AppTest, key: str) -> dict[str, Any]:
    """Give the state of a feed that a component shows first."""
    state: dict[str, Any] = component(app, key)["update"]["state"]
    return state


def figure(app: AppTest, key: str) -> dict[str, Any]:
    """Give the figure of a chart, be it still or one that follows a feed."""
    data = component(app, key)
    text = data["figure"] if "figure" in data else state_of(app, key)["figures"][data["name"]]
    drawn: dict[str, Any] = json.loads(text)
    return drawn


def progress_text(app: AppTest, key: str = "run_progress") -> str:
    """Give the line that says where a run stands."""
    return str(state_of(app, key)["text"])


def tiles(app: AppTest, key: str = "run_numbers") -> dict[str, tuple[str, str]]:
    """Give the value and the note of the four numbers of a run or a sweep, by their names."""
    shown = [*state_of(app, key)["tiles"], *component(app, key)["others"]]
    return {tile["label"]: (tile["value"], tile["note"]) for tile in shown}


def log_text(app: AppTest) -> str:
    """Give a run's epochs as the page shows them."""
    return str(state_of(app, "run_log")["text"])

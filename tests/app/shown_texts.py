"""Every text that a page has sent to the browser, with what the browser takes it for."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from streamlit.testing.v1 import AppTest

# The fields of Streamlit's messages that the browser shows as they are. All others that hold a
# text of the user's count as Markdown, so that a new one is looked at before it gets in here.
PLAIN = {
    "ColorPicker.help",
    "FileURLs.file_id",
    "MultiSelect.default",
    "MultiSelect.options",
    "MultiSelect.raw_values",
    "Selectbox.options",
    "Selectbox.raw_value",
    "Selectbox.raw_values",
    "TextArea.default",
    "TextArea.value",
    "TextInput.default",
    "TextInput.value",
}
KINDS = {"Html.body": "html", "Code.code_text": "source"}


class Shown(NamedTuple):
    """A text on a page.

    Attributes:
        kind: "markdown", "plain", "html", "source" of a program, or "plotly" for what a chart has.
        place: names the message and the field, for who reads a failure.
        text: as it was sent.
    """

    kind: str
    place: str
    text: str


def shown_texts(app: AppTest) -> Iterator[Shown]:
    """Give each text of a page."""
    for node in _nodes(app._tree):
        if hasattr(proto := getattr(node, "proto", None), "ListFields"):
            yield from _texts(proto)


def _nodes(node: Any) -> Iterator[Any]:
    yield node
    for child in getattr(node, "children", {}).values():
        yield from _nodes(child)


def _texts(message: Any) -> Iterator[Shown]:
    for field, value in message.ListFields():
        place = f"{message.DESCRIPTOR.name}.{field.name}"
        for each in value if field.is_repeated else [value]:
            if hasattr(each, "ListFields"):
                yield from _texts(each)
            elif isinstance(each, str) and place == "BidiComponent.json":
                yield from _in_document(place, json.loads(each))
            elif isinstance(each, str):
                yield Shown(_kind(place), place, each)


def _kind(place: str) -> str:
    if place in KINDS:
        return KINDS[place]
    return "plain" if place in PLAIN or place.endswith((".id", ".element_id")) else "markdown"


def _in_document(place: str, value: Any, kind: str = "plain") -> Iterator[Shown]:
    """Give the texts of a component's data; a figure is a text of JSON of its own.

    Its table of numbers is not Plotly's: the browser shows that as text.
    """
    kinds = {"figure": "plotly", "table": "plain"}
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _in_document(f"{place}.{key}", each, kinds.get(key, kind))
    elif isinstance(value, list):
        for each in value:
            yield from _in_document(place, each, kind)
    elif isinstance(value, str) and value[:1] == "{" and '"layout":' in value:
        yield from _in_document(place, json.loads(value), "plotly")
    elif isinstance(value, str):
        yield Shown(kind, place, value)

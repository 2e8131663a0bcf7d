"""What a click elsewhere has changed in the form: said at its top, and marked at each field.

A mark goes when its field is changed by hand; all go with a preset, a link, or a new run.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import streamlit as st

from mnist_core.compare.setting_changes import SettingChange, list_changes, setting_changes
from mnist_core.config import RunConfig
from parts.shared.texts import as_markdown

MARKED, MARKED_BY, UNSEEN = "marked_settings", "marked_by", "marks_unseen"


def mark_changes(config: RunConfig, former: RunConfig, by: str) -> None:
    """Mark what ``config``, which now fills the form, has otherwise than ``former``.

    Args:
        by: what changed it, as the beginning of a sentence, such as "Changed by a hint".
    """
    changes = setting_changes(config, former)
    st.session_state[MARKED] = {change.field: change for change in changes}
    st.session_state[MARKED_BY] = by
    st.session_state[UNSEEN] = True


def remove_marks() -> None:
    """Remove the marks from all fields."""
    st.session_state.pop(MARKED, None)


def remove_mark(field: str) -> None:
    """Remove the mark of a field, if it has one."""
    _marks().pop(field, None)


def opens_more_settings(hidden: Iterable[str]) -> bool:
    """Return whether a mark made since the last call is at one of these fields.

    Args:
        hidden: the fields that are not always in sight.
    """
    return bool(st.session_state.pop(UNSEEN, False)) and not _marks().keys().isdisjoint(hidden)


def show_marks() -> None:
    """Say what was changed and by what, if anything was."""
    if marks := list(_marks().values()):
        by = as_markdown(st.session_state[MARKED_BY])
        st.caption(f":material/edit: {by}: {as_markdown(list_changes(marks))}.")


@contextmanager
def marked(field: str) -> Iterator[None]:
    """Draw a widget, and below it what its field was before, if it is marked."""
    with st.container(gap="xxsmall"):
        yield
        if (change := _marks().get(field)) is not None:
            st.caption(f":blue[was {as_markdown(change.former)}]")


def _marks() -> dict[str, SettingChange]:
    marks: dict[str, SettingChange] = st.session_state.get(MARKED, {})
    return marks

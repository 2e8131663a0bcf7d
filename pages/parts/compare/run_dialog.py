"""What can be done with one run of the list: open, name, note, repeat, pin, delete."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from mnist_core.compare.repeats import REPEATS, repeat_over_seeds
from mnist_core.store.names import MAX_NAME_LENGTH
from mnist_core.store.records import Run
from mnist_core.store.run_list_queries import tags_in_use
from mnist_core.store.run_store import MAX_NOTES_LENGTH, RunStore
from mnist_core.store.seed_groups import seed_groups
from mnist_core.store.tags import MAX_TAGS, checked_tags
from parts.compare.state import close_run, opened_run, pin, put_seeds_together
from parts.shared.actions import act
from parts.shared.open_run import open_buttons
from parts.shared.owners import owner_words
from parts.shared.texts import as_markdown
from parts.shared.ticked_runs import tick, ticked


def open_dialog(store: RunStore) -> None:
    """Show the dialog of the run whose menu was opened, if any."""
    opened = opened_run()
    if not opened:
        return
    for group in seed_groups(store, [opened], together=True):
        title = as_markdown(next((run.name for run in group if run.id == opened), group[0].name))
        st.dialog(title, width="medium", on_dismiss=close_run)(_dialog)(store, group, opened)


def _dialog(store: RunStore, group: list[Run], opened: str) -> None:
    run = _choose(group, opened)
    st.caption(" · ".join([run.config.summary, *owner_words(store, run.owner)]))
    theirs = store.person.may_change(run.owner)
    open_buttons(run, "open_", first=close_run)
    _edit(store, group, run, disabled=not theirs)
    with st.container(horizontal=True):
        if st.button("Pin as baseline", key="pin_run", icon=":material/push_pin:"):
            _close_after(lambda: pin(run.id))
        if st.button(f"Repeat with {REPEATS} seeds", key="repeat_run", icon=":material/casino:"):
            _close_after(lambda: _repeat(store, run))
    if theirs:
        _delete(store, group, run)


def _edit(store: RunStore, group: list[Run], run: Run, *, disabled: bool) -> None:
    """Let its texts be changed; Enter in the name saves, as the button does."""
    with st.form(f"edit_{run.id}", border=False):
        name = st.text_input(
            "Name",
            run.name,
            max_chars=MAX_NAME_LENGTH,
            key=f"edit_name_{run.id}",
            disabled=disabled,
        )
        tags = _choose_tags(store, group, disabled=disabled)
        notes = st.text_area(
            "Notes", run.notes, max_chars=MAX_NOTES_LENGTH, key=f"notes_{run.id}", disabled=disabled
        )
        if st.form_submit_button("Save", key="save_run", type="primary", disabled=disabled):
            _close_after(lambda: _save(store, run, (name, notes), group, tags))


def _choose(group: list[Run], opened: str) -> Run:
    runs = {run.id: run for run in group}
    if len(group) == 1:
        return group[0]
    chosen = st.selectbox(
        "Which of its runs",
        list(runs),
        list(runs).index(opened) if opened in runs else 0,
        format_func=lambda run_id: f"{runs[run_id].name} · seed {runs[run_id].config.seed}",
        key=f"which_seed_{group[0].id}_{len(group)}",
    )
    return runs[chosen]


def _choose_tags(store: RunStore, group: list[Run], *, disabled: bool) -> list[str]:
    tags = sorted({tag for run in group for tag in run.tags})
    return st.multiselect(
        "Tags",
        tags_in_use(store),
        tags,
        key=f"tags_{group[0].id}",
        accept_new_options=True,
        max_selections=MAX_TAGS,
        placeholder="Choose tags, or type a new one and press Enter",
        help=None if len(group) == 1 else "The same for all seeds.",
        disabled=disabled,
    )


def _delete(store: RunStore, group: list[Run], run: Run) -> None:
    """Ask before it deletes; a popover would lie outside the dialog, where Tab does not come."""
    choices, theirs = {"this run": [run]}, _theirs(store, group)
    if len(theirs) > 1:
        choices[f"all {len(theirs)} runs"] = theirs
    with st.expander("Delete", icon=":material/delete:"):
        st.markdown(
            "The run and its history, network and measurements are deleted **permanently**."
        )
        for words, deleted in choices.items():
            if st.button(f"Yes, delete {words}", key=f"delete_{len(deleted)}"):
                _close_after(partial(_delete_all, store, group, deleted))


def _theirs(store: RunStore, group: list[Run]) -> list[Run]:
    """Leave out what other persons have begun."""
    return [member for member in group if store.person.may_change(member.owner)]


def _save(
    store: RunStore, run: Run, texts: tuple[str, str], group: list[Run], tags: list[str]
) -> None:
    """Save what belongs to the run, and the tags of all its seeds; nothing if a tag is wrong."""
    name, notes = texts
    checked = checked_tags(tags)
    store.rename(run.id, name)
    store.annotate(run.id, notes)
    for member in _theirs(store, group):
        store.tag(member.id, checked)


def _repeat(store: RunStore, run: Run) -> None:
    repeat_over_seeds(store, run)
    put_seeds_together()
    if run.id not in ticked():
        tick([*ticked(), run.id])


def _delete_all(store: RunStore, group: list[Run], deleted: list[Run]) -> None:
    """Delete runs; a group that loses its first run stays ticked by another one."""
    for run in deleted:
        store.delete(run.id)
    gone = {run.id for run in deleted}
    left = next((run.id for run in group if run.id not in gone), None)
    kept = [left if run_id in gone else run_id for run_id in ticked()]
    tick([run_id for run_id in dict.fromkeys(kept) if run_id is not None])


def _close_after(action: Callable[[], None]) -> None:
    """Do it and close; where it is refused, show why and stay."""

    def act_and_close() -> None:
        action()
        close_run()

    act(act_and_close, show=st.error)

"""The settings form's memory: presets shown in the widgets, and the form in the URL."""

from contextlib import suppress
from difflib import get_close_matches
from typing import Any
from uuid import uuid4

import streamlit as st

from mnist_core.config import RunConfig
from mnist_core.config_input import make_config
from mnist_core.errors import ConfigError, StoreError
from mnist_core.presets import PRESETS
from mnist_core.quoting import named, quoted
from mnist_core.setting_descriptions import HIDDEN_UNITS
from mnist_core.setting_options import MAX_LAYERS, MOMENTUM_OPTIMIZERS
from mnist_core.store.drafts import write_draft
from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from parts.settings_form.marks import mark_changes, remove_mark, remove_marks

OWN = "own"
PRESET, FOLLOWED, PROBLEM = "preset", "followed_link", "link_problem"
LINKED, DRAFT = "linked_settings", "form_written"
PRESET_OPTIONS = (OWN, *PRESETS)


def preset_title(name: str) -> str:
    """Give what the menu calls a preset."""
    return "My own" if name == OWN else PRESETS[name].title


def apply_preset() -> None:
    """Make the widgets show the chosen preset; a callback of the preset's own widget."""
    name = st.session_state[PRESET]
    if name in PRESETS:
        fill_form(PRESETS[name].config, preset=name)


def change_by_hand(field: str) -> None:
    """Show "My own" as the preset; a callback of the widgets that set ``field``."""
    st.session_state[PRESET] = OWN
    remove_mark(field)


def fill_form(config: RunConfig, *, preset: str = OWN) -> None:
    """Make the widgets show ``config``; only before they are drawn, or in a callback."""
    st.session_state.update({**_widget_values(config), PRESET: preset})
    remove_marks()


def fill_form_marked(config: RunConfig, former: RunConfig, by: str) -> None:
    """Make the widgets show ``config``, and mark in them what it has otherwise than ``former``.

    Args:
        by: what changes it, as the beginning of a sentence.
    """
    fill_form(config)
    mark_changes(config, former, by)


def fill_form_of_next_page(
    config: RunConfig, former: RunConfig | None = None, by: str = "Changed"
) -> None:
    """Fill the form on the page that is opened next, whatever its link has.

    Args:
        former: what the settings are said to have been; none marks nothing.
        by: what changes them, as the beginning of a sentence.
    """
    fill_form_marked(config, config if former is None else former, by)
    st.session_state[FOLLOWED] = True


def keep_form() -> None:
    """Keep what the form of another page has for this page's widgets; before they are drawn."""
    for key in (PRESET, "layers", *_neuron_keys(), *RunConfig.model_fields):
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]  # a widget of this page from now on


def follow_link(*, others: tuple[str, ...]) -> RunConfig | None:
    """At a session's first run, fill the form from the URL; what is wrong in it is left out.

    Gives the settings that it filled in, or None where the link had been followed before.

    Args:
        others: what a link of this page may have beside the settings.
    """
    if FOLLOWED in st.session_state:
        return None
    st.session_state[FOLLOWED] = True
    link = st.query_params.to_dict()
    if link.get("preset", OWN) not in PRESET_OPTIONS:
        titles = ", ".join(PRESETS)
        report_link_problem(
            ConfigError(f"No preset is called {quoted(link['preset'])}; there are {titles}.")
        )
    st.session_state[LINKED] = any(name in link for name in ("preset", *RunConfig.model_fields))
    preset = PRESETS.get(link.get("preset", OWN))
    config = RunConfig() if preset is None else preset.config
    for name in RunConfig.model_fields:
        if name in link:
            config = _with_setting(config, name, link[name])
    if unknown := [name for name in link if name not in (PRESET, *RunConfig.model_fields, *others)]:
        names = " or ".join(map(_with_guess, unknown))
        report_link_problem(ConfigError(f"No setting is called {names}."))
    unchanged = preset is not None and config == preset.config
    fill_form(config, preset=preset.name if preset is not None and unchanged else OWN)
    return config


def config_left() -> RunConfig:
    """Give the settings that the form was left with, also on a page that does not draw it.

    Raises:
        ConfigError: they do not go together.
    """
    form = st.session_state
    units = tuple(form[key] for key in _neuron_keys()[: form["layers"]])
    values = {name: form[name] for name in RunConfig.model_fields if name in form}
    if values["optimizer"] not in MOMENTUM_OPTIMIZERS:
        values.pop("momentum", None)
    if values["optimizer"] != "sgd":
        values.pop("nesterov", None)
    return make_config(values | {HIDDEN_UNITS: units})


def came_for_settings() -> bool:
    """Return whether this session began with a link that has settings; only once, then not."""
    return bool(st.session_state.pop(LINKED, False))


def write_link(config: RunConfig, run: Run | None) -> None:
    """Put the settings and the watched run into the URL, so that a link opens the same thing."""
    link = ({"run": run.id} if run is not None else {}) | settings_link(config)
    if st.query_params.to_dict() != link:
        st.query_params.from_dict(link)


def write_form(store: RunStore, config: RunConfig) -> None:
    """Write the form's settings down, so that their network is ready when Train is pressed."""
    if st.session_state.get(DRAFT, RunConfig()) == config:
        return
    st.session_state[DRAFT] = config
    form = st.session_state.setdefault("form_id", uuid4().hex)
    with suppress(StoreError):  # it only saves time
        write_draft(store.database, form, config)


def settings_link(config: RunConfig) -> dict[str, str]:
    """Write the form's settings for a URL: the preset's name, or what is not the default."""
    name = st.session_state[PRESET]
    if name in PRESETS and config == PRESETS[name].config:
        return {"preset": name}
    default = RunConfig().model_dump()
    return {
        name: ",".join(map(str, value)) if isinstance(value, tuple) else str(value)
        for name, value in config.model_dump().items()
        if value != default[name]
    }


def report_link_problem(error: ConfigError) -> None:
    """Keep what is wrong in this session's link, for the page to show; several problems add up."""
    known = st.session_state.get(PROBLEM, "Not all of the link could be followed:")
    st.session_state[PROBLEM] = f"{known} {error}"


def link_problem() -> str:
    """Give what is wrong in this session's link, only once; else ""."""
    return str(st.session_state.pop(PROBLEM, ""))


def _with_guess(name: str) -> str:
    """Write a name that no setting has, with the setting that it resembles, if any."""
    meant = get_close_matches(name, RunConfig.model_fields, 1)
    return f"{name} (did you mean {meant[0]}?)" if meant else named(name)


def _with_setting(config: RunConfig, name: str, text: str) -> RunConfig:
    try:
        return make_config(config.model_dump() | {name: text})
    except ConfigError as error:
        report_link_problem(error)
        return config


def _widget_values(config: RunConfig) -> dict[str, Any]:
    values: dict[str, Any] = config.model_dump()
    units = values.pop("hidden_units")
    values["layers"] = len(units)
    return values | dict(zip(_neuron_keys(), units, strict=False))


def _neuron_keys() -> list[str]:
    return [f"neurons_{number}" for number in range(1, MAX_LAYERS + 1)]

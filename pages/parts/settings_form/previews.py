"""Digits that a setting makes, to be seen beside it before training."""

import streamlit as st

from mnist_core.figures.eight_digits import eight_digits
from mnist_core.ink.augmented import augmented_examples
from mnist_core.ink.forms import drawn_forms
from mnist_core.setting_options import Normalization
from parts.shared.figure import draw_figure

WITHOUT: dict[Normalization, str] = {
    "slant": "without their slant",
    "slant_and_width": "without their slant and of more even width",
}


def augmentation_preview(strength: float, elastic: float, normalization: Normalization) -> None:
    """Show eight training digits, normalised so, as these strengths, 0 to 1, change them.

    At 0 they are as the network gets them whenever it reads. They keep their place at every
    strength, so that what is below the settings stays where it is.

    Args:
        strength: of augmentation.
        elastic: of elastic distortion.
    """
    changes = [
        f"{how} with a strength of {each:.2f}"
        for how, each in (("changed", strength), ("bent", elastic))
        if each
    ]
    how = " and ".join(changes) or "unchanged"
    if normalization != "none":
        how = f"{WITHOUT[normalization]}, else {how}"
    alt = f"Eight training digits, {how}"
    digits = augmented_examples(strength, normalization, elastic)
    draw_figure(eight_digits(digits), key="augmentation_digits", alt=alt)
    st.caption(f"{alt}." if changes else f"{alt}: each comes the same in every epoch.")


def forms_preview(seed: int) -> None:
    """Show the first eight forms that a run with this seed draws."""
    alt = "Eight drawn forms"
    draw_figure(eight_digits(drawn_forms(seed, 8).images), key="forms_digits", alt=alt)
    st.caption(f"{alt}, of those that this seed gives.")

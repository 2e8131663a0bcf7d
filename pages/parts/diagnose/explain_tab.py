"""Why this answer: pixels for and against, places that matter, neighbours, a small change."""

import streamlit as st

from mnist_core.analysis.evaluation import Evaluation, mistakes
from mnist_core.analysis.explain import (
    Change,
    Explanation,
    explain_answer,
    occlusion,
    smallest_change,
)
from mnist_core.analysis.neighbours import Neighbours
from mnist_core.dataset import training_digits
from mnist_core.figures.digit_gallery import digit_gallery
from mnist_core.figures.explain import (
    change_pictures,
    contribution_map,
    occlusion_map,
)
from mnist_core.ink.preprocess import Floats
from mnist_core.network.mlp import Network, forward
from mnist_core.plural import a_digit
from mnist_core.store.jobs import subject_of
from mnist_core.store.records import Run
from mnist_core.store.run_files import LAST
from mnist_core.store.run_store import RunStore
from mnist_core.web.run_texts import count_text
from parts.diagnose.measurement import measured
from parts.shared.drawing import current_reading
from parts.shared.figure import draw_figure
from parts.shared.test_digits import (
    SOURCES,
    WHY_SOURCE,
    as_image,
    choose_digit,
    chosen_digit,
    mnist_test,
)


def why_tab(store: RunStore, run: Run, network: Network, evaluation: Evaluation | None) -> None:
    """Choose a digit and explain the run's answer to it."""
    image, truth = _choose_image(_worst_mistake(evaluation))
    if image is None:
        st.info(
            "The canvas is empty. Draw a digit on the Draw page, or choose A test digit.",
            icon=":material/draw:",
        )
        return
    version = store.artifacts.version(run.id, LAST)
    explanation, drops, change = _explain(network, image, f"{run.id} {version} {subject_of(image)}")
    _answer_line(network, image, explanation, truth)
    with st.grid(2, min_column_width=330, border=True):
        with st.container():
            st.markdown(
                f"**Pixel contributions** · blue supports {explanation.answer}, "
                f"orange supports {explanation.runner_up}"
            )
            draw_figure(
                contribution_map(explanation),
                key="contributions",
                alt="What each pixel contributes to the answer",
            )
            st.caption(_sum_text(explanation))
        with st.container():
            st.markdown("**Occlusion** · what hiding 5×5 pixels costs the answer")
            draw_figure(
                occlusion_map(drops, explanation.image),
                key="occlusion",
                alt="How much hiding each place costs the answer",
            )
            st.caption("Blue: hiding this place makes that difference smaller.")
    _small_change(change)
    _neighbours(store, run, image)


def _worst_mistake(evaluation: Evaluation | None) -> int:
    """Give the test digit that the run is most sure of and wrong about."""
    if evaluation is None:
        return 0
    worst = mistakes(evaluation.probabilities, mnist_test().labels)
    return int(worst[0]) if worst.size else 0


def _choose_image(first_shown: int) -> tuple[Floats | None, int | None]:
    """Give the digit to explain, and what it is where that is known."""
    chosen = chosen_digit()
    shown = first_shown if chosen is None else chosen
    with st.container(horizontal=True, vertical_alignment="bottom"):
        source = st.segmented_control(
            "Explain",
            SOURCES,
            default=SOURCES[0 if current_reading().image is not None else 1],
            required=True,
            key=WHY_SOURCE,
            persist_state="session",
        )
        if source == SOURCES[1]:
            index = st.number_input(
                "Test digit",
                0,
                9_999,
                shown,
                key=f"why_digit_{shown}",
                width=160,
                help="The 10,000 digits that no run trains on.",
            )
            if index != shown:
                choose_digit(index)
                st.rerun()
            return as_image(mnist_test().images[index]), int(mnist_test().labels[index])
    return current_reading().image, None


def _answer_line(
    network: Network, image: Floats, explanation: Explanation, truth: int | None
) -> None:
    shares = forward(network, image[None]).probabilities[0]
    answer, runner_up = explanation.answer, explanation.runner_up
    known = "" if truth is None else f"It is {a_digit(truth)}. "
    st.markdown(
        f"{known}The network reads **{answer}** ({shares[answer]:.1%}); the runner-up is "
        f"**{runner_up}** ({shares[runner_up]:.1%})."
    )


def _sum_text(explanation: Explanation) -> str:
    bias, difference = round(explanation.bias, 2), round(explanation.difference, 2)
    pixels, almost = difference - bias, ""  # so that the rounded numbers add up
    if not explanation.exact:
        pixels = float(explanation.contributions.sum())
        almost = ", approximately (integrated gradients)"
    return (
        f"Pixels {pixels:+.2f} and bias {bias:+.2f} give the difference in logits "
        f"between {explanation.answer} and {explanation.runner_up}: {difference:.2f}{almost}."
    ).replace("-", "−")


@st.cache_resource(show_spinner=False, max_entries=32)
def _explain(
    _network: Network, _image: Floats, key: str
) -> tuple[Explanation, Floats, Change | None]:
    """Explain an answer once for each version of the run and picture, which ``key`` names."""
    return (
        explain_answer(_network, _image),
        occlusion(_network, _image),
        smallest_change(_network, _image),
    )


def _small_change(change: Change | None) -> None:
    with st.container(border=True):
        if change is None:
            st.markdown("**A small change** · none was found that turns the answer into another")
        else:
            st.markdown(
                f"**A small change** that turns the answer into {change.new_answer} · "
                f"{_pixels_text(change.pixels)} by more than 0.1; L2 norm {change.size:.2f} "
                "(1 is one pixel from black to white)"
            )
        draw_figure(change_pictures(change), key="smallest_change", alt="Before and after")


def _pixels_text(count: int) -> str:
    return f"{count_text(count, 'pixel')} {'changes' if count == 1 else 'change'}"


def _neighbours(store: RunStore, run: Run, image: Floats) -> None:
    with st.container(border=True):
        st.markdown("**The most similar training digits**, as the last hidden layer sees them")
        found = measured(store, run, Neighbours, image)
        similar = training_digits(() if found is None else tuple(map(int, found.indices)))
        draw_figure(
            digit_gallery(
                similar.images,
                [a_digit(int(label)) for label in similar.labels],
                columns=6,
            ),
            key="neighbours",
            alt="The nearest training digits",
        )

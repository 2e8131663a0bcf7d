"""The take-home page as a text: what stands in it, and what cannot get into it."""

import base64
import hashlib
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest

from mnist_core.config import RunConfig
from mnist_core.errors import LabError
from mnist_core.export.web_page import web_page
from mnist_core.ink import rasterise
from mnist_core.network.mlp import Network, network_from_arrays
from mnist_core.store.records import Run, Taught
from tests.app.runs import random_weights

CONFIG = RunConfig(hidden_units=(6,))
RUN = Run(
    id="r1",
    name="brisk-heron",
    notes="",
    config=CONFIG,
    state="finished",
    created_at=0.0,
    target_epochs=10,
    epochs_done=10,
    parameters=4_780,
    program_version="",
    keras_version="",
    ended_at=1_760_000_000.0,  # in October 2025
    test_accuracy=0.977,
)
NETWORK = network_from_arrays("relu", random_weights(CONFIG, 0))
BAD_NAME = "</script><script>alert(1)</script><!-- \" ' &amp; \u2028"


class Elements(HTMLParser):
    """The elements of a page, with what stands in scripts and styles, as a browser parts them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))
        self._open = tag

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        self.texts.setdefault(self._open, []).append(data)

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def elements() -> Elements:
    return Elements(web_page(RUN, NETWORK))


def test_the_page_tells_whose_network_it_is():
    page = web_page(RUN, NETWORK)

    assert "<title>brisk-heron reads digits</title>" in page
    for fact in ("784-6-10", "dropout 0.2", "2.30% test error", "October 2025", "4,780 numbers"):
        assert fact in page


def test_without_javascript_the_page_says_what_it_needs(elements):
    assert "noscript" in dict(elements.tags)
    assert any("Allow JavaScript" in text for text in elements.texts["p"])


def test_a_run_that_was_not_tested_shows_no_error_and_a_taught_one_its_drawings():
    taught = Taught("r0", "parent", 1_200, "", 5)
    page = web_page(replace(RUN, test_accuracy=None, taught=taught), NETWORK)

    assert "test error" not in page
    assert "fine-tuned on 1,200 drawings" in page


def test_a_name_cannot_break_out_of_the_page(elements):
    found = Elements(web_page(replace(RUN, name=BAD_NAME), NETWORK))

    assert [tag for tag, _ in found.tags] == [tag for tag, _ in elements.tags]
    assert found.texts["script"] == elements.texts["script"]
    assert found.texts["bdi"] == [BAD_NAME]


def test_the_page_points_at_nothing_outside_itself(elements):
    addresses = [
        value
        for _, attributes in elements.tags
        for name, value in attributes.items()
        if name in ("src", "href", "action", "srcset")
    ]

    assert addresses
    assert all(address is not None and address.startswith("data:") for address in addresses)
    assert "://" not in web_page(RUN, NETWORK)
    assert "url(" not in "".join(elements.texts["style"])


def test_only_the_pages_own_script_and_style_may_run(elements):
    policy = elements.named("meta")[1]["content"] or ""
    script, style = elements.texts["script"][-1], elements.texts["style"][0]

    assert policy.startswith("default-src 'none'; img-src data:;")
    assert "unsafe" not in policy
    for kind, text in (("script", script), ("style", style)):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert not [tag for tag, given in elements.tags if "style" in given or "onclick" in given]


def test_the_weights_in_the_page_are_the_networks_to_the_last_bit(elements):
    numbers = [base64.b64decode(text) for text in elements.texts["script"][:-1]]
    shapes = [
        given["data-outputs"] for given in elements.named("script") if "data-outputs" in given
    ]

    assert shapes == ["6", "10"]
    for content, kernel, bias in zip(numbers, NETWORK.kernels, NETWORK.biases, strict=True):
        expected = np.concatenate([kernel.ravel(), bias])
        np.testing.assert_array_equal(np.frombuffer(content, "<f4"), expected)


def test_the_scripts_use_the_labs_own_constants(monkeypatch):
    monkeypatch.setattr(rasterise, "PEN_WIDTH", 2.25)
    script = Elements(web_page(RUN, NETWORK)).texts["script"][-1]

    assert "const PEN_WIDTH = 2.25\n" in script
    assert "const CENTRE = 14.0\n" in script
    assert 'const ACTIVATION = "relu"\n' in script
    assert 'const TWO_DIGITS = "This looks like two digits' in script


def test_a_network_too_large_for_a_page_is_refused_in_one_sentence():
    kernels = tuple(
        np.broadcast_to(np.float32(0), shape) for shape in ((784, 30_000), (30_000, 10))
    )
    biases = tuple(np.broadcast_to(np.float32(0), (units,)) for units in (30_000, 10))

    with pytest.raises(LabError, match=r"^brisk-heron has 23,850,010 .* at most 20,000,000; .*\.$"):
        web_page(RUN, Network("relu", kernels, biases))

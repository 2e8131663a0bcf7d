"""Links with something wrong in them: every page says what it could not follow, and stands."""

import re

import pytest

from mnist_core.config import RunConfig
from tests.app.runs import trained

LOST = "Not all of the link could be followed: "
GONE = "A run of the link cannot be found: deleted, or from another lab."
SAID = {
    ("train", "preset=nope"): f"{LOST}No preset is called 'nope'; there are slide-1, slide-2,",
    ("train", "preset="): f"{LOST}No preset is called ''; there are slide-1,",
    ("train", "run=nope"): "No run is called 'nope' here; it may have been deleted. Choose",
    ("train", "run=\x00"): r"No run is called '\x00' here; it may have been deleted. Choose",
    ("train", "ticked=nope"): f"{LOST}No setting is called ticked.",
    ("train", "epochs=-1"): f"{LOST}epochs cannot be '-1': it takes whole numbers from 1 to 500.",
    ("train", "epochs="): f"{LOST}epochs cannot be '': it takes whole numbers from 1 to 500.",
    ("train", "dropout=nan"): f"{LOST}dropout cannot be 'nan': it takes numbers from 0 to 0.9.",
    ("train", "learning_rate=1e999"): f"{LOST}learning_rate cannot be '1e999': it takes numbers",
    ("train", f"seed={'9' * 5000}"): f"{LOST}seed cannot be '{'9' * 60}…': it takes whole",
    ("train", "hidden_units=5000"): f"{LOST}hidden_units cannot be '5000': input should be less",
    ("train", "hidden_units=1,1,1,1,1,1,1"): f"{LOST}hidden_units cannot be ('1', '1', '1', '1'",
    ("train", "optimizer=<script>"): f"{LOST}optimizer cannot be '<script>': it is one of sgd,",
    ("train", "momentum=0.9"): f"{LOST}These settings do not go together: momentum 0.9 needs sgd",
    ("train", "__class__=x"): f"{LOST}No setting is called __class__.",
    ("train", "epochz=3"): f"{LOST}No setting is called epochz (did you mean epochs?).",
    ("sweep", "preset=nope"): f"{LOST}No preset is called 'nope'; there are slide-1, slide-2,",
    ("sweep", "sweep=nope"): "No sweep is called 'nope' here; it may have been deleted.",
    ("sweep", "sweep=\x00"): r"No sweep is called '\x00' here; it may have been deleted.",
    ("sweep", "vary=nope"): f"{LOST}'nope' gives nothing to vary; write FIELD=a,b or",
    ("sweep", "vary=dropout=0..0.5:log:log"): f"{LOST}'dropout=0..0.5:log:log' is no range;",
    ("sweep", "sampler=nope"): f"{LOST}What varies is missing, vary, beside sampler.",
    ("sweep", "trials=nope"): f"{LOST}What varies is missing, vary, beside trials.",
    ("sweep", "ticked=nope"): f"{LOST}No setting is called ticked.",
    ("draw", "run=nope"): "No run is called 'nope' here; it may have been deleted. Drawings are",
    ("draw", "preset=nope"): f"{LOST}Draw knows no preset.",
    ("diagnose", "run=nope"): "No run is called 'nope' here; it may have been deleted.",
    ("diagnose", "ticked=nope"): f"{LOST}Diagnose knows no ticked.",
    ("compare", "ticked=nope"): GONE,
    ("compare", "ticked=a,b,,c"): "3 runs of the link cannot be found: deleted, or from another",
    ("compare", "baseline=nope"): GONE,
    ("compare", "preset=nope"): f"{LOST}Compare knows no preset.",
    ("lessons", "lesson=nope"): "No lesson is called 'nope'; this is the first one.",
    ("lessons", "run=nope"): f"{LOST}Lessons knows no run.",
    ("presenter", "run=nope"): "No run is called 'nope' here; it may have been deleted.",
    ("presenter", "view=nope"): "Presenter has no view 'nope'; there are run, drawing, sent,",
    ("board", "run=nope"): f"{LOST}Board knows no run.",
    ("share", "a b=1"): f"{LOST}Share knows no 'a b'.",
    ("help", "ticked=nope"): f"{LOST}Help knows no ticked.",
}
PAGES = sorted({page for page, _ in SAID})


def open_link(app, page, link):
    name, _, value = link.partition("=")
    app.query_params[name] = value
    return app.switch_page(f"{page}.py").run()


def sentences(app):
    """Give what the page says of its link, as it is read."""
    shown = [each.value for each in (*app.warning, *app.toast)]
    return [re.sub(r"\\(.)", r"\1", text).replace("\N{WORD JOINER}", "") for text in shown]


@pytest.mark.parametrize(("page", "link"), SAID)
def test_an_empty_lab_says_what_it_cannot_follow(app, page, link):
    open_link(app, page, link)

    assert not app.exception
    (sentence,) = sentences(app)
    assert sentence.startswith(SAID[page, link])


@pytest.mark.parametrize("link", ["ticked=nope", "baseline=nope"])
def test_compare_says_that_other_runs_are_compared_instead(app, store, link):
    run = trained(store, RunConfig(hidden_units=(4,), epochs=1), "a")
    open_link(app, "compare", link)

    assert sentences(app) == [f"{GONE} Those of lowest error are compared instead."]
    assert app.query_params["ticked"] == run.id


@pytest.mark.parametrize("page", PAGES)
def test_a_link_of_the_lab_s_own_costs_no_sentence(app, store, page):
    run = trained(store, RunConfig(hidden_units=(4,), epochs=1), "a", weights=True)
    links = {"lessons": "lesson=how-it-works", "compare": f"ticked={run.id}", "sweep": "sweep=new"}
    own = links.get(page, f"run={run.id}" if page not in ("board", "share", "help") else "key=k")
    open_link(app, page, own)

    assert not app.exception
    assert sentences(app) == []


def test_what_a_page_did_not_know_is_said_until_it_is_left(app):
    open_link(app, "help", "run=nope")
    assert sentences(app.run()) == [f"{LOST}Help knows no run."]

    app.query_params.clear()
    app.switch_page("board.py").run()
    assert sentences(app) == []
    app.switch_page("help.py").run()
    assert sentences(app) == []

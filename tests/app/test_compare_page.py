"""The Compare page without a browser: the list, the ticks, what is drawn of them."""

import base64
import json

import numpy as np
import pytest

from mnist_core.compare.repeats import repeat_over_seeds
from mnist_core.config import RunConfig
from mnist_core.figures.comparison_style import COLORS
from mnist_core.presets import PRESETS
from mnist_core.store.records import Epoch
from mnist_core.store.run_leases import RunLease
from mnist_core.web.feeds import first_update
from parts.shared.texts import as_markdown
from tests.app.components import component, figure, state_of, table_column
from tests.app.runs import trained

SMALL = RunConfig(hidden_units=(16,), epochs=2)
LARGE = RunConfig(hidden_units=(64, 32), optimizer="sgd", epochs=3)


@pytest.fixture
def two(store):
    return (
        trained(store, SMALL, "small", error=0.05),
        trained(store, LARGE, "large", error=0.03),
    )


def open_compare(app, **link):
    app.run()
    app.query_params.clear()
    app.query_params.update(link)
    return app.switch_page("compare.py").run()


def table(app):
    return component(app, "run_table")


def send_event(app, name, click, **word):
    """Let the table report what the reader did, as the browser would."""
    app.session_state["run_table"] = {name: {**word, "click": click}}
    return app.run()


def test_an_empty_lab_invites_the_first_run(app):
    open_compare(app)

    assert not app.exception
    assert "Begin one on the Train page" in app.info[0].value


def test_every_run_is_a_row_with_its_numbers(app, two):
    open_compare(app)

    assert not app.exception
    rows = {row["name"]: row["cells"] for row in table(app)["rows"]}
    assert rows["small"]["test"][0] == "5.00%"
    assert rows["large"]["val"][0] == "6.33%"  # 3 % and a third of a tenth after three epochs
    assert rows["large"]["parameters"][0] == "52,650"
    assert rows["large"]["name"][1] == "784-64-32-10 · relu · dropout 0.2 · sgd"
    assert "3.00%" in app.markdown[0].value


def test_a_newcomer_sees_the_best_runs_compared(app, two):
    open_compare(app)

    assert table(app)["ticked"] == [two[1].id, two[0].id]
    names = [trace["name"] for trace in figure(app, "compare_curves")["data"] if "meta" in trace]
    assert {"small", "large"} <= set(names)


def test_a_visit_before_any_run_had_an_error_does_not_keep_later_ones_from_the_charts(app, store):
    waiting = store.create(RunConfig(hidden_units=(8,)), "waiting")
    open_compare(app)
    assert table(app)["ticked"] == []

    ended = trained(store, RunConfig(hidden_units=(16,)), "ended", error=0.05)
    app.run()

    assert table(app)["ticked"] == [ended.id]
    assert waiting.id != ended.id


def test_runs_that_were_begun_in_this_tab_are_compared_too(app, store, two):
    app.run()
    app.button(key="train").click().run()
    before = app.query_params["run"]
    open_compare(app)
    assert table(app)["ticked"] == [two[1].id, two[0].id, before]

    app.switch_page("train.py").run()
    store.stop(before)
    app.button(key="train").click().run()
    after = app.query_params["run"]
    app.query_params.clear()
    app.switch_page("compare.py").run()

    assert not app.exception
    assert table(app)["ticked"] == [two[1].id, two[0].id, before]  # the same settings again
    assert after != before


def test_a_link_ticks_what_it_names_and_pins_its_baseline(app, two):
    open_compare(app, **{"ticked": two[0].id, "baseline": two[0].id})

    assert table(app)["ticked"] == [two[0].id]
    rows = {row["name"]: row["cells"] for row in table(app)["rows"]}
    assert rows["small"]["test"][1] == "baseline"
    assert rows["large"]["test"][1] == "−2.00"
    assert rows["large"]["parameters"][1] == "×4.1"


def test_the_ticks_are_in_the_link(app, two):
    open_compare(app)

    assert app.query_params["ticked"] == f"{two[1].id},{two[0].id}"


def test_what_is_ticked_in_the_table_is_compared_and_an_old_event_is_not_handled_again(app, two):
    open_compare(app)
    send_event(app, "ticked", 1, runs=[two[0].id])
    assert table(app)["ticked"] == [two[0].id]

    app.button(key="untick").click()
    send_event(app, "ticked", 1, runs=[two[0].id])

    assert table(app)["ticked"] == []


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("ticked", {"runs": "everything"}),
        ("sort", {"by": "password"}),
        ("sort", {}),
        ("opened", {"run": "nobody"}),
        ("opened", {}),
    ],
)
def test_nonsense_from_the_browser_changes_nothing(app, two, name, word):
    open_compare(app)
    before = table(app)

    send_event(app, name, 7, **word)

    assert not app.exception
    assert table(app)["rows"] == before["rows"]
    assert table(app)["ticked"] == before["ticked"]


def test_a_heading_sorts_all_pages_and_begins_with_the_first(app, store, two):
    for number in range(12):
        trained(
            store, SMALL.model_copy(update={"batch_size": 10 + number}), f"m-{number}", error=0.2
        )
    open_compare(app)
    app.session_state["run_page"] = 2
    app.run()

    send_event(app, "sort", 2, by="test", descending=False)

    assert [row["name"] for row in table(app)["rows"]][:2] == ["large", "small"]


def test_words_leave_only_the_runs_that_have_them(app, two):
    open_compare(app)
    app.text_input(key="find_runs").set_value("sgd").run()

    assert [row["name"] for row in table(app)["rows"]] == ["large"]
    assert any("1 configuration with 'sgd'" in caption.value for caption in app.caption)


def of_origin(store, origin, name, units, *, error=0.1, pruned=False):
    """Make an ended run that a sweep, a lesson or an experiment began."""
    run = trained(store, SMALL.model_copy(update={"hidden_units": (units,)}), name, error=error)
    state = "stopped" if pruned else "finished"
    with store.database.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE runs SET origin = ?, pruned = ?, state = ? WHERE id = ?",
            (origin, pruned, state, run.id),
        )
    return run


def listed(app):
    return {row["name"] for row in table(app)["rows"]}


def captions(app):
    return " ".join(caption.value for caption in app.caption)


def test_runs_of_sweeps_and_lessons_are_hidden_until_one_asks_for_them(app, store, two):
    for origin, units in (("sweep", 5), ("sweep", 6), ("lesson", 7)):
        of_origin(store, origin, f"{origin} {units}", units, error=0.001)
    open_compare(app)

    assert listed(app) == {"small", "large"}
    assert "2 configurations · 3 runs from sweeps and lessons hidden" in captions(app)
    assert "3.00%" in app.markdown[0].value
    assert set(table(app)["ticked"]) == {run.id for run in two}

    app.button_group(key="also_shown").set_value(["sweep"]).run()

    assert listed(app) == {"small", "large", "sweep 5", "sweep 6"}
    assert "4 configurations · 1 run from lessons hidden" in captions(app)
    assert "0.10%" in app.markdown[0].value


def test_only_where_runs_are_from_is_offered(app, store, two):
    open_compare(app)
    assert not app.button_group
    run = of_origin(store, "lesson", "lesson 7", 7)
    app.run()
    assert app.button_group(key="also_shown").options == ["Lessons"]
    app.button_group(key="also_shown").set_value(["lesson"]).run()

    store.delete(run.id)
    app.run()

    assert not app.exception
    assert not app.button_group
    assert listed(app) == {"small", "large"}


def test_a_ticked_run_keeps_its_colour_when_another_is_ticked_before_it(app, store, two):
    open_compare(app, ticked=two[1].id)
    before = table(app)["colors"]
    send_event(app, "ticked", 1, runs=[two[0].id, two[1].id])
    after = table(app)["colors"]

    assert before == {two[1].id: 0}
    assert after == {two[0].id: 1, two[1].id: 0}


def test_of_seeds_the_table_says_how_many_have_ended(app, store, two):
    store.create(two[0].config.model_copy(update={"seed": 5}), "another seed", holder="worker")
    open_compare(app)

    (cells,) = [row["cells"] for row in table(app)["rows"] if row["name"] == "small"]
    assert cells["state"] == ["queued", "1 of 2 ended"]
    assert cells["epochs"] == [f"{two[0].epochs_done}", ""]


def test_a_linked_run_of_a_sweep_is_listed_and_stays_when_it_is_unticked(app, store, two):
    trial = of_origin(store, "sweep", "trial", 5)
    of_origin(store, "sweep", "another", 6)
    open_compare(app, ticked=trial.id)
    assert listed(app) == {"small", "large", "trial"}

    send_event(app, "ticked", 1, runs=[])

    assert table(app)["ticked"] == []
    assert listed(app) == {"small", "large", "trial"}
    app.switch_page("train.py").run()
    app.switch_page("compare.py").run()
    assert listed(app) == {"small", "large"}


def test_a_lab_of_lessons_alone_compares_those(app, store):
    lesson = of_origin(store, "lesson", "lesson one", 5)
    open_compare(app)

    assert table(app)["ticked"] == [lesson.id]
    assert listed(app) == {"lesson one"}


def test_words_that_only_hidden_runs_have_say_so(app, store, two):
    for units in (5, 6, 7):
        of_origin(store, "sweep", f"wanted {units}", units)
    open_compare(app)
    app.text_input(key="find_runs").set_value("wanted").run()

    assert listed(app) == set()
    assert "3 hidden ones match" in captions(app)


def test_the_same_seed_twice_is_not_two_seeds(app, store, two):
    trained(store, SMALL, "the same", error=0.05)
    open_compare(app)

    rows = {row["run"]: row["cells"] for row in table(app)["rows"]}
    assert rows[two[0].id]["name"][0] == "small · same seed twice"
    assert rows[two[0].id]["test"][0] == "5.00%"


def test_what_its_sweep_ended_is_called_pruned(app, store, two):
    trial = of_origin(store, "sweep", "trial", 5, pruned=True)
    open_compare(app, ticked=trial.id)

    rows = {row["name"]: row["cells"] for row in table(app)["rows"]}
    assert rows["trial"]["state"][0] == "pruned"


def test_the_table_has_the_colours_of_the_charts_with_a_baseline_too(app, two):
    open_compare(app, ticked=f"{two[0].id},{two[1].id}", baseline=two[1].id)

    places = table(app)["colors"]
    lines = [each for each in figure(app, "compare_curves")["data"] if "meta" in each]
    drawn = {each["meta"]["run"]: each["line"]["color"] for each in lines}
    assert drawn == {run: COLORS[place] for run, place in places.items()}


def save_tags(app, run, tags):
    app.session_state["opened_run"] = run.id
    app.run()
    field = app.multiselect(key=f"tags_{run.id}")
    field.set_value(tags)
    app.button(key="save_run").click().run()


def test_tags_are_saved_for_all_seeds_shown_in_the_table_and_filter_it(app, store, two):
    family = seeds_of(store, two[0], (0.06, 0.07))
    open_compare(app)
    assert not [each for each in app.multiselect if each.key == "chosen_tags"]

    save_tags(app, two[0], ["week 3", " homework "])

    assert not app.exception
    assert {store.read(run.id).tags for run in family} == {("homework", "week 3")}
    rows = {row["name"]: row["tags"] for row in table(app)["rows"]}
    assert rows == {"small": ["homework", "week 3"], "large": []}

    app.multiselect(key="chosen_tags").select("homework").run()
    assert listed(app) == {"small"}

    for run in family:
        store.tag(run.id, [])
    app.run()
    assert listed(app) == {"small", "large"}


def test_a_tag_that_is_too_long_is_refused_and_nothing_is_saved(app, store, two):
    open_compare(app)
    app.session_state["opened_run"] = two[0].id
    app.run()
    app.text_input(key=f"edit_name_{two[0].id}").set_value("tiny")

    save_tags(app, two[0], ["x" * 31])

    assert "at most 10 tags, each of 1 to 30 characters" in app.error[0].value
    assert (store.read(two[0].id).name, store.read(two[0].id).tags) == ("small", ())


def test_seeds_are_one_row_with_mean_and_deviation_until_they_are_parted(app, store, two):
    seeds_of(store, two[0], (0.07, 0.06))
    open_compare(app)

    rows = {row["cells"]["name"][0]: row["cells"] for row in table(app)["rows"]}
    assert rows["small · 3 seeds"]["test"][0] == "6.00 ± 1.00%"

    app.toggle(key="seeds_together").set_value(False).run()
    assert len(table(app)["rows"]) == 4


def seeds_of(store, run, errors):
    """Make ended repeats of a run with these errors, and give them all, the run first."""
    repeats = repeat_over_seeds(store, run, len(errors))
    for repeat in repeats:
        store.delete(repeat.id)
    return [
        run,
        *(
            trained(store, repeat.config, repeat.name, error=error)
            for repeat, error in zip(repeats, errors, strict=True)
        ),
    ]


def test_a_seeds_tick_and_pin_are_its_familys_once_seeds_are_together(app, store, two):
    family = seeds_of(store, two[0], (0.06, 0.07))
    open_compare(app, ticked=family[1].id, baseline=family[1].id)

    assert table(app)["ticked"] == [family[0].id]
    assert app.session_state["baseline"] == family[0].id
    rows = {row["run"]: row["cells"] for row in table(app)["rows"]}
    assert rows[family[0].id]["test"][1] == "baseline"


def test_apart_the_very_seed_is_pinned(app, store, two):
    family = seeds_of(store, two[0], (0.06, 0.07))
    open_compare(app)
    app.toggle(key="seeds_together").set_value(False).run()
    app.session_state["opened_run"] = family[2].id
    app.run()
    app.button(key="pin_run").click().run()

    assert app.session_state["baseline"] == family[2].id


def test_a_seed_group_that_loses_its_first_seed_stays_ticked(app, store, two):
    family = seeds_of(store, two[0], (0.06, 0.07))
    open_compare(app, ticked=family[0].id)
    app.session_state["opened_run"] = family[0].id
    app.run()
    app.button(key="delete_1").click().run()

    assert table(app)["ticked"] == [family[1].id]


def test_a_search_shows_its_first_page(app, store, two):
    for number in range(25):
        trained(store, SMALL.model_copy(update={"batch_size": 10 + number}), f"more-{number}")
    open_compare(app)
    app.session_state["run_page"] = 3
    app.run()
    app.text_input(key="find_runs").set_value("more").run()

    assert app.session_state["run_page"] == 1
    assert table(app)["rows"][0]["name"] == "more-24"


def test_only_settings_that_differ_are_in_the_table(app, two):
    open_compare(app)

    assert table_column(app, "Setting") == ["Layer sizes", "Optimizer", "Learning rate", "Epochs"]


def test_the_slides_errors_can_be_hidden(app, store):
    trained(store, PRESETS["slide-1"].config, "first", error=0.03)
    open_compare(app)
    assert "slide 5" in json.dumps(figure(app, "compare_curves"))

    app.toggle(key="published").set_value(False).run()
    assert "slide 5" not in json.dumps(figure(app, "compare_curves"))


def test_the_file_to_take_home_has_every_run_of_the_list(app, store, two):
    for number in range(12):
        trained(store, SMALL.model_copy(update={"batch_size": 10 + number}), f"more-{number}")
    open_compare(app)

    assert len(table(app)["rows"]) == 10
    button = app.get("download_button")[0]
    assert button.proto.label == "Download CSV"


def test_the_menu_of_a_run_renames_notes_and_repeats_it(app, store, two):
    open_compare(app)
    app.session_state["opened_run"] = two[0].id
    app.run()

    app.text_input(key=f"edit_name_{two[0].id}").set_value("tiny")
    app.text_area(key=f"notes_{two[0].id}").set_value("my first")
    app.button(key="save_run").click().run()
    assert not app.exception
    assert (store.read(two[0].id).name, store.read(two[0].id).notes) == ("tiny", "my first")

    app.session_state["opened_run"] = two[0].id
    app.run()
    app.button(key="repeat_run").click().run()
    assert not app.exception
    repeats = [run for run in store.recent() if run.state == "queued"]
    assert [run.config.seed for run in repeats] == [5, 4, 3, 2, 1]


def test_a_run_is_deleted_only_after_a_question(app, store, two):
    open_compare(app)
    app.session_state["opened_run"] = two[0].id
    app.run()
    assert store.exists(two[0].id)

    app.button(key="delete_1").click().run()

    assert not app.exception
    assert not store.exists(two[0].id)
    assert table(app)["ticked"] == [two[1].id]


def test_all_that_is_ticked_is_deleted_only_after_a_question(app, store, two):
    other = trained(store, SMALL.model_copy(update={"batch_size": 64}), "other")
    open_compare(app, ticked=f"{two[0].id},{two[1].id}")
    assert app.button(key="delete_ticked").label == "Yes, delete 2 runs"
    assert as_markdown("small and large.") in captions(app)
    assert store.count() == 3

    app.button(key="delete_ticked").click().run()

    assert not app.exception
    assert [run.id for run in store.recent()] == [other.id]
    assert table(app)["ticked"] == []


def test_the_page_says_which_is_best_and_what_sets_it_apart(app, store, two):
    open_compare(app)

    (sentence,) = [text.value for text in app.markdown if "is best" in text.value]
    assert "**large** (3.00%) is best, 2.00 points better than **small**" in sentence
    assert r"They differ in layer sizes \(64\-32 instead of 16\)" in sentence
    assert r"optimizer \(sgd instead of adam\)" in sentence
    assert "more than chance makes of reading 10,000 digits" in sentence
    assert "only more seeds of large and small can tell" in sentence


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"dropout": 0.5}, r"They are identical except for dropout \(0\.5 instead of 0\.2\)\."),
        (
            {"dropout": 0.5, "l2": 0.1, "epochs": 3, "batch_size": 32, "activation": "tanh"},
            r"They differ in 5 settings, listed below\.",
        ),
    ],
)
def test_one_difference_is_named_and_very_many_are_counted(app, store, two, changes, words):
    better = trained(store, SMALL.model_copy(update=changes), "better", error=0.01)
    open_compare(app, ticked=f"{two[0].id},{better.id}")

    assert any(words in text.value for text in app.markdown)


def test_runs_that_are_gone_or_never_were_lose_nothing(app, two):
    open_compare(app, **{"ticked": f"nobody,{two[0].id}", "baseline": "nobody"})

    assert not app.exception
    assert len(app.error) == 0
    assert [row["name"] for row in table(app)["rows"]] == ["large", "small"]


@pytest.mark.parametrize("state", ["queued", "training", "failed"])
def test_runs_without_numbers_are_listed_and_compared_too(app, store, state):
    run = store.create(SMALL, "new")
    with store.database.begin() as connection:
        connection.exec_driver_sql("UPDATE runs SET state = ? WHERE id = ?", (state, run.id))
    open_compare(app, **{"ticked": run.id})

    assert not app.exception
    (row,) = table(app)["rows"]
    assert row["cells"]["test"][0] == "–"
    assert row["cells"]["state"][0] == state


@pytest.mark.parametrize(
    ("linked", "words"),
    [("nothing", "A run of the link cannot be found"), ("x,y", "2 runs of the link cannot")],
)
def test_a_link_to_runs_that_are_gone_says_so_and_compares_what_there_is(app, store, linked, words):
    run = trained(store, SMALL, "small")
    app.query_params["ticked"] = f"{linked},{run.id}"
    app.switch_page("compare.py").run()

    assert not app.exception
    assert words in app.warning[0].value
    assert "instead" not in app.warning[0].value
    assert dict(app.query_params) == {"ticked": run.id}


def test_a_link_to_gone_runs_alone_says_what_is_compared_instead_until_others_are_ticked(
    app, store
):
    run = trained(store, SMALL, "small")
    open_compare(app, ticked="nothing")
    for _ in range(2):  # it stays
        assert "Those of lowest error are compared instead." in app.warning[0].value
        assert dict(app.query_params) == {"ticked": run.id}
        app.run()

    app.button(key="untick").click().run()

    assert not app.warning


def test_what_trains_moves_in_the_table_and_the_charts_without_the_page(app, store, two):
    run = store.create(SMALL.model_copy(update={"epochs": 9}), "trains", holder="worker")
    lease = RunLease(store, run.id, "worker")
    lease.claim()
    open_compare(app, ticked=f"{run.id},{two[0].id}")
    (before,) = [row for row in state_of(app, "run_table")["rows"] if row["run"] == run.id]
    listed, charts = (component(app, key)["feed"] for key in ("run_table", "compare_curves"))
    drawn = component(app, "listed_runs")["page"]

    lease.report(None, [Epoch(1, 0.5, 0.9, 0.2, 0.95, 2.0, 0.001)])

    (after,) = [row for row in state(store, listed)["rows"] if row["run"] == run.id]
    assert (before["cells"]["epochs"][0], after["cells"]["epochs"][0]) == ("0 of 9", "1 of 9")
    lines = json.loads(state(store, charts)["figures"]["curves"])["data"]
    (line,) = [line for line in lines if line.get("meta", {}).get("run") == run.id]
    assert np.frombuffer(base64.b64decode(line["y"]["bdata"]), line["y"]["dtype"]) == [5.0]
    assert state(store, component(app, "listed_runs")["feed"])["page"] == drawn


def state(store, feed):
    """Give what a feed has now, as a browser would read it."""
    found = first_update(store, feed).state
    assert found is not None
    return found.model_dump(mode="json")

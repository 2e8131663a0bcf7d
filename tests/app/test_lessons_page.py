"""The Lessons page without a browser: one button runs a slide; its numbers stand side by side."""

import json

import pytest

from mnist_core.lessons.experiments import EXPERIMENTS
from mnist_core.lessons.slides import LESSONS
from mnist_core.presets import PRESETS
from mnist_core.store.records import Progress
from mnist_core.store.run_leases import RunLease
from parts.lessons.menu import TITLES
from tests.app.components import figure, progress_text, table_column, tiles
from tests.app.runs import epoch, trained

SIMPLE = PRESETS["slide-1"].config


def open_lesson(app, slug=None):
    app.run()
    app.query_params.clear()
    if slug is not None:
        app.query_params["lesson"] = slug
    return app.switch_page("lessons.py").run()


def words(app):
    kinds = (app.header, app.markdown, app.caption, app.metric, app.warning, app.error)
    return " ".join(str(element.value) for kind in kinds for element in kind)


def buttons(app):
    return {button.key for button in app.button}


def metrics(app):
    return {label: value for label, (value, _) in tiles(app, "lesson_numbers").items()}


def trace(app, key, name):
    return next(each for each in figure(app, key)["data"] if each.get("name") == name)


@pytest.mark.parametrize("slug", TITLES)
def test_each_lesson_has_a_link_of_its_own(app, slug):
    open_lesson(app, slug)

    assert not app.exception
    assert app.radio(key="lesson").value == slug
    assert dict(app.query_params) == {"lesson": slug}


def test_a_link_to_no_lesson_says_so_and_opens_the_first(app):
    open_lesson(app, "gradient-dissent")

    assert not app.exception
    assert "'gradient-dissent'" in app.warning[0].value.replace("\\", "")
    assert app.header[0].value == "Simple network"
    assert dict(app.query_params) == {"lesson": "simple-network"}


def test_one_clicks_through_all_lessons_and_back(app):
    open_lesson(app)
    seen = [app.radio(key="lesson").value]
    while "next_lesson" in buttons(app):
        app.button(key="next_lesson").click().run()
        seen.append(app.radio(key="lesson").value)
    app.button(key="previous_lesson").click().run()

    assert not app.exception
    assert seen == list(TITLES)
    assert dict(app.query_params) == {"lesson": list(TITLES)[-2]}


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.slug)
def test_the_one_button_runs_the_slides_system(app, store, lesson):
    open_lesson(app, lesson.slug)
    published = metrics(app)["Error on the slide"]
    app.button(key="lesson_run").click().run()

    assert not app.exception
    assert store.newest().config == PRESETS[f"slide-{lesson.number}"].config
    assert store.newest().name == lesson.run_name
    assert "lesson_run" not in buttons(app)
    error = lesson.preset.published_error_percent
    assert published == ("–" if error is None else f"{error:.2f}%")


def test_a_run_is_found_again_in_another_tab_and_from_another_page(app, store):
    open_lesson(app)
    app.button(key="lesson_run").click().run()
    app.switch_page("compare.py").run()
    app.switch_page("lessons.py").run()

    assert not app.exception
    assert "lesson_stop" in buttons(app)
    assert store.count() == 1


def test_while_it_trains_the_page_shows_where_it_is(app, store):
    run = store.create(SIMPLE)
    lease = RunLease(store, run.id, "worker")
    assert lease.claim() is not None
    lease.report(Progress(2, 150, 300, 0.25, 0.91, 31_234.0, 2.4), [epoch(1, 0.04)])
    open_lesson(app)

    assert progress_text(app) == "Epoch 2 of 2 · 75% · 2 s left"
    assert metrics(app)["Measured error"] == "4.00%"
    assert trace(app, "loss_chart", "Training")["y"] == [0.5]
    app.button(key="lesson_stop").click().run()
    assert lease.report(None, []).action == "stop"


def test_the_measured_numbers_stand_beside_the_slides(app, store):
    trained(store, SIMPLE, "from-train", error=0.0308)
    open_lesson(app)

    assert not app.exception
    assert metrics(app) == {
        "Error on the slide": "2.93%",
        "Measured error": "3.08%",
        "Difference": "+0.15",
        "Parameters": "623,290",
    }
    assert table_column(app, "On the slide")[:3] == ["2.93%", "623,290", "92.21%"]
    assert table_column(app, "Measured")[:2] == ["3.08%", "623,290"]
    assert "misreads 308" in words(app)
    assert trace(app, "deck_chart", "Measured")["x"] == [3.08, *[None] * 5]


def test_another_seed_shows_how_far_chance_goes(app, store):
    trained(store, SIMPLE, "lesson 1", error=0.0308)
    open_lesson(app)
    app.button(key="lesson_again").click().run()
    assert store.newest().config == SIMPLE.model_copy(update={"seed": 1})

    store.delete(store.newest().id)
    trained(store, SIMPLE.model_copy(update={"seed": 1}), "lesson 1 seed 1", error=0.0288)
    app.run()

    assert metrics(app)["Measured error"] == "2.98%"
    assert tiles(app, "lesson_numbers")["Measured error"][1] == "2 seeds: 2.88 to 3.08"


def test_a_lesson_is_compared_with_the_one_before(app, store):
    trained(store, SIMPLE, "one", error=0.031)
    trained(store, PRESETS["slide-2"].config, "two", error=0.025)
    open_lesson(app, "more-layers")

    assert "0.60 points lower than in lesson 1" in words(app)


def test_a_failed_run_says_why_and_can_be_run_again(app, store):
    lease = RunLease(store, store.create(SIMPLE).id, "worker")
    assert lease.claim() is not None
    lease.release("failed", message="The disk is full.")
    open_lesson(app)

    assert progress_text(app) == "The disk is full."
    app.button(key="lesson_run").click().run()
    assert store.newest().state == "queued"


def test_a_paused_run_can_go_on(app, store):
    run = store.create(SIMPLE)
    store.pause(run.id)
    open_lesson(app)
    app.button(key="lesson_resume").click().run()

    assert store.read(run.id).state == "queued"


def test_a_lesson_offers_its_own_controls_and_no_others(app):
    open_lesson(app, "dropout")

    assert [slider.label for slider in app.select_slider] == ["Dropout", "Epochs"]
    assert not app.slider
    assert not app.number_input


def test_what_the_reader_turns_becomes_a_run_and_part_of_the_comparison(app, store):
    open_lesson(app, "dropout")
    app.select_slider(key="try_dropout_dropout").set_value(0.4).run()
    app.button(key="try_train").click().run()

    assert not app.exception
    run = store.newest()
    assert run.config == PRESETS["slide-4"].config.model_copy(update={"dropout": 0.4})
    assert run.name == "lesson 4 dropout 0.4"

    lease = RunLease(store, run.id, "worker")
    assert lease.claim() is not None
    lease.report(None, [epoch(1)])
    lease.release("finished", test_accuracy=0.97)
    app.run()

    assert "dropout 0.4" in json.dumps(figure(app, "tries_chart"))


def test_a_run_opens_in_the_page_that_shows_it_in_full(app, store):
    run = trained(store, SIMPLE, "lesson 1", error=0.03)
    store.create(PRESETS["slide-2"].config, "newer")
    open_lesson(app)
    app.button(key="lesson_open_train").click().run()

    assert app.session_state["run_id"] == run.id
    assert app.query_params["run"] == run.id


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda each: each.slug)
def test_an_experiment_queues_its_runs_and_takes_them_back(app, store, experiment):
    open_lesson(app, experiment.slug)
    app.button(key="experiment_run").click().run()

    assert not app.exception
    assert {run.config for run in store.recent()} == set(experiment.configs)

    app.button(key="experiment_stop").click().run()
    assert not app.exception
    assert store.count() == 0


def test_an_experiment_answers_its_question_and_judges_a_guess(app, store):
    experiment = EXPERIMENTS[0]
    errors = (0.164, 0.105, 0.075, 0.065, 0.053, 0.066, 0.127, 0.725)
    for config, error in zip(experiment.configs, errors, strict=True):
        trained(store, config, "part", error=error)
    open_lesson(app, experiment.slug)
    app.button_group(key="guess_learning-rate").set_value(0.001).run()

    assert not app.exception
    assert "Best here: **0.01** with 5.3%" in words(app)
    assert "Your guess, 0.001, is 2.2 points behind" in words(app)
    assert trace(app, "experiment_errors", "Test error")["x"] == list(experiment.values)
    app.button(key="experiment_again").click().run()
    assert store.count() == 2 * len(errors)


def test_a_batch_sizes_time_is_drawn_as_well(app, store):
    experiment = EXPERIMENTS[2]
    for config in experiment.configs[:2]:
        trained(store, config, "part")
    open_lesson(app, experiment.slug)

    assert figure(app, "experiment_seconds")["data"][0]["y"] == [1.0, 1.0]
    assert "experiment_run" in buttons(app)


def test_an_experiments_runs_go_to_compare_together(app, store):
    experiment = EXPERIMENTS[1]
    ids = [trained(store, config, "part").id for config in experiment.configs]
    open_lesson(app, experiment.slug)
    app.button(key="experiment_compare").click().run()

    assert app.session_state["ticked"] == ids


@pytest.mark.parametrize("name", PRESETS)
def test_how_it_works_shows_the_lines_of_the_script(app, name):
    open_lesson(app, "how-it-works")
    app.selectbox(key="steps_preset").select(name).run()

    assert not app.exception
    titles = [each.value for each in app.subheader]
    assert titles == [
        f"{number} · {step}"
        for number, step in enumerate(
            ("Load", "Preprocess", "Define", "Compile", "Fit", "Evaluate"), start=1
        )
    ]
    code = "\n".join(each.value for each in app.code)
    assert "keras.datasets.mnist.load_data()" in code
    optimizer = {"adam": "Adam", "sgd": "SGD"}[PRESETS[name].config.optimizer]
    assert f"keras.optimizers.{optimizer}" in code

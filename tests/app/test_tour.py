"""The tour: offered to a newcomer, five cards in turn, each above the page that it speaks of."""

import pytest

from mnist_core.config import RunConfig
from parts.shared.tour import STEPS
from tests.app.conftest import new_app
from tests.app.runs import trained

PAGES = ["", "", "draw", "compare", "lessons"]
OFFER = "tour_begin"


def keys(app):
    return {button.key for button in app.button}


def card(app):
    """Give the title of the card that is shown; none where there is none."""
    words = " ".join(element.value for element in app.markdown)
    return next((step.title for step in STEPS if f"**{step.title}**" in words), None)


def page(app):
    return app.session_state["page_now"]


@pytest.fixture
def touring(app):
    app.run()
    return app.button(key=OFFER).click().run()


def test_a_lab_without_a_run_offers_the_tour(app):
    assert OFFER in keys(app.run())


@pytest.mark.parametrize("of_a_sweep", [False, True])
def test_a_lab_in_which_somebody_began_a_run_does_not(app, store, of_a_sweep):
    store.create(RunConfig(), sweep_id="a-sweep" if of_a_sweep else None)

    assert OFFER not in keys(app.run())


def test_other_pages_do_not_offer_it(app):
    app.run()

    assert OFFER not in keys(app.switch_page("compare.py").run())


def test_who_declines_is_not_asked_again_in_this_tab(app):
    app.run()
    app.button(key="tour_decline").click().run()

    assert OFFER not in keys(app.run())
    assert OFFER in keys(new_app().run())


def test_five_steps_come_in_turn_each_on_its_page(touring, store):
    trained(store, RunConfig(epochs=1), "one", weights=True)  # so that Draw and Compare have one
    seen = [(card(touring), page(touring))]
    while touring.button(key="tour_next").label == "Next":
        touring.button(key="tour_next").click().run()
        assert not touring.exception
        seen.append((card(touring), page(touring)))

    assert seen == list(zip([step.title for step in STEPS], PAGES, strict=True))


def test_back_goes_to_the_step_before(touring):
    for _ in range(2):
        touring.button(key="tour_next").click().run()
    touring.button(key="tour_back").click().run()

    assert (card(touring), page(touring)) == (STEPS[1].title, "")
    touring.button(key="tour_back").click().run()
    assert touring.button(key="tour_back").disabled


@pytest.mark.parametrize("steps", range(len(STEPS)))
def test_the_tour_can_be_ended_at_any_step_where_one_is(touring, steps):
    for _ in range(steps):
        touring.button(key="tour_next").click().run()
    last = touring.button(key="tour_next").label == "Done"
    touring.button(key="tour_next" if last else "tour_end").click().run()

    assert not touring.exception
    assert card(touring) is None
    assert page(touring) == PAGES[steps]
    assert OFFER not in keys(touring.switch_page("train.py").run())


def test_a_run_that_is_begun_leaves_the_card_where_it_is(touring, store):
    touring.button(key="train").click().run()

    assert store.count() == 1
    assert card(touring) == STEPS[0].title


def test_who_goes_on_by_the_menu_takes_the_tour_along(touring):
    touring.switch_page("diagnose.py").run()
    assert card(touring) is None

    touring.switch_page("draw.py").run()

    assert card(touring) == STEPS[2].title

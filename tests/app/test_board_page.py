"""The Board page: the room's ranks, whose runs they are, the race, and what is said of chance."""

import pytest

from mnist_core.access.person import OWNER, Person
from mnist_core.store.person_names import call_oneself
from mnist_core.web.run_texts import owners_text
from tests.app.components import component, figure, has_component, table_column
from tests.core.store.board_runs import ended, sized


@pytest.fixture
def board(app):
    app.run()
    return lambda: app.switch_page("board.py").run()


def words(app):
    kinds = (app.markdown, app.caption, app.info, app.subheader)
    return " ".join(str(element.value) for kind in kinds for element in kind)


def test_a_lab_without_runs_leads_to_train_and_waits_for_one(board):
    page = board()

    assert not page.exception
    assert "No run has been trained yet" in words(page)
    assert component(page, "board_followed")["feed"] == "board"
    assert not has_component(page, "standings_chart")


def test_each_group_is_a_row_with_its_rank_band_and_seeds(board, store):
    ended(store, "lucky", sized(64), 1.95)
    for seed, error in enumerate((2.0, 2.1, 2.2)):
        ended(store, f"three-{seed}", sized(8, seed), error)
    ended(store, "far-behind", sized(2), 9.0)

    page = board()

    assert table_column(page, "Run") == ["three-0", "lucky", "far-behind"]
    assert table_column(page, "Rank") == ["1", "1", "3"]
    assert table_column(page, "Test error") == ["2.10%", "1.95%", "9.00%"]
    assert table_column(page, "Seeds") == ["3", "1", "1"]
    # Three seeds with a deviation of 0.1; ten thousand digits leave 0.143 open, which is more.
    assert table_column(page, "Band")[0] == "1.93 to 2.27%"
    assert table_column(page, "May be chance") == ["the place within its rank"] * 2 + [""]
    assert table_column(page, "Settings")[0].startswith("784-8-10")
    assert len(figure(page, "standings_chart")["data"][2]["x"]) == 3


def test_it_says_whose_runs_they_are_where_not_all_are_the_owners(board, store):
    anna = store.used_by(Person("a"))
    call_oneself(anna, "Anna <b>")
    ended(anna, "hers", sized(8), 2.0)
    ended(store.used_by(Person("b")), "nameless", sized(64), 4.0)
    ended(store, "the-owners", sized(2), 9.0)

    page = board()

    assert table_column(page, "By") == ["Anna &lt;b&gt;", "somebody here", "the teacher"]


def test_a_lab_of_one_person_names_nobody(board, store):
    ended(store, "mine", sized(8), 2.0, val_errors=(1.0,))

    page = board()

    with pytest.raises(AssertionError, match="no table"):
        table_column(page, "By")


def test_a_group_of_several_persons_names_each_once(store):
    runs = [
        ended(store.used_by(person), "run", sized(8, seed), 2.0)
        for seed, person in enumerate((Person("a"), OWNER, Person("a")))
    ]

    assert owners_text(runs, {"a": "Anna"}) == "Anna, the teacher"


def test_the_race_lists_who_reached_the_goal_and_says_where_nobody_has(board, store):
    ended(store, "slow", sized(8), 3.0, val_errors=(9.0, 2.5), seconds=60.0)
    assert "No run has reached 98% validation accuracy yet." in words(board())

    ended(store, "quick", sized(64), 2.0, val_errors=(3.0, 1.9), seconds=4.0)

    page = board()
    assert table_column(page, "Seconds") == ["8 s"]
    assert table_column(page, "Parameters") == ["50,890"]  # 784 × 64 + 64 + 64 × 10 + 10


def test_it_tells_what_seeds_are_taken_to_scatter(board, store):
    ended(store, "alone", sized(64), 4.0)
    assert "once there are some" in words(board())

    for seed, error in enumerate((2.0, 2.5, 3.0)):
        ended(store, f"three-{seed}", sized(8, seed), error)

    assert "0.50 points" in words(board())

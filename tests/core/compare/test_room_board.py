"""The board as it is read: the ranked, the race, and whose they are."""

from mnist_core.access.person import Person
from mnist_core.compare.room_board import MOST_RANKED, read_board
from mnist_core.store.person_names import call_oneself
from tests.core.store.board_runs import ended, sized


def test_an_empty_lab_has_an_empty_board(store):
    board = read_board(store)

    assert (board.rows, board.total, board.race) == ((), 0, ((), ()))


def test_it_has_everybodys_runs_and_their_names(store):
    anna = store.used_by(Person("a"))
    call_oneself(anna, "Anna")
    ended(anna, "hers", sized(8), 2.0, val_errors=(1.0,))
    ended(store, "the-owners", sized(64), 4.0)

    board = read_board(store)

    assert [row.contender.name for row in board.rows] == ["hers", "the-owners"]
    assert board.names == {"a": "Anna"}
    assert [each.runs[0].name for each in board.race.fastest] == ["hers"]


def test_it_shows_no_more_than_there_is_room_for_and_counts_all(store):
    for units in range(1, MOST_RANKED + 3):
        ended(store, f"run-{units}", sized(units), 2.0)

    board = read_board(store)

    assert (len(board.rows), board.total) == (MOST_RANKED, MOST_RANKED + 2)

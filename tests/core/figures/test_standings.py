"""The board's chart, read back."""

import pytest

from mnist_core.compare.standings import standings
from mnist_core.figures.standings import standings_chart
from tests.core.compare.test_standings import group

THREE, ALONE, LAST = group("three", 2.1, 2.2, 2.0), group("alone", 1.95), group("last", 9.0, 9.1)
ROWS = standings([LAST, ALONE, THREE]).rows


def texts(figure):
    return [text for trace in figure.data if trace.text for text in trace.text]


def test_the_best_is_on_top_with_its_mean_and_its_seeds():
    bands, seeds, means, *_ = standings_chart(ROWS, {}).data

    assert means.x == pytest.approx((2.1, 1.95, 9.05))
    assert list(means.y) == [0, 1, 2]
    assert sorted(x for x, y in zip(seeds.x, seeds.y, strict=True) if y == 0) == [2.0, 2.1, 2.2]
    low, high, gap = bands.x[:3]
    assert (low + high) / 2 == pytest.approx(2.1)
    assert gap is None


def test_one_seed_is_a_ring_and_each_says_how_many_seeds_it_has():
    figure = standings_chart(ROWS, {})

    assert figure.data[2].marker.symbol[1] == "circle-open"
    for text, seeds in zip(texts(figure)[:3], ("3 seeds", "one seed", "2 seeds"), strict=True):
        assert f" · {seeds}<" in text


def test_a_line_parts_ranks_and_none_parts_those_who_share_one():
    assert [row.rank for row in ROWS] == [1, 1, 3]
    (line,) = standings_chart(ROWS, {}).layout.shapes
    assert 1 < line.y0 < 2


def test_names_are_no_markup_and_say_whose_they_are():
    figure = standings_chart(ROWS, {ROWS[0].contender.key: "<b>Anna"})

    assert "by &lt;b&gt;Anna" in texts(figure)[0]


def test_one_far_off_stands_at_the_edge_as_an_arrow():
    rows = standings([THREE, ALONE, group("diverged", 90.0, 90.2)]).rows

    figure = standings_chart(rows, {})

    assert figure.data[2].marker.symbol[2] == "triangle-right"
    assert figure.data[2].x[2] == pytest.approx(figure.layout.xaxis.range[1], abs=1e-3)
    assert "90.10%" in texts(figure)[5]


def test_nobody_gives_the_same_frame():
    empty, full = standings_chart([], {}), standings_chart(ROWS, {})

    assert empty.layout.xaxis.title == full.layout.xaxis.title
    assert len(empty.data) == len(full.data)

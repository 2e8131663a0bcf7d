"""The Pareto front, against every pair compared with every other."""

from mnist_core.sweeps.pareto_front import pareto_front


def test_the_front_is_what_no_other_point_beats():
    points = [(3.0, 1.0), (1.0, 5.0), (2.0, 2.0), (2.0, 3.0), (4.0, 1.0), (1.5, 6.0), (5.0, 0.5)]
    beaten = {
        point
        for point in points
        for other in points
        if other != point and other[0] <= point[0] and other[1] <= point[1]
    }

    assert [points[number] for number in pareto_front(points)] == sorted(set(points) - beaten)
    assert pareto_front([]) == []


def test_of_equal_points_the_first_alone_is_on_the_front():
    assert pareto_front([(2.0, 2.0), (1.0, 3.0), (1.0, 3.0), (2.0, 2.0)]) == [1, 0]

"""The frame that all figures share."""

import pytest

from mnist_core.figures.style import bare_figure, lay_out, place_title, set_x_axis, set_y_axis


def test_what_is_laid_out_replaces_what_was_there_and_leaves_the_rest():
    figure = bare_figure(100)
    place_title(figure, "Error")

    lay_out(figure, title={"text": "Loss"}, dragmode=False)

    assert figure.layout.title.to_plotly_json() == {"text": "Loss"}
    assert figure.layout.height == 100
    assert figure.layout.dragmode is False


@pytest.mark.parametrize(("set_axis", "name"), [(set_x_axis, "xaxis"), (set_y_axis, "yaxis")])
def test_an_axis_keeps_what_is_not_set_again(set_axis, name):
    figure = bare_figure(100)
    set_axis(figure, visible=False, range=[0, 1])

    set_axis(figure, range=[0, 2], title={"text": "Epoch"})

    axis = figure.layout[name].to_plotly_json()
    assert axis == {"visible": False, "range": [0, 2], "title": {"text": "Epoch"}}


def test_a_property_that_plotly_does_not_know_is_refused():
    with pytest.raises(ValueError, match="heigth"):
        set_x_axis(bare_figure(100), heigth=1)

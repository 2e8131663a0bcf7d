"""Text as Keras prints it, with what the lab knows beyond Keras: kept epochs, rates, targets."""

from dataclasses import replace

from mnist_core.config import RunConfig
from mnist_core.export.keras_text import epoch_lines, epoch_log, kept_line
from mnist_core.store.records import RateChange
from tests.core.compare.comparison_helpers import make_epoch, make_run

PATIENT = RunConfig(epochs=30, early_stopping_patience=1)
EPOCHS = [make_epoch(n, val_loss=loss) for n, loss in enumerate((0.4, 0.2, 0.3), 1)]
RUN = replace(make_run("a", RunConfig(epochs=3)), epochs_done=3)


def test_an_epoch_is_the_two_lines_that_fit_prints():
    assert epoch_lines(RUN, EPOCHS[0]) == (
        "Epoch 1/3\n - 1.0s - loss: 0.1000 - accuracy: 0.9000 - val_loss: 0.4000"
        " - val_accuracy: 0.9500"
    )


def test_each_epoch_keeps_the_target_of_its_time():
    extended = replace(RUN, target_epochs=3, former_targets=((1, 1), (2, 2)))

    headers = [text.splitlines()[0] for text in epoch_log(extended, EPOCHS)]

    assert headers == ["Epoch 1/1", "Epoch 2/2", "Epoch 3/3"]


def test_the_line_of_the_kept_epoch_alone_says_so():
    texts = epoch_log(replace(RUN, config=PATIENT), EPOCHS)

    assert [text.endswith("val_accuracy: 0.9500  (kept)") for text in texts] == [False, True, False]
    assert "(best so far)" in epoch_log(replace(RUN, config=PATIENT, state="training"), EPOCHS)[1]
    assert not any("(" in text for text in epoch_log(RUN, EPOCHS))


def test_a_new_learning_rate_stands_in_its_place():
    changes = (RateChange(2, 120, 0.01), RateChange(3, 0, 0.005), RateChange(4, 7, 0.001))
    lines = "\n".join(epoch_log(replace(RUN, rate_changes=changes), EPOCHS)).splitlines()

    assert lines[2:4] == ["Epoch 2/3", "   learning rate set to 0.01 after batch 120 of epoch 2"]
    assert lines[5:7] == ["Epoch 3/3", "   learning rate set to 0.005 at the start of epoch 3"]
    assert lines[8] == "   learning rate set to 0.001 after batch 7 of epoch 4"


def test_the_kept_epoch_is_named_where_it_is_not_the_last():
    assert kept_line(replace(RUN, config=PATIENT), EPOCHS) == "Kept: the weights of epoch 2."
    assert kept_line(RUN, EPOCHS) == ""

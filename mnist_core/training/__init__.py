"""Keras: the model, the training loop, checkpoints, cross-validation; loaded in workers only.

augmentation      A small random affine change for each digit and epoch, so that no image comes
                  twice
checkpoint        Everything a training needs to go on as if it had never been interrupted, as plain
                  arrays
cross_validation  How well fine-tuning reads drawings that it was not trained on, by k-fold cross-
                  validation
divergence        The message of a training that diverged, with the setting to change
listener          What a training calls to report, and to read the user's requests
model             A config as a compiled Keras model, and a snapshot as a file that Keras writes
recipe            What decides a training besides its network: seeds, schedule, shares
train_loop        The inner loop: many batches in one call into TensorFlow, each step the one that
                  Keras takes
trainer           One run's training, from its start or a checkpoint to its last epoch or a request
                  to end

Tested under other names: checkpoint, divergence, listener and train_loop by test_trainer;
cross_validation by test_fine_tuning.
"""

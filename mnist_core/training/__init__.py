"""Keras: the model, the training loop, checkpoints, cross-validation; loaded in workers only.

augmentation      A small random affine change for each digit and epoch, so that no digit is seen
                  twice alike
checkpoint        Everything a training needs to go on as if it had never been interrupted, as plain
                  arrays
cross_validation  How a taught network reads a handwriting that it has not seen: by copies, each
                  taught a part
divergence        Words for what went wrong in a training, each with the knob to turn
listener          What a training needs of the one it reports to
model             A config as a compiled Keras model, and a snapshot as a file that Keras writes
recipe            What makes a training what it is, apart from its network: seeds, schedule, ranges,
                  shares
train_loop        The inner loop: many batches in one call into TensorFlow, each step the one that
                  Keras takes
trainer           One run's training, from its start or from a checkpoint, to its end or the user's
                  word
"""

"""Keras: the model, the training loop, checkpoints, cross-validation; loaded in workers only.

augmentation      A small random affine change for each digit and epoch, so that no hand repeats
                  itself
checkpoint        Everything a training needs to go on as if it had never been interrupted, as plain
                  arrays
cross_validation  How a taught network reads a handwriting that it has not seen: by copies, each
                  taught a part
divergence        Words for what went wrong in a training, each with the knob to turn
keras_names       Keras' class names for our words, for the model and for its script alike
listener          What a training needs of the one it reports to
model             A config as a compiled Keras model, and a snapshot as a file that Keras writes
ranges            How far augmentation goes at strength 1, for the training and for its script alike
recipe            How the learning rate falls from epoch to epoch, as a share of where it began
seeds             One seed for everything random in a run: each use draws its own, and none shares a
                  stream
train_loop        The inner loop: many batches in one call into TensorFlow, each step the one that
                  Keras takes
trainer           One run's training, from its start or from a checkpoint, to its end or the user's
                  word
"""

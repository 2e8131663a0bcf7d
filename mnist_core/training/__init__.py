"""Keras: the model, the training loop, checkpoints, cross-validation; loaded in workers only.

augmentation      A small random affine change for each digit and epoch, so that no image comes
                  twice
checkpoint        Everything a training needs to go on as if it had never been interrupted, as plain
                  arrays
compiled_loop     Many batches in one program that XLA has compiled, each step as
                  ``fit(jit_compile=True)``'s
compiled_program  One function that XLA has compiled, or finds among the programs that the lab has
                  kept
compiler_flags    How XLA orders what it compiles: for a training step
cross_validation  How well fine-tuning reads drawings that it was not trained on, by k-fold cross-
                  validation
divergence        The message of a training that diverged, with the setting to change
dropout_masks     Dropout for compiled training: Keras' layer and its very masks, drawn many at a
                  time
elastic           Elastic distortion of a training's digits, in one compiled pass with their affine
                  change
epoch_digits      The digits that a run learns from, in memory, in the order and the shapes of each
                  epoch
listener          What a training calls to report, and to read the user's requests
model             A config as a compiled Keras model, and a snapshot as a file that Keras writes
plain_loop        Many batches in one call into TensorFlow, each step the one that Keras takes, bit
                  by bit
program_cache     The compiled programs that a lab has made before, kept in its folder for later
                  processes
recipe            What decides a training besides its network: seeds, schedule, shares
traced_networks   Networks whose training loops are made, kept for later runs that compute by the
                  same graph
train_loop        A model with the digits in memory, trained slice by slice in either of two ways
train_step        One training step as Keras takes it, and what a training adds up over the steps of
                  an epoch
trainer           One run's training, from its start or a checkpoint to its last epoch or a request
                  to end

Tested under other names: checkpoint, compiled_loop, divergence, listener, plain_loop, train_loop
and train_step by test_trainer; compiled_program by test_program_cache; cross_validation by
test_fine_tuning.
"""

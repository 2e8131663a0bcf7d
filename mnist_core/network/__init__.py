"""A multilayer perceptron in NumPy: its layers, its forward pass, its derivatives.

architecture   A config's layers as numbers, without Keras: the summary table and the parameter
               count
doubt          Whether a network's answer can be trusted, and what else the digit may be
gradients      Derivatives of a network by hand: of its logits by pixels, of its loss by weights
mlp            A snapshot's arrays run forward in NumPy: no Keras, so the web process can do it
normalization  Digits with their slant taken out, and possibly their width evened out, as a network
               gets them
training_path  How a run is computed: as Keras' ``fit`` computes it by default, or compiled by XLA

Tested under other names: architecture and mlp by test_model.
"""

"""What a trained network gets wrong and why: evaluation, explanations, hints.

calibration     How sure a network is of its answers, and whether it is right to be
embedding       A map of test digits by their activations in the last hidden layer: similar ones lie
                close
evaluation      What a network gets wrong: which digit is read as which, and how well each is read
explain         Why a network gives an answer: each pixel's part in it, and what would change it
hint_rules      Rules about a run that hardly learns: each knows one fault and its cure
hints           Hints: plain rules over a run's numbers that find what went wrong and what to try
                next
layer_activity  What the neurons of each hidden layer do: how often they fire, and which are dead
layer_health    How healthy a network is from epoch to epoch: its weights, gradients and dead
                neurons
measurements    What can be measured of a run, one function for each kind of result, without Keras
neighbours      The training digits most similar to a picture: nearest in the network's last hidden
                layer
next_steps      What to try next with a run that shows no fault
result_files    How the results of jobs lie in files: the one module that knows the names of their
                arrays
robustness      How well a network reads digits that are noisy, turned, moved, or drawn with another
                pen
symptoms        What is known of a run that may have gone wrong, and the form of a hint

Tested under other names: hint_rules and symptoms by test_hints.
"""

"""What a trained network gets wrong and why: evaluation, explanations, hints.

embedding     A map of test digits by what the last hidden layer makes of them: near is alike
evaluation    What a network gets wrong and how sure it is, from its probabilities and the truth
explain       Why a network gives an answer: each pixel's part in it, and what would change it
hint_rules    Rules about a run that hardly learns: each knows one fault and its cure
hints         Hints: plain rules over a run's numbers that find what went wrong and what to try next
layer_health  How healthy a network's layers are: who fires, who is dead, how large weights and
              gradients
measurements  What can be measured of a run, one function for each kind: arrays in, arrays out, no
              Keras
neighbours    The training digits that look most alike to a network: near in its last hidden layer
next_steps    What to try next with a run that shows no fault
robustness    How well a network reads digits that are noisy, turned, moved, or of another pen
symptoms      What is known of a run that may have gone wrong, and the form of a hint
"""

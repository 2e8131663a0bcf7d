"""The slide deck and the three experiments as data, and what their runs show.

answers      The sentence that answers an experiment's question, from what was measured and no more
experiments  The settings that the slides leave to the reader, each as an experiment of several
             short runs
lesson_runs  Trials: settings that a lesson asks about, with their runs in the store
slides       The slide deck as six lessons: the text of each, its preset, and what to try next
texts        What a lesson's numbers show: beside the slide's and beside those of the lessons before
variants     What the controls of a lesson can make of its settings, and how that is called

Tested under other names: answers by test_experiments; variants by test_slides.
"""

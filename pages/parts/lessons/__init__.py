"""Parts of the Lessons page alone.

buttons      The few buttons of a lesson: run it, go on with it, stop it
experiment   An experiment: a question, a guess, a set of runs, and the chart and sentence that
             answer it
keras_steps  How it works: Keras' steps from the digits to the error, each with its lines of the
             script
menu         The list of lessons in the sidebar, each with a link of its own and what it has given
             so far
slide        One slide as a lesson: its idea, one button, the slide's numbers beside the measured
             ones
try_it       Now you: the one or two settings that a lesson is about, to turn and to train with

Tested by test_lessons_page.
"""

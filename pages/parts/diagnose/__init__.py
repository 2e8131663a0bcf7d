"""Parts of the Diagnose page alone.

calibration_tab  Calibration: whether confidence matches accuracy, and what "I don't know" would
                 save
epochs_tab       The time machine: the network as it was after each of its epochs
explain_tab      Why this answer: pixels for and against, places that matter, neighbours, a
                 small change
hint_cards       What went wrong in a run, each with the settings to try next
layers_tab       What the layers have learned: first weights as pictures, how often neurons fire,
                 norms
measurement      A measurement on a page: asked for when it is first looked at, its progress, then
                 its result
mistakes_tab     Which digits are taken for which: the confusion matrix, and the digits behind each
                 cell
run              Which run is diagnosed, and the four numbers at the top of the page
tabs             The tabs of the Diagnose page, each measured when it is first opened

Tested by test_diagnose_page.
"""

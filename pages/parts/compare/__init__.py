"""Parts of the Compare page alone.

charts      The ticked runs against each other: curves, final errors, settings that differ, cost
run_dialog  What can be done with one run of the list: open, name, note, repeat, pin, delete
run_list    The list of runs: best first line, table, pages, and the file to take home
sentences   The page's sentences: how many runs are listed and hidden, and in what the best two
            differ
sidebar     The Compare page's settings: which runs are listed, and how the curves are drawn
state       What the Compare page remembers in this tab: which runs are ticked, how the list is
            sorted

Tested by test_compare_page and test_many.
"""
